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

from nomadspec.rules.described import undescribed_in_jobs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.repository_visit import RepositoryVisit
    from nomadspec.rules.rule import Finding

CODE = "REP101"
NAME = "namespace-not-described"
SEVERITY = "warning"
BLOCKS = ()


def check(visit: RepositoryVisit) -> Iterator[Finding]:
    return undescribed_in_jobs(visit, "namespace")
