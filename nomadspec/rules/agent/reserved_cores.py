"""A set of cores that cannot be read.

## What it does
Checks `reserved.cores` and `reservable_cores`.

## Why is this bad?
Nomad reads a text that it does not understand as "no cores", and says nothing.

## Example
```hcl agent
client {
  enabled = true
  reserved { cores = "0..3" }
}
```

## Use instead
```hcl agent
client {
  enabled = true
  reserved { cores = "0-3" }
}
```
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT247"
NAME = "agent-reserved-cores"
SEVERITY = "error"

_RANGE = re.compile(r"\s*([0-9]{1,5})\s*(?:-\s*([0-9]{1,5})\s*)?")


def check(visit: AgentVisit) -> Iterator[Finding]:
    for path in ("client.reserved.cores", "client.reservable_cores"):
        value = visit.config.get(path)
        for part in (value or "").split(",") if value else ():
            match = _RANGE.fullmatch(part)
            if match is None or (match[2] and int(match[2]) < int(match[1])):
                yield Finding(f"{part.strip()!r} is no core or range of cores", path, help="Write cores and ranges, as in 0-3,7.")
                break
