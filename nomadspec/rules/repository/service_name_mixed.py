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
MOST_RELATED = 10


def check(visit: RepositoryVisit) -> Iterator[Finding]:
    registered: dict[tuple[str, ...], dict[str | None, tuple[Facts, Facts]]] = {}
    for job in visit.jobs:
        if "namespace" not in job or "region" not in job:
            continue
        for service in job.get("services", ()):
            name = service["name"]
            if "*" not in name:
                jobs = registered.setdefault((job["region"], job["namespace"], name, service["provider"]), {})
                jobs.setdefault(job.get("id"), (job, service))
    for (_, _, name, _), jobs in registered.items():
        # One name is one finding: where many jobs share it, it is meant.
        (other, there), *others = jobs.values()
        if not others:
            continue
        job, service = others[0]
        also = [(other, there), *others[1:MOST_RELATED]]
        yield Finding(
            f"service {name!r} is also registered by job {other.get('id')!r} in {other['path']}",
            Fact(job, service["at"], block=f'job["{job.get("id")}"].group["{service["group"]}"]'),
            help="Rename one of the services, unless their instances are meant to be mixed.",
            related=tuple(("also registered here", Fact(each, at["at"])) for each, at in also),
        )
