"""Numbered files are not loaded in the order of their numbers.

## What it does
Reports folders in which file names begin with numbers of different lengths, so that `10-` is loaded before `2-`.

## Why is this bad?
Files are loaded in byte order, and later files override earlier ones.

## Example
```hcl agent file=nomad.d/2-client.hcl
client {
  enabled = true
}
```

```hcl agent file=nomad.d/10-client.hcl
client {
  enabled = false
}
```

## Use instead
```hcl agent file=nomad.d/02-client.hcl
client {
  enabled = true
}
```

```hcl agent file=nomad.d/10-client.hcl
client {
  enabled = false
}
```
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT216"
NAME = "agent-file-order"
SEVERITY = "info"

_NUMBER = re.compile(r"[0-9]{1,9}")


def check(visit: AgentVisit) -> Iterator[Finding]:
    before: tuple[str, int, str] | None = None
    for file in visit.config.files:
        folder, name = os.path.split(file.source.path)
        match = _NUMBER.match(name)
        if match is None:
            continue
        if before is not None and before[0] == folder and before[1] > int(match[0]):
            yield Finding(f"{name} is loaded after {before[2]}", file.source.span(0, 0), help="Write all numbers with the same number of digits.")
        before = (folder, int(match[0]), name)
