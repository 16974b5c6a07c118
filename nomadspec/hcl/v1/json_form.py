"""JSON in the older dialect: the same tree, with objects of objects flattened into items of several keys, as the dialect's own reader does.

    {"plugin": {"docker": {"config": {…}}}}      becomes      plugin "docker" "config" {…}

A slip such as a trailing comma does not stop the dialect's reader; it does not stop this one either.
"""

from __future__ import annotations

import re

from nomadspec.hcl.json_syntax import JsonArray, JsonBool, JsonNode, JsonNumber, JsonObject, JsonString, parse_json
from nomadspec.hcl.v1 import ast
from nomadspec.source import Diagnostic, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_TRAILING_COMMA = re.compile(r'"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])', re.S)
_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]', re.S)
MAX_ITEMS = 100_000


def parse(text: str, path: str = "") -> ast.File:
    """The tree of a JSON text. Never raises."""
    source = Source(text, path)
    file = parse_json(text, path)
    slip = file.diagnostics[0] if file.diagnostics else None
    if slip is not None:
        at = _slip(text)
        if at < len(text):  # the parser's own place is further on
            slip = slip.replace(message="a comma or a colon is missing here", span=source.span(at, at + 1))
        file = parse_json(_mended(text), path)
    if file.diagnostics or not isinstance(file.root, JsonObject):
        found = tuple(
            Diagnostic("AGT001", "agent-syntax", "error", d.message, source.span(d.span.start_offset, d.span.end_offset) if d.span else None)
            for d in file.diagnostics[:1]
        )
        root = source.span(0, 1)
        return ast.File(source, ast.Object([], 0, 0), found or (Diagnostic("AGT001", "agent-syntax", "error", "the file must contain an object", root),))
    return ast.File(source, _object(file.root), (), slip=slip)


def _mended(text: str) -> str:
    """The text up to the first slip that the dialect's reader stops at without a word, without trailing commas, its brackets closed."""
    slip = _slip(text)
    text = text if slip == len(text) else text[:slip].rstrip().removesuffix(",")
    text = _TRAILING_COMMA.sub(lambda m: " " if m[0] == "," else m[0], text)
    opened = []
    for match in _BRACKET.finditer(text):
        if match[0] in "{[":
            opened.append("}" if match[0] == "{" else "]")
        elif match[0] in "}]" and opened:
            opened.pop()
    return text + "".join(reversed(opened[:1000]))


_PIECE = re.compile(r'"(?:[^"\\\n]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+|"')


def _slip(text: str) -> int:
    """Where a comma or colon is missing, or something follows the whole; else the end of the text."""
    depth, before, before_start, ended = 0, "", 0, False
    for match in _PIECE.finditer(text):
        piece = match[0]
        if piece == '"':
            break
        if ended:
            return match.start()
        if piece in "{[":
            depth += 1
        starts = piece in "{[" or piece not in "}]:,"
        if starts and before and before not in "{[:,":
            # A key without its colon is not read either.
            keyed = before[0] == '"' and text[:before_start].rstrip()[-1:] in ("{", ",") and not text[match.end() :].lstrip().startswith(":")
            return before_start if keyed else match.start()
        if piece in "}]":
            depth -= 1
            ended = depth <= 0
        before, before_start = piece, match.start()
    return len(text)


def _object(node: JsonObject) -> ast.Object:
    items = [item for key, span, value in node.items for item in _flat([ast.Key(key, *span)], value)]
    return ast.Object(items[:MAX_ITEMS], node.start, node.end)


def _flat(keys: list[ast.Key], value: JsonNode) -> Iterator[ast.Item]:
    """The items of one property: an object whose values are all objects gives one for each, with one key more."""
    if isinstance(value, JsonArray) and value.items and all(isinstance(inner, JsonObject) for inner in value.items):
        # A list of objects is the item written as often.
        for element in value.items:
            yield from _flat(keys, element)
    elif isinstance(value, JsonObject) and value.items and all(isinstance(inner, JsonObject) for _, _, inner in value.items):
        for key, span, inner in value.items:
            yield from _flat([*keys, ast.Key(key, *span)], inner)
    else:
        yield ast.Item(keys, _value(value), not isinstance(value, JsonObject))


def _value(node: JsonNode) -> ast.Value:
    match node:
        case JsonObject():
            return _object(node)
        case JsonArray():
            return ast.List([_value(item) for item in node.items], node.start, node.end)
        case JsonString():
            return ast.Scalar("string", node.value, node.value, node.start, node.end)
        case JsonBool():
            return ast.Scalar("bool", node.value, "true" if node.value else "false", node.start, node.end)
        case JsonNumber():
            whole = node.text.lstrip("-").isdigit() and len(node.text) < 400
            return ast.Scalar("number", int(node.text) if whole else float(node.text), node.text, node.start, node.end)
    return ast.Scalar("null", "", "null", node.start, node.end)
