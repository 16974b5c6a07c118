"""An invalid duration that keeps the agent from starting.

## What it does
Checks durations that `nomad config validate` does not check: `max_kill_timeout`, handshake timeouts, the drain deadline, thresholds and intervals of garbage collection and of raft.

## Why is this bad?
`nomad config validate` accepts the configuration, but the agent does not start. Durations have no unit for days.

## Example
```hcl agent
server {
  enabled           = true
  node_gc_threshold = "1d"
}
```

## Use instead
```hcl agent
server {
  enabled           = true
  node_gc_threshold = "24h"
}
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.agent.durations import parse_duration
from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT240"
NAME = "agent-start-duration"
SEVERITY = "error"
STOPS_AGENT = True

#: Durations that are parsed at the start, by the role that does.
_LATE = {
    "client": ("client.max_kill_timeout", "client.drain_on_shutdown.deadline"),
    "server": (
        "limits.rpc_handshake_timeout",
        "server.acl_token_gc_threshold",
        "server.batch_eval_gc_threshold",
        "server.csi_plugin_gc_threshold",
        "server.csi_volume_claim_gc_interval",
        "server.csi_volume_claim_gc_threshold",
        "server.deployment_gc_threshold",
        "server.eval_gc_threshold",
        "server.job_gc_interval",
        "server.job_gc_threshold",
        "server.node_gc_threshold",
        "server.raft_logstore.verification.interval",
        "server.raft_snapshot_interval",
        "server.root_key_gc_interval",
        "server.root_key_gc_threshold",
        "server.root_key_rotation_threshold",
        "server.start_timeout",
    ),
    "": ("limits.https_handshake_timeout", "log_rotate_duration"),
}
#: Least values, in nanoseconds, exclusive.
_MORE_THAN = {"server.raft_snapshot_interval": 5_000_000, "limits.https_handshake_timeout": -1, "limits.rpc_handshake_timeout": -1}


def check(visit: AgentVisit) -> Iterator[Finding]:
    for role, paths in _LATE.items():
        if role and not visit.config.get(f"{role}.enabled"):
            continue
        for path in paths:
            value = visit.config.get(path)
            if not value or (path == "log_rotate_duration" and not visit.config.get("log_file")):
                continue
            duration = parse_duration(str(value))
            if duration is None:
                yield Finding(
                    f"{path}: {value!r} is not a valid duration", path, help="Use the units h, m, s, ms, us and ns.", nomad=f'time: invalid duration "{value}"'
                )
            elif path in _MORE_THAN and duration <= _MORE_THAN[path]:
                yield Finding(f"{path}: {value} is too short", path)
