"""The walk through a job: every block once, parents before children, in the order of the schema."""

from __future__ import annotations

from nomadspec.rules.rule import Visit
from nomadspec.schema.blocks import BLOCKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.subject import Subject

_children: dict[str, tuple[tuple[str, str, str], ...]] = {}


def _below(type: str) -> tuple[tuple[str, str, str], ...]:
    """The fields of a block type that hold blocks: (field, nesting, the label's field or "")."""
    known = _children.get(type)
    if known is None:
        rows = []
        for field in BLOCKS[type]:
            if field.block:
                label = next((f.name for f in BLOCKS[field.block] if f.kind == "label"), "")
                rows.append((field.name, field.nesting, label))
        known = _children[type] = tuple(rows)
    return known


def walk(subject: Subject) -> Iterator[Visit]:
    """Every block of the job. Unknown blocks are passed over."""
    stack = [Visit(subject, subject.job, None, "job", subject.job.get("id") or "")]
    while stack:
        visit = stack.pop()
        yield visit
        block, found = visit.block, []
        for name, nesting, label in _below(block.TYPE):
            value = block.get(name)
            if not value:
                continue
            if nesting == "repeated_block":
                for index, child in enumerate(value):
                    found.append(Visit(subject, child, visit, name, (child.get(label) if label else None) or index))
            elif nesting == "labelled_block_map":
                found += [Visit(subject, child, visit, name, key) for key, child in value.items()]
            else:
                found.append(Visit(subject, value, visit, name, None))
        stack += reversed(found)
