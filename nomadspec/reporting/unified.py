"""A unified diff of a file before and after, as styled lines."""

from __future__ import annotations

from difflib import SequenceMatcher

from nomadspec.reporting.anchored_lines import AnchoredLines
from nomadspec.reporting.escaping import line, terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Final

    from nomadspec.source.styled_text import Line

#: Unchanged lines shown around a change.
CONTEXT: Final = 3
#: Lines of both texts together up to which difflib compares them.
MOST_LINES: Final = 4_000


def unified_diff(path: str, before: str, after: str) -> list[Line]:
    """What changes in `path`; `patch` can apply it when nothing had to be made visible."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    if len(old) + len(new) <= MOST_LINES:
        matcher = SequenceMatcher(None, old, new)
    else:
        matcher = AnchoredLines(old, new)
    lines: list[Line] = []
    for number, group in enumerate(matcher.get_grouped_opcodes(CONTEXT)):
        if number == 0:
            name = line(path)
            lines += [[(f"--- a/{name}", "title")], [(f"+++ b/{name}", "title")]]
        lines.append([(f"@@ -{_range(group[0][1], group[-1][2])} +{_range(group[0][3], group[-1][4])} @@", "gutter")])
        for kind, a, b, c, d in group:
            if kind == "equal":
                lines += _rows(" ", old[a:b], "")
            else:
                lines += _rows("-", old[a:b], "deleted")
                lines += _rows("+", new[c:d], "added")
    return lines


def _range(start: int, end: int) -> str:
    """Lines as the head of a hunk names them: the first, and how many; the line before them where there are none."""
    if end - start == 1:
        return str(start + 1)
    return f"{start + (end > start)},{end - start}"


def _rows(mark: str, texts: Sequence[str], style: str) -> Iterator[Line]:
    for text in texts:
        yield [(terminal(mark + text.removesuffix("\n").removesuffix("\r")), style)]
        if not text.endswith("\n"):
            yield [("\\ No newline at end of file", "dim")]
