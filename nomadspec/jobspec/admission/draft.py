"""A block under change: its known fields as a mapping.

Blocks are immutable to everybody else, and copying one for each default and each hook would cost more than the rest of the work.
An unknown field is missing from the mapping: `get` then answers None, and `fill` leaves it alone.
"""

from __future__ import annotations

from _operator import attrgetter  # `operator`, without its module in Python

from nomadspec.jobspec.block import UnknownValue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from typing import Any, Final

    from nomadspec.jobspec.block import JobBlock
    from nomadspec.jobspec.written import Origin

#: What stands for an unknown field where None means null.
UNKNOWN: Final = object()

_READERS: dict[type[JobBlock], tuple[tuple[str, ...], Any]] = {}
_set = object.__setattr__


class Draft(dict[str, "Any"]):
    """The known fields of one block, and what is known of the `unsure` ones; `block()` makes the changed block, with the origin of the first."""

    __slots__ = ("kind", "origin", "unsure")

    def __init__(self, kind: type[JobBlock], fields: Any, origin: Origin | None, unsure: Collection[str] = ()) -> None:
        dict.__init__(self, fields)
        self.kind: Final = kind
        self.origin: Final = origin
        self.unsure: Final = unsure

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

    def block(self) -> Any:
        """The block, with the drafts below it made blocks too."""
        made = object.__new__(self.kind)
        _set(made, "origin", self.origin)
        parts: dict[str, Any] = {}
        for name, value in self.items():
            if type(value) is list and value and type(value[0]) is Draft:
                value = [item.block() for item in value]
            if name in self.unsure:
                parts[name] = value
            else:
                _set(made, name, value)
        if parts:
            made.parts = parts
        return made


def draft(block: JobBlock) -> Draft:
    """The draft of a block."""
    kind = type(block)
    try:
        origin = block.origin
    except AttributeError:
        origin = None
    reader = _READERS.get(kind)
    if reader is None:
        names: tuple[str, ...] = kind.__slots__
        reader = _READERS[kind] = (names, attrgetter(*names) if len(names) > 1 else None)
    names, get = reader
    if get is not None:
        try:
            return Draft(kind, zip(names, get(block), strict=True), origin)
        except UnknownValue:
            pass
    parts = block.known_parts()
    return Draft(kind, [(name, block.get(name)) for name in names if name in parts or block.known(name)], origin, parts.keys())
