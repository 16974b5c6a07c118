"""The `config` block does not match the JSON Schema of its driver.

## What it does
Validates the `config` of drivers for which the configuration sets a schema. Without a schema, drivers that are not built in are not checked. The schema may not refer to other files or addresses.

## Why is this bad?
Nomad does not validate `config`. The task fails to start.

## Example
```toml
[drivers.podman]
schema = "schemas/podman.json"
```

```json file=schemas/podman.json
{"properties": {"image": {"type": "string"}}, "additionalProperties": false}
```

```hcl task
driver = "podman"
config {
  imag = "nginx:1.27"
}
```

## Use instead
```hcl task
driver = "podman"
config {
  image = "nginx:1.27"
}
```
"""

from __future__ import annotations

from nomadspec.jobspec.path import ModelPath
from nomadspec.rules.driver_config import declared
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "DRV008"
NAME = "driver-config-schema"
SEVERITY = "error"
BLOCKS = ("Task",)
IF_ANY = ("nomadspec.rules.driver_config", "declared")


def check(visit: Visit) -> Iterator[Finding]:
    from nomadspec.rules.driver_schemas import SchemaFault, problems

    task = visit.block
    for table in declared(visit):
        try:
            for route, message in problems(table, dict(task.config or {})):
                at: ModelPath = visit.path / "config"
                for step in route:
                    at = at.item(at.name, step) if isinstance(step, int) else at / step
                yield Finding(f"{message} (driver {task.driver})", at)
        except SchemaFault as fault:
            yield Finding(f"the schema of driver {task.driver!r} cannot be used: {fault}", "config", severity="warning")
