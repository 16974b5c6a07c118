"""No eligible node has the driver.

## What it does
Looks for a healthy driver on the ready nodes of the job's pool and datacenters. The proxy that Nomad adds to a group for Connect is checked as well: it needs docker unless `sidecar_task` sets another driver.

## Why is this bad?
Nomad accepts the job and never places it.

## Example
```json state
{"nodes": [{"Name": "c1"}, {"Name": "c2"}]}
```

```hcl task
driver = "podman"
config {
  image = "nginx:1.27"
}
```

## Use instead
```hcl task
driver = "docker"
config {
  image = "nginx:1.27"
}
```
"""

from __future__ import annotations

from nomadspec.rules.candidates import nodes, some
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CLU004"
NAME = "cluster-driver-missing"
SEVERITY = "error"
BLOCKS = ("Task", "ConsulConnect")


def check(visit: Visit) -> Iterator[Finding]:
    found = nodes(visit)
    if not found:
        return
    from nomadspec.scheduler.feasibility import has_driver

    for driver, whose, at in _needed(visit):
        if not any(has_driver(node, driver) for node in found):
            there = {name for node in found for name in node.raw.get("Drivers") or {} if has_driver(node, name)}
            yield Finding(
                f"no eligible node (of {len(found)}) has a healthy {driver!r} driver{whose}", at, help=f"Healthy drivers: {some(there, 8) or 'none'}."
            )


def _needed(visit: Visit) -> Iterator[tuple[str, str, str | None]]:
    """The drivers that the block needs: each with the words that say for what, and the field that names it."""
    if visit.block.TYPE == "Task":
        if visit.block.driver:
            yield visit.block.driver, "", "driver"
        return
    if visit.task is not None:
        return  # a task's service cannot have a proxy
    # Nomad adds the task to the stored group, in which groups and services are where they were written.
    stored = zip(visit.job.group or (), visit.subject.canonical.group or (), strict=False)
    group = next((after for before, after in stored if before is visit.group), None)
    if group is None or visit.group is None or visit.parent is None or not isinstance(visit.parent.key, int):
        return
    written = {task.name for task in visit.group.task or ()}
    service = (group.service or [])[visit.parent.key]
    sidecar = visit.block.sidecar_task
    for task in group.task or ():
        if task.name not in written and (task.kind or "").partition(":")[2] == service.name:
            at = "sidecar_task.driver" if sidecar is not None and sidecar.driver else None
            yield task.driver, f" for task {task.name!r}, which Connect adds", at
