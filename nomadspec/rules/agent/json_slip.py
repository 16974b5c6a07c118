"""A JSON file has a mistake that Nomad silently accepts.

## What it does
Reports JSON configuration that is not valid JSON, for example because of a trailing comma, but is loaded nevertheless.

## Why is this bad?
Nomad may silently lose what follows the mistake, and other tools reject the file.

## Example
```json agent file=nomad.d/server.json
{"server": {"enabled": true, "bootstrap_expect": 3},}
```

## Use instead
```json agent file=nomad.d/server.json
{"server": {"enabled": true, "bootstrap_expect": 3}}
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT223"
NAME = "agent-json-slip"
SEVERITY = "warning"


def check(visit: AgentVisit) -> Iterator[Finding]:
    for file in visit.config.files:
        if file.slip is not None:
            span = file.slip.span
            yield Finding(
                f"not valid JSON ({file.slip.message}); Nomad loads the part that it can read",
                file.source.span(span.start_offset, span.end_offset) if span is not None else file.source.span(0, 1),
                help="Look for a trailing comma or a missing bracket.",
            )
