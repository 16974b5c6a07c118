"""Completion in shells: the values that commands and options take, and the script for a shell.

`VALUES` has a function for each kind of value that is not a plain choice; the table of `options.py` names it as `completes`.
"""

from __future__ import annotations

import os
import sys

from nomadspec.cli.arguments import UnusableInput, UsageError, nearest
from nomadspec.cli.options import COMMANDS_BY_NAME, LINT_FORMATS, SHELLS, Command, Option

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Final

Offer = tuple[str, str]
"""A value and a short description, which shells show next to it."""


def offers(subject: Command | Option, begun: str) -> list[Offer]:
    """The values that can follow `begun` as the value of an option or the argument of a command."""
    choices = subject.choices if isinstance(subject, Option) else ()
    listed = VALUES[subject.completes]() if subject.completes else [(choice, "") for choice in choices]
    # Lists of codes are separated by commas: the last one is completed.
    done, comma, last = begun.rpartition(",") if subject.completes == "rules" else ("", "", begun)
    return [(f"{done}{comma}{value}", help) for value, help in listed if value.startswith(last)]


def _rules() -> list[Offer]:
    from nomadspec.rules.registry import ENGINE, builtin
    from nomadspec.workspace.code_catalog import nomad_messages

    rules = [(word, rule.summary) for rule in (*builtin(), *ENGINE) for word in (rule.code, rule.name)]
    return [*rules, *((message.code, message.name) for message in nomad_messages()), ("ALL", "All rules.")]


def _schemas() -> list[Offer]:
    from nomadspec.workspace.schemas import SCHEMAS

    return [(name, "") for name in SCHEMAS]


def _environments() -> list[Offer]:
    """Those of the working folder's configuration."""
    from nomadspec.workspace.configuration import ConfigurationError, Configurations
    from nomadspec.workspace.environments import names

    try:
        return [(name, "") for name in names(Configurations().of("./x"))]
    except ConfigurationError:
        return []


def _commands() -> list[Offer]:
    return [(name, command.help) for name, command in COMMANDS_BY_NAME.items() if " " not in name]


#: Name in the table of options → the values.
VALUES: Final[dict[str, Callable[[], list[Offer]]]] = {
    "rules": _rules,
    "schemas": _schemas,
    "commands": _commands,
    "environments": _environments,
    "report-files": lambda: [(f"{form}=", "") for form in LINT_FORMATS],
}


def shell_of(given: str) -> str:
    """The shell that was named, else the user's own. Raises `UsageError`."""
    shell = given or os.path.basename(os.environ.get("SHELL", ""))
    if shell not in SHELLS:
        problem = f"not {given!r}{nearest(given, SHELLS)}" if given else "and $SHELL does not name one of them"
        raise UsageError(f"completion supports {', '.join(SHELLS)}, {problem}")
    return shell


def show(given: str) -> int:
    """Print the script for a shell."""
    from typer.completion import get_completion_script  # type: ignore[attr-defined]

    print(get_completion_script(**_script(given)))
    return 0


def install(given: str) -> int:
    """Write the script where the shell finds it."""
    from typer.completion import install as install_script  # type: ignore[attr-defined]

    try:
        shell, path = install_script(**_script(given))
    except OSError as error:
        raise UnusableInput(f"cannot install completion: {error.filename}: {error.strerror}") from None
    print(f"nomadspec: completion for {shell} installed in {path}; it works in new shells", file=sys.stderr)
    return 0


def _script(given: str) -> dict[str, str]:
    return {"prog_name": "nomadspec", "complete_var": "_NOMADSPEC_COMPLETE", "shell": shell_of(given)}
