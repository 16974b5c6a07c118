"""A secret is written out in the jobspec.

## What it does
Looks in `env` and `meta` for names such as password, token or key whose value is a literal text of some entropy, and for passwords in addresses. Values that come from variables of the jobspec are left alone.

## Why is this bad?
The job can be read by everyone who may read jobs, and lies in version control.

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
        DB_PASSWORD = "hunter2-9f8Q"
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
        DB_PASSWORD_FILE = "/secrets/db"
      }
    }
  }
}
```
"""

from __future__ import annotations

from nomadspec.jobspec.origin import place
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "SEC006"
NAME = "env-secret-plain"
SEVERITY = "warning"
ON = ("Task", "TaskGroup", "Job")
WHEN = ("env", "meta")
_BITS = 16
_NAMES = (
    "PASSWORD", "PASSWD", "PASS", "PWD", "SECRET", "TOKEN", "API_KEY", "APIKEY", "SECRET_KEY", "SECRETKEY", "ACCESS_KEY", "PRIVATE_KEY", "CREDENTIAL", "CREDENTIALS",
)  # fmt: skip
_ENDS = tuple(f"_{name}" for name in _NAMES)


def check(visit: Visit) -> Iterator[Finding]:
    block = visit.block
    for name in ("env", "meta") if block.TYPE == "Task" else ("meta",):
        values = getattr(block, name)
        if not values:
            continue
        known = values.known_items() if hasattr(values, "known_items") else values.items()
        for key, value in known:
            if not isinstance(value, str) or len(value) < 6 or "${" in value:
                continue
            words = key.upper().replace("-", "_").replace(".", "_")
            if not ((words in _NAMES or words.endswith(_ENDS)) and _is_secret(value)) and not _has_password(value):
                continue
            at = visit.path / name / key
            if not place(visit.job, at)[1]:
                yield Finding(
                    f"{key} looks like a secret, and stands here for everyone who can read the job",
                    at,
                    help="Take it from a Nomad variable or Vault by a template with env = true.",
                )


def _has_password(value: str) -> bool:
    """Whether it is an address with a user and a password."""
    _, found, rest = value.partition("://")
    user, at, _ = rest.partition("/")[0].rpartition("@")
    return bool(found and at) and len(user.partition(":")[2]) >= 4


def _is_secret(value: str) -> bool:
    if value.startswith(("/", "./", "local/", "secrets/", "http://", "https://", "file:", "alloc/")) or any(mark in value for mark in " {<"):
        return False
    if value.lower() in ("true", "false", "enabled", "disabled", "default", "required", "optional") or value.isdigit():
        return False
    from math import log2

    counts = [value.count(letter) for letter in set(value)]
    return -sum(n * log2(n / len(value)) for n in counts) >= _BITS
