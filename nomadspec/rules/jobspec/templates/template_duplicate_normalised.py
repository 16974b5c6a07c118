"""Two templates write the same file under different names.

## What it does
Compares the destinations after resolving `.` and `..`.

## Why is this bad?
Nomad compares them as written: it accepts `local/app.conf` and `local/./app.conf`, and the templates overwrite each other.

## Example
```hcl task
template {
  destination = "local/app.conf"
  data        = "port = 80"
}
template {
  destination = "local/./app.conf"
  data        = "port = 81"
}
```

## Use instead
```hcl task
template {
  destination = "local/app.conf"
  data        = "port = 80"
}
template {
  destination = "local/more.conf"
  data        = "port = 81"
}
```
"""

from __future__ import annotations

from nomadspec.rules.destinations import plain
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "TPL013"
NAME = "template-duplicate-normalised"
SEVERITY = "warning"
BLOCKS = ("Task",)
IF_WRITTEN = ("template",)


def check(visit: Visit) -> Iterator[Finding]:
    seen: dict[str, tuple[int, str]] = {}
    for index, template in enumerate(visit.block.template or ()):
        destination = template.destination
        if not destination:
            continue
        first = seen.setdefault(plain(destination), (index, destination))
        if first[0] != index and first[1] != destination:
            yield Finding(
                f"another template writes the same file as {first[1]!r}",
                visit.path.item("template", index) / "destination",
                related=(("the other template", visit.path.item("template", first[0]) / "destination"),),
            )
