"""`nomadspec help [COMMAND…]`: the same as `nomadspec COMMAND --help`."""

from __future__ import annotations

from nomadspec.cli.arguments import UsageError, nearest
from nomadspec.cli.options import COMMANDS, COMMANDS_BY_NAME

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.cli.arguments import Arguments


def run(arguments: Arguments) -> int:
    from nomadspec.cli.app import run_typer

    name = " ".join(arguments.positional)
    if name and name not in COMMANDS_BY_NAME:
        known = [command.name for command in COMMANDS]
        raise UsageError(f"unknown command {name!r}{nearest(name, known)}")
    return run_typer([*arguments.positional, "--help"])
