"""JSON as Go reads it, with limits: what follows the value is ignored, a repeated key is merged with the first, errors are Go's.

    loads('{"ID": "web"} and more') == {"ID": "web"}

A number with a fraction or exponent is a `DecimalText`, a float that keeps its text. What is no Unicode becomes U+FFFD.
"""

from __future__ import annotations

import json
import re

from nomadspec.jobspec.json.api import DecimalText, merged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

#: The deepest nesting that is read, and the longest number.
MAX_DEPTH: Final = 300
MAX_DIGITS: Final = 1000

_SURROGATES = re.compile("[\ud800-\udfff]")
_BLANKS = re.compile(r"[ \t\r\n]*")


class JsonSyntaxError(Exception):
    """A text that is no JSON. `offset` is where, -1 when the text just ends."""

    def __init__(self, text: str, offset: int) -> None:
        super().__init__(text)
        self.offset: Final = offset


def loads(text: str) -> Any:
    """The JSON value with which the text begins. Raises JsonSyntaxError."""
    clean = _SURROGATES.sub("\ufffd", text) if _SURROGATES.search(text) else text
    _check_depth(clean)
    start = _BLANKS.match(clean).end()  # type: ignore[union-attr]
    try:
        value, _ = _DECODER.raw_decode(clean, start)
    except (ValueError, RecursionError):
        raise _fault(clean) or JsonSyntaxError("invalid number", -1) from None
    return _without_surrogates(value) if "\\ud" in clean or "\\uD" in clean else value


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        found = {}
        for key, value in pairs:
            found[key] = merged(found[key], value) if key in found else value
    return found


