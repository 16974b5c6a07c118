"""An unknown reference is left as literal text.

## What it does
Looks for `${name}` in strings that a client interpolates if the task has no such variable: neither in its `env`, nor from a template with `env = true`, nor in its secrets. Write `$${name}` in the jobspec if the literal text is intended.

## Why is this bad?
The program gets the literal text `${name}`. The same happens with an unquoted word such as `True`. Variables of the machine that submits the jobspec are HCL variables (`var.name`); variables of other tasks are not visible.

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
      ports = ["http"]
    }
    env {
      VALUE = "${node.unique.name}"
    }
  }
}
```

## Fix safety
Offered for unquoted words (unsafe: the value changes), and if one name alone is near: safe unless the string comes from another place.
"""

from __future__ import annotations

from nomadspec.hcl.suggest import is_bare, literal_of
from nomadspec.rules.references import respelled, strays
from nomadspec.rules.rule import Finding
from nomadspec.source import Edit, Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.references import Stray
    from nomadspec.rules.rule import Visit
    from nomadspec.source import Span

CODE = "REF015"
NAME = "variable-left-as-text"
SEVERITY = "warning"
FIXABLE = "sometimes"
BLOCKS = ("Job", "TaskGroup", "Task")
IF_ANY = ("nomadspec.rules.references", "strays", "plain", "env", "placeholder", "secret")


def check(visit: Visit) -> Iterator[Finding]:
    for stray in strays(visit, "plain", "env", "placeholder", "secret"):
        span = visit.locate(stray.where)[1]
        if span is not None and is_bare(span.text, stray.name):
            yield _unquoted(stray, span)
            continue
        yield Finding(f"unknown variable: `{stray.written}` {stray.outcome}", stray.where, help=stray.unknown.help, fix=respelled(visit, stray))


def _unquoted(stray: Stray, span: Span) -> Finding:
    """A word without quotes, which HCL takes for a reference."""
    meant = literal_of(stray.name)
    return Finding(
        f"unquoted word {stray.name} is read as a reference, but no variable has this name",
        stray.where,
        help=stray.unknown.help if stray.unknown.near else f"Write `{meant}`.",
        fix=Fix(f"Write {meant}", (Edit(span.source.path, span.end_offset - len(stray.name), span.end_offset, meant),), safe=False),
    )
