"""JSON with indentation, as `json.dumps(value, indent=…)` writes it, in a third to a half of the time.

The encoder of the standard library that indents is written in Python and makes a token of each bracket, which is most of the work of a document of 100 MB. The
one that doesn't indent is fast, and its separator may hold a line end with its indentation: it writes objects and lists without others in them, which most of
a document is made of. A list of such objects is one call: no text in JSON holds a line end, so `},`, a line end and `{` are always between two of the objects.
"""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SCALARS: Final = frozenset({str, int, float, bool, type(None)})
#: Pieces that are joined before they are written, and objects that are written in one call.
_AT_ONCE: Final = 1_000


class IndentedEncoder:
    """Passes the text of values to `write`, piece by piece; `indent`: spaces for each level."""

    def __init__(self, write: Callable[[str], object], indent: int, *, sort_keys: bool = False) -> None:
        self._write, self._indent, self._sorted = write, indent, sort_keys
        self._encoders: dict[int, Callable[[Any], str]] = {}
        self._pieces: list[str] = []

    def encode(self, value: Any) -> None:
        """Write a value, with no line end behind it."""
        self._value(value, 0)
        self._flush()

    def _value(self, value: Any, level: int) -> None:
        if not value or not isinstance(value, dict | list | tuple):
            self._pieces.append(self._flat(level)(value))
            return
        is_object = isinstance(value, dict)
        opening, closing = "{}" if is_object else "[]"
        outer, inner = "\n" + " " * (self._indent * level), "\n" + " " * (self._indent * (level + 1))
        if _are_scalars(value.values() if isinstance(value, dict) else value):
            self._pieces.append(f"{opening}{inner}{self._flat(level + 1)(value)[1:-1]}{outer}{closing}")
        elif not is_object and len(value) <= _AT_ONCE and all(type(member) is dict and member and _are_scalars(member.values()) for member in value):
            within = inner + " " * self._indent
            text = self._flat(level + 2)(value)[2:-2]
            self._pieces.append(f"[{inner}{{{within}{text.replace(f'}},{within}{{', f'{inner}}},{inner}{{{within}')}{inner}}}{outer}]")
        else:
            before = opening + inner
            for key, member in self._entries(value):
                if member is None:
                    self._pieces.append(f"{before}{key}null")
                elif type(member) is str:
                    self._pieces.append(f"{before}{key}{encode_basestring(member)}")
                else:
                    self._pieces.append(before + key)
                    self._value(member, level + 1)
                before = "," + inner
                if len(self._pieces) > _AT_ONCE:
                    self._flush()
            self._pieces.append(outer + closing)

    def _entries(self, value: Any) -> Iterator[tuple[str, Any]]:
        """The members with what is written before them: the key, in a list nothing."""
        if not isinstance(value, dict):
            return (("", member) for member in value)
        items = sorted(value.items()) if self._sorted else value.items()
        return ((f"{encode_basestring(key)}: " if type(key) is str else self._flat(0)({key: 0})[1:-2], member) for key, member in items)

    def _flat(self, level: int) -> Callable[[Any], str]:
        """The encoder that begins the lines between members at this level."""
        if level not in self._encoders:
            separator = ",\n" + " " * (self._indent * level)
            self._encoders[level] = json.JSONEncoder(ensure_ascii=False, sort_keys=self._sorted, separators=(separator, ": ")).encode
        return self._encoders[level]

    def _flush(self) -> None:
        self._write("".join(self._pieces))
        self._pieces.clear()


def _are_scalars(members: Any) -> bool:
    return _SCALARS.issuperset(map(type, members))
