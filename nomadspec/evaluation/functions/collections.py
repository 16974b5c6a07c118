"""Functions on lists, sets, tuples, maps and objects.

What a tuple or object gives keeps the type of each part; what a list, set or map gives has one element type, found by unification where
several meet.
"""

from __future__ import annotations

from nomadspec.evaluation import numbers
from nomadspec.evaluation.conversion import ConversionError, convert, unify
from nomadspec.evaluation.functions import json_encoding
from nomadspec.evaluation.functions.calling import FunctionError
from nomadspec.evaluation.functions.signature import ANYTHING, SHAPE, Failed, Function, whole
from nomadspec.evaluation.go_quoting import go_quote
from nomadspec.evaluation.numbers import Number
from nomadspec.evaluation.types import DYNAMIC, NUMBER, STRING, ListType, MapType, ObjectType, TupleType, Type
from nomadspec.evaluation.values import (
    ListValue,
    MapValue,
    Null,
    SetValue,
    Unknown,
    elements_of,
    entries_of,
    is_null,
    make_set,
    same,
    sorted_items,
    type_name,
    type_of,
    unknown_variables,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.evaluation.functions.calling import FunctionContext
    from nomadspec.evaluation.values import Value

_MOST_RANGE = 1024
_MOST_ELEMENTS = 1_000_000
"""Elements that a product or a flattened list may have."""


# --- sequences


def _length(collection: Any) -> Value:
    items = elements_of(collection)
    if items is not None:
        return len(items)
    if isinstance(collection, MapValue):
        return len(collection.items)
    raise Failed("collection must be a list, a map or a tuple")


def _element(context: FunctionContext, sequence: Any, index: Any) -> Value:
    items = elements_of(sequence)
    if items is None or isinstance(sequence, SetValue):
        raise Failed(f"cannot read elements from {type_name(sequence)}")
    number = whole(index, "invalid index: ")
    if not items:
        raise Failed("cannot use element function with an empty list")
    if number < 0 and not context.release.does("element-counts-from-the-end"):
        raise Failed("cannot use element function with a negative index")
    return items[number % len(items)]


def _index(collection: Any, key: Any) -> Any:
    if isinstance(collection, tuple):
        if not _is_number(key):
            raise Failed("key for tuple must be number")
        number = whole(key, "invalid key for tuple: ")
        if not 0 <= number < len(collection):
            raise Failed(f"key must be between 0 and {len(collection)} inclusive")
        return collection[number]
    if isinstance(collection, ListValue):
        if not _is_number(key):
            raise Failed("key for list must be number")
        if key.__class__ is not int or not 0 <= key < len(collection.items):
            raise Failed("invalid index")
        return collection.items[key]
    if isinstance(collection, MapValue):
        if not isinstance(key, str):
            raise Failed("key for map must be string")
        if key not in collection.items:
            raise Failed("invalid index")
        return collection.items[key]
    raise Failed("collection must be a list, a map or a tuple")


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, Number)) and value.__class__ is not bool


def _contains(collection: Any, wanted: Any) -> Value:
    if wanted is None:
        # Null of no type is like nothing in particular, so the answer is never known, and the first use of it says so.
        raise FunctionError("Unsuitable value type", "Unsuitable value: value must be known", "name")
    items = elements_of(collection)
    if items is None:
        raise Failed("argument must be list, tuple, or set")
    variables: dict[str, None] | None = None
    for item in items:
        hidden = unknown_variables(item)
        if hidden is not None:
            variables = variables or {}
            variables.update(dict.fromkeys(hidden))
        elif same(item, wanted) or (is_null(item) and is_null(wanted)):
            return True
    return False if variables is None else Unknown(TABLE["contains"].result, tuple(variables))


def _chunklist(values: ListValue, size: Any) -> Value:
    count = whole(size, "invalid size: ")
    if count < 0:
        raise Failed("the size argument must be positive")
    items = values.items
    element = ListType(values.element)
    if not items:
        return ListValue(element, ())
    count = count or len(items)
    return ListValue(element, [ListValue(values.element, items[at : at + count]) for at in range(0, len(items), count)])


def _compact(values: ListValue) -> Value:
    return ListValue(STRING, [item for item in values.items if not is_null(item) and item != ""])


