"""A static port in a group with several instances.

## What it does
Looks for static ports in groups with canaries or with a `count` above 1 (if unset, `min` of `scaling`), where nothing keeps the instances on different nodes.

Ports of one group are one finding.

## Why is this bad?
A port can be used only once per address of a node. Instances that end up on the same node cannot be placed, and a canary cannot run next to the allocation that it replaces.

## Example
```hcl group
count = 2
network {
  port "http" {
    static = 8080
  }
}
```

## Use instead
```hcl group
count = 2
constraint {
  operator = "distinct_hosts"
  value    = "true"
}
network {
  port "http" {
    static = 8080
  }
}
```
"""

from __future__ import annotations

from nomadspec.notation.go_number import parse_bool
from nomadspec.rules.rule import Finding
from nomadspec.rules.updates import setting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec._generated.job_model import Constraint, Port
    from nomadspec.jobspec.path import ModelPath
    from nomadspec.rules.rule import Visit

CODE = "NET002"
NAME = "static-port-count"
SEVERITY = "warning"
BLOCKS = ("TaskGroup",)
IF_WRITTEN = ("network.reserved_ports", "task.resources.network")


def check(visit: Visit) -> Iterator[Finding]:
    group, job = visit.block, visit.job
    if job.type in ("system", "sysbatch"):
        return
    canary = setting(job, group, "canary") or 0
    least = group.scaling.min if group.scaling is not None else None
    count = group.count if group.count is not None else least if least is not None else 1
    ports = list(_static(visit)) if count > 1 or canary > 0 else []
    if not ports:
        return
    apart = any(_keeps_apart(constraint) for owner in (job, group) for constraint in owner.constraint or ())
    places = [network.item("port", port.label) / "static" for port, network in ports]
    *others, last = sorted({port.static for port, _ in ports})
    needed = f"static ports {', '.join(map(str, others))} and {last}" if others else f"static port {last}"
    related = tuple(("the same here", place) for place in places[1:])
    if count > 1 and not apart:
        yield Finding(
            f"{'both' if count == 2 else f'all {count}'} instances need {needed}, so they cannot share a node",
            places[0],
            help='Use a dynamic port, or add a constraint with operator = "distinct_hosts".',
            related=related,
        )
    elif canary > 0 and count > 0:
        yield Finding(
            f"a canary cannot share a node with an allocation that holds {needed}",
            places[0],
            help="Use a dynamic port, or make sure that there are spare nodes.",
            related=related,
        )


def _keeps_apart(constraint: Constraint) -> bool:
    if constraint.operator == "distinct_hosts":
        return parse_bool(constraint.value or "") is not False
    return constraint.operator == "distinct_property" and constraint.value in (None, "", "1")


def _static(visit: Visit) -> Iterator[tuple[Port, ModelPath]]:
    """The static ports of the group and of its tasks' networks, each with the way to its network."""
    networks = [(network, visit.path.item("network", index)) for index, network in enumerate(visit.block.network or ())]
    for task in visit.block.task or ():
        if task.resources is not None and task.resources.network:
            path = visit.path.item("task", task.name) / "resources"
            networks += [(network, path.item("network", index)) for index, network in enumerate(task.resources.network)]
    for network, path in networks:
        for port in network.reserved_ports or ():
            if not port.ignore_collision:
                yield port, path
