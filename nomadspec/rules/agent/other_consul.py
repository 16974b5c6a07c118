"""A setting that applies only to the default Consul cluster.

## What it does
Reports settings about the agent itself (registration, checks, joining) in a `consul` block whose name is not `default`.

## Why is this bad?
Agents only register with, and join through, the cluster `default`. For other clusters these settings are ignored.

## Example
```hcl agent
server { enabled = true }
consul {
  name                = "west"
  server_service_name = "nomad-west"
}
```

## Use instead
```hcl agent
server { enabled = true }
consul {
  name    = "west"
  address = "10.0.0.1:8500"
}
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT274"
NAME = "agent-other-consul"
SEVERITY = "warning"

_OWN = (
    *("auto_advertise", "checks_use_advertise", "client_auto_join", "server_auto_join", "tags"),
    *(f"client_{name}" for name in ("service_name", "http_check_name", "failures_before_critical", "failures_before_warning")),
    *(
        f"server_{name}"
        for name in ("service_name", "http_check_name", "rpc_check_name", "serf_check_name", "failures_before_critical", "failures_before_warning")
    ),
)


def check(visit: AgentVisit) -> Iterator[Finding]:
    for section in visit.config.sections_at("consul"):
        name = section.settings.get("name")
        if name is None or name.value in ("", "default"):
            continue
        for field in _OWN:
            if field in section.settings:
                yield Finding(f"{field} has no effect for Consul cluster {name.value!r}", section.settings[field].span)
