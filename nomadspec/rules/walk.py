"""The walk through a job: every block once, parents before children, in the order of the schema; and which rules are asked about it, by the type of
the block and by the fields that are written there."""

from __future__ import annotations

from operator import attrgetter

from nomadspec.jobspec.block import JobBlock, UnknownValue
from nomadspec.rules.rule import Visit
from nomadspec.schema.blocks import BLOCKS
from nomadspec.schema.fields_of_release import all_fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any, Final

    from nomadspec.rules.rule import Rule
    from nomadspec.rules.subject import JobSubject

ByType = dict[str, "Asked"]

#: What counts as not written.
_NOTHING: Final[tuple[Any, ...]] = ("", [], {})
_UNKNOWN: Final = object()

_children: dict[str, tuple[tuple[tuple[str, str, str], ...], Callable[[Any], Sequence[Any]]]] = {}
_labels: dict[str, str] = {}
_prepared: dict[tuple[Rule, ...], ByType] = {}


def _reader(names: Sequence[str]) -> Callable[[Any], Sequence[Any]]:
    """What reads these fields of a block at once. Most are empty, and asking for each would take longer than all that is done with the others."""
    return attrgetter(*names) if len(names) > 1 else lambda block: [getattr(block, name) for name in names]


def _below(type: str) -> tuple[tuple[tuple[str, str, str], ...], Callable[[Any], Sequence[Any]]]:
    """The fields of a block type that hold blocks, (field, nesting, type of the blocks), and what reads them."""
    known = _children.get(type)
    if known is None:
        rows = tuple((field.name, field.nesting, field.block) for field in BLOCKS[type] if field.block)
        known = _children[type] = (rows, _reader([name for name, _, _ in rows]))
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
        try:
            values = read(block)
        except UnknownValue:
            values = [block.get(name) for name, _, _ in rows]
        for (name, nesting, type), value in zip(rows, values, strict=True):
            if not value:
                continue
            if nesting == "repeated_block":
                label = _label(type)
                for index, child in enumerate(value):
                    found.append(Visit(subject, child, visit, name, (child.get(label) if label else None) or index))
            elif nesting == "labelled_block_map":
                found += [Visit(subject, child, visit, name, key) for key, child in value.items()]
            else:
                found.append(Visit(subject, value, visit, name, None))
        stack += reversed(found)


def visits(rules: Iterable[Rule], subject: JobSubject) -> Iterator[tuple[Visit, list[Rule]]]:
    """Every block of the job with the rules that are asked about it."""
    rules = tuple(rules)
    by_type = _by_type(rules)
    of_job: dict[str, set[str]] = {}
    for visit in walk(subject):
        type = visit.block.TYPE
        asked = by_type.get(type)
        if asked is None:
            asked = by_type[type] = Asked(type, [rule for rule in rules if type in rule.blocks])
        if asked.rules:
            of_all = of_job.get(type)
            if of_all is None:
                of_all = of_job[type] = asked.of_job.written(subject.job)
            yield visit, asked.where(frozenset(asked.of_block.written(visit.block) | of_all))


def _by_type(rules: tuple[Rule, ...]) -> ByType:
    """By the types of block that were met so far, the rules that look at them. Kept, for most files have the same rules."""
    known = _prepared.get(rules)
    if known is None:
        if len(_prepared) > 32:
            _prepared.clear()
        known = _prepared[rules] = {}
    return known


class Asked:
    """The rules that look at a type of block, and the routes of their `IF_WRITTEN` (`rules/rule.py`), from the block and from the job."""

    __slots__ = ("_where", "of_block", "of_job", "rules")

    def __init__(self, type: str, rules: Sequence[Rule]) -> None:
        self.rules: Final = rules
        self._where: Final[dict[frozenset[str], list[Rule]]] = {}  # most blocks of a type have the same fields
        own = _names(type)
        of_block, of_job = [], []
        for text in dict.fromkeys(text for rule in rules for text in rule.if_written):
            names = text.split(".")
            if names[0] == "job" and "job" not in own:
                of_job.append((text, names[1:]))
            elif names[0] in own:  # else of another type of block that the rule looks at
                of_block.append((text, names))
        self.of_block: Final = Routes(of_block)
        self.of_job: Final = Routes(of_job)

    def where(self, there: frozenset[str]) -> list[Rule]:
        """The rules that are asked where something is written at the end of these routes."""
        rules = self._where.get(there)
        if rules is None:
            rules = self._where[there] = [rule for rule in self.rules if not rule.if_written or not there.isdisjoint(rule.if_written)]
        return rules


def _names(block_type: str) -> set[str]:
    return {field.name for field in all_fields(block_type)} if block_type in BLOCKS else set()


class Routes:
    """Routes that begin at a block, as a tree by their names, so that those with one beginning are followed together: most blocks have few fields.

    `ends`: the routes that end here, as they are written; `below`: the names behind it; `all`: the routes that end here or below.
    """

    __slots__ = ("_read", "all", "below", "ends")

    def __init__(self, routes: Iterable[tuple[str, Sequence[str]]]) -> None:
        inner: dict[str, list[tuple[str, Sequence[str]]]] = {}
        self.ends: Final[list[str]] = []
        self.all: Final[list[str]] = []
        for text, names in routes:
            self.all.append(text)
            if names:
                inner.setdefault(names[0], []).append((text, names[1:]))
            else:
                self.ends.append(text)
        self.below: Final = {name: Routes(behind) for name, behind in inner.items()}
        self._read: Final = _reader(tuple(self.below))

    def written(self, block: JobBlock) -> set[str]:
        """Those at whose end something is written. What is unknown may be there."""
        found: set[str] = set()
        if self.below:
            try:
                values = self._read(block)
            except UnknownValue:
                self._follow(block, found)
            else:
                for routes, value in zip(self.below.values(), values, strict=True):
                    if value is not None:
                        routes._follow(value, found)
        return found

    def _follow(self, value: Any, found: set[str]) -> None:
        if self.ends and value not in _NOTHING:
            found.update(self.ends)
        if not self.below:
            return
        if isinstance(value, JobBlock):
            for name, routes in self.below.items():
                try:
                    inner = getattr(value, name)
                except UnknownValue:
                    found.update(routes.all)
                except AttributeError:
                    continue  # of another type of block
                else:
                    if inner is not None:
                        routes._follow(inner, found)
        elif isinstance(value, dict):
            for name, routes in self.below.items():
                if name in value:
                    found.update(routes.ends)
                    if routes.below and (inner := dict.get(value, name)) is not None:
                        routes._follow(inner, found)
        elif isinstance(value, list):
            for item in value:  # of repeated blocks, in any
                if item is not None:
                    self._follow(item, found)
