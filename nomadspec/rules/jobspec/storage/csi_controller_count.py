"""A single CSI controller.

## What it does
Looks for plugins of type `controller` in a service group with `count` 1.

## Why is this bad?
While the controller restarts or moves, volumes can be neither attached nor detached. Most controllers can run twice; some cannot.

## Example
```hcl task
csi_plugin {
  id        = "ebs"
  type      = "controller"
  mount_dir = "/csi"
}
```

## Use instead
```hcl group
count = 2
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
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "STO005"
NAME = "csi-controller-count"
SEVERITY = "info"
BLOCKS = ("TaskCSIPluginConfig",)
PERSONA = "pedantic"


def check(visit: Visit) -> Iterator[Finding]:
    group = visit.group
    if visit.block.type == "controller" and group is not None and group.count in (None, 1) and visit.job.type in (None, "", "service"):
        yield Finding(
            "only one CSI controller: volumes cannot be attached or detached while it restarts", None, help="Set count = 2 if the plugin supports it."
        )
