"""The patterns of .gitignore files and of lists in a configuration, as git applies them: of all that match a path, the last one decides.

A pattern matches the path itself, never a folder above it: whoever walks a tree asks for each folder on the way (`verdict`) and does not enter those that
are left out. That is what makes "all but these" right (`*`, `!jobs`, `!jobs/*.nomad`). Of a path alone, `matches` asks for all of these.

Wildcards become regular expressions that never go back: of what stands between two wildcards the first match is taken, which is as good as any later one.
"""

from __future__ import annotations

import re

from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Final

_NAME: Final = "[^/]"
_FOLDER: Final = "(?:[^/]+/)"
#: One character of a pattern, escaped or not, or a set of characters; `**` within a name is `*`.
_PART: Final = r"\\.|\[[!^]?\]?(?:\\.|[^\]\\])*\]|\*+|[^*\\]"


#: Patterns of one file or list that are used.
MAX_PATTERNS: Final = 2_000


class Pattern(Record):
    """One line: whether what it matches is taken in again, whether it matches folders only, and what it matches."""

    negated: bool
    folders: bool
    expression: re.Pattern[str]


def patterns(lines: Sequence[str]) -> tuple[list[Pattern], list[str]]:
    """The patterns of the first `MAX_PATTERNS` lines, and the lines that are none, which git passes over. Empty lines and comments are neither."""
    found, bad = [], []
    for line in lines[:MAX_PATTERNS]:
        try:
            pattern = _pattern(line)
        except re.error:
            bad.append(line)
        else:
            found += [] if pattern is None else [pattern]
    return found, bad


def verdict(rules: Sequence[Pattern], path: str, *, folder: bool) -> bool | None:
    """Whether a path, relative to the folder of the file, is left out; None where no pattern matches it."""
    for rule in reversed(rules):
        if (folder or not rule.folders) and rule.expression.fullmatch(path):
            return not rule.negated
    return None


def matches(rules: Sequence[Pattern], path: str) -> bool:
    """Whether a file, by its path relative to the folder of the patterns, is matched, or a folder that it is in."""
    ends = [at for at, character in enumerate(path) if character == "/"]
    return any(verdict(rules, path[:end], folder=True) for end in ends) or bool(verdict(rules, path, folder=False))


def _pattern(line: str) -> Pattern | None:
    line = re.sub(r"(?<!\\)[ \t\r]+$", "", line)
    negated = line.startswith("!")
    text = line[negated:]
    folders = text.endswith("/")
    segments = text.removesuffix("/").removeprefix("/").split("/")
    if not text.strip("/") or line.startswith("#"):
        return None
    if "/" not in text.removesuffix("/"):
        segments.insert(0, "**")
    return Pattern(negated, folders, re.compile(_path(segments), re.S))


def _path(segments: Sequence[str]) -> str:
    """The expression of a path; `**` stands for any folders, at the end for all that is in them."""
    pieces = [""]
    for number, segment in enumerate(segments):
        last = number == len(segments) - 1
        if segment != "**":
            pieces[-1] += _joined("".join(piece) for piece in _pieces(segment)) + "/" * (not last)
        elif last:
            pieces[-1] += ".+"
        else:
            pieces.append("")
    return _joined(pieces, _FOLDER)


def _pieces(segment: str) -> Iterator[list[str]]:
    """What stands between the wildcards of one name."""
    piece: list[str] = []
    for part in re.findall(_PART, segment, re.S):
        if part[0] == "*":
            yield piece
            piece = []
        elif part == "?":
            piece.append(_NAME)
        elif part[0] == "[" and len(part) > 1:
            piece.append(f"(?!/){_set(part[1:-1])}")
        else:
            piece.append(re.escape(part[-1]))
    yield piece


def _set(inner: str) -> str:
    sign = "^" if inner[:1] in ("!", "^") else ""
    escaped = re.sub(r"([][&~|^])", r"\\\1", inner[len(sign) :])
    return f"[{sign}{escaped}]"


def _joined(pieces: Iterable[str], wild: str = _NAME) -> str:
    """The expression of pieces with any number of `wild` between them."""
    first, *others = pieces
    if not others:
        return first
    return "".join([first, *(f"(?>{wild}*?{piece})" for piece in others[:-1]), f"{wild}*{others[-1]}"])
