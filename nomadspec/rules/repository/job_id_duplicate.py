"""Two files define the same job.

## What it does
Looks for jobs with the same id, namespace and region in different files.

## Why is this bad?
Running one of them replaces the other. Files in different folders are often meant for different environments, so they are only reported as advice. If the
configuration describes environments (`[[environments]]`), files of different environments are not compared.
Files of one job that lie in different folders are one finding.

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
    from nomadspec.source import Severity

CODE = "REP001"
NAME = "job-id-duplicate"
SEVERITY = "warning"
BLOCKS = ()


#: What to do about files that may be meant for different clusters.
_APART = "If they are for different environments, describe these in the configuration ([[environments]]); otherwise change the id, namespace or region of one."


#: Files of one job that are shown with a finding.
_SHOWN = 10


def check(visit: RepositoryVisit) -> Iterator[Finding]:
    first: dict[tuple[str, str, str], Facts] = {}
    apart: dict[tuple[str, str, str], list[Facts]] = {}
    for job in visit.jobs:
        if not {"id", "namespace", "region"} <= job.keys() or not job["id"] or "${" in job["id"]:
            continue
        key = (job["id"], job["namespace"], job["region"])
        other = first.setdefault(key, job)
        if other is job:
            continue
        if job.get("environment") is None and os.path.dirname(job["path"]) != os.path.dirname(other["path"]):
            apart.setdefault(key, []).append(job)
        else:
            yield _finding(job, [other], "Change the id, namespace or region of one of them.")
    for key, jobs in apart.items():
        yield _finding(jobs[0], [first[key], *jobs[1:]], _APART, "info")


def _finding(job: Facts, others: list[Facts], help: str, severity: Severity | None = None) -> Finding:
    more = len(others) - 1
    return Finding(
        f"job {job['id']!r} is also defined in {others[0]['path']}{f' and {more} more file' + 's' * (more > 1) if more else ''}",
        Fact(job, job["at"], block=f'job["{job["id"]}"]'),
        help=help,
        related=tuple(("also defined here", Fact(other, other["at"])) for other in others[:_SHOWN]),
        severity=severity,
    )
