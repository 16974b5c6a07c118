"""Write `docs/commands.md`, every command with its options, from the table of commands: `python -m tools.generate_commands [--check]`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from nomadspec.cli.options import COMMANDS, Command, Option
from tools.output import deliver

TARGET = Path(__file__).parent.parent / "docs" / "commands.md"

HEADER = """# Commands

`--help` after a command and the manual pages (`man nomadspec-lint`) contain the same information. This page is generated from the table of commands.
"""


def render() -> str:
    return HEADER + "".join(part for command in COMMANDS for leaf in command.actions or (command,) for part in _command(leaf))


def _command(command: Command) -> Iterator[str]:
    usage = " ".join(filter(None, ("nomadspec", command.name, "[OPTIONS]", command.positional)))
    yield f"\n## {command.name}\n\n{_cell(command.help)}\n\n```text\n{usage}\n```\n"
    if command.options:
        yield "\n| option | meaning |\n| --- | --- |\n"
        yield from map(_option, command.options)


def _option(option: Option) -> str:
    value = "" if option.kind == "flag" else f" {option.metavar}"
    flags = ", ".join(f"`{flag}{value}`" for flag in option.flags)
    return f"| {flags} | {_cell(option.help)}{' May be repeated.' if option.kind == 'many' else ''} |\n"


def _cell(text: str) -> str:
    """Text of help as Markdown: what would be markup is none."""
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


if __name__ == "__main__":
    sys.exit(deliver({TARGET: render()}))
