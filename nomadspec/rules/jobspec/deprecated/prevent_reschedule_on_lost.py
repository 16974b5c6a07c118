"""`prevent_reschedule_on_lost` is ignored since Nomad 1.10.

## What it does
Looks for `prevent_reschedule_on_lost` of a group.

## Why is this bad?
Nomad drops it without a word: lost allocations are replaced.

## Example
```hcl
job "web" {
  group "web" {
    prevent_reschedule_on_lost = true
    task "server" {
      driver = "docker"
      config {
        image = "nginx:1.27"
      }
    }
  }
}
```

## Use instead
```hcl
job "web" {
  group "web" {
    disconnect {
      lost_after = "1h"
      replace    = false
    }
    task "server" {
      driver = "docker"
      config {
        image = "nginx:1.27"
      }
    }
  }
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "DEP009"
NAME = "prevent-reschedule-on-lost"
SEVERITY = "error"
ON = ("TaskGroup",)
WHEN = ("prevent_reschedule_on_lost",)


def check(visit: Visit) -> Iterator[Finding]:
    if visit.block.prevent_reschedule_on_lost is not None:
        yield Finding(
            "prevent_reschedule_on_lost is ignored since Nomad 1.10",
            "prevent_reschedule_on_lost",
            help="Use disconnect with replace = false.",
        )
