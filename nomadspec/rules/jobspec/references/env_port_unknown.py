"""`${NOMAD_PORT_…}` (or `ADDR`, `IP`, `HOST_…`, `ALLOC_…`) of a port that the group does not have.

## What it does
Compares the label in names of port variables with the port labels of the group, in every string that a client interpolates and in `env` of templates. In strings a label keeps its characters (`${NOMAD_PORT_my-http}`); in templates, characters other than letters, digits and `_` become `_`.

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
      VALUE = "${NOMAD_PORT_htp}"
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
      VALUE = "${NOMAD_PORT_http}"
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

CODE = "REF010"
NAME = "env-port-unknown"
SEVERITY = "warning"
FIXABLE = "sometimes"
BLOCKS = ("Job", "TaskGroup", "Task")
IF_ANY = ("nomadspec.rules.references", "strays", "port")


def check(visit: Visit) -> Iterator[Finding]:
    yield from unknown_names(visit, "port")
