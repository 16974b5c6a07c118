"""A job runs a CSI controller, but no job runs the plugin's node part.

## What it does
Looks for plugin ids with a controller, but without a plugin of type `node` or `monolith`, in the repository. Node plugins without a controller are not reported: many plugins need none. Repositories in which some plugin is unknown are skipped.

## Why is this bad?
The controller creates and attaches volumes; to mount them, every client needs the node part under the same id. Often one of the two ids is misspelled.

## Example
```hcl job file=controller.nomad.hcl
type = "service"
group "plugin" {
  task "plugin" {
    driver = "docker"
    config {
      image = "csi-plugin:1.0"
    }
    csi_plugin {
      id        = "ebs"
      type      = "controller"
      mount_dir = "/csi"
    }
  }
}
```

```hcl job file=nodes.nomad.hcl
type = "system"
group "plugin" {
  task "plugin" {
    driver = "docker"
    config {
      image = "csi-plugin:1.0"
    }
    csi_plugin {
      id        = "aws-ebs"
      type      = "node"
      mount_dir = "/csi"
    }
  }
}
```

## Use instead
```hcl job file=controller.nomad.hcl
type = "service"
group "plugin" {
  task "plugin" {
    driver = "docker"
    config {
      image = "csi-plugin:1.0"
    }
    csi_plugin {
      id        = "ebs"
      type      = "controller"
      mount_dir = "/csi"
    }
  }
}
```

```hcl job file=nodes.nomad.hcl
type = "system"
group "plugin" {
  task "plugin" {
    driver = "docker"
    config {
      image = "csi-plugin:1.0"
    }
    csi_plugin {
      id        = "ebs"
      type      = "node"
      mount_dir = "/csi"
    }
  }
}
```
"""

from __future__ import annotations

from nomadspec.rules.job_summary import Fact
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.repository_visit import RepositoryVisit

CODE = "REP006"
NAME = "csi-node-part-missing"
SEVERITY = "warning"
BLOCKS = ()


def check(visit: RepositoryVisit) -> Iterator[Finding]:
    if any("csi_plugins" in job["unknown"] for job in visit.jobs):
        return
    on_nodes = {plugin["id"] for job in visit.jobs for plugin in job.get("csi_plugins", ()) if plugin["type"] in ("node", "monolith")}
    if any("${" in name for name in on_nodes):
        return
    for job in visit.jobs:
        for plugin in job.get("csi_plugins", ()):
            if plugin["type"] == "controller" and plugin["id"] not in on_nodes and "${" not in plugin["id"]:
                yield Finding(
                    f"no job in this repository runs the node part of CSI plugin {plugin['id']!r}",
                    Fact(job, plugin["at"], block=f'job["{job.get("id")}"]'),
                    help=f"Node plugins in this repository: {', '.join(sorted(on_nodes)[:5])}."
                    if on_nodes
                    else "Ignore this rule if the node plugin's job is kept elsewhere.",
                )