def _concat(*sequences: Any) -> Value:
    if not sequences:
        raise Failed("at least one argument is required")
    if all(isinstance(sequence, ListValue) for sequence in sequences):
        common = unify([type_of(sequence) for sequence in sequences])
        if isinstance(common, ListType):
            items: list[Any] = []
            for index, sequence in enumerate(sequences):
                try:
                    converted = convert(sequence, common)
                except ConversionError as error:
                    raise Failed(error.text, index) from None
                items += elements_of(converted) or ()
            return ListValue(common.element, items)
    joined: list[Any] = []
    for index, sequence in enumerate(sequences):
        if not isinstance(sequence, (tuple, ListValue)):
            raise Failed(f"all arguments must be lists or tuples; got {type_name(sequence)}", index)
        joined += elements_of(sequence) or ()
    return tuple(joined)


def _distinct(values: ListValue) -> Value:
    # Elements of one type are equal exactly when their JSON is, infinities aside.
    seen: dict[Any, Any] = {}
    for item in values.items:
        seen.setdefault(_identity(item), item)
    return ListValue(values.element, seen.values())


def _identity(value: Any) -> Any:
    return value if isinstance(value, (str, int, Number)) else json_encoding.encode(value)


def _flatten(collection: Any) -> Value:
    if elements_of(collection) is None:
        raise Failed("can only flatten lists, sets and tuples")
    out: list[Any] = []
    unknown: dict[str, None] = {}
    if not _flatten_into(collection, out, unknown):
        return Unknown(DYNAMIC, tuple(unknown))
    return tuple(out)


def _flatten_into(collection: Any, out: list[Any], unknown: dict[str, None]) -> bool:
    """Whether nothing unknown among the elements could be a list itself."""
    known = True
    for item in elements_of(collection) or ():
        if isinstance(item, Unknown):
            if item.type is DYNAMIC or isinstance(item.type, (TupleType, ListType)):
                unknown.update(dict.fromkeys(item.variables))
                known = False
            out.append(item)
        elif elements_of(item) is not None:
            known = _flatten_into(item, out, unknown) and known
        else:
            out.append(item)
        if len(out) > _MOST_ELEMENTS:
            raise Failed("the result has too many elements")
    return known


def _range(*parameters: int | Number) -> Value:
    if not 1 <= len(parameters) <= 3:
        raise Failed("must have one, two, or three arguments")
    start: int | Number = 0 if len(parameters) == 1 else parameters[0]
    end = parameters[0] if len(parameters) == 1 else parameters[1]
    step: int | Number = parameters[2] if len(parameters) == 3 else -1 if numbers.compare(end, start) < 0 else 1
    down = numbers.compare(step, 0) < 0
    order = numbers.compare(end, start)
    if down and order > 0:
        raise Failed("end must be less than start when step is negative", 1)
    if not down and order < 0:
        raise Failed("end must be greater than start when step is positive", 1)
    items: list[int | Number] = []
    number = start
    while (numbers.compare(number, end) > 0) if down else (numbers.compare(number, end) < 0):
        if len(items) >= _MOST_RANGE:
            raise Failed("more than 1024 values were generated; either decrease the difference between start and end or use a smaller step")
        items.append(number)
        try:
            number = numbers.add(number, step)
        except numbers.UndefinedNumber as error:
            raise Failed(f"panic in function implementation: {error}") from None
    return ListValue(NUMBER, items)


def _slice(sequence: Any, start: Any, end: Any) -> Value:
    if isinstance(sequence, SetValue):
        raise Failed(
            "cannot slice a set, because its elements do not have indices; explicitly convert to a list if the ordering of the result is not important", 0
        )
    if not isinstance(sequence, (tuple, ListValue)):
        raise Failed("must be a list or tuple value", 0)
    items = elements_of(sequence) or ()
    first, last = _bound(start, "start", 1, len(items)), _bound(end, "end", 2, len(items))
    if first > last:
        raise Failed("start index must not be greater than end index", 1)
    return items[first:last] if isinstance(sequence, tuple) else ListValue(sequence.element, items[first:last])


