"""eq, ne, lt, le, gt, ge, not, and what looks for a value in a list.

Basic kinds are compared with their own kind; integers with unsigned ones too. A list, map or struct against a basic kind is an error, nil against anything is not
for eq and ne.
"""

from __future__ import annotations

from itertools import product

from nomadspec.templates.failures import COMPARISON, Failure
from nomadspec.templates.types import BOOL, CHANNEL, COMPLEX, INTEGER, LIST, MAP, NIL, NUMBER, TEXT, UNSIGNED
from nomadspec.templates.values import FALSE, TRUE, Unknown, Value, alternatives, boolean, truth, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.templates.run import Call

_BASIC = {BOOL: "bool", INTEGER: "integer", UNSIGNED: "integer", NUMBER: "number", COMPLEX: "complex", TEXT: "text"}
_ORDERED = frozenset(("integer", "number", "text"))
_BOOL = unknown("bool")


def _pair(call: Call, one: Value, other: Value, ordered: bool) -> Value:
    """Of two values of one type each."""
    if isinstance(one.data, Unknown) or isinstance(other.data, Unknown) or one.type.kind == NIL or other.type.kind == NIL:
        known = False
    else:
        known = one.known and other.known
    first, second = _BASIC.get(one.type.kind), _BASIC.get(other.type.kind)
    if ordered:
        if first is None or second is None or first not in _ORDERED or second not in _ORDERED:
            bad = one if first not in _ORDERED else other
            raise _error(call, f"`{call.name}` compares numbers or strings, not {'nil' if bad.type.kind == NIL else bad.type}", one, other)
        if first != second:
            raise _error(call, _unlike(call, one, other), one, other)
        return boolean(_order(call.name, one.data, other.data)) if known else _BOOL
    if one.type.kind == NIL or other.type.kind == NIL:
        return boolean(_is_nil(one) and _is_nil(other)) if _decided(one) and _decided(other) else _BOOL
    if first != second:
        raise _error(call, _unlike(call, one, other), one, other)
    if first is None:
        if one.type.kind in (LIST, MAP) or other.type.kind in (LIST, MAP) or CHANNEL in (one.type.kind, other.type.kind):
            if one.data is None or other.data is None:
                return _BOOL
            raise _error(call, f"{one.type} cannot be compared", one, other)
        if one.type is not other.type:
            raise _error(call, _unlike(call, one, other), one, other)
        return _BOOL
    return boolean(one.data == other.data) if known else _BOOL


def _decided(value: Value) -> bool:
    return value.type.kind == NIL or not isinstance(value.data, Unknown)


def _is_nil(value: Value) -> bool:
    return value.type.kind == NIL or value.data is None


def _unlike(call: Call, one: Value, other: Value) -> str:
    return f"`{call.name}` cannot compare {one.type} with {other.type}"


def _error(call: Call, message: str, one: Value, other: Value) -> Failure:
    from nomadspec.templates.advice import comparison_help

    return call.error(message, COMPARISON, help=comparison_help(one, other))


def _order(name: str, one: Any, other: Any) -> bool:
    less, equal = one < other, one == other
    return bool({"lt": less, "le": less or equal, "gt": not less and not equal, "ge": not less}[name])


def _compared(call: Call, one: Value, other: Value, *, ordered: bool) -> Value:
    """Of two values that may be several; it fails where every pair fails."""
    first, second = alternatives(one), alternatives(other)
    if first is None or second is None:
        return _against_anything(call, one if second is None else other, ordered)
    failure: Failure | None = None
    found: set[bool | None] = set()
    for pair in product(first, second):
        try:
            found.add(truth(_pair(call, *pair, ordered)))
        except Failure as error:
            failure = failure or error
    if not found and failure is not None:
        raise failure
    return boolean(bool(found.pop())) if len(found) == 1 and None not in found else _BOOL


def _against_anything(call: Call, known: Value, ordered: bool) -> Value:
    """A comparison with a value that may be anything still fails where nothing can be compared with the other one."""
    options = alternatives(known)
    if ordered and options is not None and all(_BASIC.get(option.type.kind) not in _ORDERED for option in options):
        raise _error(call, f"`{call.name}` compares numbers or strings, not {options[0].type}", options[0], options[0])
    return _BOOL


def _eq(call: Call) -> Value:
    first, *others = call.arguments
    verdict: bool | None = False
    for index, other in enumerate(others):
        try:
            here = truth(_compared(call, first, other, ordered=False))
        except Failure:
            if index and verdict is None:
                break  # only where none before it is equal
            raise
        if here is True:
            return TRUE if verdict is False else _BOOL
        if here is None:
            verdict = None
    return FALSE if verdict is False else _BOOL


def _ne(call: Call) -> Value:
    verdict = truth(_compared(call, *call.arguments, ordered=False))
    return _BOOL if verdict is None else boolean(not verdict)


def _ordered(call: Call) -> Value:
    return _compared(call, *call.arguments, ordered=True)


def _not(call: Call) -> Value:
    verdict = truth(call.arguments[0])
    return _BOOL if verdict is None else boolean(not verdict)


def _contained(wanted: Value, within: Value) -> bool:
    """Whether a known list or text holds a known value. Nothing else holds any."""
    from nomadspec.templates.functions.conversion import to_data

    if within.type.kind == TEXT:
        return wanted.type.kind == TEXT and wanted.data in within.data
    if within.type.kind != LIST:
        return False
    return any(item.type is wanted.type and to_data(item) == to_data(wanted) for item in within.data or ())


def _contains(call: Call) -> Value:
    """`contains WANTED LIST`; the others of Sprig in the same order; `in LIST WANTED`."""
    wanted, within = call.arguments if call.name != "in" else call.arguments[::-1]
    return boolean(_contained(wanted, within)) if wanted.known and within.known else _BOOL


def _contains_some(call: Call) -> Value:
    wanted, within = call.arguments
    if not (wanted.known and within.known):
        return _BOOL
    found = [_contained(item, within) for item in wanted.data or ()]
    return boolean({"containsAll": all(found), "containsAny": any(found), "containsNone": not any(found), "containsNotAll": not all(found)}[call.name])


def _deep_equal(call: Call) -> Value:
    one, other = call.arguments
    if not (one.known and other.known):
        return _BOOL
    from nomadspec.templates.functions.conversion import to_data

    return boolean(one.type is other.type and to_data(one) == to_data(other))


VALUES = {
    "contains": _contains,
    "containsAll": _contains_some,
    "containsAny": _contains_some,
    "containsNone": _contains_some,
    "containsNotAll": _contains_some,
    "eq": _eq,
    "ge": _ordered,
    "gt": _ordered,
    "in": _contains,
    "le": _ordered,
    "lt": _ordered,
    "ne": _ne,
    "not": _not,
    "sprig_deepEqual": _deep_equal,
    "sprig_has": _contains,
    "sprig_mustHas": _contains,
}
