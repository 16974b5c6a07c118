"""A host volume without a plugin.

## What it does
Reports host volumes that are created without `plugin_id`.

## Why is this bad?
Nomad then looks for a plugin called `default`, which exists only where somebody has installed it; the built-in plugin is called `mkdir`. No node can create the volume.

## Example
```hcl spec
type = "host"
name = "db"
```

## Use instead
```hcl spec
type      = "host"
name      = "db"
plugin_id = "mkdir"
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.spec_visit import SpecVisit

CODE = "SPC102"
NAME = "host-volume-plugin-missing"
SEVERITY = "warning"
BLOCKS = ("volume",)


def check(visit: SpecVisit) -> Iterator[Finding]:
    api = visit.spec.api
    if "HostPath" in api and not api["PluginID"] and not api["HostPath"]:
        yield Finding(
            "plugin_id is unset, and there is no built-in plugin named 'default'", "name", help='Add plugin_id = "mkdir", or the name of your plugin.'
        )
