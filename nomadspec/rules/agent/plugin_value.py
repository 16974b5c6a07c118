"""A plugin option has an invalid value.

## What it does
Checks durations and options with fixed values in the `config` of the built-in drivers.

## Why is this bad?
`nomad config validate` accepts the configuration, but the agent does not start.

## Example
```hcl agent
client { enabled = true }
plugin "docker" {
  config { pull_activity_timeout = "5s" }
}
```

## Use instead
```hcl agent
client { enabled = true }
plugin "docker" {
  config { pull_activity_timeout = "2m" }
}
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.agent.durations import parse_duration
from nomadspec.rules.rule import Finding
from nomadspec.schema.driver_plugins import PLUGINS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from nomadspec.rules.agent_visit import AgentVisit
    from nomadspec.schema.drivers import Option

CODE = "AGT231"
NAME = "agent-plugin-value"
SEVERITY = "error"
STOPS_AGENT = True

_MINUTE = 60 * 1_000_000_000
#: What the docker driver wants at least.
_AT_LEAST = {"pull_activity_timeout": _MINUTE}
_MAX_DEPTH = 8


def check(visit: AgentVisit) -> Iterator[Finding]:
    for plugin in visit.config.get("plugin") or []:
        name, values = plugin["#Name"], plugin.get("config")
        if name in PLUGINS and isinstance(values, dict):
            yield from _values(f"plugin[{name}].config", values, PLUGINS[name], 0)


def _values(at: str, values: Mapping[str, Any], options: Mapping[str, Option], depth: int) -> Iterator[Finding]:
    for name, option in options.items():
        value, here = values.get(name), f"{at}.{name}"
        if isinstance(value, list) and option.fields and depth < _MAX_DEPTH:
            for row in value:
                if isinstance(row, dict):
                    yield from _values(here, row, option.fields, depth + 1)
        elif isinstance(value, str) and option.allowed and value and value not in option.allowed:
            yield Finding(f"{name} must be one of {', '.join(option.allowed)}, not {value!r}", here)
        elif isinstance(value, str) and option.note == "duration" and value:
            duration = parse_duration(value)
            if duration is None:
                yield Finding(
                    f"{name}: {value!r} is not a valid duration", here, nomad=f"failed to parse '{name}' duration: time: invalid duration \"{value}\""
                )
            elif duration < _AT_LEAST.get(name, 0):
                yield Finding(f"{name} must be at least 1m, not {value}", here, nomad=f"{name} is less than minimum, 1m0s")
