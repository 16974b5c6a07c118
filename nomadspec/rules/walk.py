"""The walk through a job: every block once, parents before children, in the order of the schema."""

from __future__ import annotations

from itertools import compress

from nomadspec.jobspec.block import known_reader
from nomadspec.rules.rule import Visit
from nomadspec.schema.blocks import BLOCKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from nomadspec.jobspec.block import JobBlock
    from nomadspec.rules.rule import Rule
    from nomadspec.rules.rule_set import Asked, RuleSet
    from nomadspec.rules.subject import JobSubject

#: Of a class of blocks: its fields that hold blocks, (field, nesting, type of the blocks), and what reads them.
_children: dict[type[JobBlock], tuple[tuple[tuple[str, str, str], ...], Callable[[Any], Sequence[Any]]]] = {}
_labels: dict[str, str] = {}


def _below(kind: type[JobBlock]) -> tuple[tuple[tuple[str, str, str], ...], Callable[[Any], Sequence[Any]]]:
    rows = tuple((field.name, field.nesting, field.block) for field in BLOCKS[kind.TYPE] if field.block)
    known = _children[kind] = (rows, known_reader([name for name, _, _ in rows]))
    return known


def _label(type: str) -> str:
    """The field of a block type that its label fills; "" for a type without a label."""
    label = _labels.get(type)
    if label is None:
        label = _labels[type] = next((field.name for field in BLOCKS[type] if field.kind == "label"), "")
    return label


def walk(subject: JobSubject) -> Iterator[Visit]:
    """Every block of the job that is known."""
    stack = [Visit(subject, subject.job, None, "job", subject.job.get("id") or "")]
    while stack:
        visit = stack.pop()
        yield visit
        block = visit.block
        kind = type(block)
        rows, read = _children.get(kind) or _below(kind)
        if not rows:
            continue
        values = read(block)
        found: list[Visit] = []
        for (name, nesting, type_), value in compress(zip(rows, values, strict=False), values):  # most blocks have few others
            if nesting == "repeated_block":
                label = _label(type_)
                for index, child in enumerate(value):
                    found.append(Visit(subject, child, visit, name, (child.get(label) if label else None) or index))
            elif nesting == "labelled_block_map":
                found += [Visit(subject, child, visit, name, key) for key, child in value.items()]
            else:
                found.append(Visit(subject, value, visit, name, None))
        found.reverse()
        stack += found


def visits(rules: RuleSet, subject: JobSubject) -> Iterator[tuple[Visit, Sequence[Rule]]]:
    """Every block of the job with the rules that are asked about it."""
    of_job: dict[Asked, int] = {}
    for visit in walk(subject):
        block = visit.block
        asked = rules.about(block.TYPE)
        if asked.rules:
            written = asked.of_block.written(block)
            if asked.of_job.all:
                if asked not in of_job:
                    of_job[asked] = asked.of_job.written(subject.job)
                written |= of_job[asked]
            yield visit, asked.where(written)
