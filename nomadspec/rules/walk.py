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

    from nomadspec.rules.rule import Rule
    from nomadspec.rules.rule_set import RuleSet
    from nomadspec.rules.subject import JobSubject

_children: dict[str, tuple[tuple[tuple[str, str, str], ...], Callable[[Any], Sequence[Any]]]] = {}
_labels: dict[str, str] = {}


def _below(type: str) -> tuple[tuple[tuple[str, str, str], ...], Callable[[Any], Sequence[Any]]]:
    """The fields of a block type that hold blocks, (field, nesting, type of the blocks), and what reads them."""
    known = _children.get(type)
    if known is None:
        rows = tuple((field.name, field.nesting, field.block) for field in BLOCKS[type] if field.block)
        known = _children[type] = (rows, known_reader([name for name, _, _ in rows]))
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
        block, found = visit.block, []
        rows, read = _below(block.TYPE)
        if not rows:
            continue
        values = read(block)
        for (name, nesting, type), value in compress(zip(rows, values, strict=True), values):  # most blocks have few others
            if nesting == "repeated_block":
                label = _label(type)
                for index, child in enumerate(value):
                    found.append(Visit(subject, child, visit, name, (child.get(label) if label else None) or index))
            elif nesting == "labelled_block_map":
                found += [Visit(subject, child, visit, name, key) for key, child in value.items()]
            else:
                found.append(Visit(subject, value, visit, name, None))
        stack += reversed(found)


def visits(rules: RuleSet, subject: JobSubject) -> Iterator[tuple[Visit, list[Rule]]]:
    """Every block of the job with the rules that are asked about it."""
    of_job: dict[str, int] = {}
    for visit in walk(subject):
        type = visit.block.TYPE
        asked = rules.about(type)
        if asked.rules:
            of_all = of_job.get(type)
            if of_all is None:
                of_all = of_job[type] = asked.of_job.written(subject.job)
            yield visit, asked.where(asked.of_block.written(visit.block) | of_all)
