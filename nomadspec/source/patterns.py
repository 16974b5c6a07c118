"""Regular expressions, compiled ahead.

Compiling the patterns of the lexer takes longer than linting a file with them, and `re` itself, with all that it loads, is half of a bare Python's
start. So the program's own patterns ship as the code that the matcher runs (`_generated/patterns.bin`, written by `tools/generate_patterns.py`, compared by
a test), and `pattern` makes a pattern from it without loading `re`. The code is the same for every matcher in `MATCHERS`; with another matcher, and for
a pattern that is not in the table, `re` compiles as usual.

The file is a sequence of records: six unsigned 32-bit little-endian numbers (flags as asked for, flags as compiled, groups, and the bytes of the pattern,
of the names of groups and of the code), then these three, the first two in UTF-8 (with surrogates), names as `name=number` between commas.
"""

from __future__ import annotations

import sys

try:
    from _sre import MAGIC, compile  # type: ignore[import-not-found]
except ImportError:  # another implementation of Python
    MAGIC = 0

#: Which matcher this Python has.
MATCHER: int = MAGIC

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import Pattern
    from typing import Final

    Row = tuple[int, int, bytes, memoryview]

#: The flags of `re`, by value: to name them there would load it.
IGNORECASE, MULTILINE, DOTALL, VERBOSE, ASCII = 2, 8, 16, 64, 256

#: The matchers (`_sre.MAGIC`) that run the code of the table: those of Python 3.11, 3.12, and 3.13 to 3.15.
MATCHERS: Final = (20220615, 20221023, 20230612)

#: Every pattern that was asked for, with its flags: the generator's list.
asked: Final[list[tuple[str, int]]] = []


def pattern(text: str, flags: int = 0) -> Pattern[str]:
    """What `re.compile` gives."""
    asked.append((text, flags))
    made = TABLE.get((text, flags))
    if made is not None:
        whole, groups, names, code = made
        by_number: list[str | None] = [None] * (groups + 1)
        by_name: dict[str, int] = {}
        for entry in names.decode().split(",") if names else ():
            name, _, number = entry.partition("=")
            by_name[name] = int(number)
            by_number[int(number)] = name
        compiled: Pattern[str] = compile(text, whole, code.cast("I").tolist(), groups, by_name, tuple(by_number))
        return compiled
    import re

    return re.compile(text, flags)


def read(data: bytes) -> dict[tuple[str, int], Row]:
    """The table in a file's bytes, on a little-endian machine: (pattern, flags) → flags as compiled, groups, names of groups, code."""
    rows: dict[tuple[str, int], Row] = {}
    view, at = memoryview(data), 0
    while at < len(data):
        flags, whole, groups, of_text, of_names, of_code = view[at : at + 24].cast("I").tolist()
        at += 24
        text, names, code = at, at + of_text, at + of_text + of_names
        rows[data[text:names].decode("utf-8", "surrogatepass"), flags] = (whole, groups, data[names:code], view[code : code + of_code])
        at = code + of_code
    return rows


def _table() -> dict[tuple[str, int], Row]:
    # With 32 bits, a repetition without a limit is another number.
    if MATCHER not in MATCHERS or sys.byteorder != "little" or sys.maxsize < 1 << 32:
        return {}
    package = __file__.rpartition("source")[0]
    try:
        return read(__spec__.loader.get_data(f"{package}_generated/patterns.bin"))  # type: ignore[union-attr]
    except OSError:
        return {}


#: The table for the matcher at hand; empty where there is none.
TABLE: Final = _table()
