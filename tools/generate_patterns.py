"""Write `nomadspec/_generated/patterns.bin`: the code of the program's regular expressions, as the matcher of `re` runs it.

    python -m tools.generate_patterns [--check]

The patterns are those that modules ask `source/patterns.py` for when they are imported. The code is the same for every Python in `patterns.MATCHERS`;
the tests of each version compare.
"""

from __future__ import annotations

import re
import sys
from _sre import CODESIZE  # type: ignore[import-not-found]
from array import array
from importlib import import_module
from pathlib import Path

from nomadspec.source import patterns
from tools.output import deliver

PACKAGE = Path(__file__).parent.parent / "nomadspec"
FILE = PACKAGE / "_generated" / "patterns.bin"


def content() -> bytes:
    """The file's content; its form is described in `source/patterns.py`."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if "nomadspec.source.patterns import" in path.read_text(encoding="utf-8"):
            import_module(".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts))
    return b"".join(_record(pattern, flags) for pattern, flags in sorted(set(patterns.asked)))


def _record(pattern: str, flags: int) -> bytes:
    compiler = vars(re)["_compiler"]
    assert CODESIZE == array("I").itemsize == 4
    parsed = vars(re)["_parser"].parse(pattern, flags)
    code = array("I", compiler._code(parsed, flags))
    if sys.byteorder == "big":
        code.byteswap()
    state = parsed.state
    parts = (pattern.encode("utf-8", "surrogatepass"), ",".join(f"{name}={number}" for name, number in state.groupdict.items()).encode(), code.tobytes())
    numbers = (flags, int(flags | state.flags), state.groups - 1, *map(len, parts))
    return b"".join(number.to_bytes(4, "little") for number in numbers) + b"".join(parts)


if __name__ == "__main__":
    sys.exit(deliver({FILE: content()}))
