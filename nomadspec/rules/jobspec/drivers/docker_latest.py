"""The image has no fixed version.

## What it does
Looks for docker images without a tag or with the tag `latest`. Images with a digest are not reported.

It is a warning where that changes what happens: in groups with several instances (`count`, `min` of `scaling`), in system jobs, and where `auto_revert` is on. Elsewhere it is advice: many single services are meant to follow the newest image.

## Why is this bad?
What runs depends on when each client pulled the image: instances differ, and a revert starts the image again that has just failed. Docker also pulls such an image at every start.

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
from nomadspec.rules.updates import setting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec._generated.job_model import Job, TaskGroup
    from nomadspec.rules.rule import Visit

CODE = "DRV009"
NAME = "docker-latest"
SEVERITY = "warning"
BLOCKS = ("Task", "SidecarTask")
IF_WRITTEN = ("config.image",)


def check(visit: Visit) -> Iterator[Finding]:
    image = docker.options(visit).get("image")
    if not isinstance(image, str) or not image or "$" in image or image.startswith(("docker-archive:", "./")):
        return
    tag = docker.tag_of(image)
    if tag in ("", "latest"):
        what = "image has no tag" if tag == "" else "image tag 'latest' is not a fixed version"
        harm = _harm(visit.job, visit.group)
        yield Finding(what + harm, "config.image", help="Pin a version tag or, better, a digest.", severity=None if harm else "info")


def _harm(job: Job, group: TaskGroup | None) -> str:
    """What follows for the job, "" where it may well be meant so."""
    if group is None:
        return ""
    if not all((group.known("count"), group.known("scaling"), group.known("update"), job.known("type"), job.known("update"))):
        return ""
    least = group.scaling.get("min") if group.scaling is not None else None
    instances = group.count if group.count is not None else least if least is not None else 1
    if job.type in ("system", "sysbatch") or instances > 1:
        return ": instances can run different versions"
    # Only deployments are reverted, and only services have them.
    if job.type in (None, "service") and setting(job, group, "auto_revert") is True and setting(job, group, "max_parallel") != 0:
        return ": auto_revert starts the same image again"
    return ""
