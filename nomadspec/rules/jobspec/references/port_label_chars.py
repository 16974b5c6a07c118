"""A port label has characters that names of environment variables cannot have.

## What it does
Looks for labels with other characters than letters, digits and `_`.

## Why is this bad?
In `NOMAD_PORT_<label>` and its like Nomad writes `_` instead, but not in all of them and not in `${NOMAD_PORT_<label>}` within `env`: one port has two names. Labels that differ only in such characters hide each other.

## Example
```hcl
job "web" {
  group "web" {
    network {
      port "my.http" {
        to = 80
      }
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
    network {
      port "my_http" {
        to = 80
      }
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

from nomadspec.rules.environment import clean
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "REF006"
NAME = "port-label-chars"
SEVERITY = "warning"
ON = ("Port",)


def check(visit: Visit) -> Iterator[Finding]:
    label = visit.block.label
    # A dash is common, and harmless as long as nothing reads the variables.
    text = visit.subject.source.text if visit.subject.source is not None else ""
    if label and all(character.isalnum() or character == "_" for character in label if character.isascii()) and label.isascii():
        return
    if (label and not label.replace("-", "").replace("_", "").isalnum()) or ("NOMAD_" in text and f"_{label}" in text):
        cleaned = clean(label)
        yield Finding(
            f"the port label {label!r} becomes {cleaned!r} in names of environment variables" if label else "the port has an empty label",
            "label",
            help=f"Name it {cleaned.replace('.', '_')!r}." if label else "Give it a name of letters, digits and `_`.",
        )
