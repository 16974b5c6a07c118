"""A specification refers to something that no file of the repository describes.

## What it does
Reports volumes and variables in namespaces, volumes and quotas in node pools, quotas of namespaces, and auth methods and roles of binding rules that the repository does not describe. A repository that describes none of a kind is not checked for it.

## Why is this bad?
Nomad rejects a specification whose namespace, node pool or quota does not exist, and a binding rule without its role grants nothing. Most often the name is misspelled.

## Example
```hcl spec file=prod.hcl
name = "prod"

capabilities {
  enabled_task_drivers = ["docker"]
}
```

```hcl spec file=data.hcl
type      = "host"
name      = "data"
plugin_id = "mkdir"
namespace = "production"
```

## Use instead
```hcl spec file=prod.hcl
name = "prod"

capabilities {
  enabled_task_drivers = ["docker"]
}
```

```hcl spec file=data.hcl
type      = "host"
name      = "data"
plugin_id = "mkdir"
namespace = "prod"
```
"""

from __future__ import annotations

from nomadspec.rules.described import undescribed
from nomadspec.rules.job_summary import Fact

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.repository_visit import RepositoryVisit
    from nomadspec.rules.rule import Finding

CODE = "REP106"
NAME = "reference-not-described"
SEVERITY = "warning"
BLOCKS = ()


def check(visit: RepositoryVisit) -> Iterator[Finding]:
    known: dict[str, set[str]] = {}
    for spec in visit.specs:
        known.setdefault(spec["spec"], set()).add(spec["name"])
    for spec in visit.specs:
        for reference in spec.get("refers", ()):
            kind = reference["to"]
            found = undescribed(kind, reference["name"], known.get(kind, ()), Fact(spec, reference["at"]))
            if found is not None:
                yield found
