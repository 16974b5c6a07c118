"""No eligible node is large enough, even when empty.

## What it does
Adds up the resources of the group's tasks and compares them with the largest ready node of the job's pool and datacenters.

## Why is this bad?
Nomad accepts the job and never places it.

## Example
```json state
{"nodes": [{"Name": "c1", "NodeResources": {"Cpu": {"CpuShares": 4000}, "Memory": {"MemoryMB": 8192}, "Disk": {"DiskMB": 50000}}}]}
```

```hcl task
resources {
  memory = 16384
}
```

## Use instead
```hcl task
resources {
  memory = 4096
}
```
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
        ("cpu", "MHz of CPU", ask.usage.cpu, max(node.cpu for node in found)),
        ("cores", "cores", sum(task.cores for task in ask.tasks), max(len(node.usable_cores) for node in found)),
        ("memory", "MB of memory", ask.usage.memory, max(node.memory for node in found)),
        ("disk", "MB of disk", ask.usage.disk, max(node.disk for node in found)),
    ]
    # What cores are worth in MHz differs from node to node.
    for name, what, asked, most in wanted[1:] if ask.has_cores else wanted:
        if asked > most:
            tasks = list(visit.block.task or ())
            at = visit.path.item("task", tasks[0].name) / "resources" / name if len(tasks) == 1 and name != "disk" and tasks[0].resources is not None else None
            yield Finding(f"the group needs {asked} {what}, but the largest eligible node has {most}", at)
