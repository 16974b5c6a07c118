"""A file in a configuration folder is not loaded.

## What it does
Reports files in a loaded folder that look like configuration but are skipped: extensions in capital letters, editor backups, subfolders.

## Why is this bad?
From a folder, Nomad loads only the files directly in it whose names end in `.hcl` or `.json`, in lower case.

## Example
```hcl agent file=nomad.d/server.HCL
server {
  enabled          = true
  bootstrap_expect = 3
}
```

```hcl agent file=nomad.d/agent.hcl
data_dir = "/opt/nomad"
```

## Use instead
```hcl agent file=nomad.d/server.hcl
server {
  enabled          = true
  bootstrap_expect = 3
}
```

```hcl agent file=nomad.d/agent.hcl
data_dir = "/opt/nomad"
```
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nomadspec.rules.rule import Finding
from nomadspec.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT215"
NAME = "agent-file-passed-over"
SEVERITY = "warning"


def check(visit: AgentVisit) -> Iterator[Finding]:
    for path in visit.config.passed_over:
        what = "subfolders of a configuration folder are not loaded" if os.path.isdir(path) else "files with this name are not loaded"
        yield Finding(what, Source("", path).span(0, 0), help="Pass it on the command line, or rename it to end in .hcl or .json.")
