"""Attributes and indices of values: one step of `value.name` or `value[key]`.

Both answer with the value found, or raise `StepError` with the summary and detail of Nomad's complaint.
"""

from __future__ import annotations

from nomadspec.evaluation.conversion import ConversionError, convert
from nomadspec.evaluation.go_quoting import go_quote
from nomadspec.evaluation.numbers import is_negative, is_whole
from nomadspec.evaluation.types import DYNAMIC, NUMBER, STRING, CollectionType, ListType, MapType, ObjectType, PrimitiveType, SetType, TupleType, Type
from nomadspec.evaluation.values import ListValue, MapValue, Null, Number, Unknown, type_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec.evaluation.values import Value

_NO_KEY: Final = "The given key does not identify an element in this collection value"


class StepError(Exception):
    """A step that leads nowhere."""

    def __init__(self, summary: str, detail: str) -> None:
        super().__init__(detail)
        self.summary: Final = summary
        self.detail: Final = detail


def get_attribute(value: Value, name: str) -> Value:
    """`value.name`. Raises StepError."""
    if isinstance(value, dict):
        try:
            found: Value = value[name]
            return found
        except KeyError:
            raise StepError("Unsupported attribute", f"This object does not have an attribute named {go_quote(name)}.") from None
    if isinstance(value, MapValue):
        try:
            return value.items[name]
        except KeyError:
            raise StepError("Missing map element", f"This map does not have an element with the key {go_quote(name)}.") from None
    if value is None or isinstance(value, Null):
        raise StepError("Attempt to get attribute from null value", "This value is null, so it does not have any attributes.")
    kind = type_of(value)
    if isinstance(value, Unknown):
        if kind is DYNAMIC:
            return value
        if isinstance(kind, ObjectType):
            if name not in kind.attributes:
                raise StepError("Unsupported attribute", f"This object does not have an attribute named {go_quote(name)}.")
            return Unknown(kind.attributes[name], value.variables)
        if isinstance(kind, MapType):
            return Unknown(kind.element, value.variables)
    raise StepError("Unsupported attribute", _no_attributes(kind, name))


def _no_attributes(kind: Type, name: str) -> str:
    if isinstance(kind, PrimitiveType):
        return f"Can't access attributes on a primitive-typed value ({kind.name})."
    if isinstance(kind, CollectionType) and isinstance(kind.element, ObjectType):
        if isinstance(kind, SetType):
            return "Can't access attributes on a set of objects. Did you mean to access an attribute across all elements of the set?"
        if name in kind.element.attributes:
            wanted = f"attribute {go_quote(name)}"
        else:
            wanted = "an attribute"
        return (
            f"Can't access attributes on a list of objects. Did you mean to access {wanted} for a specific element of the list, "
            "or across all elements of the list?"
        )
    return "This value does not have any attributes."


def get_index(value: Value, key: Value) -> Value:
    """`value[key]`. Raises StepError."""
    if isinstance(value, (tuple, ListValue)) and key.__class__ is int:
        assert isinstance(key, int)
        items = value if isinstance(value, tuple) else value.items
        if 0 <= key < len(items):
            return items[key]
    if value is None or isinstance(value, Null):
        raise StepError("Attempt to index null value", "This value is null, so it does not have any indices.")
    if key is None or isinstance(key, Null):
        raise StepError("Invalid index", "Can't use a null value as an indexing key.")
    kind = type_of(value)
    unknown = _merge(value, key)
    if kind is DYNAMIC or (isinstance(key, Unknown) and key.type is DYNAMIC):
        return unknown or Unknown()
    if isinstance(kind, (ListType, TupleType)):
        number = _key(key, NUMBER)
        if unknown is not None:
            return Unknown(kind.element if isinstance(kind, ListType) else DYNAMIC, unknown.variables)
        assert isinstance(number, (int, Number))
        assert isinstance(value, (tuple, ListValue))
        if not is_whole(number):
            raise StepError("Invalid index", f"{_NO_KEY}: indexing a sequence requires a whole number, but the given index has a fractional part.")
        if is_negative(number) and number != 0:
            raise StepError("Invalid index", f"{_NO_KEY}: a negative number is not a valid index for a sequence.")
        items = value if isinstance(value, tuple) else value.items
        if number == 0 and items:
            return items[0]
        if isinstance(number, int) and number < len(items):
            return items[number]
        # One past the end has a reason of its own, further out has none.
        if number != len(items):
            raise StepError("Invalid index", f"{_NO_KEY}.")
        if not items:
            raise StepError("Invalid index", f"{_NO_KEY}: the collection has no elements.")
        raise StepError("Invalid index", f"{_NO_KEY}: the given index is greater than or equal to the length of the collection.")
    if isinstance(kind, (MapType, ObjectType)):
        name = _key(key, STRING)
        if unknown is not None:
            return Unknown(kind.element if isinstance(kind, MapType) else DYNAMIC, unknown.variables)
        assert isinstance(name, str)
        assert isinstance(value, (dict, MapValue))
        entries = value if isinstance(value, dict) else value.items
        if name not in entries:
            if isinstance(value, dict) and isinstance(key, (int, Number)) and key.__class__ is not bool:
                raise StepError("Invalid index", f"{_NO_KEY}. An object only supports looking up attributes by name, not by numeric index.")
            raise StepError("Invalid index", f"{_NO_KEY}.")
        return entries[name]
    if isinstance(kind, SetType):
        raise StepError(
            "Invalid index",
            "Elements of a set are identified only by their value and don't have any separate index or key to select with, "
            "so it's only possible to perform operations across all elements of the set.",
        )
    raise StepError("Invalid index", "This value does not have any indices.")


def _merge(value: Value, key: Value) -> Unknown | None:
    if isinstance(value, Unknown):
        return value
    return key if isinstance(key, Unknown) else None


def _key(key: Value, want: Type) -> Value:
    try:
        return convert(key, want)
    except ConversionError as error:
        raise StepError("Invalid index", f"{_NO_KEY}: {error.text}.") from None
