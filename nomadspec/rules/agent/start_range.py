"""A number out of range that keeps the agent from starting.

## What it does
Checks ranges that `nomad config validate` does not check: priorities and limits of jobs, raft settings, limits of connections.

## Why is this bad?
`nomad config validate` accepts the configuration, but the agent does not start.

## Example
```hcl agent
server {
  enabled         = true
  raft_multiplier = 11
}
```

## Use instead
```hcl agent
server {
  enabled         = true
  raft_multiplier = 5
}
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT242"
NAME = "agent-start-range"
SEVERITY = "error"
STOPS_AGENT = True

_MOST = 2**31
#: Field of a server → (least, most).
_SERVER = {
    "server.job_max_priority": (100, 32766),
    "server.job_tracked_versions": (1, _MOST),
    "server.job_max_count": (0, _MOST),
    "server.num_schedulers": (0, _MOST),
    "server.raft_multiplier": (0, 10),
    "server.raft_protocol": (3, 3),
    "server.raft_snapshot_threshold": (1, _MOST),
    "server.raft_trailing_logs": (1, _MOST),
}


def check(visit: AgentVisit) -> Iterator[Finding]:
    ranges = dict(_SERVER)
    ranges["server.job_default_priority"] = (50, visit.config.get("server.job_max_priority") or 100)
    if visit.config.get("server.enabled"):
        for path, (least, most) in ranges.items():
            value = visit.config.get(path)
            if value is None or least <= value <= most or (path == "server.job_default_priority" and value == 0):
                continue
            yield Finding(f"{path} must be {_range(least, most)}, not {value}", path)
        connections = visit.config.get("limits.rpc_max_conns_per_client")
        if connections is not None and connections != 0 and connections <= 25:
            text = f"rpc_max_conns_per_client must be > 25; found: {connections}"
            yield Finding(
                f"limits.rpc_max_conns_per_client must be more than 25, or 0 for no limit, not {connections}", "limits.rpc_max_conns_per_client", nomad=text
            )
    if (visit.config.get("limits.http_max_conns_per_client") or 0) < 0:
        text = "http_max_conns_per_client must be >= 0"
        yield Finding("limits.http_max_conns_per_client must be at least 0", "limits.http_max_conns_per_client", nomad=text)


def _range(least: int, most: int) -> str:
    return f"at least {least}" if most == _MOST else str(least) if least == most else f"between {least} and {most}"
