"""A file that its container does not have.

## What it does
Looks for templates and artifacts of docker and podman tasks whose `destination` is not in `local/`, `secrets/` or the allocation's folder, and is not mounted by the task's `config`.

## Why is this bad?
Destinations begin at the task's folder, also with a slash in front: `/etc/app.conf` is not the container's `/etc/app.conf`. Only `local/`, `secrets/` and `alloc/` are mounted into the container, so the program does not find the file.

## Exceptions
Templates with `env = true`, which the client reads itself, and destinations that `volumes` or a `mount` names.

## Example
```hcl task
driver = "docker"
config {
  image = "nginx:1.27"
}
template {
  data        = "server {}"
  destination = "/etc/nginx/conf.d/default.conf"
}
```

## Use instead
```hcl task
driver = "docker"
config {
  image   = "nginx:1.27"
  volumes = ["local/default.conf:/etc/nginx/conf.d/default.conf"]
}
template {
  data        = "server {}"
  destination = "local/default.conf"
}
```
"""

from __future__ import annotations

from nomadspec.jobspec.block import wholly_known
from nomadspec.rules.destinations import plain
from nomadspec.rules.docker import host_paths
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "DRV014"
NAME = "file-outside-container"
SEVERITY = "warning"
BLOCKS = ("Template", "TaskArtifact")
IF_WRITTEN = ("destination",)
_DRIVERS = ("docker", "podman")
#: What the container has, and what is no file.
_MOUNTED = ("local", "secrets", "alloc", "..", ".")


def check(visit: Visit) -> Iterator[Finding]:
    task = visit.task
    destination = visit.block.destination
    if task is None or task.driver not in _DRIVERS or not destination or (visit.block.TYPE == "Template" and visit.block.env):
        return
    path = plain(destination)
    if path.partition("/")[0] in _MOUNTED or "${" in path:
        return
    config = task.config or {}
    # Of options with an unknown part it is not known what they mount.
    if any(name in config and not wholly_known(config.get(name)) for name in ("volumes", "mount", "mounts")):
        return
    sources = [plain(source) for _, source in host_paths(config)]
    # What is mounted may be a part of what an artifact brings.
    if any(source in (".", path) or path.startswith(f"{source}/") or source.startswith(f"{path}/") for source in sources):
        return
    yield Finding(
        f"the container does not have '{destination}', which is a path in the task's folder",
        "destination",
        help="Write it below local/, and mount it from there with volumes or a mount.",
    )
