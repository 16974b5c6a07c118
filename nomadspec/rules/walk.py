"""The walk through a job: every block once, parents before children, in the order of the schema; and whether a rule has anything to say there."""

from __future__ import annotations

from nomadspec.jobspec.block import JobBlock
from nomadspec.rules.rule import Visit
from nomadspec.schema.blocks import BLOCKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nomadspec.rules.rule import Rule
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


def concerns(rule: Rule, visit: Visit) -> bool:
    """Whether the visited block has what the rule is about (`WHEN`, `READS` of `rules/rule.py`). What is unknown may be there."""
    if rule.when and not any(_written(visit.block, route, visit) for route in rule.when):
        return False
    if not rule.reads:
        return True
    module, function, *arguments = rule.reads
    return any(True for _ in getattr(__import__(module, fromlist=[function]), function)(visit, *arguments))


def _written(block: Any, route: str, visit: Visit) -> bool:
    name, _, rest = route.partition(".")
    if name == "job" and "job" not in block.__slots__:
        return _below_written(visit.job, rest)
    return _below_written(block, route)


def _below_written(value: Any, route: str) -> bool:
    """Whether something is written at the end of the route; of repeated blocks, in any."""
    if not route or value is None:
        return value not in (None, "", [], {})
    if isinstance(value, list):
        return any(_below_written(item, route) for item in value)
    name, _, rest = route.partition(".")
    if isinstance(value, dict):
        return name in value if not rest else _below_written(dict.get(value, name), rest)
    if not isinstance(value, JobBlock):
        return False
    missing = value.get(name, value)  # the block stands for "unknown"
    return name in value.__slots__ if missing is value else _below_written(missing, rest)
