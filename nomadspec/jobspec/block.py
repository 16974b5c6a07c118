"""What all classes of the job model share: equality, changed copies, and the answer for a field whose value is not known."""

from __future__ import annotations

from _operator import attrgetter  # `operator`, without its module in Python

from nomadspec._generated.initializers import READERS
from nomadspec.releases import NEWEST, release

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any, ClassVar, Self

    from nomadspec.jobspec.written import Origin
    from nomadspec.releases import Release


class UnknownValue(Exception):
    """A field was read whose value is not known (a variable without a value). Only the runner of checks and rules catches it."""

    def __init__(self, block: str, name: str) -> None:
        self.block = block
        self.name = name

    def __str__(self) -> str:
        return f"{self.block}.{self.name} is not known"


class PartlyKnown(dict):  # type: ignore[type-arg]
    """A map of the model with entries whose value is not known: their key is there, reading the value raises `UnknownValue`."""

    __slots__ = ("unknown",)
    unknown: frozenset[str]

    def __init__(self, known: dict[str, Any], unknown: Iterable[str]) -> None:
        super().__init__(known)
        self.unknown = frozenset(unknown)
        for key in self.unknown:
            super().__setitem__(key, None)

    def __getitem__(self, key: str) -> Any:
        if key in self.unknown:
            raise UnknownValue("map", key)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        if key in self.unknown:
            raise UnknownValue("map", key)
        return super().get(key, default)

    def items(self) -> Any:
        self._whole()
        return super().items()

    def values(self) -> Any:
        self._whole()
        return super().values()

    def copy(self) -> PartlyKnown:
        return PartlyKnown(dict(dict.items(self)), self.unknown)

    def known_items(self) -> list[tuple[str, Any]]:
        """The entries whose values are known."""
        return [(key, value) for key, value in dict.items(self) if key not in self.unknown]

    def _whole(self) -> None:
        for key in self.unknown:
            raise UnknownValue("map", key)


class PartlyKnownList(list):  # type: ignore[type-arg]
    """A list of the model with elements that are not known: their place is there; going over the list, or reading one of them, raises `UnknownValue`."""

    __slots__ = ("unknown",)
    unknown: frozenset[int]

    def __init__(self, items: Iterable[Any], unknown: Iterable[int]) -> None:
        super().__init__(items)
        self.unknown = frozenset(unknown)

    def __iter__(self) -> Iterator[Any]:
        raise UnknownValue("list", str(min(self.unknown)))

    def __reversed__(self) -> Iterator[Any]:
        return iter(self)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice) or index % len(self) in self.unknown:
            raise UnknownValue("list", str(index))
        return super().__getitem__(index)

    def __contains__(self, value: object) -> bool:
        return any(value == item for _, item in self.known_items()) or value in iter(self)

    def copy(self) -> PartlyKnownList:
        return PartlyKnownList(list.__iter__(self), self.unknown)

    def known_items(self) -> list[tuple[int, Any]]:
        """The elements that are known, each with its index."""
        return [(index, item) for index, item in enumerate(list.__iter__(self)) if index not in self.unknown]


def known_items(value: dict[str, Any] | list[Any]) -> Iterable[tuple[Any, Any]]:
    """The entries of a map or the elements of a list that are known, each with its key or index."""
    if isinstance(value, (PartlyKnown, PartlyKnownList)):
        return value.known_items()
    return value.items() if isinstance(value, dict) else enumerate(value)


def wholly_known(value: Any) -> bool:
    """Whether a value of a free-form map is known in all its parts."""
    if isinstance(value, (PartlyKnown, PartlyKnownList)):
        return False
    if isinstance(value, dict):
        return all(map(wholly_known, value.values()))
    return not isinstance(value, list) or all(map(wholly_known, value))


_NONE: Mapping[str, Any] = {}
_Function: Any = type(lambda: None)
#: Stands for a field without a value; equal to itself alone.
_MISSING = object()


