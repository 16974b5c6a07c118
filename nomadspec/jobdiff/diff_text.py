"""The text of a diff, as `nomad job plan` prints it, in lines with styles (`source/styled_text.py`).

Nomad aligns by bytes, not by what a terminal shows, and indents a group by its marker; both are kept.
With `long_texts` a text of several lines that was edited is shown as a diff of its lines, which Nomad does not do.
"""

from __future__ import annotations

from itertools import chain, groupby, repeat

from nomadspec.evaluation.go_quoting import go_quote
from nomadspec.jobdiff.diff_tree import ADDED, DELETED, EDITED, NONE
from nomadspec.jobdiff.long_text import changed_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Final

    from nomadspec.jobdiff.diff_tree import Change, FieldDiff, JobTree, ObjectDiff, TaskDiff, TaskGroupDiff
    from nomadspec.source.styled_text import Line, Piece

MARKERS: Final = {ADDED: "+ ", DELETED: "- ", EDITED: "+/- ", NONE: ""}
STYLES: Final = {ADDED: "added", DELETED: "deleted", EDITED: "edited", NONE: ""}

_MARKER_PIECES: Final[dict[Change, Sequence[Piece]]] = {kind: ((text, STYLES[kind]),) if text else () for kind, text in MARKERS.items()}

#: Words about what is done to allocations → style.
REMARKS: Final = {
    "create": "added",
    "forces create": "added",
    "destroy": "deleted",
    "forces destroy": "deleted",
    "migrate": "info",
    "canary": "info",
    "in-place update": "info",
    "forces in-place update": "info",
    "create/destroy update": "edited",
    "forces create/destroy update": "edited",
}


def job_lines(diff: JobTree, *, verbose: bool = False, long_texts: bool = False) -> Iterator[Line]:
    """The lines of a job's diff, of which there may be millions."""
    yield [*_marker(diff.type), (f"Job: {go_quote(diff.id)}", "title")]
    field, marker = _longest(diff.fields, diff.objects, diff.task_groups)
    if diff.type == EDITED or verbose:
        yield from _body(diff.fields, diff.objects, 0, field, marker, long_texts)
    for group in diff.task_groups:
        yield from _group(group, marker, verbose, long_texts)
        yield []


def _group(group: TaskGroupDiff, longest: int, verbose: bool, long_texts: bool) -> Iterator[Line]:
    pad = longest - len(MARKERS[group.type])
    line: Line = [*_marker(group.type), (" " * pad, ""), (f"Task Group: {go_quote(group.name)}", "title")]
    if group.updates:
        line += _remarks([(f"{count} {words}", words) for words, count in sorted(group.updates.items())])
    yield line
    field, marker = _longest(group.fields, group.objects, group.tasks)
    if group.type == EDITED or verbose:
        yield from _body(group.fields, group.objects, pad + 2, field, marker, long_texts)
    for task in group.tasks:
        yield from _task(task, pad + 2, marker, verbose, long_texts)


def _task(task: TaskDiff, indent: int, longest: int, verbose: bool, long_texts: bool) -> Iterator[Line]:
    line: Line = [(" " * indent, ""), *_marker(task.type), (" " * (longest - len(MARKERS[task.type])), ""), (f"Task: {go_quote(task.name)}", "title")]
    yield [*line, *_remarks([(remark, remark) for remark in task.annotations])]
    if task.type == EDITED or (task.type != NONE and verbose):
        field, marker = _longest(task.fields, task.objects)
        # An edited task of which nothing is shown (a changed lifecycle) has an empty line there.
        yield from _body(task.fields, task.objects, indent + 2, field, marker, long_texts, empty=True)


def _body(
    fields: Sequence[FieldDiff], objects: Sequence[ObjectDiff], indent: int, field: int, marker: int, long_texts: bool, *, empty: bool = False
) -> Iterator[Line]:
    """Fields, then objects; `field` and `marker` are the widths of the two columns. `empty`: an empty line where there is neither."""
    for shown in fields:
        yield from _field(shown, indent, field, marker, long_texts)
    for _, same in groupby(objects, id):  # equal ones may be one value
        items = list(same)
        lines = _object(items[0], indent, marker, long_texts)
        if len(items) == 1:
            yield from lines
        else:
            yield from chain.from_iterable(repeat(list(lines), len(items)))
    if empty and not fields and not objects:
        yield []


def _field(field: FieldDiff, indent: int, longest: int, marker: int, long_texts: bool) -> list[Line]:
    name = f"{field.name}: " + " " * (longest - _bytes(field.name))
    line: Line = [(" " * indent, ""), *_marker(field.type), (" " * (marker - len(MARKERS[field.type])), ""), (name, "")]
    remarks = _remarks([(remark, remark) for remark in field.annotations]) if field.annotations else ()
    if field.type != EDITED:
        return [[*line, (go_quote(field.old if field.type == DELETED else field.new), ""), *remarks]]
    changes = changed_lines(field.old, field.new) if long_texts else None
    if changes is None:
        return [[*line, (go_quote(field.old), ""), (" => ", ""), (go_quote(field.new), ""), *remarks]]
    inner = " " * (indent + marker + 2)
    return [[*line, *remarks], *([(inner, ""), (text, style)] for text, style in changes)]


def _object(item: ObjectDiff, indent: int, longest: int, long_texts: bool) -> Iterator[Line]:
    width = len(MARKERS[item.type])
    pad = " " * (longest - width)
    field, marker = _longest(item.fields, item.objects)
    yield [(" " * indent, ""), *_marker(item.type), (f"{pad}{item.name} {{", "")]
    yield from _body(item.fields, item.objects, indent + len(pad) + 2, field, marker, long_texts, empty=True)
    yield [(" " * (indent + width) + pad + "}", "")]


def _marker(kind: Change) -> Sequence[Piece]:
    return _MARKER_PIECES[kind]


def _remarks(remarks: Sequence[tuple[str, str]]) -> list[Piece]:
    """` (first, second)`: texts and the words that decide their style; nothing for no remarks."""
    if not remarks:
        return []
    pieces: list[Piece] = [(" (", "")]
    for index, (text, words) in enumerate(remarks):
        pieces += [(", ", "")] if index else []
        pieces.append((text, REMARKS.get(words, "")))
    return [*pieces, (")", "")]


def _longest(fields: Sequence[FieldDiff], *others: Sequence[ObjectDiff | TaskDiff | TaskGroupDiff]) -> tuple[int, int]:
    """The longest field name in bytes, and the longest marker."""
    kinds = {field.type for field in fields}.union(*[[item.type for item in items] for items in others])
    return max([_bytes(field.name) for field in fields], default=0), max([len(MARKERS[kind]) for kind in kinds], default=0)


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
