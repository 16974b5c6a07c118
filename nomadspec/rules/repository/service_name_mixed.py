"""Services of different jobs have the same name.

## What it does
Looks for services with the same name and provider in several jobs of one namespace and region. Names are compared as Nomad registers them, with `${JOB}` and similar variables replaced; names that only a client can resolve are skipped.

## Why is this bad?
Looking up the service returns instances of all these jobs.

## Example
```hcl group file=web.nomad.hcl
service {
  name     = "web"
  provider = "nomad"
}
```

```hcl group file=shop.nomad.hcl
service {
  name     = "web"
  provider = "nomad"
}
```

## Use instead
```hcl group file=web.nomad.hcl
service {
  name     = "web"
  provider = "nomad"
}
```

```hcl group file=shop.nomad.hcl
service {
  name     = "shop"
  provider = "nomad"
}
```
"""

from __future__ import annotations

from nomadspec.rules.job_summary import Fact
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.job_summary import Facts
    from nomadspec.rules.repository_visit import RepositoryVisit

CODE = "REP002"
NAME = "service-name-mixed"
SEVERITY = "warning"
BLOCKS = ()


def check(visit: RepositoryVisit) -> Iterator[Finding]:
    first: dict[tuple[str, ...], tuple[Facts, Facts]] = {}
    told: set[tuple[int, str]] = set()
    for job in visit.jobs:
        if "namespace" not in job or "region" not in job:
            continue
        for service in job.get("services", ()):
            name = service["name"]
            if "*" in name:
                continue
            other, there = first.setdefault((job["region"], job["namespace"], name, service["provider"]), (job, service))
            if other is job or other.get("id") == job.get("id") or (id(job), name) in told:
                continue
            told.add((id(job), name))
            yield Finding(
                f"service {name!r} is also registered by job {other.get('id')!r} in {other['path']}",
                Fact(job, service["at"], block=f'job["{job.get("id")}"].group["{service["group"]}"]'),
                help="Rename one of the services, unless their instances are meant to be mixed.",
                related=(("also registered here", Fact(other, there["at"])),),
            )
