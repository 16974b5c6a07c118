"""The walk through a job: every block once, parents before children, in the order of the schema; and which rules are asked about it, by the type of
the block and by the fields that are written there."""

from __future__ import annotations

from nomadspec.jobspec.block import JobBlock, UnknownValue
from nomadspec.rules.rule import Visit
from nomadspec.schema.blocks import BLOCKS
from nomadspec.schema.fields_of_release import all_fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, Final

    from nomadspec.rules.rule import Rule
    from nomadspec.rules.subject import JobSubject

#: Routes of `IF_WRITTEN` (`rules/rule.py`) with one beginning: whether they start at the job, their first field, and each as written and the names behind that.
Routes = tuple[bool, str, tuple[tuple[str, tuple[str, ...]], ...]]

ByType = dict[str, tuple[tuple[Routes, ...], tuple["Rule", ...], dict[frozenset[str], list["Rule"]]]]

#: What counts as not written.
_NOTHING: Final[tuple[Any, ...]] = ("", [], {})

_children: dict[str, tuple[tuple[str, str, str], ...]] = {}
_prepared: dict[tuple[Rule, ...], ByType] = {}


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


def walk(subject: JobSubject) -> Iterator[Visit]:
    """Every block of the job that is known."""
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


def visits(rules: Iterable[Rule], subject: JobSubject) -> Iterator[tuple[Visit, list[Rule]]]:
    """Every block of the job with the rules that are asked about it."""
    by_type = _by_type(tuple(rules))
    for visit in walk(subject):
        known = by_type.get(visit.block.TYPE)
        if known is not None:
            ways, here, asked = known
            there = frozenset(written(visit, ways))
            rules_here = asked.get(there)
            if rules_here is None:
                rules_here = asked[there] = [rule for rule in here if not rule.if_written or not there.isdisjoint(rule.if_written)]
            yield visit, rules_here


def _by_type(rules: tuple[Rule, ...]) -> ByType:
    """By type of block, the routes of `IF_WRITTEN`, the rules that look at it, and those that were asked about what was written. Kept, for most files have
    the same rules, and most blocks of a type the same fields."""
    known = _prepared.get(rules)
    if known is None:
        if len(_prepared) > 32:
            _prepared.clear()
        known = _prepared[rules] = {}
        for type in dict.fromkeys(type for rule in rules for type in rule.blocks):
            here = [rule for rule in rules if type in rule.blocks]
            known[type] = (routes(type, dict.fromkeys(text for rule in here for text in rule.if_written)), tuple(here), {})
    return known


def routes(block_type: str, written: Iterable[str]) -> tuple[Routes, ...]:
    """The routes of the rules on blocks of a type, those with one beginning together: most blocks have few fields."""
    own, of_jobs = _names(block_type), _names("Job")
    together: dict[tuple[bool, str], list[tuple[str, tuple[str, ...]]]] = {}
    for text in written:
        names = tuple(text.split("."))
        of_job = names[0] == "job" and "job" not in own
        first, *rest = names[1:] if of_job else names
        if first not in (of_jobs if of_job else own):
            continue  # of another type of block that the rule looks at
        together.setdefault((of_job, first), []).append((text, tuple(rest)))
    return tuple((of_job, first, tuple(rows)) for (of_job, first), rows in together.items())


def _names(block_type: str) -> set[str]:
    return {field.name for field in all_fields(block_type)} if block_type in BLOCKS else set()


def written(visit: Visit, ways: Iterable[Routes]) -> set[str]:
    """The routes at whose end something is written. What is unknown may be there."""
    found: set[str] = set()
    for of_job, first, rows in ways:
        try:
            value = getattr(visit.job if of_job else visit.block, first)
        except UnknownValue:
            found.update([text for text, _ in rows])
            continue
        if value is not None:
            found.update([text for text, names in rows if (_leads(value, names, 0) if names else value not in _NOTHING)])
    return found


def _leads(value: Any, names: tuple[str, ...], at: int) -> bool:
    """Whether something is written behind the names from `at` on; of repeated blocks, in any."""
    while True:
        if value is None:
            return False
        if at == len(names):
            return value not in _NOTHING
        if isinstance(value, JobBlock):
            try:
                value = getattr(value, names[at])
            except UnknownValue:
                return True
            except AttributeError:
                return False
        elif isinstance(value, dict):
            if at + 1 == len(names):
                return names[at] in value
            value = dict.get(value, names[at])
        else:
            return isinstance(value, list) and any(_leads(item, names, at) for item in value)
        at += 1
