"""More instances on different nodes than there are nodes.

## What it does
Compares `count` of groups with `distinct_hosts` (of all groups where the job has it) with the number of ready nodes of the job's pool and datacenters.

## Why is this bad?
The instances beyond that number stay pending.
"""

from __future__ import annotations

from nomadspec.rules.candidates import ask_of, nodes
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CLU014"
NAME = "cluster-distinct-hosts-short"
SEVERITY = "warning"
ON = ("TaskGroup",)


def check(visit: Visit) -> Iterator[Finding]:
    found = nodes(visit)
    ask = ask_of(visit) if found else None
    if ask is None or not ask.distinct_hosts or visit.job.type in ("system", "sysbatch"):
        return
    if ask.distinct_hosts == "job":
        groups = list(visit.job.group or ())
        count = sum(1 if group.count is None else group.count for group in groups)
        if count > len(found) and groups[0] is visit.block:
            yield Finding(f"the job's {count} instances must be on different nodes, and there are {len(found)} eligible ones", None)
    elif ask.count > len(found):
        yield Finding(f"{ask.count} instances must be on different nodes, and there are {len(found)} eligible ones", "count")
