"""From values of the language to values of the job model: one reader for each field type of the schema.

A reader takes a value that is neither null nor unknown as a whole and gives what the API's JSON would hold; a list or map of which some elements are
not known becomes a `PartlyKnownList` or `PartlyKnown`. It raises `Unsuitable` with Nomad's words, or `NotKnown`.

    reader("duration")("1m30s") == 90_000_000_000
"""

from __future__ import annotations

from nomadspec.evaluation.numbers import Number, NumberTooLong, is_whole, parse, to_float, to_text, truncate
from nomadspec.evaluation.values import ListValue, MapValue, Null, SetValue, Unknown, sorted_items, type_name, type_of
from nomadspec.jobspec.block import PartlyKnown, PartlyKnownList
from nomadspec.notation.duration import DurationError
from nomadspec.notation.duration import parse as parse_duration

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Final

    from nomadspec.evaluation.types import Type
    from nomadspec.evaluation.values import Value

    Reader = Callable[[Any], Any]


class Unsuitable(Exception):
    """A value that a field cannot take. `detail` is Nomad's text; `summary` its heading."""

    def __init__(self, detail: str, summary: str = "Unsuitable value type") -> None:
        super().__init__(detail)
        self.detail: Final = detail
        self.summary: Final = summary


class NotKnown(Exception):
    """A value that is not known in some part. `variables`: whose value is missing; none when an error has been reported already."""

    def __init__(self, variables: tuple[str, ...]) -> None:
        super().__init__(*variables)
        self.variables: Final = variables


#: Bounds of the integer types.
RANGES: Final = {
    "int": (-(2**63), 2**63 - 1),
    "int64": (-(2**63), 2**63 - 1),
    "int8": (-(2**7), 2**7 - 1),
    "uint8": (0, 2**8 - 1),
    "uint16": (0, 2**16 - 1),
    "uint32": (0, 2**32 - 1),
    "uint64": (0, 2**64 - 1),
}

NULL_REFUSED: Final = "Unsuitable value: null value is not allowed"


def reader(type_: str) -> Reader:
    """The reader of a field type of the schema."""
    found = _READERS.get(type_)
    if found is None:
        if type_.startswith("list("):
            found = _sequence_reader(type_[5:-1])
        elif type_.startswith("map("):
            found = _mapping_reader(type_[4:-1])
        else:
            found = _integer_reader(*RANGES[type_])
        _READERS[type_] = found
    return found


def expected(type_: str) -> str:
    """How messages call a field type."""
    if type_.startswith("list("):
        return f"list of {expected(type_[5:-1])}"
    if type_.startswith("map("):
        return f"map of {expected(type_[4:-1])}"
    return type_ if type_ in ("string", "bool") else "number"


# --- primitive types


def read_string(value: Any) -> str:
    """Any primitive value as text."""
    return to_string(value)


def to_string(value: Any) -> str:
    """A primitive value as text. Raises Unsuitable, NotKnown."""
    kind = value.__class__
    if isinstance(value, str):
        return value
    if kind is bool:
        return "true" if value else "false"
    if kind is int or kind is Number:
        try:
            return to_text(value)
        except NumberTooLong:
            raise Unsuitable("Unsuitable value: the number is too long to be written out") from None
    raise _refusal(value, "string")


def to_bool(value: Any) -> bool:
    """A bool, or the text of one. Raises Unsuitable, NotKnown."""
    if value.__class__ is bool:
        return value
    if value.__class__ is str:
        if value == "true" or value == "1":
            return True
        if value == "false" or value == "0":
            return False
        lower = value.lower()
        if lower == "true" or lower == "false":
            raise Unsuitable(f'Unsuitable value: a bool is required; to convert from string, use lowercase "{lower}"')
        raise Unsuitable("Unsuitable value: a bool is required")
    raise _refusal(value, "bool")


def to_number(value: Any) -> int | Number:
    """A number, or the text of one. Raises Unsuitable, NotKnown."""
    if value.__class__ is int or value.__class__ is Number:
        return value
    if value.__class__ is str:
        number = parse(value)
        if number is None:
            raise Unsuitable("Unsuitable value: a number is required")
        return number
    raise _refusal(value, "number")


def _integer_reader(low: int, high: int) -> Reader:
    def read_integer(value: Any) -> int:
        number = value if value.__class__ is int else to_number(value)
        if number.__class__ is not int:
            # Nomad cuts the fraction off for unsigned types and refuses it for the others.
            if low == 0 and isinstance(number, Number) and number.finite:
                whole = truncate(number)
                if whole.__class__ is int and (whole > 0 or not _negative(number)):
                    number = whole
            elif is_whole(number):
                number = truncate(number)
        if number.__class__ is int and low <= number <= high:
            return number
        inclusive = " inclusive" if low == 0 else ""
        raise Unsuitable(f"Unsuitable value: value must be a whole number, between {low} and {high}{inclusive}")

    return read_integer


def _negative(number: Any) -> bool:
    return bool(number.mantissa < 0)


def read_duration(value: Any) -> int:
    """Nanoseconds, from text such as "1m30s" or from a number of nanoseconds."""
    if value.__class__ is str:
        try:
            return parse_duration(value)
        except DurationError as error:
            raise Unsuitable(f"Unsuitable duration value: {error}") from None
    if value.__class__ is int or value.__class__ is Number:
        whole: int = reader("int64")(value)
        return whole
    if isinstance(value, Unknown):
        raise NotKnown(value.variables)
    raise Unsuitable(f"Unsuitable value: expected a string but found {type_dump(type_of(value))}")


