"""YAML into a value, as Nomad reads it: YAML 1.1 booleans, YAML 1.2 numbers, timestamps as RFC 3339 text, one document.

libyaml (by PyYAML) turns the text into events; this module makes values of them. Two passes of Nomad's reader show in the results and are
kept apart here too: the first decides types, and calls every quoted or block scalar text; the second reads the content, and reads a block
scalar like a plain one. So a literal block that holds `1.50` becomes the text "1.5".

Documents are bounded: nesting by `_DEEPEST`, values by `_MOST_VALUES`, where an alias counts for all that it stands for.
"""

from __future__ import annotations

import re

from nomadspec.evaluation import numbers
from nomadspec.evaluation.conversion import ConversionError, convert
from nomadspec.evaluation.functions.signature import Failed, string
from nomadspec.evaluation.go_quoting import go_quote
from nomadspec.evaluation.numbers import INFINITY, NEGATIVE_INFINITY
from nomadspec.evaluation.types import STRING
from nomadspec.evaluation.values import elements_of, entries_of, is_null, type_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_DEEPEST = 200
_MOST_VALUES = 1_000_000

_CORE = "tag:yaml.org,2002:"
_STR, _BINARY, _BOOL, _INT, _FLOAT, _NULL, _TIMESTAMP, _MERGE, _MAP, _SEQ = (
    _CORE + name for name in ("str", "binary", "bool", "int", "float", "null", "timestamp", "merge", "map", "seq")
)
_SCALAR_TAGS = ("", _STR, _BOOL, _INT, _FLOAT, _NULL, _TIMESTAMP, _BINARY)

