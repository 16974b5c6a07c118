"""An insecure download.

## What it does
Looks for `insecure = true`, and for `http://` without a checksum. Addresses of the local machine, of private networks and of Consul are not reported.

## Why is this bad?
Anyone between the client and the server can change what the task runs.

## Example
```hcl task
artifact {
  source = "http://example.com/app.tar.gz"
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

CODE = "ART002"
NAME = "artifact-insecure"
SEVERITY = "warning"
BLOCKS = ("TaskArtifact",)

#: `git::` and its like before the address.
_FORCED = pattern(r"^[A-Za-z0-9]+::")
_NEAR = pattern(
    r"(?i)http://(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|\[::1\]|\$\{|[^/:?]+\.(?:consul|local|internal|lan)\b|[^/.:]+[:/])"
)


def check(visit: Visit) -> Iterator[Finding]:
    artifact = visit.block
    if artifact.insecure:
        yield Finding(
            "insecure = true: certificates are not verified for this artifact",
            "insecure",
            help="Remove insecure, and install the certificate authority on the clients.",
        )
        return
    source = _FORCED.sub("", artifact.source or "")
    if source.lower().startswith("http://") and not (artifact.options or {}).get("checksum") and not _NEAR.match(source):
        yield Finding("artifact is downloaded over http:// without a checksum", "source", help="Use https://, or add a `checksum` to `options`.")
