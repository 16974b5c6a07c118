"""Invalid subnet.

## What it does
Checks the subnets of the bridge network and the `cidr` of host networks.

## Why is this bad?
With an invalid bridge subnet the client does not start; a host network with an invalid `cidr` has no addresses.

## Example
```hcl agent
client {
  enabled               = true
  bridge_network_subnet = "172.26.64.0"
}
```

## Use instead
```hcl agent
client {
  enabled               = true
  bridge_network_subnet = "172.26.64.0/20"
}
```
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT245"
NAME = "agent-subnet"
SEVERITY = "error"

_BRIDGE = {"client.bridge_network_subnet": 4, "client.bridge_network_subnet_ipv6": 6}


def check(visit: AgentVisit) -> Iterator[Finding]:
    if not visit.config.get("client.enabled"):
        return
    for path, version in _BRIDGE.items():
        value = visit.config.get(path)
        if value and _version(value) != version:
            text = f"not an IPv{version} address: {value}" if _version(value) else f"invalid CIDR address: {value}"
            yield Finding(f"{value!r} is not a valid IPv{version} subnet", path, nomad=f"invalid {path.removeprefix('client.')}: {text}")
    for section in visit.config.sections_at("client.host_network"):
        setting = section.settings.get("cidr")
        if setting is not None and setting.value and "{{" not in setting.value and not all(_version(part.strip()) for part in setting.value.split(",")):
            yield Finding(f"{setting.value!r} is not a valid subnet, so the host network has no addresses", setting.span, severity="warning")


def _version(text: str) -> int:
    """4 or 6 for a subnet (`address/bits`), 0 for anything else."""
    try:
        return ipaddress.ip_network(text, strict=False).version if "/" in text else 0
    except ValueError:
        return 0
