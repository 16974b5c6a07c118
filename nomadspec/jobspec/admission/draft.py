"""A block under change: its known fields as a mapping.

Blocks are immutable to everybody else, and copying one for each default and each hook would cost more than the rest of the work.
An unknown field is missing from the mapping: `get` then answers None, and `fill` leaves it alone.

What is changed in a single step is better taken as the list of its fields: `fields_of` reads it, `remade` makes a block of it.
"""

from __future__ import annotations

from nomadspec.jobspec.block import UnknownValue, make_unknown, reader
from nomadspec.source.record import initializer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from typing import Any, Final

    from nomadspec.jobspec.block import JobBlock
    from nomadspec.jobspec.written import Origin

#: What stands for an unknown field where None means null.
UNKNOWN: Final = object()

#: The field of a block type that holds drafts: a job is one down to its tasks.
_DRAFTS_BELOW: Final = {"Job": "group", "TaskGroup": "task"}


class Draft(dict[str, "Any"]):
    """The known fields of one block, and what is known of the `unsure` ones; `block()` makes the changed block, with the origin of the first."""

    __slots__ = ("kind", "origin", "unsure")

    kind: type[JobBlock]
    origin: Origin | None
    unsure: Collection[str]

    def fill(self, defaults: Mapping[str, Any]) -> None:
        """Give each field that is null its default; an unknown one stays unknown."""
        for name, value in defaults.items():
            if self.get(name, UNKNOWN) is None:
                self[name] = value

    def drop_empty(self, names: tuple[str, ...]) -> None:
        """Make empty lists and maps null."""
        for name in names:
            value = self.get(name)
            if value is not None and not value:
                self[name] = None

    def block(self, kind: type[JobBlock] | None = None) -> Any:
        """The block, of this class if one is given, with the drafts below it made blocks too."""
        kind = kind or self.kind
        if drafts := self.get(_DRAFTS_BELOW.get(kind.TYPE, "")):
            self[_DRAFTS_BELOW[kind.TYPE]] = [item.block() if type(item) is Draft else item for item in drafts]
        access = _ACCESS.get(kind) or _access(kind)
        made = object.__new__(kind)
        made.origin = self.origin
        if not self.unsure and tuple(self) == access.names:
            access.write(made, *self.values())
        else:
            fields = [self.get(name, UNKNOWN) for name in access.names]
            access.write(made, *fields)
            _doubt(made, fields, self.unsure)
        return made


def draft(block: JobBlock) -> Draft:
    """The draft of a block."""
    access = _ACCESS.get(type(block)) or _access(type(block))
    try:
        fields = access.read(block)
    except UnknownValue:
        some, unsure = fields_of(block)
        made = Draft([(name, value) for name, value in zip(access.names, some, strict=True) if value is not UNKNOWN])
        made.unsure = unsure or ()
    else:
        # Most fields are null: a copy of a mapping of nulls, of which the others are changed, is made several times as fast as one of all fields.
        made = Draft(access.nulls)
        for name, value in zip(access.names, fields):  # noqa: B905 (there are as many of both)
            if value is not None:
                made[name] = value
        made.unsure = ()
    made.kind = type(block)
    try:
        made.origin = block.origin
    except AttributeError:
        made.origin = None
    return made


# --- a block as the list of its fields ---------------------------------------------------------------------------------------


def fields_of(block: JobBlock) -> tuple[list[Any], Collection[str] | None]:
    """The fields of a block in their order, UNKNOWN for those of which nothing is known; and the names of those of which a part is known, None if all
    of the block is."""
    access = _ACCESS.get(type(block)) or _access(type(block))
    try:
        return list(access.read(block)), None
    except UnknownValue:
        return [block.get(name, UNKNOWN) for name in access.names], frozenset(block.known_parts())


def remade(block: JobBlock, fields: list[Any], unsure: Collection[str] | None) -> Any:
    """A block of the type of `block`, written where it is, with these fields; see `fields_of`."""
    kind = type(block)
    made = object.__new__(kind)
    (_ACCESS.get(kind) or _access(kind)).write(made, *fields)
    try:
        made.origin = block.origin
    except AttributeError:
        made.origin = None
    if unsure is not None:
        _doubt(made, fields, unsure)
    return made


def filled(block: JobBlock, defaults: Mapping[str, Any]) -> Any:
    """The block with each field that is null given its default; an unknown one stays unknown."""
    fields, unsure = fields_of(block)
    return remade(block, [defaults.get(name) if value is None else value for name, value in zip(block.__slots__, fields, strict=True)], unsure)


class _Access:
    """What reads and writes all fields of a class at once."""

    __slots__ = ("names", "nulls", "read", "write")

    def __init__(self, kind: type[JobBlock]) -> None:
        names: tuple[str, ...] = kind.__slots__
        self.names: Final = names
        self.read: Final = reader(names)
        self.nulls: Final[dict[str, Any]] = dict.fromkeys(names)
        self.write: Final = initializer(kind.TYPE, self.nulls, {})


_ACCESS: dict[type[JobBlock], _Access] = {}


def _access(kind: type[JobBlock]) -> _Access:
    made = _ACCESS[kind] = _Access(kind)
    return made


def _doubt(made: JobBlock, fields: Sequence[Any], unsure: Collection[str]) -> None:
    """Make unknown what is so in `fields`, and what of which only a part is known."""
    parts: dict[str, Any] = {}
    for name, value in zip(type(made).__slots__, fields, strict=True):
        if value is UNKNOWN or name in unsure:
            make_unknown(made, name)
        if value is not UNKNOWN and name in unsure:
            parts[name] = value
    if parts:
        made.parts = parts
