"""A CSI node plugin that does not run on every node.

## What it does
Looks for plugins of type `node` or `monolith` in jobs that are not of type `system`.

## Why is this bad?
Volumes can be mounted only on nodes where the node part of the plugin runs.

## Example
```hcl task
csi_plugin {
  id        = "nfs"
  type      = "node"
  mount_dir = "/csi"
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

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "STO004"
NAME = "csi-node-plugin-not-system"
SEVERITY = "warning"
BLOCKS = ("TaskCSIPluginConfig",)


def check(visit: Visit) -> Iterator[Finding]:
    if visit.block.type in ("node", "monolith") and visit.job.type != "system":
        yield Finding(
            f"CSI {visit.block.type} plugin in a {visit.job.type or 'service'} job: volumes can be mounted only where the plugin runs",
            "type",
            help=f'Set type = "system" in the job{_without(visit)}.',
        )


def _without(visit: Visit) -> str:
    """What a system job may not have, of what the job and the group have."""
    group = visit.group
    found = [name for name in ("affinity", "spread", "reschedule") if visit.job.get(name) or (group is not None and group.get(name))]
    if group is not None and (group.get("count") or 0) > 1:
        found.insert(0, "count")
    return f", without {' and '.join(found)}" if found else ""
