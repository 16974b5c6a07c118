"""An artifact source that clients cannot download.

## What it does
Checks the scheme of `source` and a getter forced by a prefix such as `git::`. Clients support http, https, git, hg, s3 and gcs. A source without a scheme must be a short form for GitHub, GitLab, Bitbucket, S3 or Google Cloud Storage, or `git@host:path`. Addresses for S3 and Google Cloud Storage must have a form that clients can take apart.

## Why is this bad?
Nomad accepts the job, but each task fails with `download not supported for scheme` or `URL is not a valid S3 URL`. Files on the client's own disk cannot be sources.

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
    scheme = _SCHEME.match(text[forced.end() :] if forced is not None else text)
    getter = (forced or scheme or [""] * 2)[1].lower()
    if getter in _OF_STORES and scheme is not None:
        fault = _OF_STORES[getter](scheme[1].lower(), text.partition("://")[2].partition("?")[0])
        if fault:
            yield Finding(f"{source!r} is not an address of {'an S3 object' if getter == 's3' else 'a Google Cloud Storage object'}", "source", help=fault)
        return
    if forced is not None and forced[1].lower() in _GETTERS:
        return
    if forced is None and scheme is not None:
        if scheme[1].lower() not in _GETTERS:
            hint = _INSTEAD.get(scheme[1].lower(), "Use http, https, git, hg, s3 or gcs.")
            yield Finding(f"unsupported artifact scheme {scheme[1]}://", "source", help=hint)
    elif forced is not None:
        yield Finding(f"unknown artifact getter {forced[1]!r}", "source", help="Use git, hg, http, https, s3 or gcs.")
    elif not _SHORT.search(text):
        yield Finding(f"artifact source {source!r} is not a valid address", "source", help="Write the complete address, beginning with https://.")


def _of_s3(scheme: str, address: str) -> str:
    """What to write instead of host and path of an S3 object; "" where the getter can take them apart."""
    host, _, path = address.partition("/")
    bucket, _, key = path.partition("/")
    if "amazonaws.com" in host:
        parts = host.split(".")
        # The bucket stands in the path, or in front of the host if that names the region.
        if (len(parts) == 3 and not key) or (len(parts) == 4 and parts[0] != "s3" and parts[1] == "s3"):
            return "Write s3::https://s3.eu-west-1.amazonaws.com/<bucket>/<key>."
        return ""
    if scheme == "s3":
        return "Write s3::https://s3.eu-west-1.amazonaws.com/<bucket>/<key>, or s3::https://<host>/<bucket>/<key> for another store."
    return "" if bucket and key else "The path is BUCKET/KEY."


def _of_gcs(scheme: str, address: str) -> str:
    host, _, path = address.partition("/")
    if "googleapis.com" in host and host.count(".") == 2 and path.count("/") >= 3:
        return ""
    return "Write gcs::https://www.googleapis.com/storage/v1/BUCKET/OBJECT."


_OF_STORES = {"s3": _of_s3, "gcs": _of_gcs}
