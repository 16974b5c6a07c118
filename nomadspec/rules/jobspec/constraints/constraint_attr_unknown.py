"""No client sets the attribute that is asked for.

## What it does
Compares `${attr.…}` with the keys that Nomad's clients set, families such as `driver.<name>` included.

## Why is this bad?
Nomad accepts any key. A misspelt one exists on no node, so the job is never placed (an affinity or a spread has no effect).

## Example
```hcl
job "web" {
  group "web" {
    constraint {
      attribute = "${attr.kernl.name}"
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

## Options
`known`: further keys, set by fingerprints of plugins of yours; a key that ends with `*` stands for all that begin so.
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding
from nomadspec.rules.targets import key_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CON002"
NAME = "constraint-attr-unknown"
SEVERITY = "warning"
ON = ("Constraint", "Affinity", "Spread")
OPTIONS: dict[str, list[str]] = {"known": []}


def check(visit: Visit) -> Iterator[Finding]:
    attribute = visit.block.attribute or ""
    if not attribute.startswith("${attr."):
        return
    from nomadspec.schema.attributes import ATTRIBUTES, is_attribute, nearest

    key = key_of(attribute, "${attr.")
    if is_attribute(key) or f"unique.{key}" in ATTRIBUTES:
        return
    known = visit.subject.option(NAME, "known", OPTIONS["known"])
    if key in known or any(entry.endswith("*") and key.startswith(entry[:-1]) for entry in known):
        return
    near = nearest(key)
    yield Finding(
        f"no client sets the attribute {key}",
        "attribute",
        help=f"Did you mean ${{attr.{near}}}?" if near else "nomad node status -verbose lists what a node has.",
    )
