"""The rules that run together, and which of them are asked about a block: by its type, and by the fields that are written there (`IF_WRITTEN`).

What follows from the rules alone is worked out once, when a type of block is first met: nearly all files of a run have the same rules, and most blocks of
a type the same fields. Each route of an `IF_WRITTEN` is a bit, so that what is written in a block is one number, by which the rules are looked up.
"""

from __future__ import annotations

from nomadspec.jobspec.block import JobBlock, PartlyKnownList, UnknownValue, reader
from nomadspec.schema.blocks import BLOCKS
from nomadspec.schema.fields_of_release import all_fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any, Final

    from nomadspec.rules.rule import Rule


class RuleSet:
    """Some `rules`, in their order. `same_as`: code of a rule → code of the check by which Nomad says the same."""

    __slots__ = ("_asked", "rules", "same_as")

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules: Final = tuple(rules)
        self.same_as: Final = {rule.code: rule.same_as for rule in self.rules if rule.same_as}
        self._asked: Final[dict[str, Asked]] = {}

    def about(self, type: str) -> Asked:
        """The rules that look at a type of block."""
        asked = self._asked.get(type)
        if asked is None:
            asked = self._asked[type] = Asked(type, [rule for rule in self.rules if type in rule.blocks])
        return asked


class Asked:
    """The rules that look at a type of block, and the routes of their `IF_WRITTEN` (`rules/rule.py`), from the block and from the job."""

    __slots__ = ("_routes", "_where", "of_block", "of_job", "rules")

    def __init__(self, type: str, rules: Sequence[Rule]) -> None:
        self.rules: Final = rules
        own = _names(type)
        bits: dict[str, int] = {}
        of_block, of_job = [], []
        for text in dict.fromkeys(text for rule in rules for text in rule.if_written):
            bits[text] = bit = 1 << len(bits)
            names = text.split(".")
            if names[0] == "job" and "job" not in own:
                of_job.append((bit, names[1:]))
            elif names[0] in own:  # else of another type of block that the rule looks at
                of_block.append((bit, names))
        self._routes: Final = [sum({bits[text] for text in rule.if_written}) for rule in rules]
        self._where: Final[dict[int, list[Rule]]] = {}
        self.of_block: Final = Routes(of_block)
        self.of_job: Final = Routes(of_job)

    def where(self, written: int) -> list[Rule]:
        """The rules that are asked where something is written at the end of these routes."""
        rules = self._where.get(written)
        if rules is None:
            rules = self._where[written] = [rule for rule, routes in zip(self.rules, self._routes, strict=True) if not routes or routes & written]
        return rules


def _names(block_type: str) -> set[str]:
    return {field.name for field in all_fields(block_type)} if block_type in BLOCKS else set()


#: Values that are written only if there is something in them.
_EMPTIES: Final = (str, dict, list)


class Routes:
    """Routes that begin at a block, as a tree by their names, so that those with one beginning are followed together: most blocks have few fields.

    `ends`: the bits of the routes that end here; `below`: the names behind it; `all`: the bits of the routes that end here or below.
    """

    __slots__ = ("_read", "_steps", "all", "below", "ends")

    def __init__(self, routes: Iterable[tuple[int, Sequence[str]]]) -> None:
        inner: dict[str, list[tuple[int, Sequence[str]]]] = {}
        ends = all_ = 0
        for bit, names in routes:
            all_ |= bit
            if names:
                inner.setdefault(names[0], []).append((bit, names[1:]))
            else:
                ends |= bit
        self.ends: Final = ends
        self.all: Final = all_
        self.below: Final = {name: Routes(behind) for name, behind in inner.items()}
        self._read: Final = reader(tuple(self.below))
        self._steps: Final = [(0, routes) if routes.below else (routes.ends, None) for routes in self.below.values()]

    def written(self, block: JobBlock) -> int:
        """Those at whose end something is written. What is unknown may be there."""
        try:
            values = self._read(block)
        except (UnknownValue, AttributeError):
            return self._written_one_by_one(block)
        found = 0
        for (ends, deeper), value in zip(self._steps, values, strict=False):  # most are None
            if value is not None and (value or not isinstance(value, _EMPTIES)):
                found |= ends if deeper is None else deeper._in(value)
        return found

    def _written_one_by_one(self, block: JobBlock) -> int:
        """As `written`, of a block with unknown fields, or without some of the fields: it is of another type than others that stand there."""
        found = 0
        for name, routes in self.below.items():
            try:
                value = getattr(block, name)
            except UnknownValue:
                found |= routes.all
            except AttributeError:
                continue
            else:
                if value is not None and (value or not isinstance(value, _EMPTIES)):
                    found |= routes._in(value)
        return found

    def _in(self, value: Any) -> int:
        """Those written in a value that they have led to, which is not empty."""
        if isinstance(value, JobBlock):
            return self.ends | self.written(value)
        found = self.ends
        if isinstance(value, list):  # of repeated blocks, in any
            if isinstance(value, PartlyKnownList):
                return self.all
            for item in value:
                if isinstance(item, JobBlock):
                    found |= self.written(item)
                elif item:
                    found |= self._in(item)
        elif isinstance(value, dict):
            for name in self.below.keys() & value.keys():
                routes = self.below[name]
                found |= routes.ends
                if routes.below and (inner := dict.get(value, name)):
                    found |= routes._in(inner)
        return found
