"""The two ways to print styled lines (`source/styled_text.py`): plain, or through rich on a terminal.

The text is already harmless (`escaping`). Plain output joins the pieces; only coloured output loads rich.
"""

from __future__ import annotations

import sys

from nomadspec.source.styled_text import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, TextIO

    from nomadspec.source.styled_text import Line

#: Style by meaning → rich style.
STYLES = {
    "": "",
    "error": "bold red",
    "warning": "bold yellow",
    "info": "bold cyan",
    "path": "bold",
    "gutter": "blue",
    "caret": "bold red",
    "help": "green",
    "dim": "dim",
    "code": "bold",
    "added": "green",
    "deleted": "red",
    "edited": "yellow",
    "title": "bold",
    "good": "green",
}


#: Characters that are encoded at a time, so that a long text is not there twice.
_AT_ONCE = 1 << 20
#: Between the name of a style and the address that its text leads to.
LINK = " @"


def hyperlinks(stream: TextIO) -> bool:
    """Whether the terminal makes links of addresses (OSC 8): FORCE_HYPERLINK, else whether it is one that is known not to garble them."""
    import os

    environ = os.environ
    if "FORCE_HYPERLINK" in environ:
        return environ["FORCE_HYPERLINK"] not in ("", "0")
    return stream.isatty() and environ.get("TERM", "dumb") not in ("dumb", "linux") and not environ.get("CI")


def colored(choice: str | None, no_color: bool, stream: TextIO | None = None) -> bool:
    """Whether to colour: `--color`, then NO_COLOR and FORCE_COLOR, then whether it is a terminal that can."""
    import os

    if no_color or choice == "never":
        return False
    if choice == "always":
        return True
    environ = os.environ
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return True
    stream = sys.stdout if stream is None else stream
    return stream.isatty() and environ.get("TERM") != "dumb"


def write(lines: Iterable[Line], *, color: bool, stream: TextIO | None = None) -> None:
    """Print the lines."""
    stream = sys.stdout if stream is None else stream
    if not color:
        write_text(plain(lines), stream)
        return
    from rich.console import Console
    from rich.style import Style
    from rich.text import Text

    links = hyperlinks(stream)
    console = Console(file=stream, force_terminal=True, highlight=False, soft_wrap=True, markup=False, emoji=False, legacy_windows=False)
    for line in lines:
        text = Text()
        for piece, style in line:
            name, _, address = style.partition(LINK)
            text.append(piece, Style.parse(STYLES[name]) + Style(link=address) if address and links else STYLES[name] or None)
        console.print(text, soft_wrap=True)


def write_json(value: Any, indent: int | None = 2) -> None:
    """Print a JSON document."""
    from nomadspec.reporting.escaping import write_json_text

    write_json_text(value, write_text, indent)
    write_text("\n")


def write_text(text: str, stream: TextIO | None = None) -> None:
    """Print text as UTF-8 whatever the locale says; lone surrogates become escapes, and on a terminal other characters that it would obey."""
    stream = sys.stdout if stream is None else stream
    if stream.isatty():
        from nomadspec.reporting.escaping import terminal

        text = terminal(text)  # what a file says must not drive the terminal
    buffer = getattr(stream, "buffer", None)
    if buffer is None:
        stream.write(text)
        return
    stream.flush()
    for start in range(0, len(text), _AT_ONCE):
        buffer.write(text[start : start + _AT_ONCE].encode("utf-8", "backslashreplace"))
    buffer.flush()
