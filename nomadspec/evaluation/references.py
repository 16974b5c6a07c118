"""References that nobody here knows: Nomad keeps them as text, to be filled in when the task runs.

There is no list of reserved names. Any reference whose root is not in scope is a string that repeats the source around it, found
by looking at the bytes beside it; the rule is odd (closing braces behind the reference are doubled) and kept to the letter.
"""

from __future__ import annotations

from nomadspec.hcl.string_values import normalize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

#: A run of blanks and braces is looked at no further, since what it stands for grows with the square of its length.
LONGEST_RUN: Final = 2_000


def runtime_text(text: str, start: int, end: int) -> str:
    """The string that the reference at [start, end) of `text` stands for, such as "${attr.kernel.name}"."""
    at = start - 1
    while at >= 1:
        before = text[at]
        if before == "{" and text[at - 1] == "$":
            return normalize(text[at - 1 : end] + _closing(text, end))
        if before != " ":
            break
        at -= 1
    return normalize("${" + text[start:end] + "}")


def _closing(text: str, end: int) -> str:
    """What follows the reference up to the closing brace, as often as Nomad repeats it. The character at `end` is not looked at."""
    found = ""
    at = end + 1
    limit = min(len(text), end + LONGEST_RUN)
    while at < limit:
        if text[at] == "}":
            found += text[end:at]
        elif text[at] != " ":
            return found + "}"
        at += 1
    return found
