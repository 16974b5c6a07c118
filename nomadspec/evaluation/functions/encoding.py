"""Functions between values and text: Base64, CSV, JSON, YAML, URLs."""

from __future__ import annotations

import re

from nomadspec.evaluation import numbers
from nomadspec.evaluation.functions import json_encoding
from nomadspec.evaluation.functions.signature import Failed, Function, string
from nomadspec.evaluation.go_quoting import go_quote
from nomadspec.evaluation.types import STRING, ObjectType
from nomadspec.evaluation.values import ListValue, type_of
from nomadspec.notation.go_text import quote_character

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.evaluation.functions.calling import FunctionContext
    from nomadspec.evaluation.values import Value

_DEEPEST = 500
"""Levels of nesting that a decoded document may have."""


# --- Base64 and URLs

_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")


def _base64decode(text: str) -> Value:
    import base64

    compact = text.replace("\r", "").replace("\n", "")
    if _BASE64.fullmatch(compact) is None:
        raise Failed(f"failed to decode base64 data '{text}'")
    try:
        return string(base64.b64decode(compact).decode("utf-8"))
    except UnicodeDecodeError:
        raise Failed("the result of decoding the the provided string is not valid UTF-8") from None


def _base64encode(text: str) -> Value:
    import base64

    return base64.b64encode(text.encode("utf-8", "replace")).decode("ascii")


_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~")


def _urlencode(text: str) -> Value:
    return "".join([chr(byte) if byte in _UNRESERVED else "+" if byte == 32 else f"%{byte:02X}" for byte in text.encode("utf-8", "replace")])


# --- CSV


def _csvdecode(text: str) -> Value:
    records = _records(text)
    header = next(records, None)
    if header is None:
        raise Failed("missing header line")
    _, names = header
    names = [string(name) for name in names]
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise Failed(f"duplicate column name {go_quote(name)}")
        seen.add(name)
    rows: list[dict[str, str]] = []
    for line, fields in records:
        if len(fields) != len(names):
            raise Failed(f"CSV parse error on line {line}: wrong number of fields")
        rows.append({name: string(field) for name, field in zip(names, fields, strict=True)})
    return ListValue(ObjectType(dict.fromkeys(names, STRING)), rows)


def _records(text: str) -> Any:
    """The records of a CSV text with the line each begins on; empty lines are none."""
    lines = _lines(text)
    index = 0
    while index < len(lines):
        first = index
        line = lines[index]
        index += 1
        if line in ("\n", ""):
            continue
        fields: list[str] = []
        while True:
            if not line.startswith('"'):
                field, comma, rest = line.partition(",")
                if not comma:
                    field = field.removesuffix("\n")
                if '"' in field:
                    raise Failed(f'CSV parse error on line {index}: bare " in non-quoted-field')
                fields.append(field)
                if not comma:
                    break
                line = rest
                continue
            parts: list[str] = []
            line = line[1:]
            while True:
                before, quote, rest = line.partition('"')
                parts.append(before)
                if quote and rest.startswith('"'):
                    parts.append('"')
                    line = rest[1:]
                elif quote:
                    line = rest
                    break
                elif index < len(lines):
                    line = lines[index]
                    index += 1
                else:
                    raise Failed(f'CSV parse error on line {index}: extraneous or missing " in quoted-field')
            fields.append("".join(parts))
            if line.startswith(","):
                line = line[1:]
            elif line in ("", "\n"):
                break
            else:
                raise Failed(f'CSV parse error on line {index}: extraneous or missing " in quoted-field')
        yield first + 1, fields


def _lines(text: str) -> list[str]:
    """The lines with their line feeds; a carriage return at the very end does not count."""
    lines = [line + "\n" for line in text.split("\n")]
    last = lines.pop()[:-1]
    if last:
        lines.append(last.removesuffix("\r"))
    return [line[:-2] + "\n" if line.endswith("\r\n") else line for line in lines]


# --- JSON


