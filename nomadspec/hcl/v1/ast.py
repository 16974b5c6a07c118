"""The tree of the older dialect: objects of items, each with its keys and a value. Every node has character offsets.

Object ── Item(keys, value)        `client { enabled = true }` is Item([client], Object([Item([enabled], Scalar true)]))
value: Scalar · List · Object
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec.source import Diagnostic, Source


class Scalar:
    """A number, string or bool. `kind` "number", "string" or "bool"; `value` an int, float, str or bool; `text` as written."""

    __slots__ = ("end", "kind", "start", "text", "value")

    def __init__(self, kind: str, value: str | int | float | bool, text: str, start: int, end: int) -> None:
        self.kind: Final = kind
        self.value: Final = value
        self.text: Final = text
        self.start: Final = start
        self.end: Final = end


class List:
    """`[a, b]`."""

    __slots__ = ("end", "items", "start")

    def __init__(self, items: list[Value], start: int, end: int) -> None:
        self.items: Final = items
        self.start: Final = start
        self.end: Final = end


class Object:
    """`{ … }`, or a whole file."""

    __slots__ = ("end", "items", "start")

    def __init__(self, items: list[Item], start: int, end: int) -> None:
        self.items: Final = items
        self.start: Final = start
        self.end: Final = end


class Key:
    """A key of an item: a word, or a quoted string."""

    __slots__ = ("end", "start", "value")

    def __init__(self, value: str, start: int, end: int) -> None:
        self.value: Final = value
        self.start: Final = start
        self.end: Final = end


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


class File:
    """A parsed text: its items (whatever could be read) and what was wrong with it; `mended` when slips of a JSON text were passed over."""

    __slots__ = ("diagnostics", "mended", "root", "source")

    def __init__(self, source: Source, root: Object, diagnostics: tuple[Diagnostic, ...], *, mended: bool = False) -> None:
        self.source: Final = source
        self.root: Final = root
        self.diagnostics: Final = diagnostics
        self.mended: Final = mended
