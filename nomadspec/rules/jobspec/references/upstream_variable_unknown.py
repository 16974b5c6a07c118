"""`${NOMAD_UPSTREAM_…}` of an upstream that no sidecar of the group has.

## What it does
Compares the name with `destination_name` of the group's upstreams.

## Why is this bad?
A string keeps the unknown reference as literal text; in a template the value is empty.

## Example
```hcl group
network {
  mode = "bridge"
}
service {
  name = "web"
  port = "80"
  tags = ["db-${NOMAD_UPSTREAM_PORT_dbb}"]
  connect {
    sidecar_service {
      proxy {
        upstreams {
          destination_name = "db"
          local_bind_port  = 5432
        }
      }
    }
  }
}
```

## Use instead
```hcl group
network {
  mode = "bridge"
}
service {
  name = "web"
  port = "80"
  tags = ["db-${NOMAD_UPSTREAM_PORT_db}"]
  connect {
    sidecar_service {
      proxy {
        upstreams {
          destination_name = "db"
          local_bind_port  = 5432
        }
      }
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

CODE = "REF012"
NAME = "upstream-variable-unknown"
SEVERITY = "warning"
FIXABLE = "sometimes"
BLOCKS = ("Job", "TaskGroup", "Task")
IF_ANY = ("nomadspec.rules.references", "strays", "upstream")


def check(visit: Visit) -> Iterator[Finding]:
    yield from unknown_names(visit, "upstream")
