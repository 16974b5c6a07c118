"""A value of `env` or `meta` refers to another value of the same block.

## What it does
Looks for `${NAME}` in values of `env` where `NAME` is another key of the block, and for `${NOMAD_META_…}` in values of `meta`. The meta blocks of job, group and task are merged.

## Why is this bad?
Clients replace the values in no particular order, so the reference is sometimes left as literal text.

## Example
```hcl task
env {
  HOST = "db.example.com"
  URL  = "postgres://${HOST}/app"
}
```

## Use instead
```hcl task
env {
  HOST = "db.example.com"
  URL  = "postgres://db.example.com/app"
}
```
"""

from __future__ import annotations

from nomadspec.jobspec.block import known_items
from nomadspec.rules.rule import Finding
from nomadspec.rules.runtime_names import REFERENCE, meta_keys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "REF016"
NAME = "env-refers-to-itself"
SEVERITY = "warning"
BLOCKS = ("Job", "TaskGroup", "Task")
IF_WRITTEN = ("env", "meta")


def check(visit: Visit) -> Iterator[Finding]:
    if visit.block.TYPE == "Task":
        env = visit.block.env or {}
        yield from _beside(visit, "env", {name: name for name in env})
    if visit.block.meta:
        yield from _beside(visit, "meta", {f"NOMAD_META_{name}": key for key in meta_keys(visit) for name in (key.upper(), key)})


def _beside(visit: Visit, field: str, names: dict[str, str]) -> Iterator[Finding]:
    """References in the values of a field to other keys: `names` has the key that each name of a variable stands for."""
    values = getattr(visit.block, field) or {}
    source = visit.subject.source.text if visit.subject.source is not None else ""
    for key, value in known_items(values):
        for match in REFERENCE.finditer(value):
            if names.get(match[1], key) != key and f"${match[0]}" not in source:
                yield Finding(
                    f"`{match[0]}` refers to another value of `{field}`, so it may or may not be replaced",
                    visit.path / field / key,
                    help="Use a local value (`local.name`) for the common part.",
                )
