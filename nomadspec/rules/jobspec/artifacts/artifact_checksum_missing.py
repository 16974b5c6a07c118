"""A download has no checksum.

## What it does
Looks for http(s), S3 and GCS sources without `checksum` in `options` or in the address.

## Why is this bad?
The file at that address may change: two instances of the same job version then run different files, unnoticed.

## Example
```hcl task
artifact {
  source = "https://example.com/app.tar.gz"
}
```

## Use instead
```hcl task
artifact {
  source = "https://example.com/app.tar.gz"
  options {
    checksum = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
  }
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "ART003"
NAME = "artifact-checksum-missing"
SEVERITY = "info"
BLOCKS = ("TaskArtifact",)
PERSONA = "pedantic"


def check(visit: Visit) -> Iterator[Finding]:
    artifact = visit.block
    source = artifact.source or ""
    if source.startswith(("git::", "hg::", "git@", "github.com", "gitlab.com", "bitbucket.org")) or source.endswith(".git") or not source:
        return
    if not (artifact.options or {}).get("checksum") and "checksum=" not in source:
        help = 'Add `checksum = "sha256:…"` to `options`.' if visit.has("options") else 'Add `options { checksum = "sha256:…" }`.'
        yield Finding("artifact has no checksum", "source", help=help)
