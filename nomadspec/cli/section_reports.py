"""Prints a report of sections in the format that the command line asks for: text, JSON or Markdown."""

from __future__ import annotations

import json

from nomadspec.reporting.console import colored, write, write_text
from nomadspec.reporting.documents import numbered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from nomadspec.cli.arguments import Arguments
    from nomadspec.reporting.sections import Section


def report(arguments: Arguments, sections: Callable[[], Iterable[Section]], document: Callable[[], Any]) -> None:
    """One of the two is made and printed."""
    form = arguments.text("output_format") or "text"
    if form == "json":
        made = document()
        documents = [numbered(arguments.command, each) for each in made] if isinstance(made, list) else numbered(arguments.command, made)
        write_text(json.dumps(documents, indent=2, ensure_ascii=False) + "\n")
        return
    from nomadspec.reporting.sections import markdown_text, text_lines

    if form == "markdown":
        write_text(markdown_text(sections()))
    else:
        write(text_lines(sections()), color=colored(arguments.text("color"), arguments.flag("no_color")))
