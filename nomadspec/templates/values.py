"""Values as the interpreter has them: known in full, known by their type, one of several, or anything.

`Value.data` is Python's: str, int, float, complex, bool; a list of values; a dict of values by key or by field; None for a nil pointer, map or list; an
`Unknown` where only the type is known. A value of the kind CHOICE has a tuple of values there, of which it is one.
"""

from __future__ import annotations

from nomadspec.templates.types import ANY, BOOL, CHANNEL, CHOICE, COMPLEX, INTEGER, LIST, MAP, NIL, NUMBER, STRUCT, TEXT, UNSIGNED, Type, type_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, Final

#: Values that one choice holds; more of them are anything.
_MOST_CHOICES: Final = 8


class Unknown:
    """Content that is not known. `element`: what is known of the elements of a list or map beyond the type's word."""

    __slots__ = ("element",)

    def __init__(self, element: Value | None = None) -> None:
        self.element = element

    def entry(self, name: str) -> Value | None:
        """What is known of the entry of that name."""
        return self.element


class Value:
    __slots__ = ("data", "type")

    def __init__(self, type: Type, data: Any) -> None:
        self.type: Final = type
        self.data = data

    @property
    def known(self) -> bool:
        """Whether the whole content is known."""
        data = self.data
        if isinstance(data, Unknown) or self.type.kind in (ANY, CHOICE):
            return False
        if isinstance(data, list):
            return all(item.known for item in data)
        if isinstance(data, dict):
            return all(item.known for item in data.values())
        return True

    def __repr__(self) -> str:
        return f"Value({self.type.name}, {self.data!r})"


_UNKNOWN: Final = Unknown()
_TEXT: Final = type_of("text")
_INTEGER: Final = type_of("integer")
_NUMBER: Final = type_of("number")
_BOOL: Final = type_of("bool")
_CHOICE: Final = type_of("choice")

ANYTHING: Final = Value(type_of("any"), _UNKNOWN)
NOTHING: Final = Value(type_of("nothing"), None)
"""No value, such as the dot of the whole text."""
NIL_INTERFACE: Final = Value(type_of("nil"), None)
"""A nil that a map of anything or a function gave: like NOTHING once it has gone through a pipeline, but its fields are errors."""
TRUE: Final = Value(_BOOL, True)
FALSE: Final = Value(_BOOL, False)


def text(data: str) -> Value:
    return Value(_TEXT, data)


def integer(data: int) -> Value:
    return Value(_INTEGER, data)


def boolean(data: bool) -> Value:
    return TRUE if data else FALSE


def literal(data: str | int | float | complex | bool | None) -> Value:
    """The value of a literal where any type will do."""
    if data is None:
        return NOTHING
    if isinstance(data, bool):
        return boolean(data)
    if isinstance(data, str):
        return text(data)
    if isinstance(data, int):
        return integer(data)
    return Value(_NUMBER if isinstance(data, float) else type_of("complex"), data)


def listing(items: Iterable[Value], name: str = "list of any") -> Value:
    return Value(type_of(name), list(items))


def mapping(items: dict[Any, Value], name: str = "map of any") -> Value:
    return Value(type_of(name), items)


def _vault() -> Value:
    """What a value inside of a secret may be: JSON whose numbers are texts of a type of their own."""
    holds = Unknown()
    options = (
        Value(_TEXT, _UNKNOWN),
        Value(_BOOL, _UNKNOWN),
        NIL_INTERFACE,
        Value(type_of("JSONNumber"), _UNKNOWN),
        Value(type_of("list of any"), holds),
        Value(type_of("map of any"), holds),
    )
    holds.element = Value(_CHOICE, options)
    return holds.element


def _json() -> Value:
    """What parseJSON gives."""
    holds = Unknown()
    options = (
        Value(_TEXT, _UNKNOWN),
        Value(_BOOL, _UNKNOWN),
        NIL_INTERFACE,
        Value(_NUMBER, _UNKNOWN),
        Value(type_of("list of any"), holds),
        Value(type_of("map of any"), holds),
    )
    holds.element = Value(_CHOICE, options)
    return holds.element


_VAULT: Final = _vault()
JSON: Final = _json()
_opened: dict[str, Value] = {"any": ANYTHING, "Vault data": Value(type_of("map of any"), Unknown(_VAULT))}


def unknown(words: str) -> Value:
    """A value of that type of which nothing else is known."""
    found = _opened.get(words)
    if found is None:
        plain = words.removesuffix(" or nil")
        type = type_of(plain)
        found = Value(type, _UNKNOWN)
        if plain != words:
            found = Value(_CHOICE, (found, Value(type, None)))
        _opened[words] = found
    return found


