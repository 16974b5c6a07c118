"""A value of `env` refers to another name of the same block.

## What it does
Looks for `${NAME}` in values of `env` where `NAME` is another key of it.

## Why is this bad?
The client replaces the values in no order: sometimes the name is known already, sometimes the text stays as it is.

## Example
```hcl
job "web" {
  group "web" {
    task "server" {
      driver = "docker"
      config {
        image = "nginx:1.27"
      }
      env {
        HOST = "db.example.com"
        URL  = "postgres://${HOST}/app"
      }
    }
  }
}
```

## Use instead
```hcl
job "web" {
  group "web" {
    task "server" {
      driver = "docker"
      config {
        image = "nginx:1.27"
      }
      env {
        HOST = "db.example.com"
        URL  = "postgres://db.example.com/app"
      }
    }
  }
}
```
"""

from __future__ import annotations

from nomadspec.jobspec.block import PartlyKnown
from nomadspec.rules.environment import REFERENCE
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "REF016"
NAME = "env-refers-to-itself"
SEVERITY = "warning"
ON = ("Task",)


def check(visit: Visit) -> Iterator[Finding]:
    env = visit.block.env or {}
    source = visit.subject.source.text if visit.subject.source is not None else ""
    for key, value in env.known_items() if isinstance(env, PartlyKnown) else env.items():
        for match in REFERENCE.finditer(value):
            name = match[1]
            if name in env and name != key and f"$${{{name}}}" not in source:
                yield Finding(
                    f"`{match[0]}` is another value of the same block: whether it is replaced is a matter of luck",
                    visit.path / "env" / key,
                    help="Use a local of the jobspec (`local.name`) for what both have in common.",
                )
