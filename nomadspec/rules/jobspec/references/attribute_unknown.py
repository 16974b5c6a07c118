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
      ports = ["http"]
    }
    env {
      VALUE = "${attr.cpu.numcores}"
    }
  }
}
```

## Fix safety
Offered if one name alone is near and the reference is written out. Safe unless the string comes from another place, such as a local.
"""

from __future__ import annotations

from nomadspec.rules.references import unknown_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Finding, Visit

CODE = "REF014"
NAME = "attribute-unknown"
SEVERITY = "warning"
FIXABLE = "sometimes"
BLOCKS = ("Job", "TaskGroup", "Task")
IF_ANY = ("nomadspec.rules.references", "strays", "attribute", "node")


def check(visit: Visit) -> Iterator[Finding]:
    yield from unknown_names(visit, "attribute", "node")
