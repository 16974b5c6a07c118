"""The text of a diff, as `nomad job plan` prints it: one model of lines, and a renderer each for plain text and for colours.

A line is a list of (style, text) spans. Styles are "added", "deleted", "edited", "strong" (names) and "remark"; "" is plain. Nomad
aligns by bytes, not by what a terminal shows, and indents a group by its marker; both are kept.
"""

from __future__ import annotations

from nomadspec.evaluation.text import go_quote
from nomadspec.jobdiff.tree import ADDED, DELETED, EDITED, NONE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Final

    from nomadspec.jobdiff.tree import Change, FieldDiff, JobDiff, ObjectDiff, TaskDiff, TaskGroupDiff

    Span = tuple[str, str]
    Line = list[Span]

MARKERS: Final = {ADDED: "+ ", DELETED: "- ", EDITED: "+/- ", NONE: ""}
STYLES: Final = {ADDED: "added", DELETED: "deleted", EDITED: "edited", NONE: ""}


def plain(lines: Iterable[Line]) -> str:
    """The lines as text, without white space at either end."""
    return "\n".join("".join(text for _, text in line) for line in lines).strip()


def _marker(kind: Change) -> list[Span]:
    return [(STYLES[kind], MARKERS[kind])] if MARKERS[kind] else []


def _width(kind: Change) -> int:
    return len(MARKERS[kind])


def job_lines(diff: JobDiff, *, verbose: bool = False) -> list[Line]:
    """The lines of a job's diff."""
    lines: list[Line] = [[*_marker(diff.type), ("strong", f"Job: {go_quote(diff.id)}")]]
    longest_field, longest_marker = _longest(diff.fields, diff.objects, diff.task_groups)
    for group in diff.task_groups:
        if group.type != NONE:
            longest_marker = max(longest_marker, _width(group.type))
    if diff.type == EDITED or verbose:
        lines += _body(diff.fields, diff.objects, 0, longest_field, longest_marker)
    for group in diff.task_groups:
        lines += _group_lines(group, longest_marker, verbose=verbose)
        lines.append([])
    return lines


def _group_lines(group: TaskGroupDiff, longest: int, *, verbose: bool) -> list[Line]:
    pad = longest - _width(group.type)
    line: Line = [*_marker(group.type), ("", " " * pad), ("strong", f"Task Group: {go_quote(group.name)}")]
    if group.updates:
        line.append(("", " ("))
        for index, (words, count) in enumerate(sorted(group.updates.items())):
            line += [("", ", ")] if index else []
            line.append((UPDATE_STYLES.get(words, ""), f"{count} {words}"))
        line.append(("", ")"))
    lines = [line]
    longest_field, longest_marker = _longest(group.fields, group.objects, group.tasks)
    indent = pad + 2
    if group.type == EDITED or verbose:
        lines += _body(group.fields, group.objects, indent, longest_field, longest_marker)
    for task in group.tasks:
        lines += _task_lines(task, indent, longest_marker, verbose=verbose)
    return lines


def _task_lines(task: TaskDiff, indent: int, longest: int, *, verbose: bool) -> list[Line]:
    line: Line = [("", " " * indent), *_marker(task.type), ("", " " * (longest - _width(task.type))), ("strong", f"Task: {go_quote(task.name)}")]
    if task.annotations:
        line += [("", " ("), *_remarks(task.annotations), ("", ")")]
    lines = [line]
    if task.type == NONE or (task.type in (ADDED, DELETED) and not verbose):
        return lines
    longest_field, longest_marker = _longest(task.fields, task.objects)
    return lines + _body(task.fields, task.objects, indent + 2, longest_field, longest_marker)


def _body(fields: Sequence[FieldDiff], objects: Sequence[ObjectDiff], indent: int, longest_field: int, longest_marker: int) -> list[Line]:
    lines = [_field_line(field, indent, longest_field, longest_marker) for field in fields]
    for item in objects:
        lines += _object_lines(item, indent, longest_marker)
    return lines


def _field_line(field: FieldDiff, indent: int, longest_field: int, longest_marker: int) -> Line:
    name = f"{field.name}: " + " " * (longest_field - _bytes(field.name))
    line: Line = [("", " " * indent), *_marker(field.type), ("", " " * (longest_marker - _width(field.type))), ("", name)]
    if field.type == EDITED:
        line += [("", go_quote(field.old)), ("", " => "), ("", go_quote(field.new))]
    else:
        line.append(("", go_quote(field.old if field.type == DELETED else field.new)))
    if field.annotations:
        line += [("", " ("), *_remarks(field.annotations), ("", ")")]
    return line


def _object_lines(item: ObjectDiff, indent: int, longest: int) -> list[Line]:
    width = _width(item.type)
    pad = " " * (longest - width)
    inner = indent + len(pad) + 2
    longest_field, longest_marker = _longest(item.fields, item.objects)
    return [
        [("", " " * indent), *_marker(item.type), ("", f"{pad}{item.name} {{")],
        *(_body(item.fields, item.objects, inner, longest_field, longest_marker) or [[]]),
        [("", " " * (indent + width) + pad + "}")],
    ]


def _remarks(remarks: Sequence[str]) -> list[Span]:
    spans: list[Span] = []
    for index, remark in enumerate(remarks):
        spans += [("", ", ")] if index else []
        spans.append((REMARK_STYLES.get(remark, "remark"), remark))
    return spans


UPDATE_STYLES: Final = {
    "ignore": "",
    "create": "added",
    "destroy": "deleted",
    "migrate": "remark",
    "canary": "canary",
    "in-place update": "canary",
    "create/destroy update": "edited",
}
REMARK_STYLES: Final = {
    "forces create": "added",
    "forces destroy": "deleted",
    "forces in-place update": "canary",
    "forces create/destroy update": "edited",
}


def _longest(fields: Sequence[FieldDiff], *others: Sequence[FieldDiff | ObjectDiff | TaskDiff | TaskGroupDiff]) -> tuple[int, int]:
    """The longest field name in bytes, and the longest marker."""
    widths = [_width(item.type) for items in (fields, *others) for item in items]
    return max((_bytes(field.name) for field in fields), default=0), max(widths, default=0)


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogateescape"))
