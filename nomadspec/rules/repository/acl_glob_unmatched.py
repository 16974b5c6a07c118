"""An ACL policy names a namespace or node pool that the repository does not describe.

## What it does
Reports policy labels, including globs, that match none of the namespaces or node pools described in the repository. If it describes none, nothing is reported.

## Why is this bad?
The block grants nothing: the name is misspelled or no longer used.

## Example
```hcl spec file=prod.hcl
name = "prod"

capabilities {
  enabled_task_drivers = ["docker"]
}
```

```hcl spec file=policy.hcl
namespace "dev-*" {
  policy = "read"
}
```

## Use instead
```hcl spec file=prod.hcl
name = "prod"

capabilities {
  enabled_task_drivers = ["docker"]
}
```

```hcl spec file=policy.hcl
namespace "prod*" {
  policy = "read"
}
```
"""

from __future__ import annotations

from fnmatch import fnmatchcase

from nomadspec.rules.described import BUILT_IN, described
from nomadspec.rules.job_summary import Fact
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.repository_visit import RepositoryVisit

CODE = "REP104"
NAME = "acl-name-matches-nothing"
SEVERITY = "warning"
BLOCKS = ()


def check(visit: RepositoryVisit) -> Iterator[Finding]:
    for word, built_in in BUILT_IN.items():
        known = described(visit, word)
        for spec in visit.specs if known else ():
            for block in spec.get("blocks", ()):
                if block["block"] == word and not any(fnmatchcase(name, block["name"]) for name in (*known, *built_in)):
                    what = word.replace("_", " ")
                    help = f"Described: {', '.join(sorted(known)[:5])}."
                    yield Finding(f"{block['name']!r} matches no {what} that this repository describes", Fact(spec, block["at"]), help=help)
