"""The job has more instances than nodes or values to spread them over.

## What it does
Compares the `count` of groups with `distinct_hosts` or `distinct_property` (of all groups if the job sets it) with the number of ready nodes in the job's pool and datacenters that could run an instance, or with the number of values that the property has on them.

## Why is this bad?
The remaining instances stay pending.

## Example
```json state
{"nodes": [{"Name": "c1"}, {"Name": "c2"}]}
```

```hcl group
count = 3
constraint {
  operator = "distinct_hosts"
  value    = "true"
}
```

## Use instead
```hcl group
count = 2
constraint {
  operator = "distinct_hosts"
  value    = "true"
}
```
"""

from __future__ import annotations

from nomadspec.rules.candidates import ask_of, ask_of_group, facts
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec._generated.job_model import TaskGroup
    from nomadspec.cluster.objects import Node
    from nomadspec.rules.rule import Visit

CODE = "CLU014"
NAME = "cluster-distinct-hosts-short"
SEVERITY = "warning"
BLOCKS = ("TaskGroup",)


def check(visit: Visit) -> Iterator[Finding]:
    found = facts(visit)
    ask = ask_of(visit) if found else None
    if ask is None or not (ask.distinct_hosts or ask.distinct_properties) or visit.job.type in ("system", "sysbatch"):
        return
    from nomadspec.cluster.targets import resolve
    from nomadspec.rules.node_faults import fitness_of
    from nomadspec.scheduler.feasibility import allowed

    fitness = fitness_of(visit)

    def places(group: TaskGroup) -> list[Node]:
        own = ask_of_group(visit, group)
        return [node.node for node in found if own is not None and own.count and not fitness.faults(own, node, index=None)]

    mine = places(visit.block)
    groups: list[TaskGroup] = list(visit.job.group or ()) if ask.distinct_hosts == "job" or any(not owner for _, owner in ask.distinct_properties) else []
    total = sum(1 if group.count is None else group.count for group in groups)
    anywhere = list({node.id: node for group in groups for node in places(group)}.values())
    if ask.distinct_hosts:
        of_job = ask.distinct_hosts == "job"
        yield from _short(visit, of_job, total if of_job else ask.count, len(anywhere if of_job else mine), "on different nodes")
    for constraint, owner in ask.distinct_properties:
        attribute = constraint.attribute or ""
        values = {resolve(attribute, node)[0] for node in (mine if owner else anywhere)}
        most = allowed(constraint.value or "") * len(values)
        yield from _short(visit, not owner, ask.count if owner else total, most, f"spread over values of {attribute}")


def _short(visit: Visit, of_job: bool, count: int, places: int, how: str) -> Iterator[Finding]:
    """Where there is no place at all, other rules say why."""
    if 0 < places < count:
        if not of_job:
            yield Finding(f"{count} instances must be {how}, but the eligible nodes have room for only {places}", "count")
        elif next(iter(visit.job.group or ()), None) is visit.block:
            yield Finding(f"the job's {count} instances must be {how}, but the eligible nodes have room for only {places}", None)