_WORDS: dict[str, Any] = {
    **dict.fromkeys(["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"], True),
    **dict.fromkeys(["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"], False),
    **dict.fromkeys(["", "~", "null", "Null", "NULL"], None),
    **dict.fromkeys([".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"], INFINITY),
    **dict.fromkeys(["-.inf", "-.Inf", "-.INF"], NEGATIVE_INFINITY),
}
_HINTED = frozenset("+-0123456789yYnNtTfFoO~.")
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", re.ASCII)
_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII)
_RADIX = re.compile(r"([-+]?)0([xX][0-9a-fA-F]+|[oO]?[0-7]+|[bB][01]+)", re.ASCII)
_DATE = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)(?:[Tt](\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?(?:Z|([+-])(\d\d):(\d\d))| +(\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?)?", re.ASCII
)


def decode(text: str, *, underscores: bool = False) -> Any:
    """The value of the document, with `underscores` also of numbers such as 1_000; raises Failed with Nomad's words, whose line numbers count from 0 or 1 as the case may be."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _Reader(iter(yaml.parse(text or "\n", Loader=loader)), underscores).document()
    except yaml.reader.ReaderError as error:
        raise Failed(str(error.reason)) from None
    except yaml.MarkedYAMLError as error:
        raise Failed(_complaint(error, scanner=isinstance(error, yaml.scanner.ScannerError))) from None


def _complaint(error: Any, *, scanner: bool) -> str:
    problem = error.problem or "invalid YAML syntax"
    mark, context = error.problem_mark, error.context_mark
    if mark is not None and mark.line:
        return f"on line {mark.line + 1}, column 1: {problem}" if scanner else f"on line {mark.line}, column {mark.column + 1}: {problem}"
    if context is not None and context.line:
        return f"on line {context.line}, column {context.column + 1}: {problem}"
    return str(problem)


def _failed(event: Any, message: str) -> Failed:
    mark = event.start_mark
    return Failed(f"on line {mark.line}, column {mark.column + 1}: {message}" if mark is not None and mark.line else message)


class _Reader:
    """Values from events. `sizes` counts what each anchored value contains, so that aliases cannot multiply unseen."""

    __slots__ = ("anchors", "count", "events", "pending", "sizes", "underscores")

    def __init__(self, events: Iterator[Any], underscores: bool) -> None:
        self.events = events
        self.underscores = underscores
        self.anchors: dict[str, Any] = {}
        self.sizes: dict[str, int] = {}
        self.pending: dict[str, int] = {}
        self.count = 0

    def document(self) -> Any:
        next(self.events)
        event = next(self.events)
        if event.__class__.__name__ != "DocumentStartEvent":
            raise _failed(event, "missing start of document")
        value = self._node(next(self.events), 0)
        next(self.events)
        event = next(self.events)
        if event.__class__.__name__ == "DocumentStartEvent":
            raise _failed(event, "unexpected extra content after value")
        return value

    def _node(self, event: Any, depth: int) -> Any:
        kind = event.__class__.__name__
        if depth > _DEEPEST:
            raise _failed(event, "the document is nested too deeply")
        self.count += 1
        if self.count > _MOST_VALUES:
            raise _failed(event, "the document has too many values")
        if kind == "AliasEvent":
            return self._alias(event)
        anchor = event.anchor or ""
        before = self.count
        if anchor:
            self.pending[anchor] = self.pending.get(anchor, 0) + 1
        if kind == "ScalarEvent":
            value = _scalar_value(event, self.underscores)
        elif kind == "MappingStartEvent":
            value = self._mapping(event, depth)
        else:
            value = self._sequence(event, depth)
        if anchor:
            self.pending[anchor] -= 1
            if not self.pending[anchor]:
                del self.pending[anchor]
            self.anchors[anchor] = value
            self.sizes[anchor] = self.count - before + 1
        return value

    def _alias(self, event: Any) -> Any:
        anchor = event.anchor
        if anchor in self.pending:
            raise _failed(event, f"cannot refer to anchor {go_quote(anchor)} from inside its own definition")
        if anchor not in self.anchors:
            raise _failed(event, f"reference to undefined anchor {go_quote(anchor)}")
        self.count += self.sizes[anchor]
        if self.count > _MOST_VALUES:
            raise _failed(event, "the document has too many values")
        return self.anchors[anchor]

    def _sequence(self, event: Any, depth: int) -> Any:
        if event.tag and event.tag != _SEQ:
            raise _failed(event, f"can't interpret sequence as {event.tag}")
        items: list[Any] = []
        while (event := next(self.events)).__class__.__name__ != "SequenceEndEvent":
            items.append(self._node(event, depth + 1))
        return tuple(items)

    def _mapping(self, event: Any, depth: int) -> Any:
        if event.tag and event.tag != _MAP:
            raise _failed(event, f"can't interpret mapping as {event.tag}")
        entries: dict[str, Any] = {}
        while (event := next(self.events)).__class__.__name__ != "MappingEndEvent":
            scalar = event.__class__.__name__ == "ScalarEvent"
            if scalar and ((not event.tag and event.value == "<<") or event.tag == _MERGE):
                _merge(entries, self._node(next(self.events), depth + 1), event)
                continue
            if not scalar:
                raise _failed(event, "only strings are allowed as mapping keys")
            try:
                key = convert(_resolve(event.tag or "", event.value, event.style in ("'", '"'), self.underscores), STRING)
            except ConversionError:
                raise _failed(event, "only strings are allowed as mapping keys") from None
            if is_null(key):
                raise _failed(event, "mapping key cannot be null")
            entries[string(str(key))] = self._node(next(self.events), depth + 1)
        return entries


def _merge(entries: dict[str, Any], value: Any, event: Any) -> None:
    found = entries_of(value)
    if found is not None:
        entries.update(found)
        return
    items = elements_of(value)
    if items is None:
        raise _failed(event, f"cannot merge {type_name(value)} into mapping")
    for item in items:
        found = entries_of(item)
        if found is None:
            raise _failed(event, f"cannot merge {type_name(item)} (from sequence) into mapping")
        entries.update(found)


def _scalar_value(event: Any, underscores: bool) -> Any:
    quoted = event.style in ("'", '"')
    try:
        value = _resolve(event.tag or "", event.value, quoted, underscores)
        if not event.tag and not event.implicit[0]:
            return convert(value, STRING)
    except (Failed, ConversionError) as error:
        raise _failed(event, str(error)) from None
    return value


def _resolve(tag: str, text: str, quoted: bool, underscores: bool) -> Any:
    """The value of a scalar with this tag ("" for none)."""
    if tag not in _SCALAR_TAGS:
        raise Failed(f"unsupported tag {go_quote(tag)}")
    if (not text or text[0] in _HINTED) and tag not in (_STR, _BINARY):
        if quoted:
            return string(text)
        if text in _WORDS:
            return _WORDS[text]
        if not tag and text in (".nan", ".NaN", ".NAN"):
            raise Failed("floating point NaN is not supported")
        first = text[0]
        if first == ".":
            number = numbers.parse(text)
            if number is not None:
                return number
        elif first in "+-0123456789":
            if not tag or tag == _TIMESTAMP:
                moment = _timestamp(text)
                if moment is not None:
                    return moment
            plain = text.replace("_", "") if underscores else text
            if _INTEGER.fullmatch(plain) is not None:
                tag = _INT
            elif _NUMBER.fullmatch(plain) is not None:
                tag = _FLOAT
    return _tagged(tag, text)


def _tagged(tag: str, text: str) -> Any:
    value: Any = None
    if tag in ("", _STR):
        return string(text)
    if tag == _NULL:
        return None
    if tag == _BINARY:
        import base64
        import binascii

        try:
            base64.b64decode(text.replace("\r", "").replace("\n", ""), validate=True)
        except (binascii.Error, ValueError):
            raise Failed(f"cannot parse {go_quote(text)} as {tag}: not valid base64") from None
        return string(text)
    if tag == _BOOL:
        value = _WORDS.get(text)
        value = value if value.__class__ is bool else None
    elif tag == _TIMESTAMP:
        value = _timestamp(text)
    else:
        value = _number(text.replace("_", ""))
    if value is None:
        raise Failed(f"cannot parse {go_quote(text)} as {tag}")
    return value


def _number(text: str) -> Any:
    number = numbers.parse(text)
    if number is not None:
        return number
    match = _RADIX.fullmatch(text)
    if match is None or len(text) > 80:
        return None
    sign, digits = match.groups()
    base = {"x": 16, "b": 2, "o": 8}.get(digits[0].lower(), 8)
    value = int(digits[1:] if digits[0].isalpha() else digits, base)
    value = -value if sign == "-" else value
    return value if -(2**63) <= value < 2**64 and (value < 2**63 or not sign) else None


def _timestamp(text: str) -> str | None:
    """A date or time in RFC 3339 form, None when the text is neither."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    groups = match.groups()
    year, month, day = (int(group) for group in groups[:3])
    hour, minute, second = (int(group or "0") for group in (groups[3:6] if groups[3] else groups[9:12]))
    from nomadspec.evaluation.functions.dates import month_length

    if not (1 <= month <= 12 and 1 <= day <= month_length(year, month) and hour < 24 and minute < 60 and second < 60):
        return None
    zone = "Z"
    if groups[6]:
        zone_hour, zone_minute = int(groups[7]), int(groups[8])
        if zone_hour > 24 or zone_minute > 60:
            return None
        east = zone_hour * 60 + zone_minute
        if east:
            zone = f"{groups[6]}{east // 60:02d}:{east % 60:02d}"
    return f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}{zone}"
