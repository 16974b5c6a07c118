"""Write `docs/man/*.1`, the manual pages, from the table of commands and options: `python -m tools.generate_man [--check]`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from nomadspec.cli.app import SUMMARY
from nomadspec.cli.options import COMMANDS, PROGRAM, Command, Option
from nomadspec.version import __version__
from tools.output import deliver

FOLDER = Path(__file__).parent.parent / "docs" / "man"


def files() -> dict[Path, str]:
    """Every page with its text: one of the program, and one of each command and action."""
    pages = {FOLDER / "nomadspec.1": _program()}
    for command in _leaves():
        pages[FOLDER / f"{_page_name(command)}.1"] = _command(command)
    return pages


def _leaves() -> Iterator[Command]:
    for command in COMMANDS:
        yield from command.actions or (command,)


def _page_name(command: Command) -> str:
    return "nomadspec-" + command.name.replace(" ", "-")


def roff(text: str) -> str:
    """Text for a line of its own."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("…", "\\&...")
    return re.sub(r"(?m)^([.'])", r"\\&\1", text)


def _head(name: str, summary: str) -> list[str]:
    return [f'.TH "{name.upper()}" "1" "" "nomadspec {__version__}" "nomadspec"', ".SH NAME", f"{roff(name)} \\- {roff(summary.rstrip('.'))}"]


def _options(options: Iterable[Option]) -> Iterator[str]:
    for option in options:
        value = "" if option.kind == "flag" else f" \\fI{roff(option.metavar)}\\fR"
        yield ".TP"
        yield ", ".join(f"\\fB{roff(flag)}\\fR" for flag in option.flags) + value
        yield roff(option.help) + (" May be repeated." if option.kind == "many" else "")


def _program() -> str:
    rows = _head("nomadspec", SUMMARY)
    rows += [".SH SYNOPSIS", "\\fBnomadspec\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR]\\&... [\\fIARGUMENT\\fR]\\&...", ".SH COMMANDS"]
    for command in _leaves():
        rows += [".TP", f"\\fB{roff(_page_name(command))}\\fR(1)", roff(command.help)]
    rows += [".SH OPTIONS", *_options(PROGRAM)]
    return "\n".join(rows) + "\n"


def _command(command: Command) -> str:
    rows = _head(_page_name(command), command.help)
    arguments = f" \\fI{roff(command.positional)}\\fR" if command.positional else ""
    rows += [".SH SYNOPSIS", f"\\fBnomadspec {roff(command.name)}\\fR [\\fIOPTION\\fR]\\&...{arguments}", ".SH DESCRIPTION", roff(command.help)]
    if command.options:
        rows += [".SH OPTIONS", *_options(command.options)]
    rows += [".SH SEE ALSO", "\\fBnomadspec\\fR(1)"]
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    pages = files()
    sys.exit(deliver(pages, stale=set(FOLDER.glob("*.1")) - pages.keys()))
