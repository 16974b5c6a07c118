"""A command or an argument that is a whole command line.

## What it does
Looks for spaces in `command`, also of actions, script checks and change scripts (a warning), and for a first argument of a shell that holds the script as well (`"-c echo hi"`). Also for options that share an item with their values (`"--port 80"`), unless an interpreter gets them as its script; these are a warning.

## Why is this bad?
No shell splits the text: `command` is the name of one file, and each item of `args` is one argument. The task fails to start, or the shell rejects its option.

## Exceptions
Paths with spaces, such as `/opt/My App/run`, and commands of a docker task whose `entrypoint` is a shell. In docker tasks it is a warning, because the image may have such an entrypoint.

## Example
```hcl task
driver = "exec"
config {
  command = "python3 /srv/app.py --verbose"
}
```

```hcl task
driver = "exec"
config {
  command = "/bin/sh"
  args    = ["-c echo hello"]
}
```

## Use instead
```hcl task
driver = "exec"
config {
  command = "python3"
  args    = ["/srv/app.py", "--verbose"]
}
```

```hcl task
driver = "exec"
config {
  command = "/bin/sh"
  args    = ["-c", "echo hello"]
}
```
"""

from __future__ import annotations

from nomadspec.jobspec.block import known_items
from nomadspec.rules.rule import Finding
from nomadspec.source.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nomadspec.rules.rule import Visit
    from nomadspec.source import Severity

CODE = "DRV013"
NAME = "command-with-arguments"
SEVERITY = "error"
BLOCKS = ("Task", "Action", "ChangeScript", "ServiceCheck")
IF_WRITTEN = ("config.command", "command")
_DRIVERS = ("docker", "podman", "exec", "exec2", "raw_exec")
_CONTAINERS = ("docker", "podman")
_SHELLS = ("sh", "bash", "ash", "dash", "zsh")
#: A program and a second word that is no part of a path with spaces.
_LINE = pattern(r"[^\s\\]+\s+(-\S*|/\S*|[^\s/\\]+)(\s[^\\]*)?")
_OPTION_AND_SCRIPT = pattern(r"-[a-z]*c\s+\S")

_EVALUATES = pattern(r"-[a-z]*[ce]|--eval|--command")
#: An option with its value. Behind one letter many programs take the rest as its value.
_OPTION_AND_VALUE = pattern(r"--?[A-Za-z][A-Za-z0-9_.-]+\s+[^\s]+")


def check(visit: Visit) -> Iterator[Finding]:
    if visit.block.TYPE != "Task":
        command = visit.block.command
        if command and "${" not in command and _LINE.fullmatch(command.strip()):
            yield _line(command, "command", "warning")
        return
    known = dict(known_items(visit.block.config or {}))
    command = known.get("command")
    if visit.driver not in _DRIVERS or not isinstance(command, str) or "${" in command or "entrypoint" in (visit.block.config or {}):
        return
    severity: Severity = "warning" if visit.driver in _CONTAINERS else "error"
    if _LINE.fullmatch(command.strip()):
        yield _line(command, "config.command", severity)
    given = known.get("args")
    first = next((item for index, item in known_items(given) if index == 0), None) if isinstance(given, list) else None
    if command.rpartition("/")[2] in _SHELLS and isinstance(first, str) and _OPTION_AND_SCRIPT.match(first):
        yield Finding(
            f"{first!r} is one argument, which the shell rejects",
            (visit.path / "config").item("args", 0),
            help="Write the option and the script as two items.",
            severity=severity,
        )
    yield from _options(visit, command, given)


def _line(command: str, at: str, severity: Severity) -> Finding:
    """A command that is a whole command line."""
    program, *words = command.split()
    if any(sign in command for sign in "&|;<>`\"'$*"):
        help = 'Run a shell: command = "/bin/sh", and args = ["-c", "…"].'
    else:
        args = ", ".join(f'"{word}"' for word in words)
        help = f'Write command = "{program}" and args = [{args}].'
    return Finding(f"{command!r} is taken as the name of one program: spaces do not separate arguments", at, help=help, severity=severity)


def _options(visit: Visit, command: str, given: Any) -> Iterator[Finding]:
    """Options that share an argument with their values. What an interpreter gets behind an option such as -c is its own language."""
    items = dict(known_items(given)) if isinstance(given, list) else {}
    for index, item in items.items():
        if not isinstance(item, str) or not _OPTION_AND_VALUE.fullmatch(item) or (index == 0 and command.rpartition("/")[2] in _SHELLS):
            continue
        if any(isinstance(before, str) and _EVALUATES.fullmatch(before) for at, before in items.items() if at < index):
            return
        option = item.split(None, 1)[0]
        yield Finding(
            f"{option} and its value are one argument: spaces do not separate arguments",
            (visit.path / "config").item("args", index),
            help="Write two items, the option and the value.",
            severity="warning",
        )