def _integer(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise ValueError("number too long")
    return int(text)


def _decimal(text: str) -> DecimalText:
    if len(text) > MAX_DIGITS:
        raise ValueError("number too long")
    return DecimalText(text)


def _refuse(text: str) -> Any:
    raise ValueError(text)


_DECODER: Final = json.JSONDecoder(object_pairs_hook=_pairs, parse_int=_integer, parse_float=_decimal, parse_constant=_refuse)


def _check_depth(text: str) -> None:
    """Refuses what is nested too deeply before anything recurses. Brackets in strings count too, hence the second look."""
    if text.count("{") + text.count("[") <= MAX_DEPTH:
        return
    depth = 0
    for mark in re.finditer(r'"(?:[^"\\]|\\.)*+"|[\[{]|[\]}]', text):
        char = mark[0][0]
        if char in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise JsonSyntaxError("exceeded max depth", mark.start())
        elif char in "]}":
            depth -= 1
            if depth <= 0:
                return


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_without_surrogates(key): _without_surrogates(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    return value


# --- the words of an error, worked out only when there is one

_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*+)?+")


def _fault(text: str) -> JsonSyntaxError | None:
    """The first thing that is wrong with the value at the start of `text`."""
    at, size = 0, len(text)
    stack: list[str] = []
    expect = "value"
    while True:
        at = _BLANKS.match(text, at).end()  # type: ignore[union-attr]
        if at >= size:
            return JsonSyntaxError("EOF" if not text.strip(" \t\r\n") else "unexpected EOF", -1)
        char = text[at]
        if expect == "comma":
            if char == ",":
                at, expect = at + 1, "key" if stack[-1] == "{" else "value"
            elif char == ("}" if stack[-1] == "{" else "]"):
                at += 1
                stack.pop()
                if not stack:
                    return None
            else:
                return _invalid(text, at, "after object key:value pair" if stack[-1] == "{" else "after array element")
            continue
        if expect in ("key", "first-key"):
            if char == "}" and expect == "first-key":
                expect = "comma"
                continue
            if char != '"':
                return _invalid(text, at, "looking for beginning of object key string")
            problem, at = _string(text, at)
            if problem is not None:
                return problem
            at = _BLANKS.match(text, at).end()  # type: ignore[union-attr]
            if at >= size:
                return JsonSyntaxError("unexpected EOF", -1)
            if text[at] != ":":
                return _invalid(text, at, "after object key")
            at, expect = at + 1, "value"
            continue
        if char in "{[":
            stack.append(char)
            at, expect = at + 1, "first-key" if char == "{" else "first-value"
            continue
        if char == "]" and expect == "first-value":
            expect = "comma"
            continue
        if char == '"':
            problem, at = _string(text, at)
        elif char == "-" or (char.isdecimal() and char.isascii()):
            problem, at = _number(text, at)
        elif char in "tfn":
            problem, at = _word(text, at, {"t": "true", "f": "false", "n": "null"}[char])
        else:
            return _invalid(text, at, "looking for beginning of value")
        if problem is not None:
            return problem
        if not stack:
            return None
        expect = "comma"


def _string(text: str, at: int) -> tuple[JsonSyntaxError | None, int]:
    end = _STRING.match(text, at).end()  # type: ignore[union-attr]
    if end >= len(text):
        return JsonSyntaxError("unexpected EOF", -1), end
    if text[end] == '"':
        return None, end + 1
    if text[end] != "\\":
        return _invalid(text, end, "in string literal"), end
    if end + 1 >= len(text):
        return JsonSyntaxError("unexpected EOF", -1), end
    if text[end + 1] != "u":
        return _invalid(text, end + 1, "in string escape code"), end
    bad = end + 2
    while bad < len(text) and text[bad] in "0123456789abcdefABCDEF":
        bad += 1
    if bad >= len(text):
        return JsonSyntaxError("unexpected EOF", -1), end
    return _invalid(text, bad, "in \\u hexadecimal character escape"), end


def _number(text: str, at: int) -> tuple[JsonSyntaxError | None, int]:
    end = _NUMBER.match(text, at).end()  # type: ignore[union-attr]
    if text[end - 1] == "-":
        return _unfinished(text, end, "in numeric literal"), end
    for mark, words in ((".", "after decimal point in numeric literal"), ("eE", "in exponent of numeric literal")):
        if end < len(text) and text[end] in mark:
            end += 1
            if mark == "eE" and end < len(text) and text[end] in "+-":
                end += 1
            start = end
            while end < len(text) and text[end] in "0123456789":
                end += 1
            if end == start:
                return _unfinished(text, end, words), end
    return None, end


def _word(text: str, at: int, word: str) -> tuple[JsonSyntaxError | None, int]:
    for index, char in enumerate(word):
        here = at + index
        if here >= len(text):
            return JsonSyntaxError("unexpected EOF", -1), here
        if text[here] != char:
            return _invalid(text, here, f"in literal {word} (expecting {_quote(char)})"), here
    return None, at + len(word)


def _unfinished(text: str, at: int, words: str) -> JsonSyntaxError:
    return JsonSyntaxError("unexpected EOF", -1) if at >= len(text) else _invalid(text, at, words)


def _invalid(text: str, at: int, words: str) -> JsonSyntaxError:
    # Go looks at bytes: of a character outside ASCII it names the first.
    char = text[at]
    first = char if char.isascii() else chr(char.encode("utf-8", "replace")[0])
    return JsonSyntaxError(f"invalid character {_quote(first)} {words}", at)


def _quote(char: str) -> str:
    named = {
        "'": "'\\''",
        '"': "'\"'",
        "\n": "'\\n'",
        "\r": "'\\r'",
        "\t": "'\\t'",
        "\\": "'\\\\'",
        "\b": "'\\b'",
        "\f": "'\\f'",
        "\x07": "'\\a'",
        "\x0b": "'\\v'",
    }
    if char in named:
        return named[char]
    if char < " " or char == "\x7f":
        return f"'\\x{ord(char):02x}'"
    return f"'\\u{ord(char):04x}'" if "\x80" <= char <= "\xa0" or char == "\xad" else f"'{char}'"
