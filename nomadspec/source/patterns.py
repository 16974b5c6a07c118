"""Regular expressions, compiled ahead.

To compile the patterns of the lexer takes longer than to lint a file with them, and `re` itself, with all that it loads, is half of a
bare Python's start. So the program's own patterns ship as the code that the matcher runs (`pattern_tables/`, a table for each version of the
matcher, written by `tools/generate_patterns.py` and compared by a test), and `pattern` makes a pattern of that without loading `re`. With a
matcher that has no table, and for a pattern that is not in it, `re` compiles as ever.
"""

from __future__ import annotations

import sys

try:
    from _sre import MAGIC, compile  # type: ignore[import-not-found]
except ImportError:  # another implementation of Python
    MAGIC = 0

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from re import Pattern
    from typing import Final

    Row = tuple[int, int, tuple[tuple[str, int], ...], bytes]

#: The flags of `re`, by value: to name them there would load it.
IGNORECASE, MULTILINE, DOTALL, VERBOSE, ASCII = 2, 8, 16, 64, 256

#: Every pattern that was asked for, with its flags: the generator's list.
asked: Final[list[tuple[str, int]]] = []


def pattern(text: str, flags: int = 0) -> Pattern[str]:
    """What `re.compile` gives."""
    asked.append((text, flags))
    made = TABLE.get((text, flags))
    if made is not None:
        whole, groups, names, code = made
        by_number: list[str | None] = [None] * (groups + 1)
        for name, number in names:
            by_number[number] = name
        compiled: Pattern[str] = compile(text, whole, memoryview(code).cast("I").tolist(), groups, dict(names), tuple(by_number))
        return compiled
    import re

    return re.compile(text, flags)


def table(magic: int) -> Mapping[tuple[str, int], Row]:
    """The table for a version of the matcher; empty where there is none."""
    try:
        return __import__(f"nomadspec.source.pattern_tables.magic_{magic}", fromlist=("TABLE",)).TABLE  # type: ignore[no-any-return]
    except ImportError:
        return {}


#: The table of the matcher at hand: (pattern, flags) → flags as compiled, groups, names of groups, code.
TABLE: Final = table(MAGIC) if sys.byteorder == "little" else {}
