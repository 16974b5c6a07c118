"""A CSI node plugin in a container that cannot mount.

## What it does
Looks for plugins of type `node` or `monolith` in docker tasks without `privileged = true`.

## Why is this bad?
Mounting volumes for other tasks requires privileges that containers do not have. Publishing a volume fails.

## Example
```hcl job
type = "system"
group "node" {
  task "plugin" {
    driver = "docker"
    config {
      image = "registry.k8s.io/sig-storage/nfsplugin:v4.9.0"
    }
    csi_plugin {
      id        = "nfs"
      type      = "node"
      mount_dir = "/csi"
    }
  }
}
```

## Use instead
```hcl job
type = "system"
group "node" {
  task "plugin" {
    driver = "docker"
    config {
      image      = "registry.k8s.io/sig-storage/nfsplugin:v4.9.0"
      privileged = true
    }
    csi_plugin {
      id        = "nfs"
      type      = "node"
      mount_dir = "/csi"
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

CODE = "STO008"
NAME = "csi-node-unprivileged"
SEVERITY = "warning"
BLOCKS = ("Task",)
IF_WRITTEN = ("csi_plugin",)


def check(visit: Visit) -> Iterator[Finding]:
    plugin, config = visit.block.csi_plugin, docker.options(visit)
    if (
        plugin is not None
        and plugin.type in ("node", "monolith")
        and config
        and config.get("privileged") in (None, False, "false")
        and not config.get("cap_add")
    ):
        yield Finding("CSI node plugin in docker requires privileged = true to mount volumes", "config")
