"""One value of several, copies, and the scratch pad: functions that give what they are given."""

from __future__ import annotations

from nomadspec.templates.types import type_of
from nomadspec.templates.values import (
    NIL_INTERFACE,
    Value,
    boolean,
    choice,
    truth,
    unknown,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.templates.run import Call


def _ternary(call: Call) -> Value:
    yes, no, condition = call.arguments
    verdict = truth(condition)
    return choice([yes, no]) if verdict is None else yes if verdict else no


def _empty(value: Value) -> bool | None:
    """As Sprig sees it: structs are empty only where they are nil."""
    verdict = truth(value)
    return None if verdict is None else not verdict


def _default(call: Call) -> Value:
    default, *given = call.arguments
    if not given:
        return default
    verdict = _empty(given[0])
    if verdict is None:
        return choice([default, given[0]])
    return default if verdict else given[0]


def _coalesce(call: Call) -> Value:
    found: list[Value] = []
    for value in call.arguments:
        verdict = _empty(value)
        if verdict is False:
            return choice([*found, value])
        if verdict is None:
            found.append(value)
    return choice([*found, NIL_INTERFACE])


def _all(call: Call) -> Value:
    found = [truth(argument) for argument in call.arguments]
    if call.name == "sprig_any":
        return boolean(True) if True in found else unknown("bool") if None in found else boolean(False)
    return boolean(False) if False in found else unknown("bool") if None in found else boolean(True)


def _is_empty(call: Call) -> Value:
    verdict = _empty(call.arguments[0])
    return unknown("bool") if verdict is None else boolean(verdict)


def _scratch(call: Call) -> Value:
    return Value(type_of("Scratch"), {})


def _copied(call: Call) -> Value:
    def copy(value: Value) -> Value:
        if isinstance(value.data, list):
            return Value(value.type, [copy(item) for item in value.data])
        if isinstance(value.data, dict):
            return Value(value.type, {key: copy(item) for key, item in value.data.items()})
        return value

    return copy(call.arguments[0])


VALUES = {
    "scratch": _scratch,
    "sprig_all": _all,
    "sprig_any": _all,
    "sprig_coalesce": _coalesce,
    "sprig_deepCopy": _copied,
    "sprig_default": _default,
    "sprig_empty": _is_empty,
    "sprig_mustDeepCopy": _copied,
    "sprig_ternary": _ternary,
}