def type_dump(type_: Type) -> str:
    """Nomad's inner dump of a type, which one of its messages shows."""
    shape = type_.json()
    return _dump(shape)


def _dump(shape: Any) -> str:
    if isinstance(shape, str):
        code = {"bool": 66, "number": 78, "string": 83}.get(shape)
        return "{{{}}}" if code is None else f"{{{{{{}} %!s(cty.primitiveTypeKind={code})}}}}"
    kind, inner = shape
    if kind == "tuple":
        return f"{{{{{{}} [{' '.join(map(_dump, inner))}]}}}}"
    if kind == "object":
        return f"{{{{{{}} map[{' '.join(f'{name}:{_dump(inner[name])}' for name in sorted(inner))}] map[]}}}}"
    return f"{{{{{{}} {_dump(inner)}}}}}"


# --- collections


def _sequence_reader(element: str) -> Reader:
    read_element, wanted = reader(element), f"list of {expected(element)}"

    def read_sequence(value: Any) -> list[Any]:
        if value.__class__ is tuple:
            items: tuple[Value, ...] = value
        elif isinstance(value, (ListValue, SetValue)):
            items = value.items
        else:
            raise _refusal_of_collection(value, wanted)
        result: list[Any] = []
        unknown: list[int] = []
        null = False
        for item in items:
            if item is None or item.__class__ is Null:
                null = True
                continue
            try:
                result.append(read_element(item))
            except NotKnown:
                unknown.append(len(result))
                result.append(None)
            except Unsuitable as error:
                if value.__class__ is tuple and error.detail.startswith("Unsuitable value: ") and " required" in error.detail:
                    raise Unsuitable(f"Unsuitable value: element {len(result)}: {error.detail[18:]}") from None
                raise
        if null:
            raise Unsuitable(NULL_REFUSED)
        return PartlyKnownList(result, unknown) if unknown else result

    return read_sequence


def _mapping_reader(element: str) -> Reader:
    read_element, wanted = reader(element), f"map of {expected(element)}"

    def read_mapping(value: Any) -> dict[str, Any]:
        if value.__class__ is dict:
            entries: dict[str, Value] = value
        elif isinstance(value, MapValue):
            entries = value.items
        else:
            raise _refusal_of_collection(value, wanted)
        result: dict[str, Any] = {}
        unknown: list[str] = []
        null = False
        for key, item in sorted_items(entries):
            if item is None or item.__class__ is Null:
                null = True
                continue
            try:
                result[key] = read_element(item)
            except NotKnown:
                unknown.append(key)
            except Unsuitable as error:
                if value.__class__ is dict and error.detail.startswith("Unsuitable value: ") and " required" in error.detail:
                    raise Unsuitable(f'Unsuitable value: element "{key}": {error.detail[18:]}') from None
                raise
        if null:
            raise Unsuitable(NULL_REFUSED)
        return PartlyKnown(result, unknown) if unknown else result

    return read_mapping


def _refusal(value: Value, wanted: str) -> Exception:
    if isinstance(value, Unknown):
        return NotKnown(value.variables)
    return Unsuitable(f"Unsuitable value: {wanted} required, but have {type_name(value)}")


def _refusal_of_collection(value: Value, wanted: str) -> Exception:
    if value.__class__ is tuple or value.__class__ is dict or isinstance(value, (ListValue, SetValue, MapValue)):
        return Unsuitable(f"Unsuitable value: {wanted} required")
    return _refusal(value, wanted)


# --- untyped values


def read_any(value: Any) -> Any:
    """A value as untyped maps hold it: whole numbers of 64 bits as they are, others as 64-bit floats. Raises NotKnown, for a value that is unknown as a
    whole."""
    kind = value.__class__
    if kind is str or kind is bool or value is None:
        return value
    if kind is int:
        return value if -(2**63) <= value < 2**63 else any_float(to_float(value))
    if kind is Number:
        return 0 if value.kind == "-0" else any_float(to_float(value))
    if kind is tuple:
        return _any_list(value)
    if kind is dict:
        return _any_map(value)
    if isinstance(value, (ListValue, SetValue)):
        return _any_list(value.items)
    if isinstance(value, MapValue):
        return _any_map(value.items)
    if isinstance(value, Unknown):
        raise NotKnown(value.variables)
    return None


def _any_list(items: tuple[Any, ...]) -> list[Any]:
    result: list[Any] = []
    unknown: list[int] = []
    for index, item in enumerate(items):
        if item.__class__ is Unknown:
            unknown.append(index)
        result.append(None if item.__class__ is Unknown else read_any(item))
    return PartlyKnownList(result, unknown) if unknown else result


def _any_map(items: dict[str, Any]) -> dict[str, Any]:
    unknown = [key for key, item in items.items() if item.__class__ is Unknown]
    result = {key: None if item.__class__ is Unknown else read_any(item) for key, item in items.items()}
    return PartlyKnown(result, unknown) if unknown else result


def any_float(number: float) -> int | float:
    """A 64-bit float as JSON reads it back: whole ones below 1e21 are written as integers, with zeros behind the digits that count."""
    if number - number != 0:
        raise Unsuitable(f"json: unsupported value: {'NaN' if number != number else '+Inf' if number > 0 else '-Inf'}")
    if number.is_integer() and abs(number) < 1e21:
        return whole_float(number)
    return number


def whole_float(number: float) -> int:
    """The integer that the shortest decimal text of a whole float gives."""
    if abs(number) <= 2**53:
        return int(number)
    from nomadspec.jobspec.json.text import float_text

    return int(float_text(number))


_READERS: dict[str, Reader] = {"string": read_string, "bool": to_bool, "duration": read_duration}
