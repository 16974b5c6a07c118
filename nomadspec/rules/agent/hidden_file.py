"""A hidden file is part of the configuration.

## What it does
Reports loaded files whose names begin with a dot.

## Why is this bad?
Nomad loads them like any other file, but a listing of the folder does not show them. Often an editor or a tool left them behind.

## Example
```hcl agent file=nomad.d/server.hcl
server {
  enabled          = true
  bootstrap_expect = 3
}
```

```hcl agent file=nomad.d/.old.hcl
datacenter = "dc2"
```

## Use instead
```hcl agent file=nomad.d/server.hcl
server {
  enabled          = true
  bootstrap_expect = 3
}
```

```hcl agent file=nomad.d/datacenter.hcl
datacenter = "dc2"
```
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT217"
NAME = "agent-hidden-file"
SEVERITY = "warning"


def check(visit: AgentVisit) -> Iterator[Finding]:
    for file in visit.config.files:
        if os.path.basename(file.source.path).startswith("."):
            yield Finding("this hidden file is loaded", file.source.span(0, 0), help="Remove the file, or rename it so that it does not begin with a dot.")
