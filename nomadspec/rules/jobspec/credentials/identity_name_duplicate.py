"""Two identities of a task have the same name.

## What it does
Compares the names of the `identity` blocks of a task.

## Why is this bad?
Both write the same variable (`NOMAD_TOKEN_<name>`) and the same file, so it may contain either token.

## Example
```hcl task
identity {
  name = "db"
  aud  = ["db"]
  ttl  = "1h"
}
identity {
  name = "db"
  aud  = ["cache"]
  ttl  = "1h"
}
```

## Use instead
```hcl task
identity {
  name = "db"
  aud  = ["db"]
  ttl  = "1h"
}
identity {
  name = "cache"
  aud  = ["cache"]
  ttl  = "1h"
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "VLT001"
NAME = "identity-name-duplicate"
SEVERITY = "warning"
BLOCKS = ("Task",)
IF_WRITTEN = ("identity",)


def check(visit: Visit) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for index, identity in enumerate(visit.block.identity or ()):
        if identity.name and seen.setdefault(identity.name, index) != index:
            yield Finding(
                f"duplicate identity name {identity.name!r}",
                visit.path.item("identity", index) / "name",
                help="Give each identity its own name.",
                related=(("the other identity", visit.path.item("identity", seen[identity.name])),),
            )
