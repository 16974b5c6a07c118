"""Unknown plugin option.

## What it does
Checks the `config` of the built-in drivers against their own options.

## Why is this bad?
`nomad config validate` accepts anything here, but the agent exits when it starts.

## Example
```hcl agent
client { enabled = true }
plugin "docker" {
  config { allow_priviliged = true }
}
```

## Use instead
```hcl agent
client { enabled = true }
plugin "docker" {
  config {
    volumes { enabled = true }
  }
}
```

## Fix safety
Offered if one name alone is near. Safe: the agent does not start as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.rules.driver_config import body
from nomadspec.rules.fixes import respell_near
from nomadspec.rules.rule import Finding
from nomadspec.schema.driver_plugins import PLUGINS
from nomadspec.source.closest import closest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT230"
NAME = "agent-plugin-option"
SEVERITY = "error"
STOPS_AGENT = True
FIXABLE = "sometimes"


def check(visit: AgentVisit) -> Iterator[Finding]:
    for plugin in visit.config.get("plugin") or []:
        name, values = plugin["#Name"], plugin.get("config")
        if name not in PLUGINS or not isinstance(values, dict):
            continue
        for problem in body(values, PLUGINS[name], "config"):
            option, at = problem.route.rpartition(".")[2], f"plugin[{name}].{problem.route}"
            near = closest(option, problem.known)
            yield Finding(
                f"plugin {name}: {problem.message}",
                at,
                help=f"Did you mean {near}?" if near else f"Options: {', '.join(problem.known)}." if problem.known else None,
                fix=respell_near(visit, at, option, near, problem.known),
                nomad=f'plugin "{name}" (driver): failed to parse config:  {problem.nomad}',
            )
