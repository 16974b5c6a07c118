"""Blocks of a job as values of the language: names as in a jobspec, defaults filled in, null for what is not set, unknown for what is not known."""

from __future__ import annotations

from nomadspec.evaluation import numbers
from nomadspec.evaluation.values import Unknown
from nomadspec.jobspec.block import JobBlock, PartlyKnown, PartlyKnownList, UnknownValue
from nomadspec.schema.blocks import BLOCKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.rules.hcl.needs import Needs
    from nomadspec.rules.rule import Visit

_UNKNOWN = Unknown()
_names: dict[str, dict[str, None]] = {}


def value_of_visit(visit: Visit, needs: Needs | None) -> Any:
    """The value of the visited block, as far as it is needed."""
    return _block(with_defaults(visit), needs, _label(visit))


def with_defaults(visit: Visit) -> JobBlock:
    """The visited block as a server would store it: found by the way that leads to it."""
    memo: dict[Any, Any] = visit.subject.memo
    key = ("with defaults", id(visit.block))
    known: JobBlock | None = memo.get(key)
    if known is None:
        known = memo[key] = _counterpart(visit) or visit.block
    return known


def _counterpart(visit: Visit) -> JobBlock | None:
    if visit.parent is None:
        return visit.subject.canonical
    there, here = with_defaults(visit.parent).get(visit.name), visit.parent.block.get(visit.name)
    if isinstance(here, list) and isinstance(there, list):
        index = next((number for number, one in enumerate(list.__iter__(here)) if one is visit.block), -1)
        there = list.__getitem__(there, index) if 0 <= index < len(there) else None
    elif isinstance(there, dict):
        there = dict.get(there, visit.key)
    return there if isinstance(there, JobBlock) and there.TYPE == visit.block.TYPE else None


def _label(visit: Visit) -> Any:
    return visit.key if isinstance(visit.key, str) else visit.block.get("name")


def _block(block: JobBlock, needs: Needs | None, label: Any = None) -> dict[str, Any]:
    names = _names.get(block.TYPE)
    if names is None:
        names = _names[block.TYPE] = dict.fromkeys(field.name for field in BLOCKS[block.TYPE])
    values: dict[str, Any] = {"label": label} if needs is None or "label" in needs else {}
    if needs is None:
        for name in names:
            values[name] = _field(block, name, None)
    else:
        for name, below in needs.items():
            if name in names:
                values[name] = _field(block, name, below)
    return values


def _field(block: JobBlock, name: str, needs: Needs | None) -> Any:
    try:
        value = getattr(block, name)
        return None if value == "" else value_of(value, needs)  # an empty text is what servers make of one that is not set
    except UnknownValue:
        return _UNKNOWN


def value_of(value: Any, needs: Needs | None = None, depth: int = 0) -> Any:
    """A value of the model as one of the language."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return numbers.parse(repr(value)) if value == value and abs(value) != float("inf") else None
    if depth > 32:
        return _UNKNOWN
    if isinstance(value, JobBlock):
        return _block(value, needs, value.get("name") if "name" in value.__slots__ else None)
    if isinstance(value, dict):
        unknown = value.unknown if isinstance(value, PartlyKnown) else ()
        if needs is None:
            return {key: _UNKNOWN if key in unknown else value_of(inner, None, depth + 1) for key, inner in dict.items(value)}
        # What is not set in a map of free keys is null, as it is of a block.
        return {key: _UNKNOWN if key in unknown else value_of(dict.get(value, key), below, depth + 1) for key, below in needs.items()}
    if isinstance(value, list | tuple):
        unknown_at = value.unknown if isinstance(value, PartlyKnownList) else ()
        return tuple(
            [
                _UNKNOWN if number in unknown_at else value_of(inner, None, depth + 1)
                for number, inner in enumerate(list.__iter__(list(value) if isinstance(value, tuple) else value))
            ]
        )
    return _UNKNOWN
