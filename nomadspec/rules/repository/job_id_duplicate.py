"""Two files define the same job.

## What it does
Looks for jobs with the same id, namespace and region in different files.

## Why is this bad?
Running one of them replaces the other. Files in different folders are often meant for different environments, so they are only reported as advice. If the
configuration describes environments (`[[environments]]`), files of different environments are not compared.

## Example
```hcl job file=web.nomad.hcl
```

```hcl file=old/web.nomad.hcl
job "web" {
  group "web" {
    task "server" {
      driver = "docker"
      config {
        image = "nginx:1.26"
      }
    }
  }
}
```

## Use instead
```hcl job file=web.nomad.hcl
```

```hcl job file=old/web.nomad.hcl
namespace = "archive"
```
"""

from __future__ import annotations

import os

from nomadspec.rules.job_summary import Fact
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.job_summary import Facts
    from nomadspec.rules.repository_visit import RepositoryVisit

CODE = "REP001"
NAME = "job-id-duplicate"
SEVERITY = "warning"
BLOCKS = ()


#: What to do about files that may be meant for different clusters.
_APART = "If they are for different environments, describe these in the configuration ([[environments]]); otherwise change the id, namespace or region of one."


def check(visit: RepositoryVisit) -> Iterator[Finding]:
    first: dict[tuple[str, str, str], Facts] = {}
    for job in visit.jobs:
        if not {"id", "namespace", "region"} <= job.keys() or not job["id"] or "${" in job["id"]:
            continue
        other = first.setdefault((job["id"], job["namespace"], job["region"]), job)
        if other is not job:
            apart = job.get("environment") is None and os.path.dirname(job["path"]) != os.path.dirname(other["path"])
            yield Finding(
                f"job {job['id']!r} is also defined in {other['path']}",
                Fact(job, job["at"], block=f'job["{job["id"]}"]'),
                help=_APART if apart else "Change the id, namespace or region of one of them.",
                related=(("also defined here", Fact(other, other["at"])),),
                severity="info" if apart else None,
            )
