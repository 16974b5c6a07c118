"""A program in the task's `secrets` folder.

## What it does
Looks for programs that are files in `secrets/`: commands, entrypoints, what a shell (`sh -c`) or `env` runs, change scripts, actions and script checks.

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

from posixpath import normpath

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
IF_WRITTEN = ("config.entrypoint", "config.command", "template.change_script", "action", "service.check.command", "job.group.service.check.command")
_DRIVERS = ("docker", "podman", "exec", "exec2", "raw_exec", "java")
#: The folders as paths of tasks name them.
_VARIABLES = {"${NOMAD_SECRETS_DIR}": "/secrets", "${NOMAD_TASK_DIR}": "/local"}
_SHELLS = ("sh", "bash", "ash", "dash", "zsh")


def check(visit: Visit) -> Iterator[Finding]:
    if visit.driver not in _DRIVERS:
        return
    for at, program in _programs(visit):
        if isinstance(program, str) and _is_secret(program):
            yield Finding(
                f"{program!r} cannot be executed: the secrets folder is mounted noexec",
                at,
                help="Put the program into local/, or run an interpreter on it, such as /bin/sh.",
            )


def _is_secret(program: str) -> bool:
    """Whether the file lies in the task's secrets folder."""
    if "secrets" not in program.lower():
        return False
    for variable, path in _VARIABLES.items():
        program = program.replace(variable, path)
    return normpath(program).lstrip("/").startswith("secrets/")


def _programs(visit: Visit) -> Iterator[tuple[ModelPath, Any]]:
    yield from _run(visit)
    for index, template in enumerate(visit.block.get("template") or ()):
        script = template.get("change_script")
        if script is not None:
            yield visit.path.item("template", index) / "change_script" / "command", script.command
    for index, action in enumerate(visit.block.get("action") or ()):
        yield visit.path.item("action", action.name or index) / "command", action.command
    for owner in filter(None, (visit, visit.parent)):
        for index, service in enumerate(owner.block.get("service") or ()):
            for number, check in enumerate(service.get("check") or ()):
                task = visit.block.name if owner is visit else check.task or service.task
                if check.type == "script" and task == visit.block.name:
                    yield owner.path.item("service", index).item("check", number) / "command", check.command


def _run(visit: Visit) -> Iterator[tuple[ModelPath, Any]]:
    """The program that the task runs, and the one that a shell or `env` then runs."""
    known = dict(known_items(visit.block.config or {}))
    if not known.get("entrypoint") and not known.get("command"):
        return  # arguments of a program that is not named here
    words: list[tuple[str, int | None, Any]] = []
    for option in ("entrypoint", "command", "args"):
        value = known.get(option)
        if isinstance(value, list):
            words += [(option, index, item) for index, item in known_items(value)]
        elif value:
            words.append((option, None, value))
    if not words or words[0][1]:
        return  # the program is not known, at most what it is given

    def named(option: str, index: int | None, word: Any) -> tuple[ModelPath, Any]:
        config = visit.path / "config"
        return config / option if index is None else config.item(option, index), word

    yield named(*words[0])
    if not all(isinstance(word, str) for _, _, word in words):
        return
    name = words[0][2].rpartition("/")[2]
    if name in _SHELLS and len(words) > 2 and words[1][2].startswith("-") and words[1][2].endswith("c"):
        option, index, script = words[2]
        yield named(option, index, script.strip().removeprefix("exec ").split(" ", 1)[0])
    elif name == "env":
        yield named(*next((word for word in words[1:] if "=" not in word[2] and not word[2].startswith("-")), words[0]))
