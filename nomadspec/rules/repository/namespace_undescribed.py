"""A job runs in a namespace that no file of the repository describes.

## What it does
Reports jobs in namespaces that the repository does not describe. `default` always exists; a repository that describes no namespaces is skipped.

## Why is this bad?
A namespace must exist before a job can be registered in it. Most often the name is misspelled.

## Example
```hcl spec file=prod.hcl
name = "prod"

capabilities {
  enabled_task_drivers = ["docker"]
}
```

```hcl job file=web.nomad.hcl
namespace = "production"
```

## Use instead
```hcl spec file=prod.hcl
name = "prod"

capabilities {
  enabled_task_drivers = ["docker"]
}
```

```hcl job file=web.nomad.hcl
namespace = "prod"
```
"""

from __future__ import annotations

from nomadspec.rules.job_summary import Fact
from nomadspec.rules.rule import Finding
from nomadspec.source.closest import closest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.repository_visit import RepositoryVisit

CODE = "REP101"
NAME = "namespace-not-described"
SEVERITY = "warning"
BLOCKS = ()


def check(visit: RepositoryVisit) -> Iterator[Finding]:
    known = {spec["name"] for spec in visit.specs if spec["spec"] == "namespace"}
    for job in visit.jobs if known else ():
        name = job.get("namespace", "default")
        if name not in known and name != "default" and "${" not in name:
            near = closest(name, known, 0.6)
            help = f"Did you mean {near}?" if near else "Add a specification file for it, or ignore this rule if it is kept elsewhere."
            yield Finding(f"no file of this repository describes the namespace {name!r}", Fact(job, job["at"], block=f'job["{job.get("id")}"]'), help=help)
