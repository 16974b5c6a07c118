"""Turning a value into another type, and finding the type that several values share.

`convert` answers with the converted value or raises `ConversionError` with Nomad's text. There are two ways to ask whether a type
converts: *safe* conversions never fail whatever the value (number and bool to string, tuple to list of what its elements share);
*unsafe* ones may, by the value (string to number, string to bool, map to object). Values are converted by the unsafe rules.

`unify` finds the one type that all given types convert to, as a conditional, a tuple that becomes a list, and several functions need.
Tuples of equal length unify element by element, others to a list; objects with the same attributes unify attribute by attribute,
others to a map; among primitive types a string wins.
"""

from __future__ import annotations

from nomadspec.evaluation import numbers
from nomadspec.evaluation.go_quoting import go_quote
from nomadspec.evaluation.numbers import Number
from nomadspec.evaluation.types import BOOL, DYNAMIC, NUMBER, STRING, CollectionType, ListType, MapType, ObjectType, PrimitiveType, SetType, TupleType, Type
from nomadspec.evaluation.values import ListValue, MapValue, Null, SetValue, Unknown, elements_of, entries_of, make_set, type_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from nomadspec.evaluation.values import Value


class ConversionError(Exception):
    """A value that does not convert: the text is Nomad's reason, without a full stop.

    `path` leads from the value to the part at fault, as attribute names, map keys and indices.
    """

    def __init__(self, text: str, path: tuple[str | int, ...] = ()) -> None:
        super().__init__(text)
        self.text = text
        self.path = path


# --- values


def convert(value: Value, want: Type) -> Value:
    """`value` as a value of the type `want`. Parts of `want` that are DYNAMIC take the type that is there.

    Null becomes null of the wanted type, unknown becomes unknown of it. Raises ConversionError.
    """
    kind = value.__class__
    if want is STRING:
        if kind is str:
            return value
        if kind is bool:
            return "true" if value else "false"
        if isinstance(value, (int, Number)):
            return number_text(value)
    elif want is DYNAMIC:
        return value
    elif want is NUMBER:
        if kind is int or kind is Number:
            return value
        if isinstance(value, str):
            number = numbers.parse(value)
            if number is None:
                raise ConversionError("a number is required")
            return number
    elif want is BOOL:
        if kind is bool:
            return value
        if isinstance(value, str):
            return _bool_of(value)
    if value is None:
        return Null(want)
    if isinstance(value, (Unknown, Null)):
        if not convertible(value.type, want):
            raise ConversionError(mismatch(value.type, want))
        return Unknown(_settled(value.type, want), value.variables) if isinstance(value, Unknown) else Null(_settled(value.type, want))
    if isinstance(want, PrimitiveType):
        raise ConversionError(mismatch(type_of(value), want))
    have = type_of(value)
    if have == want:
        return value
    if not convertible(have, want):
        raise ConversionError(mismatch(have, want))
    return _convert_parts(value, want)


def number_text(value: int | Number) -> str:
    """A number as text; a ConversionError when that would be too long to be sensible."""
    try:
        return numbers.to_text(value)
    except numbers.NumberTooLong:
        raise ConversionError(f"the number has more than {numbers.TEXT_DIGITS} digits") from None


def _bool_of(text: str) -> bool:
    if text == "true" or text == "1":
        return True
    if text == "false" or text == "0":
        return False
    if text in ("True", "TRUE"):
        raise ConversionError('a bool is required; to convert from string, use lowercase "true"')
    if text in ("False", "FALSE"):
        raise ConversionError('a bool is required; to convert from string, use lowercase "false"')
    raise ConversionError("a bool is required")


def _settled(have: Type, want: Type) -> Type:
    """`want` with its open parts filled from `have`, as far as their shapes agree."""
    if want is DYNAMIC:
        return have
    if isinstance(want, CollectionType) and isinstance(have, CollectionType):
        return want.__class__(_settled(have.element, want.element))
    return want


def _convert_parts(value: Value, want: Type) -> Value:
    """A structural value to a type that its own type converts to."""
    if isinstance(want, CollectionType):
        if isinstance(want, MapType):
            entries = entries_of(value)
            assert entries is not None
            element = _element_type(want, list(entries.values()), value)
            if element is DYNAMIC and len({type_of(item) for item in entries.values()} - {DYNAMIC}) > 1:
                raise ConversionError("attribute types must all match for conversion to map")
            converted = {key: _at(key, item, element) for key, item in entries.items()}
            return MapValue(_common(element, list(converted.values())), converted)
        items = elements_of(value)
        assert items is not None
        element = _element_type(want, items, value)
        results = [_at(index, item, element) for index, item in enumerate(items)]
        element = _common(element, results)
        return ListValue(element, results) if isinstance(want, ListType) else make_set(element, results)
    if isinstance(want, TupleType):
        assert isinstance(value, tuple)
        return tuple([_at(index, item, wanted) for index, (item, wanted) in enumerate(zip(value, want.elements, strict=True))])
    assert isinstance(want, ObjectType)
    entries = entries_of(value)
    assert entries is not None
    result: dict[str, Value] = {}
    for name, wanted in want.attributes.items():
        if name not in entries:
            raise ConversionError(f"map has no element for required attribute {go_quote(name)}")
        result[name] = _at(name, entries[name], wanted)
    return result


