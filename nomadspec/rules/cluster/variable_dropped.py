"""Clients drop a variable from the environment of a task.

## What it does
Compares the variables of `env` with `denied_envvars` of the raw_exec driver, where the state tells the settings of the clients (`--state agent-config:DIR`).

## Why is this bad?
The driver silently removes such variables from the environment: the task starts without them.

## Example
```json state
{"nodes": [{"Name": "c1", "Attributes": {"driver.raw_exec": "1"}, "Drivers": {"raw_exec": {"Detected": true, "Healthy": true}}, "ClientConfig": {"plugins": {"raw_exec": {"denied_envvars": ["AWS_*"]}}}}]}
```

```hcl task
driver = "raw_exec"
config {
  command = "/usr/local/bin/sync"
}
env {
  AWS_REGION = "eu-west-1"
}
```

## Use instead
```hcl task
driver = "raw_exec"
config {
  command = "/usr/local/bin/sync"
  args    = ["--region", "eu-west-1"]
}
```
"""

from __future__ import annotations

from nomadspec.jobspec.block import known_items
from nomadspec.rules.client_settings import clients
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CLU017"
NAME = "cluster-variable-dropped"
SEVERITY = "warning"
BLOCKS = ("Task",)
IF_WRITTEN = ("env",)


def check(visit: Visit) -> Iterator[Finding]:
    if visit.driver != "raw_exec":
        return
    found = clients(visit)
    for name, _ in known_items(visit.block.env or {}):
        dropping = [client.node.name or client.node.id for client in found if client.drops("raw_exec", name)]
        if dropping:
            who = f"every eligible node (of {len(found)}) drops" if len(dropping) == len(found) else f"{len(dropping)} of {len(found)} eligible nodes drop"
            yield Finding(f"{who} the variable {name}", visit.path / "env" / name, help="The client setting is denied_envvars of plugin raw_exec.")