def _bound(value: Any, what: str, argument: int, length: int) -> int:
    number = whole(value, f"invalid {what} index: ", argument)
    if number < 0:
        raise Failed(f"{what} index must not be less than zero", argument)
    if number > length:
        raise Failed(f"{what} index must not be greater than the length of the list", argument)
    return number


def _sort(values: ListValue) -> Value:
    texts: list[str] = []
    for index, item in enumerate(values.items):
        if not isinstance(item, str):
            raise Failed(f"given list element {index} is null; a null string cannot be sorted")
        texts.append(item)
    return ListValue(STRING, sorted(texts))


# --- sets


def _set_type(sets: tuple[SetValue, ...]) -> Type:
    elements = [values.element for values in sets if values.items or values.element is not DYNAMIC]
    if not elements:
        return DYNAMIC
    common = unify(elements)
    if common is None:
        raise Failed("given sets must all have compatible element types")
    return common


def _members(sets: tuple[SetValue, ...], element: Type) -> list[SetValue]:
    members: list[SetValue] = []
    for index, values in enumerate(sets):
        try:
            members.append(make_set(element, [convert(item, element) for item in values.items]))
        except ConversionError as error:
            raise Failed(error.text, index) from None
    return members


def _setunion(*sets: SetValue) -> Value:
    element = _set_type(sets)
    return make_set(element, [item for values in _members(sets, element) for item in values.items])


def _setintersection(*sets: SetValue) -> Value:
    element = _set_type(sets)
    first, *others = _members(sets, element)
    keep = [{_identity(item) for item in values.items} for values in others]
    return make_set(element, [item for item in first.items if all(_identity(item) in keys for keys in keep)])


def _setproduct(*sets: Any) -> Value:
    if len(sets) < 2:
        raise Failed("at least two arguments are required")
    elements: list[Type] = []
    total = 1
    for index, values in enumerate(sets):
        items = elements_of(values)
        if items is None:
            raise Failed("a set or a list is required", index)
        total *= len(items)
        if isinstance(values, (ListValue, SetValue)):
            elements.append(values.element)
            continue
        common = unify([type_of(item) for item in items]) if items else DYNAMIC
        if common is None:
            raise Failed("all elements must be of the same type", index)
        elements.append(common)
    row_type = TupleType(tuple(elements))
    if total * len(sets) > _MOST_ELEMENTS:
        raise Failed("the result has too many elements")
    rows: list[tuple[Any, ...]] = [()]
    for values, element in zip(sets, elements, strict=True):
        converted = [convert(item, element) for item in elements_of(values) or ()]
        rows = [(*row, item) for row in rows for item in converted]
    if any(isinstance(values, SetValue) for values in sets):
        return make_set(row_type, rows)
    return ListValue(row_type, rows)


# --- maps


def _keys(mapping: Any) -> Value:
    entries = entries_of(mapping)
    if entries is None:
        raise Failed("must have map or object type", 0)
    names = sorted(entries)
    return ListValue(STRING, names) if isinstance(mapping, MapValue) else tuple(names)


def _values(mapping: Any) -> Value:
    entries = entries_of(mapping)
    if entries is None:
        raise Failed("values() requires a map as the first argument")
    items = tuple(item for _, item in sorted_items(entries))
    return ListValue(mapping.element, items) if isinstance(mapping, MapValue) else items


def _lookup(mapping: Any, key: str, default: Any) -> Any:
    if isinstance(mapping, dict):
        return mapping.get(key, default)
    if not isinstance(mapping, MapValue):
        raise Failed("lookup() requires a map as the first argument", 0)
    try:
        converted = convert(default, mapping.element)
    except ConversionError:
        raise Failed("the default value must have the same type as the map elements", 2) from None
    return mapping.items.get(key, converted)


