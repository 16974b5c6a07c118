"""No eligible node has the driver.

## What it does
Looks for the driver, healthy, on the ready nodes of the job's pool and datacenters. So it does for the proxy that Nomad adds to a group for Connect, which needs docker unless `sidecar_task` says otherwise.

## Why is this bad?
The job is accepted and never placed.
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
            yield Finding(f"none of {len(found)} eligible nodes has a healthy driver {driver}{whose}", at, help=f"Healthy there: {some(there, 8) or 'none'}.")


def _needed(visit: Visit) -> Iterator[tuple[str, str, str | None]]:
    """The drivers that the block needs: each with the words that say for what, and the field that names it."""
    if visit.block.TYPE == "Task":
        if visit.block.driver:
            yield visit.block.driver, "", "driver"
        return
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
            yield task.driver, f" for the task {task.name}, which Connect adds", at
