"""The image has no fixed version.

## What it does
Looks for docker images without a tag or with the tag `latest`. Images with a digest are not reported.

## Why is this bad?
What runs depends on when each client pulled the image: instances differ, and a rollback does not restore the old version. Docker also pulls such an image at every start.

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
        yield Finding(
            "image has no tag" if tag == "" else "image tag 'latest' is not a fixed version", "config.image", help="Pin a version tag or, better, a digest."
        )