def _jsondecode(text: str) -> Any:
    import json

    decoder = json.JSONDecoder(object_pairs_hook=_object, parse_int=_json_number, parse_float=_json_number, parse_constant=_no_constant)
    start = len(text) - len(text.lstrip(" \t\r\n"))
    try:
        value, end = decoder.raw_decode(text, start)
    except json.JSONDecodeError as error:
        raise Failed(_json_complaint(text, error)) from None
    except RecursionError:
        raise Failed("exceeded max depth") from None
    following = text[end:].lstrip(" \t\r\n")
    # Nomad's reader asks only whether more values follow, which a closing bracket does not look like.
    if following and following[0] not in "}]":
        raise Failed("extraneous data after JSON object")
    return _decoded(value, _DEEPEST)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found and _json_type(found[key]) != _json_type(value):
            raise Failed(f"duplicate {go_quote(key)} property in JSON object")
        found[key] = value
    return found


def _json_type(value: Any) -> Any:
    return type_of(_decoded(value, _DEEPEST))


def _json_number(text: str) -> Any:
    number = numbers.parse(text)
    if number is None:
        raise Failed(f"a number is required: {text[:40]}")
    return number


def _no_constant(text: str) -> Any:
    raise Failed(f"invalid character {quote_character(text[0])} looking for beginning of value")


def _decoded(value: Any, depth: int) -> Any:
    """Lists as tuples, text in normal form."""
    if isinstance(value, str):
        return string(value) if value.isascii() else string(value.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    if isinstance(value, (list, dict)):
        if depth <= 0:
            raise Failed("exceeded max depth")
        if isinstance(value, list):
            return tuple([_decoded(item, depth - 1) for item in value])
        return {_decoded(key, 1): _decoded(item, depth - 1) for key, item in value.items()}
    return value


def _json_complaint(text: str, error: Any) -> str:
    """Go's words for where JSON breaks off, as near as Python's reader tells."""
    at, message = error.pos, error.msg
    if message.startswith("Unterminated string"):
        return "unexpected EOF"
    if at >= len(text):
        return "EOF"
    character = quote_character(chr(text[at].encode("utf-8", "replace")[0]))  # Go looks at bytes
    if message == "Expecting value":
        word = text[at:].rstrip()
        if word and any(literal.startswith(word) for literal in ("true", "false", "null", "-")):
            return "unexpected EOF"
        literal = {"t": "true", "f": "false", "n": "null"}.get(text[at])
        if literal is not None:
            wrong = next(index for index, letter in enumerate(literal) if text[at + index : at + index + 1] != letter)
            return f"invalid character {quote_character(text[at + wrong])} in literal {literal} (expecting '{literal[wrong]}')"
        return f"invalid character {character} looking for beginning of value"
    if message.startswith("Invalid control character"):
        return f"invalid character {character} in string literal"
    if message.startswith("Invalid \\escape"):
        return f"invalid character {quote_character(text[at + 1 : at + 2] or ' ')} in string escape code"
    if message.startswith("Invalid \\uXXXX"):
        return "invalid character in \\u hexadecimal character escape"
    if message == "Expecting ':' delimiter":
        return f"invalid character {character} after object key"
    if message == "Expecting ',' delimiter":
        return f"invalid character {character} after {'object key:value pair' if _inside_object(text, at) else 'array element'}"
    return f"invalid character {character}"


def _inside_object(text: str, at: int) -> bool:
    """Whether the innermost bracket open at `at` is a brace, strings left out."""
    depth = 0
    plain = re.sub(r'"(?:[^"\\]|\\.)*"', "", text[:at])
    for character in reversed(plain):
        if character in "]}":
            depth += 1
        elif character in "[{":
            if not depth:
                return character == "{"
            depth -= 1
    return False


# --- YAML


def _yamldecode(context: FunctionContext, text: str) -> Any:
    from nomadspec.evaluation.functions import yaml_reader

    return yaml_reader.decode(text, underscores=not context.release.does("yaml-text-with-underscores"))


def _yamlencode(value: Any) -> Value:
    from nomadspec.evaluation.functions import yaml_writer

    return string(yaml_writer.encode(value))


TABLE: dict[str, Function] = {
    "base64decode": Function("str:string", "string", _base64decode),
    "base64encode": Function("str:string", "string", _base64encode, reads_text=True),
    "csvdecode": Function("str:string", "any", _csvdecode),
    "jsondecode": Function("str:string", "any", _jsondecode),
    "jsonencode": Function("val:any?", "string", lambda value: string(json_encoding.encode(value))),
    "urlencode": Function("str:string", "string", _urlencode, reads_text=True),
    "yamldecode": Function("src:string", "any", _yamldecode, takes_context=True),
    "yamlencode": Function("value:any?", "string", _yamlencode),
}
