"""A block under change: its known fields as a mapping.

Blocks are immutable to everybody else, and copying one for each default and each hook would cost more than the rest of the work.
An unknown field is missing from the mapping: `get` then answers None, and `fill` leaves it alone.
"""

from __future__ import annotations

from nomadspec.jobspec.block import UnknownValue, make_unknown, reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from typing import Any, Final

    from nomadspec.jobspec.block import JobBlock
    from nomadspec.jobspec.written import Origin

#: What stands for an unknown field where None means null.
UNKNOWN: Final = object()

#: The field of a block type that holds drafts: a job is one down to its tasks.
_DRAFTS_BELOW: Final = {"Job": "group", "TaskGroup": "task"}

_READERS: dict[type[JobBlock], Callable[[JobBlock], Sequence[Any]]] = {}


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
        fields: dict[str, Any] = self
        below = _DRAFTS_BELOW.get(self.kind.TYPE, "")
        if drafts := self.get(below):
            fields = {**self, below: [item.block() if type(item) is Draft else item for item in drafts]}
        made: Any = self.kind(**fields)
        made.origin = self.origin
        if self.unsure or len(self) < len(self.kind.__slots__):
            parts = {name: fields[name] for name in self.unsure if name in fields}
            for name in self.kind.__slots__:
                if name not in fields or name in parts:
                    make_unknown(made, name)
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
    names: tuple[str, ...] = kind.__slots__
    read = _READERS.get(kind)
    if read is None:
        read = _READERS[kind] = reader(names)
    try:
        return Draft(kind, zip(names, read(block), strict=True), origin)
    except UnknownValue:
        pass
    parts = block.known_parts()
    return Draft(kind, [(name, block.get(name)) for name in names if name in parts or block.known(name)], origin, parts.keys())
