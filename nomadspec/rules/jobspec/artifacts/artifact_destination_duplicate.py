"""Two downloads write the same file.

## What it does
Compares destinations of artifacts with `mode = "file"` after resolving `.` and `..`, and sources with the same file name that are downloaded into one folder.

## Why is this bad?
The later download overwrites the earlier one.

## Example
```hcl task
artifact {
  source      = "https://example.com/v1/app"
  destination = "local/bin"
}
artifact {
  source      = "https://example.com/v2/app"
  destination = "local/bin"
}
```

## Use instead
```hcl task
artifact {
  source      = "https://example.com/v1/app"
  destination = "local/v1"
}
artifact {
  source      = "https://example.com/v2/app"
  destination = "local/v2"
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

CODE = "ART004"
NAME = "artifact-destination-duplicate"
SEVERITY = "warning"
BLOCKS = ("Task",)
IF_WRITTEN = ("artifact",)

#: A repository takes a folder for itself.
_CLONED = ("git::", "hg::", "git@", "github.com/", "gitlab.com/", "bitbucket.org/")
#: Unpacked: their names do not stay.
_ARCHIVES = (".gz", ".tgz", ".zip", ".bz2", ".tbz2", ".xz", ".txz", ".zst", ".tzst", ".tar", ".git")


def check(visit: Visit) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for index, artifact in enumerate(visit.block.artifact or ()):
        where, source = plain(artifact.destination or "local"), (artifact.source or "").split("?")[0].rstrip("/")
        if artifact.mode != "file" and not source.startswith(_CLONED):
            name = source.rpartition("/")[2]
            if not name or name.endswith(_ARCHIVES):
                continue
            where = f"{where}/{name}"
        first = seen.setdefault(where, index)
        if first != index:
            yield Finding(
                f"another artifact also writes {where!r}",
                visit.path.item("artifact", index),
                help="Give each artifact its own `destination`.",
                related=(("the other artifact", visit.path.item("artifact", first)),),
            )
