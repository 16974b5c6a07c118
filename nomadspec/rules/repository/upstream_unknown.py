"""No job here offers the upstream.

## What it does
Compares the destinations of Connect upstreams with the services that jobs of the repository put into the mesh. Upstreams of another datacenter or peer are left alone, and repositories whose services are not all known.

## Why is this bad?
The proxy finds no instance and refuses connections. Often a name has changed on one side only.
"""

from __future__ import annotations

from nomadspec.rules.facts import RepositoryFinding
from nomadspec.source.closest import closest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from nomadspec.rules.facts import Facts

CODE = "REP005"
NAME = "upstream-unknown"
SEVERITY = "warning"
ON = ()


def check_repository(facts: Sequence[Facts], options: Mapping[str, Any]) -> Iterator[RepositoryFinding]:
    offered = {service["name"] for job in facts for service in job.get("services", ())}
    if not any(service["connect"] for job in facts for service in job.get("services", ())) or any("${" in name for name in offered):
        return
    for job in facts:
        for upstream in job.get("upstreams", ()):
            name = upstream["name"]
            if not name or "${" in name or name in offered or upstream["datacenter"] or upstream["peer"]:
                continue
            near = closest(name, sorted(offered), 0.7)
            yield RepositoryFinding(
                f"no job here offers the service {name}",
                job,
                upstream["at"],
                block=f'job["{job.get("id")}"].group["{upstream["group"]}"]',
                help=f'Did you mean "{near}"?' if near else "Ignore this where the service is kept elsewhere.",
            )