def _at(step: str | int, value: Value, want: Type) -> Value:
    try:
        return convert(value, want)
    except ConversionError as error:
        raise ConversionError(error.text, (step, *error.path)) from None


def _element_type(want: CollectionType, items: Sequence[Value], value: Value) -> Type:
    """The type that the elements of the result get: the wanted one, or for "any" the one they share."""
    if want.element is not DYNAMIC:
        return want.element
    if isinstance(value, (ListValue, SetValue, MapValue)):
        return value.element
    return unify([type_of(item) for item in items]) or DYNAMIC


def _common(element: Type, items: Sequence[Value]) -> Type:
    """The element type of a collection made of converted items, whose own types fill what was open."""
    if not element.has_dynamic or not items:
        return element
    return unify([type_of(item) for item in items]) or element


# --- types


def convertible(have: Type, want: Type, *, unsafe: bool = True) -> bool:
    """Whether some (with `unsafe` false: every) value of the type `have` converts to `want`."""
    if want is DYNAMIC or have is DYNAMIC or have is want:
        return True
    if isinstance(want, PrimitiveType):
        if not isinstance(have, PrimitiveType):
            return False
        return want is STRING or (unsafe and have is STRING)
    if isinstance(want, MapType):
        if isinstance(have, MapType):
            return convertible(have.element, want.element, unsafe=unsafe)
        if not isinstance(have, ObjectType):
            return False
        parts = list(have.attributes.values())
        if want.element is DYNAMIC:
            return not parts or unify(parts, unsafe=unsafe) is not None
        return _all_convertible(parts, want.element, unsafe)
    if isinstance(want, CollectionType):
        if isinstance(have, (ListType, SetType)):
            return convertible(have.element, want.element, unsafe=unsafe)
        return isinstance(have, TupleType) and _all_convertible(have.elements, want.element, unsafe)
    if isinstance(want, TupleType):
        return (
            isinstance(have, TupleType)
            and len(have.elements) == len(want.elements)
            and all(convertible(a, b, unsafe=unsafe) for a, b in zip(have.elements, want.elements, strict=True))
        )
    assert isinstance(want, ObjectType)
    if isinstance(have, ObjectType):
        return all(name in have.attributes and convertible(have.attributes[name], wanted, unsafe=unsafe) for name, wanted in want.attributes.items())
    return unsafe and isinstance(have, MapType) and all(convertible(have.element, wanted, unsafe=unsafe) for wanted in want.attributes.values())


def _all_convertible(have: Sequence[Type], want: Type, unsafe: bool) -> bool:
    if want is DYNAMIC:
        if not have:
            return True
        common = unify(have, unsafe=unsafe)
        return common is not None and (common is not DYNAMIC or all(part is DYNAMIC for part in have))
    return all(convertible(part, want, unsafe=unsafe) for part in set(have))


def unify(types: Sequence[Type], *, unsafe: bool = True) -> Type | None:
    """The one type that all of `types` convert to; None when there is none (or no types)."""
    distinct = list(dict.fromkeys(types))
    if len(distinct) == 1:
        return distinct[0]
    if not distinct:
        return None
    kinds = {kind.__class__ for kind in distinct if kind is not DYNAMIC}
    dynamic = any(kind is DYNAMIC for kind in distinct)
    if len(kinds) == 1:
        kind = next(iter(kinds))
        if kind is not PrimitiveType:
            if dynamic:
                return DYNAMIC
            if kind is ObjectType:
                return _unify_objects([item for item in types if isinstance(item, ObjectType)], unsafe)
            if kind is TupleType:
                return _unify_tuples([item for item in types if isinstance(item, TupleType)], unsafe)
            collections = [item for item in distinct if isinstance(item, CollectionType)]
            element = unify([item.element for item in collections], unsafe=unsafe)
            return None if element is None else collections[0].__class__(element)
    elif kinds == {ListType, TupleType} or kinds == {MapType, ObjectType}:
        found = _unify_as_collection(distinct, unsafe)
        if found is not None:
            return found
    elif ObjectType in kinds and TupleType in kinds:
        return None
    for wanted in _by_preference(distinct):
        if all(convertible(have, wanted, unsafe=unsafe) for have in distinct if have is not wanted):
            return wanted
    return None


def _unify_objects(types: list[ObjectType], unsafe: bool) -> Type | None:
    names = types[0].attributes.keys()
    if all(item.attributes.keys() == names for item in types):
        attributes: dict[str, Type] = {}
        for name in names:
            found = unify([item.attributes[name] for item in types], unsafe=unsafe)
            if found is None:
                return None
            attributes[name] = found
        return ObjectType(attributes)
    element = unify([attribute for item in types for attribute in item.attributes.values()], unsafe=unsafe)
    return None if element is None else _if_all_convert(types, MapType(element), unsafe)


