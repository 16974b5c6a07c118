"""Edited texts of several lines (templates, scripts, certificates) as a diff of their lines."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

#: Unchanged lines shown around a change.
CONTEXT: Final = 3

#: The longest texts that are compared: comparing takes time with the product of both.
MOST_LINES: Final = 2000


def changed_lines(old: str, new: str) -> list[tuple[str, str]] | None:
    """The changed lines with their surroundings, each with its style; None for texts of one line, or of too many."""
    before, after = old.splitlines(), new.splitlines()
    if max(len(before), len(after)) < 2 or max(len(before), len(after)) > MOST_LINES:
        return None
    from difflib import SequenceMatcher

    lines: list[tuple[str, str]] = []
    for group in SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(CONTEXT):
        lines.append((f"@@ line {group[0][3] + 1} @@", "dim"))
        for kind, a, b, c, d in group:
            if kind == "equal":
                lines += [(f"  {line}", "") for line in before[a:b]]
            else:
                lines += [(f"- {line}", "deleted") for line in before[a:b]]
                lines += [(f"+ {line}", "added") for line in after[c:d]]
    if not lines:  # they differ only in how lines end
        return [("  (only line endings differ)", "dim")]
    return lines
