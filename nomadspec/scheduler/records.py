"""Records, without the price of `dataclasses`.

To load `dataclasses`, and to let it write the methods of two dozen classes, takes as long as planning a small job. What the scheduler uses of it is
little: named fields with defaults, slots, comparison. `dataclass` and `field` here give that. Type checkers are told that they are the ones of the standard library, so `frozen` is kept by them, not at run time:

    if TYPE_CHECKING:
        from dataclasses import dataclass, field
    else:
        from nomadspec.scheduler.records import dataclass, field
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class _Made:
    """A default that is made anew for each record."""

    __slots__ = ("factory",)

    def __init__(self, factory: Callable[[], Any]) -> None:
        self.factory = factory


def field(*, default_factory: Callable[[], Any]) -> Any:
    """A field whose default is what `default_factory` gives."""
    return _Made(default_factory)


def dataclass(*, slots: bool = True, eq: bool = True, frozen: bool = False) -> Callable[[type], type]:
    """A class of records, of its annotated fields in order. With `eq` records are equal when their fields are; frozen ones can be hashed then."""

    def make(bare: type) -> type:
        names = tuple(bare.__annotations__)
        content = {name: value for name, value in vars(bare).items() if name not in ("__dict__", "__weakref__", *names)}
        defaults = {name: vars(bare)[name] for name in names if name in vars(bare)}
        content.update(__slots__=names, __match_args__=names, __init__=_initializer(names, defaults), __repr__=_repr)
        if eq:
            content.update(__eq__=_eq, __hash__=_hash if frozen else None)
        return type(bare.__name__, bare.__bases__, content)

    return make


def _initializer(names: tuple[str, ...], defaults: dict[str, Any]) -> Callable[..., None]:
    """The initializer of a class with these fields."""

    def __init__(self: Any, *arguments: Any, **named: Any) -> None:
        given = len(arguments)
        if given > len(names):
            raise TypeError(f"{type(self).__name__} has {len(names)} fields, {given} values given")
        for name, value in zip(names, arguments, strict=False):
            setattr(self, name, value)
        for name in names[given:]:
            if name in named:
                value = named.pop(name)
            elif name in defaults:
                value = defaults[name]
                if isinstance(value, _Made):
                    value = value.factory()
            else:
                raise TypeError(f"{type(self).__name__} needs a value for {name}")
            setattr(self, name, value)
        if named:
            raise TypeError(f"{type(self).__name__} has no field {', '.join(named)}")

    return __init__


def _values(record: Any) -> tuple[Any, ...]:
    return tuple([getattr(record, name) for name in type(record).__match_args__])


def _eq(self: Any, other: object) -> bool:
    return _values(self) == _values(other) if type(self) is type(other) else NotImplemented


def _hash(self: Any) -> int:
    return hash(_values(self))


def _repr(self: Any) -> str:
    return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in type(self).__match_args__)})"
