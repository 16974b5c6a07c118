"""A report as sections: a heading, sentences, a table, points. The same sections become text for terminals and pipes, and Markdown for pull requests.

What comes from outside is put into sections as it is; each renderer makes it harmless for its format.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nomadspec.reporting.escaping import line, markdown, markdown_fence, terminal
from nomadspec.source.record import Record, field
from nomadspec.source.styled_text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nomadspec.source.styled_text import Line

#: Longer tables are cut there in Markdown: GitHub cuts a comment at 65,536 characters.
MOST_ROWS: Final = 200


class Table(Record):
    """Rows of cells under heads; a head that begins with `#` names a column of numbers, which are set to the right."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


class Section(Record):
    """A part of a report. `style` is that of the heading: a meaning of `console.STYLES`."""

    heading: str = ""
    style: str = "title"
    sentences: Sequence[str] = field(default_factory=list)
    table: Table | None = None
    points: Sequence[str] = field(default_factory=list)
    diff: Iterable[Line] = field(default_factory=list)
    """The lines of a diff, made as they are asked for, once."""


def text_lines(sections: Iterable[Section]) -> Iterator[Line]:
    """As styled lines, sections apart by an empty line."""
    for number, section in enumerate(sections):
        if number:
            yield []
        if section.heading:
            yield [(line(section.heading), section.style)]
        yield from ([(line(sentence), "")] for sentence in section.sentences)
        yield from _table_lines(section.table) if section.table is not None else ()
        yield from ([(f"- {line(point)}", "")] for point in section.points)
        yield from ([("  ", ""), *[(terminal(text), style) for text, style in row]] for row in section.diff)


def _table_lines(table: Table) -> list[Line]:
    heads = [head.lstrip("#") for head in table.heads]
    rows = [[line(cell) for cell in row] for row in table.rows]
    widths = [max(len(row[number]) for row in [heads, *rows]) for number in range(len(heads))]

    def joined(row: Sequence[str]) -> str:
        cells = [cell.rjust(width) if head.startswith("#") else cell.ljust(width) for cell, width, head in zip(row, widths, table.heads, strict=True)]
        return f"  {'  '.join(cells)}".rstrip()

    return [[(joined(heads), "dim")], *([(joined(row), "")] for row in rows)]


def markdown_text(sections: Iterable[Section]) -> str:
    """As Markdown."""
    lines: list[str] = []
    for section in sections:
        if section.heading:
            lines += [f"### {markdown(section.heading)}", ""]
        for sentence in section.sentences:
            lines += [markdown(sentence), ""]
        if section.table is not None:
            lines += [*_markdown_table(section.table), ""]
        if section.points:
            lines += [*(f"- {markdown(point)}" for point in section.points), ""]
        text = terminal(plain(section.diff)).removesuffix("\n")
        if text:
            fence = markdown_fence(text)
            lines += [f"{fence}diff", text, fence, ""]
    return "\n".join(lines)


def _markdown_table(table: Table) -> list[str]:
    rows = list(table.rows[:MOST_ROWS])
    lines = [
        f"| {' | '.join(markdown(head.lstrip('#')) for head in table.heads)} |",
        f"|{'|'.join(' ---: ' if head.startswith('#') else ' --- ' for head in table.heads)}|",
        *(f"| {' | '.join(markdown(cell) for cell in row)} |" for row in rows),
    ]
    return [*lines, "", f"… and {len(table.rows) - MOST_ROWS} more rows"] if len(table.rows) > MOST_ROWS else lines
