"""Places in the units of report formats: columns in code points or bytes. (Nomad, and so a `Position`, counts user-perceived characters.)"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.source import Source


def line_and_code_point(source: Source, offset: int) -> tuple[int, int]:
    """Line and column from 1, the column in code points as SARIF counts."""
    from bisect import bisect_right

    line = bisect_right(source.line_starts, offset)
    return line, offset - source.line_starts[line - 1] + 1


def line_and_byte(source: Source, offset: int) -> tuple[int, int]:
    """Line and column from 1, the column in bytes of UTF-8."""
    line, column = line_and_code_point(source, offset)
    begin = source.line_starts[line - 1]
    return line, len(source.text[begin : begin + column - 1].encode("utf-8", "surrogatepass")) + 1
