"""Values of the language and their types.

    HCL          Python                                     type
    string       str (NFC)                                  STRING
    bool         bool                                       BOOL
    number       int when whole, else `Number`              NUMBER
    null         None (untyped) or `Null(type)`             DYNAMIC or its type
    tuple        tuple                                      TupleType
    object       dict (any key order; iterate sorted)       ObjectType
    list         `ListValue`                                ListType
    set          `SetValue` (items unique, in set order)    SetType
    map          `MapValue`                                 MapType
    not known    `Unknown`                                  its type, DYNAMIC when not known either

`bool` is a subclass of `int`: tell them apart with `value.__class__ is bool`, as `type_of` does. Values are never changed after
they are made. Iterating an object or a map goes by key in code point order, whatever order the dict has: `sorted_items`.
"""

from __future__ import annotations

from nomadspec.evaluation.numbers import Number
from nomadspec.evaluation.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    CollectionType,
    ListType,
    MapType,
    ObjectType,
    PrimitiveType,
    SetType,
    TupleType,
    Type,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, Final


class ListValue:
    """A list: `items` is a tuple of values that all have the type `element` (or are unknown or null of it)."""

    __slots__ = ("element", "items")

    def __init__(self, element: Type, items: Iterable[Value]) -> None:
        self.element: Final = element
        self.items: Final = tuple(items)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ListValue) and same(self, other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"ListValue({self.element!r}, {list(self.items)!r})"


class SetValue:
    """A set: `items` is a tuple without duplicates in set order. Build it with `make_set` unless that holds already."""

    __slots__ = ("element", "items")

    def __init__(self, element: Type, items: tuple[Value, ...]) -> None:
        self.element: Final = element
        self.items: Final = items

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SetValue) and same(self, other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"SetValue({self.element!r}, {list(self.items)!r})"


class MapValue:
    """A map from strings to values that all have the type `element`."""

    __slots__ = ("element", "items")

    def __init__(self, element: Type, items: dict[str, Value]) -> None:
        self.element: Final = element
        self.items: Final = items

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MapValue) and same(self, other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"MapValue({self.element!r}, {self.items!r})"


class Null:
    """Null of a known type. Null of no type is None."""

    __slots__ = ("type",)

    def __init__(self, type: Type) -> None:
        self.type: Final = type

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Null) and self.type == other.type

    def __hash__(self) -> int:
        return hash(("null", self.type))

    def __repr__(self) -> str:
        return f"Null({self.type!r})"


class Unknown:
    """A value that is not known: `variables` are the names of the unset variables it came from.

    `variables` is empty when the value is the rest of an expression that failed, for which there is a diagnostic already.
    """

    __slots__ = ("type", "variables")

    def __init__(self, type: Type = DYNAMIC, variables: tuple[str, ...] = ()) -> None:
        self.type: Final = type
        self.variables: Final = variables

    def __repr__(self) -> str:
        return f"Unknown({self.type!r}, {self.variables!r})"


#: What an expression that failed evaluates to.
FAILED = Unknown()

if TYPE_CHECKING:
    Value = str | bool | int | Number | None | Null | tuple[Any, ...] | dict[str, Any] | ListValue | SetValue | MapValue | Unknown


__all__ = [
    "BOOL",
    "DYNAMIC",
    "FAILED",
    "NUMBER",
    "STRING",
    "CollectionType",
    "ListType",
    "ListValue",
    "MapType",
    "MapValue",
    "Null",
    "Number",
    "ObjectType",
    "PrimitiveType",
    "SetType",
    "SetValue",
    "TupleType",
    "Type",
    "Unknown",
    "elements_of",
    "entries_of",
    "is_known",
    "is_null",
    "make_set",
    "same",
    "sorted_items",
    "type_name",
    "type_of",
    "unknown_variables",
]

# --- looking at values

_PRIMITIVE_TYPES: dict[type, Type] = {str: STRING, bool: BOOL, int: NUMBER, Number: NUMBER, type(None): DYNAMIC}


def type_of(value: Value) -> Type:
    """The type of a value; a deep look only for tuples and objects."""
    found = _PRIMITIVE_TYPES.get(value.__class__)
    if found is not None:
        return found
    if isinstance(value, tuple):
        return TupleType(tuple([type_of(item) for item in value]))
    if isinstance(value, dict):
        return ObjectType({key: type_of(item) for key, item in value.items()})
    if isinstance(value, ListValue):
        return ListType(value.element)
    if isinstance(value, SetValue):
        return SetType(value.element)
    if isinstance(value, MapValue):
        return MapType(value.element)
    assert isinstance(value, (Null, Unknown))
    return value.type


def is_null(value: Value) -> bool:
    return value is None or value.__class__ is Null


def type_name(value: Value) -> str:
    """The friendly name of the value's type, without building the type of a tuple or object."""
    if isinstance(value, tuple):
        return "tuple"
    if isinstance(value, dict):
        return "object"
    return type_of(value).name


def elements_of(value: Value) -> tuple[Value, ...] | None:
    """The elements of a list, set or tuple in order, None for anything else."""
    if isinstance(value, tuple):
        return value
    if isinstance(value, (ListValue, SetValue)):
        return value.items
    return None