def _if_all_convert(types: Sequence[Type], want: Type, unsafe: bool) -> Type | None:
    return want if want.has_dynamic is False or all(convertible(item, want, unsafe=unsafe) for item in types) else None


def _unify_tuples(types: list[TupleType], unsafe: bool) -> Type | None:
    length = len(types[0].elements)
    if all(len(item.elements) == length for item in types):
        elements: list[Type] = []
        for index in range(length):
            found = unify([item.elements[index] for item in types], unsafe=unsafe)
            if found is None:
                return None
            elements.append(found)
        return TupleType(tuple(elements))
    element = unify([part for item in types for part in item.elements], unsafe=unsafe)
    return None if element is None else _if_all_convert(types, ListType(element), unsafe)


def _unify_as_collection(types: list[Type], unsafe: bool) -> Type | None:
    """Lists and tuples as one list, maps and objects as one map: the tuples or objects find their element type first."""
    structural = [item for item in types if isinstance(item, (TupleType, ObjectType))]
    parts: list[Type] = []
    for item in structural:
        parts.extend(item.elements if isinstance(item, TupleType) else item.attributes.values())
    element = unify(parts, unsafe=unsafe)
    if element is None:
        return None
    wanted = _if_all_convert(structural, ListType(element) if isinstance(structural[0], TupleType) else MapType(element), unsafe)
    if wanted is None:
        return None
    return unify([wanted, *[item for item in types if not isinstance(item, (TupleType, ObjectType))]], unsafe=unsafe)


def _by_preference(types: list[Type]) -> list[Type]:
    """The types, the most general first."""
    rest = list(types)
    ordered: list[Type] = []
    while rest:
        best = rest[0]
        for item in rest[1:]:
            if _more_general(item, best):
                best = item
        rest.remove(best)
        ordered.append(best)
    return ordered


def _more_general(a: Type, b: Type) -> bool:
    if b is DYNAMIC:
        return a is not DYNAMIC
    if a is STRING:
        return isinstance(b, PrimitiveType) and b is not STRING
    if isinstance(a, CollectionType) and a.__class__ is b.__class__:
        assert isinstance(b, CollectionType)
        return _more_general(a.element, b.element)
    if isinstance(a, ListType):
        return isinstance(b, (TupleType, SetType))
    if isinstance(a, TupleType):
        return isinstance(b, SetType)
    return isinstance(a, MapType) and isinstance(b, ObjectType)


# --- messages


def mismatch(have: Type, want: Type) -> str:
    """Why no value of the type `have` converts to `want`, in Nomad's words."""
    if isinstance(have, ObjectType) and isinstance(want, ObjectType):
        return _mismatch_of_objects(have, want)
    if isinstance(want, CollectionType):
        if want.element is DYNAMIC and isinstance(have, (TupleType, ObjectType)) and isinstance(have, ObjectType) == isinstance(want, MapType):
            return f"all {want.kind} elements must have the same type"
        if isinstance(have, (TupleType, ObjectType)):
            return _mismatch_of_structure(have, want)
        if isinstance(have, CollectionType):
            if isinstance(have, MapType) != isinstance(want, MapType):
                return f"{want.constraint_name} required"
            return f"incorrect {want.kind} element type: {mismatch(have.element, want.element)}"
        return f"{want.name} required, but have {have.name}"
    if isinstance(want, PrimitiveType) or isinstance(have, PrimitiveType) or (isinstance(want, ObjectType) and isinstance(have, TupleType)):
        return f"{want.name} required, but have {have.name}"
    return f"{want.name} required"


def _mismatch_of_structure(have: TupleType | ObjectType, want: CollectionType) -> str:
    if isinstance(have, ObjectType) != isinstance(want, MapType):
        return f"{want.constraint_name} required"
    parts: list[tuple[str, Type]]
    if isinstance(have, TupleType):
        parts = [(str(index), part) for index, part in enumerate(have.elements)]
    else:
        parts = [(go_quote(name), have.attributes[name]) for name in sorted(have.attributes)]
    for label, part in parts:
        if part != want.element and not convertible(part, want.element):
            return f"element {label}: {mismatch(part, want.element)}"
    return f"all elements must be {want.element.constraint_name}"


def _mismatch_of_objects(have: ObjectType, want: ObjectType) -> str:
    missing = [go_quote(name) for name in sorted(want.attributes) if name not in have.attributes]
    if len(missing) == 1:
        return f"attribute {missing[0]} is required"
    if len(missing) == 2:
        return f"attributes {missing[0]} and {missing[1]} are required"
    if missing:
        return f"attributes {', '.join(missing[:-1])}, and {missing[-1]} are required"
    for unsafe in (True, False):
        for name in sorted(want.attributes):
            part, wanted = have.attributes[name], want.attributes[name]
            if part != wanted and not convertible(part, wanted, unsafe=unsafe):
                return f"attribute {go_quote(name)}: {mismatch(part, wanted)}"
    return "incorrect object attributes"
