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

from nomadspec.rules.job_summary import Fact
from nomadspec.rules.rule import Finding
from nomadspec.source.closest import closest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.repository_visit import RepositoryVisit

CODE = "REP106"
NAME = "reference-not-described"
SEVERITY = "warning"
BLOCKS = ()

#: Names that exist without a file.
_BUILT_IN = {"namespace": {"default"}, "node_pool": {"default", "all"}}


def check(visit: RepositoryVisit) -> Iterator[Finding]:
    described: dict[str, set[str]] = {}
    for spec in visit.specs:
        described.setdefault(spec["spec"], set()).add(spec["name"])
    for spec in visit.specs:
        for reference in spec.get("refers", ()):
            kind, name = reference["to"], reference["name"]
            known = described.get(kind)
            if not known or name in known or name in _BUILT_IN.get(kind, ()):
                continue
            near = closest(name, known, 0.6)
            help = f"Did you mean {near}?" if near else "Add a specification file for it, or ignore this rule if it is kept elsewhere."
            what = {"acl-role": "ACL role", "acl-auth-method": "auth method"}.get(kind, kind.replace("_", " "))
            yield Finding(f"no file of this repository describes the {what} {name!r}", Fact(spec, reference["at"]), help=help)
