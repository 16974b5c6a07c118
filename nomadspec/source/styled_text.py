"""Lines of text with styles by meaning, from which plain and coloured text are made.

A line is a list of (text, style) pieces. Styles are names of meanings ("error", "path", "added" …), "" for none;
what a terminal makes of them is a table (`reporting/console.py`).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    Piece = tuple[str, str]
    Line = list[Piece]


def plain(lines: Iterable[Line]) -> str:
    """The lines without style, each with its end."""
    from io import StringIO

    text = StringIO()
    for line in lines:
        text.write("".join([piece for piece, _ in line]) + "\n")
    return text.getvalue()
