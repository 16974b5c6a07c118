"""Invalid set of cores.

## What it does
Checks `reserved.cores` and `reservable_cores`.

## Why is this bad?
Nomad silently treats a string that it cannot parse as "no cores".

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
                yield Finding(f"{part.strip()!r} is not a core or a range of cores", path, help="Write cores and ranges, such as 0-3,7.")
                break
