"""A job uses a CSI volume, but no job in the repository runs a CSI node plugin.

## What it does
Looks for volumes of type `csi` in repositories where no job has a `csi_plugin` of type `node` or `monolith`. Plugins that are deployed from elsewhere are not known to this rule.

## Why is this bad?
A volume can only be mounted on nodes that run the node part of its plugin.

## Example
```hcl group file=web.nomad.hcl
volume "data" {
  type            = "csi"
  source          = "data"
  access_mode     = "single-node-writer"
  attachment_mode = "file-system"
}
```

```hcl job file=other.nomad.hcl
```

## Use instead
```hcl group file=web.nomad.hcl
volume "data" {
  type            = "csi"
  source          = "data"
  access_mode     = "single-node-writer"
  attachment_mode = "file-system"
}
```

```hcl job file=plugin.nomad.hcl
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

CODE = "REP004"
NAME = "csi-plugin-missing"
SEVERITY = "info"
BLOCKS = ()


def check(visit: RepositoryVisit) -> Iterator[Finding]:
    if any(plugin["type"] in ("node", "monolith") for job in visit.jobs for plugin in job.get("csi_plugins", ())):
        return
    for job in visit.jobs:
        volume = next((row for row in job.get("volumes", ()) if row["type"] == "csi"), None)
        if volume is not None:
            yield Finding(
                f"volume {volume['source']!r} needs a CSI node plugin, but no job in this repository runs one",
                Fact(job, volume["at"], block=f'job["{job.get("id")}"].group["{volume["group"]}"]'),
                help="Ignore this rule if the plugin's job is kept elsewhere.",
            )
            return
