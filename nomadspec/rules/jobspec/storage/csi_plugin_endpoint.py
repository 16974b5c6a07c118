"""The plugin does not listen where Nomad expects it.

## What it does
Compares `unix://…` addresses in the arguments and environment of a CSI plugin with its `mount_dir`, and looks for a `mount_dir` or `stage_publish_base_dir` that is not absolute.

## Why is this bad?
Nomad mounts a folder at `mount_dir` and expects the socket `csi.sock` in it. A plugin that listens elsewhere never becomes healthy.

## Example
```hcl job
type = "system"
group "node" {
  task "plugin" {
    driver = "docker"
    config {
      image      = "registry.k8s.io/sig-storage/nfsplugin:v4.9.0"
      args       = ["--endpoint=unix:///var/run/csi.sock"]
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

## Use instead
```hcl job
type = "system"
group "node" {
  task "plugin" {
    driver = "docker"
    config {
      image      = "registry.k8s.io/sig-storage/nfsplugin:v4.9.0"
      args       = ["--endpoint=unix:///csi/csi.sock"]
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
    from typing import Any

    from nomadspec.rules.rule import Visit

CODE = "STO007"
NAME = "csi-plugin-endpoint"
SEVERITY = "warning"
BLOCKS = ("Task",)
IF_WRITTEN = ("csi_plugin",)
_OPTIONS = ("endpoint", "csi-endpoint", "csi_endpoint", "csi-address")


def check(visit: Visit) -> Iterator[Finding]:
    task = visit.block
    plugin = task.csi_plugin
    if plugin is None:
        return
    folder = plugin.mount_dir or "/csi"
    for name in ("mount_dir", "stage_publish_base_dir"):
        value = getattr(plugin, name)
        if value and not value.startswith(("/", "${")):
            yield Finding(f"{name} must be an absolute path inside the container", f"csi_plugin.{name}")
    if task.driver in ("raw_exec", "exec") or "${" in folder:
        return
    for route, text in _texts(task):
        scheme, found, rest = text.partition("unix://")
        path = rest.split()[0].strip("'\"") if rest.split() else ""
        option = scheme.strip("-= ").lower() if route == "config.args" else route.partition(".")[2].lower()
        if not found or option not in _OPTIONS or not path or "${" in path:
            continue
        # Without the third slash most plugins add it.
        path = path if path.startswith("/") else f"/{path}"
        if path.rpartition("/")[0] != folder.rstrip("/"):
            yield Finding(f"the plugin listens at {path}, but Nomad expects {folder.rstrip('/')}/csi.sock", route, help="Use ${CSI_ENDPOINT}.")


def _texts(task: Any) -> Iterator[tuple[str, str]]:
    args = (task.config or {}).get("args")
    for item in args if isinstance(args, list) else ():
        if isinstance(item, str):
            yield "config.args", item
    for key, value in (task.env or {}).items():
        if key.upper().endswith("ENDPOINT") and isinstance(value, str):
            yield f"env.{key}", value
