"""Regular expressions, compiled ahead.

Compiling the patterns of the lexer takes longer than linting a file with them, and `re` itself, with all that it loads, is half of a bare Python's
start. So the program's own patterns ship as the code that the matcher runs (`_generated/patterns.bin`, written by `tools/generate_patterns.py`, compared by
a test), and `pattern` makes a pattern from it without loading `re`. The code is the same for every matcher in `MATCHERS`; with another matcher, and for
a pattern that is not in the table, `re` compiles as usual.

The file is the table as `marshal` writes it in its oldest version, which every Python reads and which gives the same bytes everywhere: (pattern, flags as
asked for) → flags as compiled, number of groups, number of each name, names by number, and the code as unsigned 32-bit little-endian numbers.
"""

from __future__ import annotations

import marshal
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

    Row = tuple[int, int, dict[str, int], tuple[str | None, ...], bytes]

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
        whole, groups, by_name, by_number, code = made
        compiled: Pattern[str] = compile(text, whole, memoryview(code).cast("I").tolist(), groups, by_name, by_number)
        return compiled
    import re

    return re.compile(text, flags)


def _table() -> dict[tuple[str, int], Row]:
    # With 32 bits, a repetition without a limit is another number.
    if MATCHER not in MATCHERS or sys.byteorder != "little" or sys.maxsize < 1 << 32:
        return {}
    package = __file__.rpartition("source")[0]
    try:
        rows: dict[tuple[str, int], Row] = marshal.loads(__spec__.loader.get_data(f"{package}_generated/patterns.bin"))  # type: ignore[union-attr]
        return rows
    except (OSError, ValueError, EOFError, TypeError):  # what `marshal` raises for what it did not write
        return {}


#: The table for the matcher at hand; empty where there is none.
TABLE: Final = _table()
