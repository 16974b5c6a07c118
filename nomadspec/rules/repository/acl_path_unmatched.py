"""An ACL policy names a path that matches no variable in the repository.

## What it does
Reports policy paths that match none of the variable files in the repository. A namespace without variable files is skipped.

## Why is this bad?
The path is misspelled, or the variable is kept elsewhere.

## Example
```hcl spec file=api.hcl
path = "nomad/jobs/api"

items {
  db_user = "api"
}
```

```hcl spec file=policy.hcl
namespace "default" {
  variables {
    path "nomad/job/api" {
      capabilities = ["read"]
    }
  }
}
```

## Use instead
```hcl spec file=api.hcl
path = "nomad/jobs/api"

items {
  db_user = "api"
}
```

```hcl spec file=policy.hcl
namespace "default" {
  variables {
    path "nomad/jobs/*" {
      capabilities = ["read"]
    }
  }
}
```
"""

from __future__ import annotations

from fnmatch import fnmatchcase

from nomadspec.rules.job_summary import Fact
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.repository_visit import RepositoryVisit

CODE = "REP105"
NAME = "acl-path-matches-no-variable"
SEVERITY = "info"
PERSONA = "pedantic"
BLOCKS = ()


def check(visit: RepositoryVisit) -> Iterator[Finding]:
    variables = [(spec["namespace"], spec["name"]) for spec in visit.specs if spec["spec"] == "variable"]
    for spec in visit.specs:
        for path in spec.get("paths", ()):
            there = [name for namespace, name in variables if fnmatchcase(namespace, path["namespace"])]
            if there and not any(fnmatchcase(name, path["path"]) for name in there):
                yield Finding(
                    f"{path['path']!r} matches no variable of this repository",
                    Fact(spec, path["at"]),
                    help=f"Variables of the repository: {', '.join(sorted(there)[:5])}.",
                )
