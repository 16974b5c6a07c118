"""A setting has no effect.

## What it does
Reports settings that this version of Nomad reads but never uses, and settings that another setting disables.

## Why is this bad?
The file suggests a configuration that does not apply.

## Example
```hcl agent
client {
  enabled  = true
  log_file = "/var/log/nomad.log"
}
```

## Use instead
```hcl agent
log_file = "/var/log/nomad.log"
client { enabled = true }
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.agent.decoding import REMOVED
from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT204"
NAME = "agent-no-effect"
SEVERITY = "warning"

#: Field → why it does nothing.
_NEVER = {
    "client.log_file": "set log_file at the top level instead",
    "server.log_file": "set log_file at the top level instead",
    "client.cgroup_parent": "the parent is always nomad.slice in this version",
    "client.server_join.start_join": "clients only use retry_join",
    "client.disk_free_mb": "Nomad counts the whole disk; withhold some of it with client.reserved.disk",
}


def check(visit: AgentVisit) -> Iterator[Finding]:
    for path, why in _NEVER.items():
        for _, setting in visit.config.written(path):
            yield Finding(f"{path} has no effect: {why}", setting.span)
    for _, root in visit.config.sections:
        for section in root.walk():
            for key, span in section.unknown:
                if key.lower() in REMOVED.get(section.path, ()):
                    yield Finding(f"{section.path}.{key} has no effect: Nomad accepts it and no longer uses it", span)
    if visit.config.get("client.reservable_cores"):
        for _, setting in visit.config.written("client.reserved.cores"):
            yield Finding("client.reserved.cores has no effect together with client.reservable_cores", setting.span)
    if not visit.config.get("acl.enabled"):
        for _, setting in visit.config.written("acl.replication_token"):
            yield Finding("acl.replication_token has no effect: ACLs are not enabled", setting.span)
