"""A file is loaded twice.

## What it does
Reports a file that is passed more than once, directly, through its folder, or through a link.

## Why is this bad?
Lists that files append to, such as `client.servers`, get their elements twice.

## Example
```sh
nomadspec agent lint nomad.d nomad.d/client.hcl
```

```hcl agent file=nomad.d/client.hcl
client {
  enabled = true
  servers = ["10.0.0.1"]
}
```

## Use instead
```sh
nomadspec agent lint nomad.d
```

```hcl agent file=nomad.d/client.hcl
client {
  enabled = true
  servers = ["10.0.0.1"]
}
```
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT209"
NAME = "agent-file-twice"
SEVERITY = "warning"


def check(visit: AgentVisit) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for file in visit.config.files:
        path = file.source.path
        real = os.path.realpath(path)
        if real in seen:
            yield Finding(f"this file is already loaded as {seen[real]}", file.source.span(0, 0), help="Pass the file or its folder only once.")
        seen.setdefault(real, path)
