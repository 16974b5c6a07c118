"""A dynamic port that nothing uses.

## What it does
Looks for labels without a static port that appear nowhere else in the jobspec: not in a service, check, docker `ports`, Connect block, template or `NOMAD_…_<label>`.

## Why is this bad?
An unused dynamic port occupies a port on the node. The program may still read `NOMAD_PORT_<label>` itself.

## Example
```hcl group
network {
  port "http" {
    to = 80
  }
  port "admin" {}
}
service {
  name = "web"
  port = "http"
}
```

## Use instead
```hcl group
network {
  port "http" {
    to = 80
  }
}
service {
  name = "web"
  port = "http"
}
```
"""

from __future__ import annotations

import re

from nomadspec.rules.rule import Finding
from nomadspec.rules.runtime_names import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "REF007"
NAME = "port-unused"
SEVERITY = "info"
BLOCKS = ("TaskGroup",)
PERSONA = "pedantic"


def check(visit: Visit) -> Iterator[Finding]:
    source = visit.subject.source
    if source is None:
        return
    for number, network in enumerate(visit.block.network or ()):
        for port in network.port or ():
            label = port.label
            if port.to or not label or "file(" in source.text:
                continue
            names = {label, clean(label)}
            uses = sum(len(re.findall(rf"(?<![A-Za-z0-9-]){re.escape(name)}(?![A-Za-z0-9_-])", source.text)) for name in names)
            if uses < 2:
                yield Finding(
                    f"unused port {label!r}",
                    visit.path.item("network", number).item("port", label),
                    help=f"Remove it, unless the program reads `NOMAD_PORT_{clean(label)}` itself.",
                )
