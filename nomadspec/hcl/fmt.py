"""The canonical layout of a text: only blanks between tokens change, byte for byte as `nomad fmt` changes them.

The tokens are cut into lines (a heredoc with all its lines belongs to the line that opens it), and a line into three cells:
what leads, the assignment from `=` on when its brackets balance, and a trailing comment. Three passes then set the blanks before
each token: the indent by counting brackets, single blanks inside a cell by `_space_between`, and columns of neighbouring lines
whose assignments or comments are aligned.
"""

from __future__ import annotations

from nomadspec.hcl.errors import SyntaxError, too_large
from nomadspec.hcl.exact.lexer import each_token
from nomadspec.hcl.limits import MAX_FILE
from nomadspec.hcl.parser import parse
from nomadspec.source.span import Source, column_width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Final

    from nomadspec.hcl import ast
    from nomadspec.releases import Release

#: The byte-order mark.
_MARK: Final = "\ufeff"
_CHANGE: Final = {"{": 1, "[": 1, "(": 1, "CONTROL": 1, "INTERP": 1, "}": -1, "]": -1, ")": -1, "SEQEND": -1}
_TEMPLATE_BEFORE: Final = frozenset(("QLIT", "HLIT", "OQUOTE", "OHEREDOC"))
_TEMPLATE_AFTER: Final = frozenset(("QLIT", "HLIT", "CQUOTE", "CHEREDOC"))
# A minus behind one of these is a sign, not a subtraction.
_BEFORE_SIGN: Final = frozenset(
    ("", "(", "{", "[", "=", ":", ",", "?", "+", "*", "/", "%", "-", "==", "!=", ">", ">=", "<", "<=", "&&", "||", "!"),
)


class _Piece:
    """A token to be written, and how many blanks go before it."""

    __slots__ = ("blanks", "kind", "text")

    def __init__(self, kind: str, text: str, blanks: int) -> None:
        self.kind = kind
        self.text = text
        self.blanks = blanks


#: The empty cell of all lines that have none: two lists for each line of a long text take a quarter of the memory.
_NOTHING: Final[list[_Piece]] = []


class _Line:
    """The cells of a line; `assign` and `comment` may be empty."""

    __slots__ = ("assign", "comment", "lead")

    def __init__(self, lead: list[_Piece]) -> None:
        self.lead = lead
        self.assign = self.comment = _NOTHING


#: Lines with nothing in them, by what ends them: a text may be nothing but such lines.
_EMPTY_LINES: Final = {end: _Line([_Piece("NEWLINE", end, 0)]) for end in ("\n", "\r\n")}


def format_text(text: str, path: str = "", *, nomad_version: str | Release | None = None) -> str:
    """`text` formatted in canonical style. Raises `SyntaxError` with the diagnostics if it cannot be parsed, or has more than 4,000,000 characters.

    `nomad_version`: the release whose style to use; it is the same for all known releases. Raises ReleaseError, a ValueError, for an unknown release.
    """
    if nomad_version is not None:
        from nomadspec.releases import release

        release(nomad_version)
    if len(text) > MAX_FILE:
        raise SyntaxError((too_large(Source(text, path), MAX_FILE),))
    return canonical(text, path)


def canonical(text: str, path: str = "") -> str:
    """The same without a limit, for a text that was made here of data that have one."""
    if text == _MARK:
        return "   "  # a blank for each of its bytes
    file = parse(text, path)
    if not file.ok:
        raise SyntaxError(file.diagnostics)
    headers = tuple(_headers(file.body)) if "/*" in text else ()
    del file  # the tree and the pieces of a long text together would take twice the memory
    return layout(text, headers)


def layout(text: str, headers: Iterable[tuple[int, int]] = ()) -> str:
    """`text` in canonical layout, whether or not it can be parsed. Comments that start within `headers` are left out."""
    lines, trailing = _lines(text, tuple(headers))
    _indent(lines)
    for line in lines:
        _space(line.lead)
        if line.assign:
            line.assign[0].blanks = 1
            _space(line.assign)
    _align(lines, [line.assign for line in lines], [_width(line.lead) for line in lines])
    _align(lines, [line.comment for line in lines], [_width(line.lead) + _width(line.assign) for line in lines])
    out: list[str] = []
    for line in lines:
        for cell in (line.lead, line.assign, line.comment):
            for piece in cell:
                if piece.blanks:
                    out.append(" " * piece.blanks)
                out.append(piece.text)
    out.append(" " * trailing)
    return "".join(out)


def _headers(body: ast.Body) -> Iterator[tuple[int, int]]:
    """From the type word to the first label of every block: Nomad does not keep the comments there."""
    waiting = [body]
    while waiting:
        for block in waiting.pop().blocks:
            if block.labels:
                yield block.start, block.labels[0].start
            waiting.append(block.body)


