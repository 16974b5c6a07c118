"""An unknown reference is left as literal text.

## What it does
Looks for `${name}` in strings that a client interpolates if the task has no such variable: neither in its `env`, nor from a template with `env = true`, nor in its secrets. Write `$${name}` in the jobspec if the literal text is intended.

## Why is this bad?
The program gets the literal text `${name}`. Variables of the machine that submits the jobspec are HCL variables (`var.name`); variables of other tasks are not visible.

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
      VALUE = "${HOST_NAME}"
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
      VALUE = "${node.unique.name}"
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

CODE = "REF015"
NAME = "variable-left-as-text"
SEVERITY = "warning"
BLOCKS = ("Job", "TaskGroup", "Task")
IF_ANY = ("nomadspec.rules.references", "strays", "plain", "env", "placeholder", "secret")


def check(visit: Visit) -> Iterator[Finding]:
    for stray in strays(visit, "plain", "env", "placeholder", "secret"):
        yield Finding(f"unknown variable: `{stray.written}` {stray.outcome}", stray.where, help=stray.unknown.help)
