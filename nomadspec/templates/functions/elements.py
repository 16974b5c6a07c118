"""What the functions on lists and maps share: their elements, known or not."""

from __future__ import annotations

from nomadspec.templates.types import LIST, MAP, type_of
from nomadspec.templates.values import ANYTHING, NIL_INTERFACE, Unknown, Value, choice, element, mapping, truth


def holding(items: Value | None, name: str = "list of any") -> Value:
    """A list or map of unknown size that holds `items`."""
    return Value(type_of(name), Unknown(items))


def items_of(value: Value) -> list[Value] | None:
    """The elements of a list where they are known, one by one."""
    return None if value.type.kind != LIST or isinstance(value.data, Unknown) else list(value.data or ())


def any_element(value: Value) -> Value:
    """Some element of a list."""
    if value.type.kind != LIST:
        return ANYTHING
    items = items_of(value)
    if items is None:
        return element(value)
    return choice(items) if items else NIL_INTERFACE


def merged(target: Value, source: Value, *, override: bool) -> Value:
    """Two maps as one; what both have stays as `target` has it, or with `override` as `source` does. Maps inside are merged, too."""
    found = dict(target.data or {})
    for key, value in (source.data or {}).items():
        held = found.get(key)
        if held is not None and held.type.kind == MAP and value.type.kind == MAP:
            found[key] = merged(held, value, override=override)
        elif held is None or override or truth(held) is False:
            found[key] = value
    return mapping(found)
