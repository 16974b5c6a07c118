"""A path that the agent needs does not exist.

## What it does
With `--root DIR` (the files of the machine or its image; `/` for this machine), looks up the paths of host volumes and TLS files. Without it, only reports host volumes whose path is not absolute.

## Why is this bad?
A client with a host volume whose path does not exist does not start. A relative path depends on the folder in which the agent is started.

## Example
```hcl agent
client {
  enabled = true
  host_volume "data" { path = "srv/data" }
}
```

## Use instead
```hcl agent
client {
  enabled = true
  host_volume "data" { path = "/srv/data" }
}
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.agent.machine_paths import exists, is_absolute, is_absolute_anywhere, is_file
from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT252"
NAME = "agent-path-missing"
SEVERITY = "error"
STOPS_AGENT = True

_TLS = ("tls.ca_file", "tls.cert_file", "tls.key_file")


def check(visit: AgentVisit) -> Iterator[Finding]:
    for volume in visit.config.get("client.host_volume") or []:
        path, at = volume.get("path"), f"client.host_volume[{volume['#Name']}].path"
        if not path:
            continue
        if not is_absolute_anywhere(path):
            yield Finding(f"path {path!r} of host volume {volume['#Name']} is not absolute", at, severity="warning")
        elif visit.config.root is not None and is_absolute(path) and not exists(visit.config.root, path):
            text = f"failed to validate volume {volume['#Name']}, err: stat {path}: no such file or directory"
            yield Finding(f"path {path} of host volume {volume['#Name']} does not exist", at, nomad=text)
    if visit.config.root is None:
        return
    for at in _TLS:
        path = visit.config.get(at)
        if path and is_absolute(path) and not is_file(visit.config.root, path):
            yield Finding(f"{at}: file {path} does not exist", at)
