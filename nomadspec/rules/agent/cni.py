"""CNI configuration that the client cannot use.

## What it does
With `--root DIR`, reads the network configuration in `cni_config_dir` (`.conflist`, `.conf`, `.json`), checks it against the CNI specification, and looks for the plugins it names in `cni_path`.

## Why is this bad?
A client does not start if one of these files cannot be read. A network with a wrong name, or one whose plugin is missing, fails when a task starts.

## Example
```sh
nomadspec agent lint nomad.d --root image
```

```hcl agent file=nomad.d/client.hcl
client {
  enabled = true
}
```

```json file=image/opt/cni/config/apps.conflist
{"cniVersion": "1.0.0", "name": "apps", "plugins": [{"type": "macvlan"}]}
```

```json file=image/opt/cni/bin/bridge
```

## Use instead
```sh
nomadspec agent lint nomad.d --root image
```

```hcl agent file=nomad.d/client.hcl
client {
  enabled = true
}
```

```json file=image/opt/cni/config/apps.conflist
{"cniVersion": "1.0.0", "name": "apps", "plugins": [{"type": "bridge"}]}
```

```json file=image/opt/cni/bin/bridge
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.agent.cni import read_networks
from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT253"
NAME = "agent-cni"
SEVERITY = "error"


def check(visit: AgentVisit) -> Iterator[Finding]:
    if visit.config.root is None or not visit.config.get("client.enabled"):
        return
    networks = read_networks(visit.config)
    for problem in networks.problems:
        yield Finding(problem.message, problem.span or "client.cni_config_dir", severity=problem.severity, help=problem.help)
