"""A value of `env` or `meta` refers to another value of the same block.

## What it does
Looks for `${NAME}` in values of `env` where `NAME` is a key of the block, and for `${NOMAD_META_…}` in values of `meta`. The meta blocks of job, group and task are merged.

## Why is this bad?
Clients replace the values in no particular order, so the reference is sometimes left as literal text. A value that refers to its own key always is: `PATH = "/opt/bin:${PATH}"` does not see the `PATH` of the image.

## Exceptions
Variables of Nomad (`NOMAD_…`), and variables such as `PATH` and `HOME` that tasks of exec, raw_exec, java and qemu have from the agent.

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
from nomadspec.rules.runtime_names import REFERENCE, is_of_host, meta_keys

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
    if visit.block.TYPE == "Task" and (env := visit.block.env):
        yield from _beside(visit, "env", _with_references(env), {name: name for name in env})
    if (meta := visit.block.meta) and (found := _with_references(meta)):
        yield from _beside(visit, "meta", found, {f"NOMAD_META_{name}": key for key in meta_keys(visit) for name in (key.upper(), key)})


def _with_references(values: dict[str, str]) -> list[tuple[str, str]]:
    return [(key, value) for key, value in known_items(values) if "${" in value]


def _beside(visit: Visit, field: str, values: list[tuple[str, str]], names: dict[str, str]) -> Iterator[Finding]:
    """References in the values of a field to other keys: `names` has the key that each name of a variable stands for."""
    source = visit.subject.source.text if visit.subject.source is not None else ""
    for key, value in values:
        for match in REFERENCE.finditer(value):
            other = names.get(match[1])
            if other is None or f"${match[0]}" in source:
                continue
            if other != key:
                yield Finding(
                    f"`{match[0]}` refers to another value of `{field}`, so it may or may not be replaced",
                    visit.path / field / key,
                    help="Use a local value (`local.name`) for the common part.",
                )
            elif field == "env" and not key.startswith("NOMAD_") and not is_of_host(key, visit.driver):
                yield Finding(
                    f"`{match[0]}` refers to the value that it is a part of, so it is left as literal text",
                    visit.path / field / key,
                    help="Write the whole value." + (" The image's own is not known here." if visit.driver in ("docker", "podman") else ""),
                )
