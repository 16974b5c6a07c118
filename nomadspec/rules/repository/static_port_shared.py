"""Jobs that can meet on a node ask for one static port.

## What it does
Looks for the same static port on the same host network in groups of different jobs whose region, node pool and datacenters overlap, and whose constraints do not exclude each other. Groups with `count = 0` and ports with `ignore_collision` are left alone.

## Why is this bad?
Wherever one of them runs, the other cannot. A system job takes the port on every node.
"""

from __future__ import annotations

from nomadspec.rules.job_summary import Fact
from nomadspec.rules.meeting import can_meet, kept_apart
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.job_summary import Facts
    from nomadspec.rules.repository_visit import RepositoryVisit

CODE = "REP003"
NAME = "static-port-shared"
SEVERITY = "warning"
BLOCKS = ()


def check(visit: RepositoryVisit) -> Iterator[Finding]:
    seen: dict[tuple[int, str], list[tuple[Facts, Facts]]] = {}
    for job in visit.jobs:
        told: set[tuple[int, str]] = set()
        for port in job.get("static_ports", ()):
            if port["count"] == 0 or port["ignore_collision"]:
                continue
            key = (port["port"], port["host_network"])
            rows = seen.setdefault(key, [])
            other = None if key in told else next(((facts, row) for facts, row in rows if _meet(facts, row, job, port)), None)
            rows.append((job, port))
            if other is None:
                continue
            told.add(key)
            yield Finding(
                f"port {port['port']} is also asked for by the job {other[0].get('id')} in {other[0]['path']}: they cannot run on one node",
                Fact(job, port["at"], block=f'job["{job.get("id")}"].group["{port["group"]}"]'),
                help="Use a dynamic port, or keep the jobs apart by constraints, datacenters or node pools.",
                related=(("asked for here", Fact(other[0], other[1]["at"])),),
            )


def _meet(other: Facts, there: Facts, job: Facts, here: Facts) -> bool:
    """Whether a node could run both groups."""
    return other.get("id") != job.get("id") and can_meet(other, job) and not kept_apart(there["constraints"], here["constraints"])