def _lines(text: str, headers: tuple[tuple[int, int], ...]) -> tuple[list[_Line], int]:
    """The lines, and how many blanks stand at the very end of the text: those stay."""
    lines: list[_Line] = []
    lead: list[_Piece] = []
    blanks = 0
    short: dict[str, str] = {}  # of which a text has many, such as empty comments
    for token in each_token(text):
        if token.kind == "SPACE":
            blanks += token.end - token.start
            continue
        if token.kind == "EOF":
            break
        if token.kind == "COMMENT" and any(start < token.start < end for start, end in headers):
            continue
        if token.kind == "NEWLINE" and not lead:
            lines.append(_EMPTY_LINES[token.text])  # the blanks in it go
            blanks = 0
            continue
        text_of = token.text
        lead.append(_Piece(token.kind, short.setdefault(text_of, text_of) if len(text_of) < 3 else text_of, blanks))
        blanks = 0
        if token.kind == "NEWLINE" or (token.kind == "COMMENT" and token.text.endswith("\n")):
            lines.append(_Line(lead))
            lead = []
    lines.append(_Line(lead))
    for line in lines:
        lead = line.lead
        if len(lead) > 1 and lead[-1].kind == "COMMENT":
            line.comment = lead[-1:]
            lead = line.lead = lead[:-1]
        for i, piece in enumerate(lead):
            if i > 0 and piece.kind == "=":
                if not sum(_CHANGE.get(p.kind, 0) for p in lead[i:]):
                    line.assign = lead[i:]
                    line.lead = lead[:i]
                break
    return lines, blanks


def _indent(lines: list[_Line]) -> None:
    """Two blanks for each line whose brackets are open; a line that opens several counts as one step."""
    steps: list[int] = []
    for line in lines:
        if not line.lead:
            continue
        first = line.lead[0]
        if first.kind == "NEWLINE":
            first.blanks = 0
            continue
        change = 0
        for piece in line.lead:  # an assignment cell is balanced
            change += _CHANGE.get(piece.kind, 0)
            if piece.kind == "OHEREDOC":
                break
        if change > 0:
            first.blanks = 2 * len(steps)
            steps.append(change)
            continue
        closed = -change
        while closed > 0 and steps:
            if closed > steps[-1]:
                closed -= steps.pop()
            elif closed < steps[-1]:
                steps[-1] -= closed
                closed = 0
            else:
                steps.pop()
                closed = 0
        first.blanks = 2 * len(steps)


def _space(cell: list[_Piece]) -> None:
    for i in range(1, len(cell)):
        before = cell[i - 2].kind if i > 1 else ""
        cell[i].blanks = 1 if _space_between(before, cell[i - 1], cell[i]) else 0


def _space_between(before: str, piece: _Piece, following: _Piece) -> bool:
    """Whether a blank goes between `piece` and what follows it. The first rule that fits decides."""
    kind, after = piece.kind, following.kind
    if after == "NEWLINE":
        return False
    if kind == "IDENT" and after in ("(", "::"):
        return False
    if kind == "::" and after == "IDENT":
        return False
    if kind == "." or after == ".":
        return False
    if after in (",", "..."):
        return False
    if kind == ",":
        return True
    if kind in _TEMPLATE_BEFORE or after in _TEMPLATE_AFTER:
        return False
    if kind == "IDENT" and piece.text == "in" and before == "IDENT":
        return True
    if after == "[" and (kind in ("IDENT", "NUMBER") or _CHANGE.get(kind, 0) < 0):
        return False
    if kind == "!":
        return False
    if kind == "-":
        return before not in _BEFORE_SIGN
    if kind == "{" or after == "}":
        return not (kind == "{" and after == "}")
    if kind in ("INTERP", "CONTROL") and after == "{":
        return True
    if kind == "}" and after == "SEQEND":
        return True
    if kind == "SEQEND" and after in ("INTERP", "CONTROL"):
        return False
    return _CHANGE.get(kind, 0) <= 0 and _CHANGE.get(after, 0) >= 0


def _align(lines: list[_Line], cells: list[list[_Piece]], widths: list[int]) -> None:
    """Put the cells of neighbouring lines in one column, one blank behind the widest of what stands before them."""
    first = 0
    while first < len(lines):
        if not cells[first]:
            first += 1
            continue
        last = first
        while last < len(lines) and cells[last]:
            last += 1
        widest = max(widths[first:last])
        for i in range(first, last):
            cells[i][0].blanks = widest - widths[i] + 1
        first = last


def _width(cell: list[_Piece]) -> int:
    return sum(piece.blanks + column_width(piece.text) for piece in cell)