class JobBlock:
    """A block of a job. Two blocks are equal if their fields are equal, wherever they were written.

    A field whose slot is empty is unknown: reading it raises `UnknownValue`. Of a list of blocks to which others may belong, that are not known, `get` gives
    the known ones, while reading the field raises `UnknownValue`, so that nobody takes them for all.
    """

    __slots__ = ("origin", "parts", "release")
    __hash__ = None  # type: ignore[assignment]
    TYPE: ClassVar[str] = ""

    origin: Origin | None
    """Where it was written, for blocks decoded from HCL; unset otherwise (read it with `get("origin")`). No part of equality."""

    parts: dict[str, Any]
    """By the name of an unknown field that holds blocks, those of them that are known; unset where there are none. No part of equality."""

    release: Release
    """Of jobs: the release of Nomad for which it was compiled; unset for the newest (`release_of` reads it). No part of equality."""

    def known(self, name: str) -> bool:
        """Whether the field `name` has a value."""
        try:
            getattr(self, name)
        except (UnknownValue, AttributeError):
            return False
        return True

    def get(self, name: str, default: Any = None) -> Any:
        """The field `name`, or when it is unknown what is known of it, else `default`."""
        try:
            return getattr(self, name)
        except (UnknownValue, AttributeError):
            return self.known_parts().get(name, default)

    def known_parts(self) -> Mapping[str, Any]:
        """What is known of unknown fields, by field."""
        try:
            return object.__getattribute__(self, "parts")  # type: ignore[no-any-return]
        except AttributeError:
            return _NONE

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, JobBlock) or _whole(type(self)) is not _whole(type(other)):
            return NotImplemented
        return self._values() == other._values()

    def _values(self) -> list[Any]:
        """The fields in their order; a stand-in for each that is not known."""
        found: list[Any] = []
        for name in self.__slots__:
            try:
                found.append(getattr(self, name))
            except (UnknownValue, AttributeError):
                found.append(_MISSING)
        return found

    def changed(self, **changes: Any) -> Self:
        """A copy with some fields changed; unknown fields stay unknown."""
        copy = self._empty()
        for name in self.__slots__:
            if name in changes:
                object.__setattr__(copy, name, changes.pop(name))
            elif self.known(name):
                object.__setattr__(copy, name, getattr(self, name))
        if changes:
            raise TypeError(f"{type(self).__name__} has no field {sorted(changes)}")
        return copy

    def without(self, *names: str) -> Self:
        """A copy in which the fields `names` are unknown."""
        copy = self._empty()
        for name in self.__slots__:
            if name not in names and self.known(name):
                object.__setattr__(copy, name, getattr(self, name))
        copy.__class__ = _partly_known(type(copy))  # type: ignore[assignment]
        return copy

    def _empty(self) -> Self:
        copy = object.__new__(type(self))
        copy.origin = self.get("origin")
        if parts := self.known_parts():
            copy.parts = dict(parts)
        if (release := self.get("release")) is not None:
            copy.release = release
        return copy

    def __repr__(self) -> str:
        label = self.get("name") if "name" in self.__slots__ else None
        return f"<{self.TYPE} {label!r}>" if label else f"<{self.TYPE}>"


def make_unknown(block: JobBlock, name: str) -> None:
    """Makes one field unknown."""
    delattr(block, name)
    block.__class__ = _partly_known(type(block))


# What raises `UnknownValue` is `__getattr__`, and of a class that has one, fields are read about half as fast. So only a block with unknown fields is of such
# a class, a subclass without fields of its own; nobody else tells the two apart.

#: By class of the blocks of which all is known, that of those with unknown fields; and the other way round.
_PARTLY: dict[type[JobBlock], type[JobBlock]] = {}
_WHOLE: dict[type[JobBlock], type[JobBlock]] = {}


