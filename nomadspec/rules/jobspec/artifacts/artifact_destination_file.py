"""An artifact's `destination` looks like a file, but is a folder.

## What it does
Looks for destinations that end in the name of the downloaded file, or in the extension of a configuration file, without `mode = "file"`. Repositories and destinations that end in `/` are not checked.

## Why is this bad?
Without `mode = "file"` the destination is a folder: the file is `local/app.conf/app.conf`.

## Example
```hcl task
artifact {
  source      = "https://example.com/app.conf"
  destination = "local/app.conf"
}
```

## Use instead
```hcl task
artifact {
  source      = "https://example.com/app.conf"
  destination = "local/app.conf"
  mode        = "file"
}
```

## Fix safety
Adds `mode = "file"`. Unsafe: something may read the file where it is today.
"""

from __future__ import annotations

from nomadspec.rules.fixes import insert_attribute
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "ART006"
NAME = "artifact-destination-file"
SEVERITY = "warning"
BLOCKS = ("TaskArtifact",)
IF_WRITTEN = ("destination",)
FIXABLE = "sometimes"
#: Getters that fetch a whole folder, whatever its name.
_FOLDERS = ("git::", "hg::", "git@", "github.com/", "gitlab.com/", "bitbucket.org/", "gcs::", "file::")
#: Extensions that folders do not have.
_FILES = (".conf", ".cfg", ".ini", ".json", ".yml", ".yaml", ".toml", ".xml", ".properties", ".env", ".sh", ".jar", ".war", ".py", ".sql", ".tpl", ".ctmpl")


def check(visit: Visit) -> Iterator[Finding]:
    artifact = visit.block
    source, destination = artifact.source or "", artifact.destination or ""
    if artifact.mode == "file" or destination.endswith("/") or source.startswith(_FOLDERS) or ".git" in source:
        return
    folder = destination.rpartition("/")[2]
    path = source.partition("?")[0]
    file = path.rpartition("/")[2]
    if not file or folder in ("", "local", "secrets", "alloc") or "//" in path.partition("://")[2]:
        return
    if folder == file or folder.endswith(_FILES):
        yield Finding(
            f"destination {destination!r} is a folder: the file is {folder}/{file}",
            "destination",
            help='Set mode = "file", or end the destination in the folder\'s name.',
            fix=insert_attribute(artifact, 'mode        = "file"', 'Set mode = "file"', safe=False),
        )
