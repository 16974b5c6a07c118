"""`force_pull` of an image that cannot change.

## What it does
Looks for `force_pull = true` with an image that has a digest.

## Why is this bad?
A digest always names the same image: pulling it again at each start only costs time.

## Example
```hcl
job "web" {
  group "web" {
    task "server" {
      driver = "docker"
      config {
        image      = "nginx@sha256:0a399eb16751829e1af26fea27b20c3ec28d7ab1fb72182879dcae1cca21206a"
        force_pull = true
      }
    }
  }
}
```

## Use instead
```hcl
job "web" {
  group "web" {
    task "server" {
      driver = "docker"
      config {
        image = "nginx@sha256:0a399eb16751829e1af26fea27b20c3ec28d7ab1fb72182879dcae1cca21206a"
      }
    }
  }
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

CODE = "DRV010"
NAME = "docker-force-pull"
SEVERITY = "info"
ON = ("Task",)
WHEN = ("config.force_pull",)


def check(visit: Visit) -> Iterator[Finding]:
    config = docker.options(visit)
    image = config.get("image")
    if config.get("force_pull") in (True, "true") and isinstance(image, str) and "@sha256:" in image:
        yield Finding("an image with a digest does not change: pulling it again is in vain", "config.force_pull", help="Remove force_pull.")
