"""An artifact source that clients cannot download.

## What it does
Checks the scheme of `source` and a getter forced by a prefix such as `git::`. Clients support http, https, git, hg, s3 and gcs. A source without a scheme must be a short form for GitHub, GitLab, Bitbucket, S3 or Google Cloud Storage, or `git@host:path`.

## Why is this bad?
Nomad accepts the job, but each task fails with `download not supported for scheme`. Files on the client's own disk cannot be sources.

## Example
```hcl task
artifact {
  source = "ftp://example.com/app.tar.gz"
}
```

## Use instead
```hcl task
artifact {
  source = "https://example.com/app.tar.gz"
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding
from nomadspec.source.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "ART001"
NAME = "artifact-scheme-unknown"
SEVERITY = "error"
BLOCKS = ("TaskArtifact",)

_GETTERS = frozenset(("http", "https", "git", "hg", "s3", "gcs"))
_FORCED = pattern(r"([A-Za-z0-9]+)::")
_SCHEME = pattern(r"([A-Za-z][A-Za-z0-9+.-]*)://")
#: What is recognised without a scheme.
_SHORT = pattern(r"^(?:github\.com|gitlab\.com|bitbucket\.org)/|amazonaws\.com|googleapis\.com|^[^/@]+@[^/:]+:")
_INSTEAD = {
    "gs": "For Google Cloud Storage use gcs::https://www.googleapis.com/storage/v1/bucket/object.",
    "ssh": "For Git over SSH use git::ssh://… or git@host:path.",
    "file": "Files of the client cannot be downloaded. Mount a host volume, or serve them over https.",
}


def check(visit: Visit) -> Iterator[Finding]:
    source = visit.block.source
    if not source or "${" in source:
        return
    text = source
    forced = _FORCED.match(text)
    if forced is not None and forced[1].lower() in _GETTERS:
        return
    scheme = _SCHEME.match(text)
    if scheme is not None:
        if scheme[1].lower() not in _GETTERS:
            hint = _INSTEAD.get(scheme[1].lower(), "Use http, https, git, hg, s3 or gcs.")
            yield Finding(f"unsupported artifact scheme {scheme[1]}://", "source", help=hint)
    elif forced is not None:
        yield Finding(f"unknown artifact getter {forced[1]!r}", "source", help="Use git, hg, http, https, s3 or gcs.")
    elif not _SHORT.search(text):
        yield Finding(f"artifact source {source!r} is not a valid address", "source", help="Write the complete address, beginning with https://.")
