"""The tree of the older dialect: objects of items, each with its keys and a value. Every node has character offsets.

Object ── Item(keys, value)        `client { enabled = true }` is Item([client], Object([Item([enabled], Scalar true)]))
value: Scalar · List · Object
"""

from __future__ import annotations

from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dataclasses import KW_ONLY
    from typing import Final

    from nomadspec.source import Diagnostic, Source


class Scalar(Record):
    """A number, string or bool. `kind` "number", "string" or "bool"; `value` an int, float, str or bool; `text` as written."""

    kind: str
    value: str | int | float | bool
    text: str
    start: int
    end: int


class List(Record):
    """`[a, b]`."""

    items: list[Value]
    start: int
    end: int


class Object(Record):
    """`{ … }`, or a whole file."""

    items: list[Item]
    start: int
    end: int


class Key(Record):
    """A key of an item: a word, or a quoted string."""

    value: str
    start: int
    end: int


class Item:
    """`key = value` (one key, `assigned`), or `key "label" { … }` (further keys are labels)."""

    __slots__ = ("assigned", "end", "keys", "start", "value")

    def __init__(self, keys: list[Key], value: Value, assigned: bool) -> None:
        self.keys: Final = keys
        self.value: Final = value
        self.assigned: Final = assigned
        self.start: Final = keys[0].start
        self.end: Final = value.end

    @property
    def body(self) -> Object | None:
        """The items inside, of an item that is a block."""
        return self.value if isinstance(self.value, Object) else None


Value = Scalar | List | Object


class File(Record):
    """A parsed text: its items (whatever could be read) and what was wrong with it; `slip` the first slip of a JSON text that was passed over."""

    source: Source
    root: Object
    diagnostics: tuple[Diagnostic, ...]
    _: KW_ONLY
    slip: Diagnostic | None = None
