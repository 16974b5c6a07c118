"""The image has no fixed version.

## What it does
Looks for docker images without a tag, or with the tag `latest`. An image with a digest is fine.

## Why is this bad?
What runs depends on when each client pulled it: instances differ, and a rollback brings nothing back. Docker also pulls such an image at every start.

## Example
```hcl task
config {
  image = "nginx"
}
```

## Use instead
```hcl task
config {
  image = "nginx:1.27"
}
```
"""

from __future__ import annotations

from nomadspec.rules import docker
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "DRV009"
NAME = "docker-latest"
SEVERITY = "warning"
BLOCKS = ("Task", "SidecarTask")


def check(visit: Visit) -> Iterator[Finding]:
    image = docker.options(visit).get("image")
    if not isinstance(image, str) or not image or "${" in image or image.startswith(("docker-archive:", "./")):
        return
    tag = docker.tag_of(image)
    if tag in ("", "latest"):
        yield Finding("the image has no version" if tag == "" else "the tag latest is no version", "config.image", help="Name a tag, or better a digest.")
