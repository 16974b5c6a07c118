"""An artifact is downloaded from the client's own machine.

## What it does
Looks for sources on `localhost`, `127.…` and `[::1]`.

## Why is this bad?
The client downloads artifacts, not the machine that submits the job, and it does so before the group's tasks run. On every client where nothing listens at that address the task fails.

## Example
```hcl task
artifact {
  source = "http://127.0.0.1:8000/app.tar.gz"
}
```

## Use instead
```hcl task
artifact {
  source = "https://files.example/app.tar.gz"
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "ART005"
NAME = "artifact-loopback"
SEVERITY = "warning"
BLOCKS = ("TaskArtifact",)


def check(visit: Visit) -> Iterator[Finding]:
    source = visit.block.source or ""
    _, found, rest = source.partition("://")
    host = rest.partition("/")[0].rpartition("@")[2]
    if (found and host.startswith(("127.", "localhost:", "[::1]"))) or host == "localhost":
        yield Finding(f"artifact source {host} is the client's own machine", "source")
