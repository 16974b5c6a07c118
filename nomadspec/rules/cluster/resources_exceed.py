"""No eligible node is large enough, even when empty.

## What it does
Adds up what the tasks of the group ask for and compares with the largest ready node of the job's pool and datacenters.

## Why is this bad?
The job is accepted and never placed.
"""

from __future__ import annotations

from nomadspec.rules.candidates import ask_of, facts
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CLU012"
NAME = "cluster-resources-exceed"
SEVERITY = "error"
BLOCKS = ("TaskGroup",)


def check(visit: Visit) -> Iterator[Finding]:
    found = facts(visit)
    ask = ask_of(visit) if found else None
    if ask is None:
        return
    wanted = [
        ("cpu", "MHz of cpu", ask.usage.cpu, max(node.cpu for node in found)),
        ("cores", "cores", sum(task.cores for task in ask.tasks), max(len(node.usable_cores) for node in found)),
        ("memory", "MB of memory", ask.usage.memory, max(node.memory for node in found)),
        ("disk", "MB of disk", ask.usage.disk, max(node.disk for node in found)),
    ]
    # What cores are worth in MHz differs from node to node.
    for name, what, asked, most in wanted[1:] if ask.has_cores else wanted:
        if asked > most:
            tasks = list(visit.block.task or ())
            at = visit.path.item("task", tasks[0].name) / "resources" / name if len(tasks) == 1 and name != "disk" and tasks[0].resources is not None else None
            yield Finding(f"the group asks for {asked} {what}, and the largest of {len(found)} eligible nodes has {most}", at)
