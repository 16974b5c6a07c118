"""The attribute is a plain text, because the `${}` around it is missing.

## What it does
Looks for `attr.…`, `meta.…`, `node.…` and `device.…` without `${}` in constraints, affinities and spreads.

## Why is this bad?
Nomad compares the text itself with the value: no node ever matches (with `!=`, every node does).
A warning in an affinity or spread, which then has no effect, and in a constraint with `!=`, which then always holds.

## Example
```hcl
job "web" {
  group "web" {
    constraint {
      attribute = "attr.kernel.name"
      value     = "linux"
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

## Use instead
```hcl
job "web" {
  group "web" {
    constraint {
      attribute = "${attr.kernel.name}"
      value     = "linux"
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

## Fix safety
Safe: the attribute becomes the reference that its text names.
"""

from __future__ import annotations

from nomadspec.rules.fixes import replace_value
from nomadspec.rules.rule import Finding
from nomadspec.rules.targets import severity_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CON001"
NAME = "constraint-missing-interpolation"
SEVERITY = "error"
ON = ("Constraint", "Affinity", "Spread")
FIXABLE = "safe"


def check(visit: Visit) -> Iterator[Finding]:
    attribute = visit.block.attribute or ""
    if attribute.startswith(("attr.", "meta.", "node.", "device.")) and not attribute.endswith((".", "}")):
        yield Finding(
            f'"{attribute}" is compared as text: it is not a reference without ${{}}',
            "attribute",
            help=f'Write "${{{attribute}}}".',
            fix=replace_value(visit.block, "attribute", f'"${{{attribute}}}"', f"write ${{{attribute}}}", safe=True),
            severity=severity_of(visit.block),
        )
