"""An artifact with `mode = "file"` has a folder as its destination.

## What it does
Looks for artifacts with `mode = "file"` whose `destination` is a folder that each task has: `local`, `secrets`, `tmp`, or the allocation's `alloc`, `alloc/data`, `alloc/logs` and `alloc/tmp`.

## Why is this bad?
With `mode = "file"` the destination is the name of the file. The download fails with `is a directory`, and so does the task.

## Example
```hcl task
artifact {
  source      = "https://example.com/app.jar"
  mode        = "file"
  destination = "local/"
}
```

## Use instead
```hcl task
artifact {
  source      = "https://example.com/app.jar"
  mode        = "file"
  destination = "local/app.jar"
}
```

## Fix safety
Offered where the source ends in the name of a file. Safe: the download fails without it.
"""

from __future__ import annotations

from nomadspec.rules.destinations import plain
from nomadspec.rules.fixes import literal, replace_value
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "ART009"
NAME = "artifact-file-destination"
SEVERITY = "error"
BLOCKS = ("TaskArtifact",)
IF_WRITTEN = ("destination",)
FIXABLE = "sometimes"
_FOLDERS = (".", "local", "secrets", "tmp", *("../alloc" + folder for folder in ("", "/data", "/logs", "/tmp")))


def check(visit: Visit) -> Iterator[Finding]:
    artifact = visit.block
    destination = artifact.destination or ""
    if artifact.mode != "file" or not destination or plain(destination) not in _FOLDERS:
        return
    file = (artifact.source or "").partition("?")[0].rpartition("/")[2]
    better = f"{destination.rstrip('/')}/{file}" if file and "$" not in file + destination else ""
    yield Finding(
        f"destination {destination!r} is a folder, and mode is file",
        "destination",
        help=f"Write {better!r}." if better else "Add the name of the file, or leave destination out for local/.",
        fix=replace_value(artifact, "destination", literal(better), f"Use {better!r}", safe=True) if better else None,
    )
