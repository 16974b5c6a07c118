"""A program in the task's `secrets` folder.

## What it does
Looks for commands, entrypoints and change scripts that are files in `secrets/`.

## Why is this bad?
Clients mount the folder `noexec`: running a file in it fails with `permission denied`, whatever its mode. An interpreter can still read it (`/bin/sh secrets/start.sh`).

## Example
```hcl task
driver = "exec"
config {
  command = "secrets/start.sh"
}
template {
  destination = "secrets/start.sh"
  perms       = "755"
  data        = "exec app"
}
```

## Use instead
```hcl task
driver = "exec"
config {
  command = "local/start.sh"
}
template {
  destination = "local/start.sh"
  perms       = "755"
  data        = "exec app"
}
```
"""

from __future__ import annotations

from nomadspec.jobspec.block import known_items
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nomadspec.jobspec.path import ModelPath
    from nomadspec.rules.rule import Visit

CODE = "DRV012"
NAME = "secrets-noexec"
SEVERITY = "warning"
BLOCKS = ("Task",)
_FOLDERS = ("secrets/", "/secrets/", "./secrets/", "${NOMAD_SECRETS_DIR}/")
_DRIVERS = ("docker", "podman", "exec", "raw_exec", "java")


def check(visit: Visit) -> Iterator[Finding]:
    if visit.driver not in _DRIVERS:
        return
    for at, program in _programs(visit):
        if isinstance(program, str) and program.startswith(_FOLDERS):
            yield Finding(
                f"{program!r} cannot be executed: the secrets folder is mounted noexec",
                at,
                help="Put the program into local/, or run an interpreter on it, such as /bin/sh.",
            )


def _programs(visit: Visit) -> Iterator[tuple[ModelPath, Any]]:
    known = dict(known_items(visit.block.config or {}))
    entrypoint = known.get("entrypoint")
    first = entrypoint[0] if isinstance(entrypoint, list) and entrypoint else None
    yield (visit.path / "config").item("entrypoint", 0), first
    if not first:
        # Behind an entrypoint it is an argument.
        yield visit.path / "config" / "command", known.get("command")
    for index, template in enumerate(visit.block.get("template") or ()):
        script = template.get("change_script")
        if script is not None:
            yield visit.path.item("template", index) / "change_script" / "command", script.command
