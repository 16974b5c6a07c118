"""Sprig's lists: of anything, whatever went in."""

from __future__ import annotations

from nomadspec.templates.functions.elements import any_element, holding, items_of
from nomadspec.templates.types import LIST, NIL
from nomadspec.templates.values import (
    ANYTHING,
    NIL_INTERFACE,
    Value,
    choice,
    listing,
    truth,
    unknown,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.templates.run import Call


def _new_list(call: Call) -> Value:
    return listing(NIL_INTERFACE if argument.type.kind == NIL else argument for argument in call.arguments)


def _ends(call: Call) -> Value:
    """first, last."""
    value = call.arguments[0]
    items = items_of(value)
    if items is None:
        return any_element(value)
    if not items:
        return NIL_INTERFACE
    return items[-1 if call.name.lower().endswith("last") else 0]


def _remade(call: Call) -> Value:
    """Lists of the same elements, or some of them: a list of any whatever went in."""
    name = call.name.removeprefix("sprig_").removeprefix("must").lower()
    value = call.arguments[0]
    items = items_of(value)
    if items is None or not all(item.known for item in items):
        return holding(any_element(value) if value.type.kind == LIST else ANYTHING)
    if name == "rest":
        items = items[1:]
    elif name == "initial":
        items = items[:-1]
    elif name == "reverse":
        items = items[::-1]
    elif name == "compact":
        items = [item for item in items if truth(item) is not False]
    elif name == "uniq":
        items = _unique(items)
    elif name == "without":
        if not all(argument.known for argument in call.arguments):
            return holding(any_element(value))
        dropped = [(argument.type.name, _plain(argument)) for argument in call.arguments[1:]]
        items = [item for item in items if (item.type.name, _plain(item)) not in dropped]
    return listing(items)


def _plain(value: Value) -> object:
    from nomadspec.templates.functions.conversion import to_data

    return to_data(value)


def _unique(items: list[Value]) -> list[Value]:
    found: list[Value] = []
    seen: list[tuple[str, object]] = []
    for item in items:
        key = (item.type.name, _plain(item))
        if key not in seen:
            seen.append(key)
            found.append(item)
    return found


def _added(call: Call) -> Value:
    """append, push, prepend."""
    value, item = call.arguments
    items = items_of(value)
    if items is None:
        return holding(choice([any_element(value), item]) if value.type.kind == LIST else ANYTHING)
    return listing([item, *items] if call.name.lower().endswith("prepend") else [*items, item])


def _concat(call: Call) -> Value:
    found: list[Value] = []
    for value in call.arguments:
        items = items_of(value)
        if items is None:
            return holding(ANYTHING)
        found.extend(items)
    return listing(found)


def _chunk(call: Call) -> Value:
    size, value = call.arguments
    items = items_of(value)
    if items is None or not size.known:
        return unknown("list of list of any")
    if size.data <= 0:
        return listing([], "list of list of any")
    return listing([listing(items[at : at + size.data]) for at in range(0, len(items), size.data)], "list of list of any")


def _sprig_slice(call: Call) -> Value:
    value, *bounds = call.arguments
    items = items_of(value)
    if items is None or not all(bound.known for bound in bounds):
        return holding(any_element(value))
    from nomadspec.templates.functions.conversion import to_integer

    numbers = [to_integer(bound) for bound in bounds[:2]]
    first = numbers[0] if numbers else 0
    last = numbers[1] if len(numbers) > 1 else len(items)
    if not items:
        return holding(ANYTHING)  # the engine's empty lists have room for more
    if not 0 <= first <= last <= len(items):
        raise call.error(f"slice bounds are out of range: the list has {len(items)} elements")
    return listing(items[first:last])


_REMADE = ("compact", "initial", "rest", "reverse", "uniq", "without")
VALUES = {
    "sprig_concat": _concat,
    "sprig_list": _new_list,
    "sprig_tuple": _new_list,
    **{f"sprig_{name}": _remade for name in _REMADE},
    **{f"sprig_must{name.capitalize()}": _remade for name in _REMADE},
    **dict.fromkeys(("sprig_first", "sprig_last", "sprig_mustFirst", "sprig_mustLast"), _ends),
    **dict.fromkeys(("sprig_append", "sprig_push", "sprig_prepend", "sprig_mustAppend", "sprig_mustPush", "sprig_mustPrepend"), _added),
    **dict.fromkeys(("sprig_chunk", "sprig_mustChunk"), _chunk),
    **dict.fromkeys(("sprig_slice", "sprig_mustSlice"), _sprig_slice),
}
