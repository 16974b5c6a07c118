"""A CSI controller on every node.

## What it does
Looks for plugins of type `controller` in system jobs.

## Why is this bad?
One or two controllers are enough for a cluster. Many of them interfere with each other, unless the plugin elects a leader.

## Example
```hcl job
type = "system"
group "controller" {
  task "plugin" {
    driver = "docker"
    config {
      image = "amazon/aws-ebs-csi-driver:v1.35.0"
    }
    csi_plugin {
      id        = "ebs"
      type      = "controller"
      mount_dir = "/csi"
    }
  }
}
```

## Use instead
```hcl job
type = "service"
group "controller" {
  task "plugin" {
    driver = "docker"
    config {
      image = "amazon/aws-ebs-csi-driver:v1.35.0"
    }
    csi_plugin {
      id        = "ebs"
      type      = "controller"
      mount_dir = "/csi"
    }
  }
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "STO006"
NAME = "csi-controller-everywhere"
SEVERITY = "warning"
BLOCKS = ("TaskCSIPluginConfig",)


def check(visit: Visit) -> Iterator[Finding]:
    if visit.block.type == "controller" and visit.job.type == "system":
        yield Finding("CSI controller runs on every node; one or two per cluster are enough", "type", help='Set type = "service" in the job.')
