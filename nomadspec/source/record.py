"""Records: a class whose fields are written once.

    class Options(Record):                        class Plan(Record, frozen=False, eq=True):
        path: str                                     stops: list[Stop] = field(default_factory=list)
        strict: bool = False                          ...
        _: KW_ONLY
        limit: int | None = None                  options = Options("a.hcl", limit=3)

The annotated fields, in order, become slots, the parameters of `__init__` and the lines of `repr`; those behind `_: KW_ONLY` (of `dataclasses`, imported
for the type checker alone) are given by name, with `kw_only=True` all are. `__post_init__` is called at the end where a class has one. Records are compared
by identity, with `eq=True` by their fields. A type checker takes them for data classes whose fields cannot be assigned (`frozen=False`: can); nothing
forbids it at run time.

Why not `dataclasses`: to load it, and to let it compile methods for a hundred classes, costs a cold `nomadspec lint` half as much as everything else.
Here nothing is compiled: an initializer is a copy of one that is generated for each number of fields (`_generated/initializers.py`), with the names put in.
A record so costs 4 µs more at import than the same class in longhand, and as much to make.
"""

from __future__ import annotations

from nomadspec._generated.initializers import INITIALIZERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, dataclass_transform
else:

    def dataclass_transform(**_):
        return lambda made: made


#: The default of a field that holds a map: nothing in it. It is shared, so such a field is a `Mapping` and never written to.
EMPTY: Mapping[Any, Any] = {}

#: The default of a field without one.
NO_DEFAULT = object()
_Function: Any = type(INITIALIZERS[0])


class _Made:
    """A default that is made anew for each record."""

    __slots__ = ("factory",)

    def __init__(self, factory: Callable[[], Any]) -> None:
        self.factory = factory


def field(*, default_factory: Callable[[], Any]) -> Any:
    """A field whose default is what `default_factory` returns."""
    return _Made(default_factory)


@dataclass_transform(eq_default=False, frozen_default=True, field_specifiers=(field,))
class RecordType(type):
    """Makes a record of a class while it is defined, so that `super()` and inheritance work as usual."""

    #: Default (or `NO_DEFAULT`) of each field that may be given by position, and of each that is given by name.
    _by_position: dict[str, Any]
    _by_name: dict[str, Any]

    def __new__(
        mcs, name: str, bases: tuple[type, ...], content: dict[str, Any], *, eq: bool = False, frozen: bool = True, kw_only: bool = False
    ) -> RecordType:
        if "__slots__" in content:
            raise TypeError(f"{name}: the slots of a record are its fields")
        fields = content.get("__annotations__", {})
        by_position: dict[str, Any] = {}
        by_name: dict[str, Any] = {}
        for base in bases:
            if isinstance(base, RecordType):
                by_position.update(base._by_position)
                by_name.update(base._by_name)
        target = by_name if kw_only else by_position
        for each in fields:
            if each == "_":
                target = by_name
            else:
                target[each] = content.pop(each, NO_DEFAULT)
        content["__slots__"] = tuple([each for each in fields if each != "_"])
        content["__match_args__"] = tuple(by_position)
        content["_by_position"], content["_by_name"] = by_position, by_name
        if eq:
            content["__eq__"] = _eq
            content["__hash__"] = _hash if frozen else None
        if (by_position or by_name) and "__init__" not in content:
            plain = initializer(content.get("__qualname__", name), by_position, by_name)
            factories = [item for values in (by_position, by_name) for item in values.items() if item[1].__class__ is _Made]
            after = content.get("__post_init__") or next((base.__post_init__ for base in bases if hasattr(base, "__post_init__")), None)
            content["__init__"] = _completed(plain, factories, after) if factories or after is not None else plain
        return super().__new__(mcs, name, bases, content)


class Record(metaclass=RecordType):
    """The base of all records."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join([f'{name}={getattr(self, name)!r}' for name in fields_of(self)])})"


def fields_of(record: Record) -> tuple[str, ...]:
    """Names of the record's fields."""
    made = type(record)
    return (*made._by_position, *made._by_name)


def initializer(name: str, by_position: Mapping[str, Any], by_name: Mapping[str, Any]) -> Any:
    """The `__init__` of a class `name` that sets the fields with these defaults (or `NO_DEFAULT`): a generated one with the names put in."""
    names = (*by_position, *by_name)
    if len(names) not in INITIALIZERS:
        raise TypeError(f"{name}: no initializer is generated for {len(names)} fields (tools/generate_initializers.py)")
    code = INITIALIZERS[len(names)].__code__.replace(
        co_argcount=1 + len(by_position),
        co_kwonlyargcount=len(by_name),
        co_varnames=("self", *names),
        co_names=names,
        co_qualname=f"{name}.__init__",
    )
    defaults = tuple([default for default in by_position.values() if default is not NO_DEFAULT])
    if defaults and NO_DEFAULT in list(by_position.values())[len(by_position) - len(defaults) :]:
        raise TypeError(f"{name}: a field without a default follows one with a default")
    made = _Function(code, {}, "__init__", defaults)
    made.__kwdefaults__ = {name: default for name, default in by_name.items() if default is not NO_DEFAULT}
    return made


def _completed(initializer: Any, factories: list[tuple[str, _Made]], after: Any) -> Any:
    """An initializer that also makes some defaults anew, and calls `after` at the end."""

    def __init__(self: Any, *arguments: Any, **named: Any) -> None:
        initializer(self, *arguments, **named)
        for name, default in factories:
            if getattr(self, name) is default:
                setattr(self, name, default.factory())
        if after is not None:
            after(self)

    __init__.__wrapped__ = initializer  # type: ignore[attr-defined]
    return __init__


def _values(record: Any) -> tuple[Any, ...]:
    return tuple([getattr(record, name) for name in fields_of(record)])


def _eq(self: Any, other: object) -> bool:
    return _values(self) == _values(other) if type(self) is type(other) else NotImplemented


def _hash(self: Any) -> int:
    return hash(_values(self))
