"""Jobs that can run on the same node use the same static port.

## What it does
Looks for the same static port on the same host network in groups of different jobs whose region, node pool and datacenters overlap and whose constraints do not exclude each other. Groups with `count = 0` and ports with `ignore_collision` are skipped.

## Why is this bad?
Where one of them runs, the other cannot. A system job takes the port on every node.

## Example
```hcl group file=web.nomad.hcl
network {
  port "http" {
    static = 8080
  }
}
```

```hcl group file=shop.nomad.hcl
network {
  port "http" {
    static = 8080
  }
}
```

## Use instead
```hcl group file=web.nomad.hcl
network {
  port "http" {
    static = 8080
  }
}
```

```hcl group file=shop.nomad.hcl
network {
  port "http" {
    to = 8080
  }
}
```
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
                f"static port {port['port']} is also used by job {other[0].get('id')!r} in {other[0]['path']}, so they cannot share a node",
                Fact(job, port["at"], block=f'job["{job.get("id")}"].group["{port["group"]}"]'),
                help="Use a dynamic port, or separate the jobs by constraints, datacenters or node pools.",
                related=(("also used here", Fact(other[0], other[1]["at"])),),
            )


def _meet(other: Facts, there: Facts, job: Facts, here: Facts) -> bool:
    """Whether a node could run both groups."""
    return other.get("id") != job.get("id") and can_meet(other, job) and not kept_apart(there["constraints"], here["constraints"])