def zero(words: str) -> Value:
    """The zero value of a type: what a missing entry of a map gives."""
    if words == "any":
        return NIL_INTERFACE
    if words == "Vault data":
        words = "map of any"
    plain = words.removesuffix(" or nil")
    type = type_of(plain)
    if plain != words:
        return Value(type, None)
    if type.kind == STRUCT:
        return Value(type, {field: zero(of) for field, of in type.fields.items()})
    zeros: dict[str, Any] = {TEXT: "", INTEGER: 0, UNSIGNED: 0, NUMBER: 0.0, COMPLEX: 0j, BOOL: False}
    return Value(type, zeros.get(type.kind))


def element(value: Value) -> Value:
    """What an unknown list, map or channel holds."""
    held = value.data.element if isinstance(value.data, Unknown) else None
    return held if held is not None else unknown(value.type.element)


def size(value: Value, most: int) -> int:
    """Values inside, and thousands of characters, counted up to `most`: what holds itself many times over is as large as its parts are many."""
    found, waiting = 0, [value]
    while waiting and found < most:
        data = waiting.pop().data
        found += 1
        if isinstance(data, str):
            found += len(data) // 1000
        elif isinstance(data, list):
            waiting.extend(data)
        elif isinstance(data, dict):
            waiting.extend(data.values())
    return found


def alternatives(value: Value) -> tuple[Value, ...] | None:
    """The values that it may be, each of one type; None for anything."""
    kind = value.type.kind
    if kind == CHOICE:
        options: tuple[Value, ...] = value.data
        return options
    return None if kind == ANY else (value,)


def choice(values: Iterable[Value]) -> Value:
    """One of `values`."""
    options: list[Value] = []
    for value in values:
        here = alternatives(value)
        if here is None:
            return ANYTHING
        for option in here:
            for other in options:
                if _same(option, other):
                    break
            else:
                options.append(option)
    if len(options) == 1:
        return options[0]
    options = _merged(options)
    if not options or len(options) > _MOST_CHOICES:
        return ANYTHING
    return options[0] if len(options) == 1 else Value(_CHOICE, tuple(options))


def _same(one: Value, other: Value) -> bool:
    if one is other:
        return True
    if one.type is not other.type:
        return False
    if isinstance(one.data, Unknown) and isinstance(other.data, Unknown):
        return one.data.element is other.data.element
    return one.type.kind in (TEXT, INTEGER, UNSIGNED, NUMBER, BOOL, NIL) and type(one.data) is type(other.data) and bool(one.data == other.data)


def _merged(options: list[Value]) -> list[Value]:
    """Options of one type become one of unknown content; a nil pointer stays apart from one that is there."""
    found: dict[tuple[str, bool], Value] = {}
    for option in options:
        key = (option.type.name, option.data is None)
        other = found.get(key)
        if other is None:
            found[key] = option
            continue
        held: Value | None = None
        if option.type.kind in (LIST, MAP, CHANNEL):
            held = choice([*_elements(other), *_elements(option)]) if option.type.element == "any" else None
        found[key] = Value(option.type, Unknown(held) if held is not None else _UNKNOWN)
    return list(found.values())


def _elements(value: Value) -> list[Value]:
    if isinstance(value.data, Unknown):
        return [element(value)]
    if isinstance(value.data, dict):
        return list(value.data.values())
    return list(value.data or ())


def same(one: Value, other: Value) -> bool:
    """Whether nothing tells the two apart, as far as they are known."""
    if one is other or _same(one, other):
        return True
    here, there = alternatives(one), alternatives(other)
    return here is not None and there is not None and len(here) == len(there) and all(map(_same, here, there))


def unwrapped(value: Value) -> Value:
    """The value behind a pipeline: an empty interface becomes no value."""
    if value is NIL_INTERFACE:
        return NOTHING
    if value.type.kind == CHOICE and NIL_INTERFACE in value.data:  # compared by identity
        return Value(_CHOICE, tuple(NOTHING if option is NIL_INTERFACE else option for option in value.data))
    return value


def truth(value: Value) -> bool | None:
    """Whether `if` and `with` take it for true; None where that is not known."""
    type, data = value.type, value.data
    kind = type.kind
    if kind == CHOICE:
        found = {truth(option) for option in data}
        return found.pop() if len(found) == 1 else None
    if kind == ANY:
        return None
    if kind == STRUCT:
        return data is not None
    if kind == CHANNEL:
        return True
    if isinstance(data, Unknown):
        return None
    return bool(data)


def that(value: Value, wanted: bool) -> Value:
    """The value once it is known to be true, or false."""
    if value.type.kind != CHOICE:
        return value
    return choice(option for option in value.data if truth(option) is not (not wanted))


def lift(value: Value, operation: Callable[[Value], Value]) -> Value:
    """The operation on each value that it may be. It fails only where all of them fail; of anything it gives anything."""
    options = alternatives(value)
    if options is None:
        return ANYTHING
    if len(options) == 1:
        return operation(options[0])
    from nomadspec.templates.failures import Failure

    found: list[Value] = []
    failure: Failure | None = None
    for option in options:
        try:
            found.append(operation(option))
        except Failure as error:
            failure = failure or error
    if not found and failure is not None:
        raise failure
    return choice(found)
