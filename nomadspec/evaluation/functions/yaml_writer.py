"""A value as YAML, to the character as Nomad writes it.

Block style throughout, two blanks to a level, sequences inside mappings not indented. Text is double-quoted and folded after 80 columns,
or a literal block when it has several lines and nothing in it forbids that; keys too, behind a `?` when they are long or have lines.
The writer keeps what a YAML emitter keeps: the column, the indent, and whether only indentation has been written on the line so far.
"""

from __future__ import annotations

from nomadspec.evaluation.conversion import number_text
from nomadspec.evaluation.functions.signature import LONGEST_TEXT, Failed
from nomadspec.evaluation.numbers import Number
from nomadspec.evaluation.values import elements_of, entries_of, is_null, sorted_items

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_WIDTH = 80
_LEVEL = 2
_LONGEST_KEY = 128
_BREAKS = "\r\n\x85\u2028\u2029"
_ESCAPES = {
    "\0": "0",
    "\a": "a",
    "\b": "b",
    "\t": "t",
    "\n": "n",
    "\v": "v",
    "\f": "f",
    "\r": "r",
    "\x1b": "e",
    '"': '"',
    "\\": "\\",
    "\x85": "N",
    "\xa0": "_",
    "\u2028": "L",
    "\u2029": "P",
}


def encode(value: Any) -> str:
    """The YAML document; raises Failed when it would be too long."""
    writer = _Writer()
    writer.node(value, -1, in_mapping=False)
    text = "".join(writer.out)
    if not isinstance(value, str) and elements_of(value) is None and entries_of(value) is None:
        # A bare plain scalar leaves the document open, so its end is marked.
        return f"{text}\n...\n"
    return text if writer.indention else text + "\n"


class _Writer:
    __slots__ = ("column", "indention", "length", "out", "whitespace")

    def __init__(self) -> None:
        self.out: list[str] = []
        self.column = 0
        self.length = 0
        self.whitespace = True  # the last character was white space, or there is none
        self.indention = True  # only white space and indicators stand on this line

    def node(self, value: Any, indent: int, *, in_mapping: bool, simple_key: bool = False) -> None:
        items, entries = elements_of(value), entries_of(value)
        if isinstance(value, str):
            self._string(value, indent + _LEVEL if indent >= 0 else _LEVEL, simple_key)
        elif items is None and entries is None:
            self._indicator(_plain(value))
        elif not items and not entries:
            self._indicator("[]" if items is not None else "{}")
        elif items:
            self._sequence(items, indent, in_mapping)
        elif entries:
            self._mapping(entries, indent)

    def _sequence(self, items: Any, indent: int, in_mapping: bool) -> None:
        if not (in_mapping and not self.indention):
            indent = max(indent + _LEVEL, 0) if indent >= 0 else 0
        for item in items:
            self._indent(indent)
            self._indicator("-", indention=True)
            self.node(item, indent, in_mapping=False)

    def _mapping(self, entries: Any, indent: int) -> None:
        indent = indent + _LEVEL if indent >= 0 else 0
        for key, item in sorted_items(entries):
            self._indent(indent)
            if len(key.encode("utf-8", "replace")) <= _LONGEST_KEY and not any(mark in key for mark in _BREAKS):
                self.node(key, indent, in_mapping=True, simple_key=True)
                self._indicator(":", need_space=False)
            else:
                self._indicator("?", indention=True)
                self.node(key, indent, in_mapping=True)
                self._indent(indent)
                self._indicator(":", indention=True)
            self.node(item, indent, in_mapping=True)

    # --- scalars

    def _string(self, text: str, indent: int, simple_key: bool) -> None:
        if "\n" in text and _fits_a_block(text):
            self._literal(text, indent)
        else:
            self._quoted(text, indent, folding=not simple_key)

    def _literal(self, text: str, indent: int) -> None:
        self._indicator("|")
        hints = str(_LEVEL) if text[0] == " " or text[0] in _BREAKS else ""
        if text[-1] not in _BREAKS:
            hints += "-"
        elif len(text) == 1 or text[-2] in _BREAKS:
            hints += "+"
        self._write(hints + "\n")
        breaks = True
        for line in _lines(text):
            body = line.rstrip(_BREAKS)
            if body and breaks:
                self._write(" " * indent)
            self._write(line)
            breaks = body != line
        self.column = 0 if breaks else indent + 1
        self.whitespace = self.indention = breaks

    def _quoted(self, text: str, indent: int, *, folding: bool) -> None:
        self._indicator('"')
        after_space = False
        last = len(text) - 1
        for index, character in enumerate(text):
            if character == " ":
                if folding and not after_space and self.column > _WIDTH and 0 < index < last:
                    self._indent(indent)
                    if text[index + 1] == " ":
                        self._write("\\")
                else:
                    self._write(" ")
                after_space = True
                continue
            self._write(character if _is_bare(character) else _escaped(character))
            after_space = False
            self.indention = self.whitespace = False
        self._indicator('"', need_space=False)

    # --- characters

    def _write(self, text: str) -> None:
        self.out.append(text)
        self.column += len(text)
        self.length += len(text)
        if self.length > LONGEST_TEXT:
            raise Failed("the result is too long")

    def _indicator(self, text: str, *, need_space: bool = True, indention: bool = False) -> None:
        if need_space and not self.whitespace:
            self._write(" ")
        self._write(text)
        self.whitespace = False
        self.indention = self.indention and indention

    def _indent(self, indent: int) -> None:
        if not self.indention or self.column > indent or (self.column == indent and not self.whitespace):
            self._write("\n")
            self.column = 0
        self._write(" " * (indent - self.column))
        self.whitespace = self.indention = True


def _plain(value: Any) -> str:
    if is_null(value):
        return "null"
    if value.__class__ is bool:
        return "true" if value else "false"
    if isinstance(value, (int, Number)):
        return number_text(value)
    raise Failed("cannot serialize unknown value as YAML")


def _fits_a_block(text: str) -> bool:
    """Whether a literal block can hold the text: no blank before a line's end, nothing that needs an escape."""
    if text[-1] == " ":
        return False
    previous = ""
    for character in text:
        if not _is_printable(character) or (previous == " " and character in _BREAKS):
            return False
        previous = character
    return True


def _lines(text: str) -> list[str]:
    """The text cut behind every break."""
    lines: list[str] = []
    start = 0
    for index, character in enumerate(text):
        if character in _BREAKS:
            lines.append(text[start : index + 1])
            start = index + 1
    lines.append(text[start:])
    return [line for line in lines if line]


def _is_printable(character: str) -> bool:
    if character < "\x7f":
        return character >= " " or character == "\n"
    return "\xa0" <= character < "\ud800" or "\ue000" <= character < "\ufeff" or "\ufeff" < character < "\ufffe"


def _is_bare(character: str) -> bool:
    return _is_printable(character) and character not in '"\\' and character not in _BREAKS


def _escaped(character: str) -> str:
    named = _ESCAPES.get(character)
    if named is not None:
        return "\\" + named
    code = ord(character)
    return f"\\x{code:02X}" if code <= 0xFF else f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
