"""A `${NOMAD_PORT_…}` (or `ADDR`, `IP`, `HOST_…`, `ALLOC_…`) of a port that the group does not have.

## What it does
Compares the label in names of port variables with the labels of the group, in every text that a client interpolates and in `env` of templates. In text a label keeps its characters (`${NOMAD_PORT_my-http}`); in templates other characters than letters, digits and `_` are `_`.

## Why is this bad?
In text a name that is not there stays as it is: the program gets the letters `${NOMAD_PORT_htp}`. In a template the value is empty.

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
    }
    env {
      VALUE = "${NOMAD_PORT_http}"
    }
  }
}
```
"""

from __future__ import annotations

from nomadspec.rules.references import strays
from nomadspec.rules.rule import Finding
from nomadspec.rules.runtime_names import bare

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "REF010"
NAME = "env-port-unknown"
SEVERITY = "warning"
BLOCKS = ("Job", "TaskGroup", "Task")
IF_ANY = ("nomadspec.rules.references", "strays", "port")


def check(visit: Visit) -> Iterator[Finding]:
    for stray in strays(visit, "port"):
        yield Finding(f"there is no {bare(stray.unknown.what)}: `{stray.written}` {stray.outcome}", stray.where, help=stray.unknown.help)