def _merge(*mappings: Any) -> Value:
    merged: dict[str, Any] = {}
    elements: list[Type | None] = []  # of each map; None for an object
    untyped = False
    for mapping in mappings:
        entries = entries_of(mapping)
        if entries is not None:
            merged.update(entries)
            elements.append(mapping.element if isinstance(mapping, MapValue) else None)
        elif isinstance(mapping, Null) and isinstance(mapping.type, (MapType, ObjectType)):
            elements.append(mapping.type.element if isinstance(mapping.type, MapType) else None)
        elif mapping is None:
            # Null of no type leaves the type of the result open, and from there on nothing is checked.
            untyped = True
        elif untyped:
            raise Failed("panic in function implementation: attempt to iterate on non-collection, non-tuple type")
        else:
            raise Failed(f"arguments must be maps or objects, got {go_quote(type_name(mapping))}")
    if untyped or not elements or elements[0] is None or any(element != elements[0] for element in elements):
        return merged
    return MapValue(elements[0], merged)


def _zipmap(keys: ListValue, values: Any) -> Value:
    if not isinstance(values, (tuple, ListValue)):
        raise Failed("values argument must be a list or tuple value")
    items = elements_of(values) or ()
    if len(keys.items) != len(items):
        raise Failed(f"number of keys ({len(keys.items)}) does not match number of values ({len(items)})")
    zipped: dict[str, Any] = {}
    for index, (key, item) in enumerate(zip(keys.items, items, strict=True)):
        if isinstance(key, Unknown):
            return Unknown(DYNAMIC, key.variables)
        if not isinstance(key, str):
            raise Failed(f"keys list has null value at index {index}")
        zipped[key] = item
    return zipped if isinstance(values, tuple) else MapValue(values.element, zipped)


# --- choosing


def _coalesce(*values: Any) -> Value:
    common = unify([type_of(value) for value in values])
    if common is None:
        raise Failed("all arguments must have the same type")
    for value in values:
        if isinstance(value, Unknown):
            return Unknown(common, value.variables)
        if not is_null(value):
            return convert(value, common)
    raise Failed("no non-null arguments")


def _coalescelist(*values: Any) -> Value:
    if not values:
        raise Failed("at least one argument is required")
    for value in values:
        if isinstance(value, Unknown):
            break
        if not (isinstance(value, (tuple, ListValue)) or (isinstance(value, Null) and isinstance(value.type, (ListType, TupleType)))):
            raise Failed("coalescelist arguments must be lists or tuples")
    for value in values:
        if isinstance(value, Unknown):
            return Unknown(DYNAMIC, value.variables)
        if elements_of(value):
            result: Value = value
            return result
    raise Failed("no non-null arguments")


TABLE: dict[str, Function] = {
    "chunklist": Function("list:list(any) size:number", "any", _chunklist, sees=SHAPE),
    "coalesce": Function("*vals:any?", "any", _coalesce, sees=ANYTHING),
    "coalescelist": Function("*vals:any?", "any", _coalescelist, sees=ANYTHING),
    "compact": Function("list:list(string)", "list(string)", _compact),
    "concat": Function("*seqs:any", "any", _concat, sees=SHAPE),
    "contains": Function("list:any value:any?", "bool", _contains, sees=SHAPE, reads_text=True),
    "distinct": Function("list:list(any)", "any", _distinct),
    "element": Function("list:any index:number", "any", _element, sees=SHAPE, takes_context=True),
    "flatten": Function("list:any", "any", _flatten, sees=SHAPE),
    "index": Function("collection:any key:any", "any", _index, sees=SHAPE),
    "keys": Function("inputMap:any", "any", _keys, sees=SHAPE),
    "length": Function("collection:any", "number", _length, sees=SHAPE, reads_text=True),
    "lookup": Function("inputMap:any key:string default:any", "any", _lookup, sees=SHAPE, reads_text=True),
    "merge": Function("*maps:any?", "any", _merge, sees=SHAPE),
    "range": Function("*params:number", "list(number)", _range),
    "setintersection": Function("first_set:set(any) *other_sets:set(any)", "any", _setintersection),
    "setproduct": Function("*sets:any", "any", _setproduct, sees=SHAPE),
    "setunion": Function("first_set:set(any) *other_sets:set(any)", "any", _setunion),
    "slice": Function("list:any start_index:number end_index:number", "any", _slice, sees=SHAPE),
    "sort": Function("list:list(string)", "list(string)", _sort),
    "values": Function("mapping:any", "any", _values, sees=SHAPE),
    "zipmap": Function("keys:list(string) values:any", "any", _zipmap, sees=SHAPE),
}
