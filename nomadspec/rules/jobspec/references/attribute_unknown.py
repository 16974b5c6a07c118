"""Unknown `${attr.…}` or `${node.…}`.

## What it does
Compares the name with the attributes that clients set.

## Why is this bad?
A string keeps the unknown reference as literal text; in a template the value is empty.

## Example
```hcl job
meta {
  owner = "web"
}
group "web" {
  network {
    port "http" {
      to = 80
    }
  }
  task "server" {
    driver = "docker"
    config {
      image = "nginx:1.27"
    }
    env {
      VALUE = "${attr.cpu.numcore}"
    }
  }
}
```

## Use instead
```hcl job
meta {
  owner = "web"
}
group "web" {
  network {
    port "http" {
      to = 80
    }
  }
  task "server" {
    driver = "docker"
    config {
      image = "nginx:1.27"
    }
    env {
      VALUE = "${attr.cpu.numcores}"
    }
  }
}
```
"""

from __future__ import annotations

from nomadspec.rules.references import strays
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "REF014"
NAME = "attribute-unknown"
SEVERITY = "warning"
BLOCKS = ("Job", "TaskGroup", "Task")
IF_ANY = ("nomadspec.rules.references", "strays", "attribute", "node")


def check(visit: Visit) -> Iterator[Finding]:
    for stray in strays(visit, "attribute", "node"):
        yield Finding(f"unknown {stray.unknown.what}: `{stray.written}` {stray.outcome}", stray.where, help=stray.unknown.help)
