"""A unified diff of a file before and after, as styled lines."""

from __future__ import annotations

from difflib import unified_diff as difflib_unified

from nomadspec.reporting.escaping import line, terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.source.styled_text import Line


def unified_diff(path: str, before: str, after: str) -> list[Line]:
    """What changes in `path`; `patch` can apply it when nothing had to be made visible."""
    lines: list[Line] = []
    name = line(path)
    for row in difflib_unified(before.splitlines(keepends=True), after.splitlines(keepends=True), f"a/{name}", f"b/{name}"):
        style = "title" if row.startswith(("---", "+++")) else {"+": "added", "-": "deleted", "@": "gutter"}.get(row[0], "")
        lines.append([(terminal(row.removesuffix("\n").removesuffix("\r")), style)])
        if not row.endswith("\n"):
            lines.append([("\\ No newline at end of file", "dim")])
    return lines
