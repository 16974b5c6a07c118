"""A key of the client's metadata repeats the prefix of references.

## What it does
Looks for keys in the client's `meta` that begin with `meta.`.

## Why is this bad?
The prefix is a part of the key: jobs would have to write `${meta.meta.rack}`. A constraint on `${meta.rack}` is never met.

## Example
```hcl agent
client {
  enabled = true
  meta {
    "meta.rack" = "r1"
  }
}
```

## Use instead
```hcl agent
client {
  enabled = true
  meta {
    "rack" = "r1"
  }
}
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT279"
NAME = "agent-meta-prefix"
SEVERITY = "warning"
_PREFIX = "meta."


def check(visit: AgentVisit) -> Iterator[Finding]:
    for _, root in visit.config.sections:
        for section in root.walk():
            setting = section.settings.get("meta") if section.path == "client" else None
            if setting is None or not isinstance(setting.value, dict):
                continue
            for key in setting.value:
                if isinstance(key, str) and key.startswith(_PREFIX):
                    help = f"Name the key {key.removeprefix(_PREFIX)}."
                    yield Finding(f"jobs see this as ${{meta.{key}}}: {_PREFIX} is a part of the key", setting.parts.get(key, setting.key), help=help)
