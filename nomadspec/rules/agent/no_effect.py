"""A setting that does nothing.

## What it does
Reports settings that this version of Nomad reads and never uses, and settings that another one switches off.

## Why is this bad?
Whoever reads the file believes that it says something.

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

from nomadspec.rules.agent_finding import AgentFinding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.agent import AgentConfig

CODE = "AGT204"
NAME = "agent-no-effect"
SEVERITY = "warning"

#: Field → why it does nothing.
_NEVER = {
    "client.log_file": "it is never taken over; write log_file at the top level",
    "server.log_file": "it is never taken over; write log_file at the top level",
    "client.cgroup_parent": "the parent is always nomad.slice in this version",
    "client.server_join.start_join": "clients use retry_join only",
}


def check_agent(config: AgentConfig) -> Iterator[AgentFinding]:
    for path, why in _NEVER.items():
        for _, setting in config.written(path):
            yield AgentFinding(f"{path} has no effect: {why}", setting.span)
    if config.get("client.reservable_cores"):
        for _, setting in config.written("client.reserved.cores"):
            yield AgentFinding("client.reserved.cores has no effect beside client.reservable_cores", setting.span)
    if not config.get("acl.enabled"):
        for _, setting in config.written("acl.replication_token"):
            yield AgentFinding("acl.replication_token has no effect: ACLs are not enabled", setting.span)