def entries_of(value: Value) -> Mapping[str, Value] | None:
    """The entries of a map or object, None for anything else."""
    if isinstance(value, dict):
        return value
    if isinstance(value, MapValue):
        return value.items
    return None


def sorted_items(entries: Mapping[str, Value]) -> list[tuple[str, Value]]:
    """The entries in the order in which the language visits them."""
    return sorted(entries.items(), key=_key_of_entry)


def _key_of_entry(entry: tuple[str, Value]) -> str:
    return entry[0]


def unknown_variables(value: Value) -> tuple[str, ...] | None:
    """None when every part of the value is known, else the names of the unset variables it depends on (perhaps none)."""
    if isinstance(value, Unknown):
        return value.variables
    if isinstance(value, tuple):
        parts: Iterable[Value] = value
    elif isinstance(value, dict):
        parts = value.values()
    elif isinstance(value, (ListValue, SetValue)):
        parts = value.items
    elif isinstance(value, MapValue):
        parts = value.items.values()
    else:
        return None
    found: dict[str, None] | None = None
    for part in parts:
        if part.__class__ is str or part.__class__ is int:
            continue
        names = unknown_variables(part)
        if names is not None:
            found = found or {}
            found.update(dict.fromkeys(names))
    return None if found is None else tuple(found)


def is_known(value: Value) -> bool:
    """Whether every part of the value is known."""
    return unknown_variables(value) is None


def same(a: Value, b: Value) -> bool:
    """Whether two values have the same type and content (nulls and unknowns of one type are the same)."""
    if a is b:
        return True
    if a.__class__ is not b.__class__:
        return isinstance(a, (int, Number)) and isinstance(b, (int, Number)) and a.__class__ is not bool and b.__class__ is not bool and a == b
    if isinstance(a, tuple):
        assert isinstance(b, tuple)
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        assert isinstance(b, dict)
        return a.keys() == b.keys() and all(same(item, b[key]) for key, item in a.items())
    if isinstance(a, (ListValue, SetValue)):
        assert isinstance(b, (ListValue, SetValue))
        return a.element == b.element and len(a.items) == len(b.items) and all(map(same, a.items, b.items))
    if isinstance(a, MapValue):
        assert isinstance(b, MapValue)
        return a.element == b.element and a.items.keys() == b.items.keys() and all(same(item, b.items[key]) for key, item in a.items.items())
    if isinstance(a, Unknown):
        assert isinstance(b, Unknown)
        return a.type == b.type
    return a == b


# --- sets


def make_set(element: Type, items: Iterable[Value]) -> SetValue:
    """A set of the given values (all of type `element`): duplicates dropped, in set order.

    Primitive values are in their natural order, null last; others in an order that is fixed but means nothing.
    """
    unique: dict[Any, Value] = {}
    for item in items:
        unique.setdefault(_set_key(item), item)
    values = list(unique.values())
    if len(values) > 1:
        if element is STRING or element is NUMBER or element is BOOL:
            values.sort(key=_primitive_order)
        else:
            values.sort(key=_structural_order)
    return SetValue(element, tuple(values))


def _set_key(value: Value) -> Any:
    """A hashable key that two values share exactly when they are the same element of a set."""
    kind = value.__class__
    if kind is str or kind is bool:
        return kind, value
    if kind is int or kind is Number:
        return "number", value
    if isinstance(value, (tuple, ListValue, SetValue)):
        return "sequence", tuple([_set_key(item) for item in (value if isinstance(value, tuple) else value.items)])
    if isinstance(value, (dict, MapValue)):
        return "mapping", tuple([(key, _set_key(item)) for key, item in sorted_items(value if isinstance(value, dict) else value.items)])
    if isinstance(value, Unknown):
        return "unknown", id(value)
    return "null"


def _primitive_order(value: Value) -> Any:
    if isinstance(value, Unknown):
        return (2,)
    if is_null(value):
        return (1,)
    return 0, value


def _structural_order(value: Value) -> Any:
    rank = 2 if isinstance(value, Unknown) else 1 if is_null(value) else 0
    return rank, _digest(value).encode("utf-8", "surrogatepass")


def _digest(value: Value) -> str:
    """The text by which structural values are ordered in a set."""
    from nomadspec.evaluation.go_quoting import go_quote
    from nomadspec.evaluation.numbers import brief_text

    if isinstance(value, str):
        return go_quote(value)
    if value.__class__ is bool:
        return "T" if value else "F"
    if isinstance(value, (int, Number)):
        return brief_text(value)
    if isinstance(value, tuple):
        return "<" + "".join([_digest(item) + ";" for item in value]) + ">"
    if isinstance(value, dict):
        return "<" + "".join([_digest(item) + ";" for _, item in sorted_items(value)]) + ">"
    if isinstance(value, (ListValue, SetValue)):
        return "[" + "".join([_digest(item) + ";" for item in value.items]) + "]"
    if isinstance(value, MapValue):
        return "{" + "".join([f"{go_quote(key)}:{_digest(item)};" for key, item in sorted_items(value.items)]) + "}"
    return "?" if isinstance(value, Unknown) else "~"
