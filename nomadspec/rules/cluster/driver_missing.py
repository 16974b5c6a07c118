"""No eligible node has the driver.

## What it does
Looks for the driver, healthy, on the ready nodes of the job's pool and datacenters.

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
ON = ("Task",)


def check(visit: Visit) -> Iterator[Finding]:
    driver, found = visit.block.driver, nodes(visit)
    if not driver or not found:
        return
    from nomadspec.scheduler.feasibility import has_driver

    if not any(has_driver(node, driver) for node in found):
        there = {name for node in found for name in node.raw.get("Drivers") or {} if has_driver(node, name)}
        yield Finding(f"none of {len(found)} eligible nodes has a healthy driver {driver}", "driver", help=f"Healthy there: {some(there, 8) or 'none'}.")