def _partly_known(kind: type[JobBlock]) -> type[JobBlock]:
    """The class of blocks of this one that have unknown fields."""
    if kind in _WHOLE:
        return kind
    made = _PARTLY.get(kind)
    if made is None:
        content = {"__module__": kind.__module__, "__slots__": (), "__getattr__": _unknown_field, "__reduce__": _reduced}
        made = _PARTLY.setdefault(kind, type(kind.__name__, (kind,), content))  # of two threads that make it, both get the same
        made.__slots__ = kind.__slots__  # it has none of its own, and everybody asks for those of a block
        _WHOLE[made] = kind
    return made


def _whole(kind: type[JobBlock]) -> type[JobBlock]:
    return _WHOLE.get(kind, kind)


def _unknown_field(block: JobBlock, name: str) -> Any:
    if name in block.__slots__:
        raise UnknownValue(block.TYPE, name)
    raise AttributeError(f"{block.TYPE} has no field {name!r}")


def _reduced(block: JobBlock) -> Any:
    """For pickle, which finds a class by its name."""
    names = (*block.__slots__, *JobBlock.__slots__)
    return _restored, (_whole(type(block)), {name: getattr(block, name) for name in names if block.known(name)})


def _restored(kind: type[JobBlock], fields: dict[str, Any]) -> JobBlock:
    made: JobBlock = object.__new__(_partly_known(kind))
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def reader(names: Sequence[str]) -> Callable[[JobBlock], Sequence[Any]]:
    """What reads these fields of a block at once, and raises `UnknownValue` if one of them is unknown: most fields are empty, and to ask for each takes
    longer than all that is done with the others."""
    # A function in Python reads a slot several times as fast as `attrgetter`: the interpreter remembers where it is. It is a generated one with the names put in.
    made = READERS.get(len(names))
    return _Function(made.__code__.replace(co_names=tuple(names)), {}) if made is not None else attrgetter(*names)


def known_reader(names: Sequence[str]) -> Callable[[JobBlock], Sequence[Any]]:
    """As `reader`, with what is known of an unknown field, as `get` has it."""
    read = reader(names)

    def known(block: JobBlock) -> Sequence[Any]:
        try:
            return read(block)
        except UnknownValue:
            return [block.get(name) for name in names]

    return known


def release_of(job: JobBlock, asked: str | Release | None = None) -> Release:
    """The release that a job was compiled for. Raises ValueError when `asked` names another one."""
    try:
        remembered: Release | None = object.__getattribute__(job, "release")  # not `get`, which goes on looking where nothing is
    except AttributeError:
        remembered = None
    if asked is None:
        return remembered or NEWEST
    wanted = release(asked)
    if remembered is not None and remembered != wanted:
        raise ValueError(f"the job was compiled for Nomad {remembered.text}, not for {wanted.text}: compile it with nomad_version={wanted.text!r}")
    return wanted


def forget(block: JobBlock, names: Iterable[str]) -> None:
    """Makes fields unknown; the blocks that were decoded for them remain as what is known of them."""
    parts = dict(block.known_parts())
    for name in dict.fromkeys(names):
        if name in block.__slots__ and block.known(name):
            value = getattr(block, name)
            if isinstance(value, (list, dict)) and any(isinstance(item, JobBlock) for _, item in known_items(value)):
                parts[name] = value
            make_unknown(block, name)
    if parts:
        block.parts = parts


def unknown_fields(block: JobBlock, path: str = "job") -> Iterator[str]:
    """The paths of all values that are not known."""
    for name in block.__slots__:
        try:
            value = getattr(block, name)
        except (UnknownValue, AttributeError):
            yield f"{path}.{name}"
            value = block.known_parts().get(name)
        if type(value) not in _PLAIN:
            yield from _unknown_in(value, f"{path}.{name}")


#: Types of values that have no parts: most are.
_PLAIN = frozenset((type(None), bool, int, float, str))


def _unknown_in(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, JobBlock):
        yield from unknown_fields(value, path)
    elif isinstance(value, (dict, list)):
        if isinstance(value, (PartlyKnown, PartlyKnownList)):
            yield from (f"{path}[{key!r}]" for key in sorted(value.unknown))
        for key, item in known_items(value):
            yield from _unknown_in(item, f"{path}[{key!r}]")
