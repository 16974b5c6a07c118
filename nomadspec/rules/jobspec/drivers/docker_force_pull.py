"""`force_pull` for an image that does not change.

## What it does
Looks for `force_pull = true` with an image that has a digest, or a tag with a full version (`1.27.2`).

## Why is this bad?
A digest always refers to the same image, and a full version almost always does. Pulling the image again at each start only takes time.

## Example
```hcl task
config {
  image      = "nginx@sha256:0a399eb16751829e1af26fea27b20c3ec28d7ab1fb72182879dcae1cca21206a"
  force_pull = true
}
```

## Use instead
```hcl task
config {
  image = "nginx@sha256:0a399eb16751829e1af26fea27b20c3ec28d7ab1fb72182879dcae1cca21206a"
}
```
"""

from __future__ import annotations

from nomadspec.rules import docker
from nomadspec.rules.rule import Finding
from nomadspec.source.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "DRV010"
NAME = "docker-force-pull"
SEVERITY = "info"
BLOCKS = ("Task",)
IF_WRITTEN = ("config.force_pull",)


#: A tag that names one release, to the last number.
_RELEASE = pattern(r"v?[0-9]+\.[0-9]+\.[0-9]")


def check(visit: Visit) -> Iterator[Finding]:
    config = docker.options(visit)
    image = config.get("image")
    if config.get("force_pull") not in (True, "true") or not isinstance(image, str):
        return
    if "@sha256:" in image:
        yield Finding("force_pull is useless: an image with a digest never changes", "config.force_pull", help="Remove force_pull.")
    elif _RELEASE.match(docker.tag_of(image) or ""):
        yield Finding("force_pull slows each start: an image with a full version hardly ever changes", "config.force_pull", help="Remove force_pull.")
