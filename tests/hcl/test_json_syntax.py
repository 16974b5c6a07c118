"""HCL's JSON syntax: its tree, its places, its errors."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomadspec.hcl import ast
from nomadspec.hcl.json_syntax import (
    JsonArray,
    JsonBool,
    JsonNode,
    JsonNull,
    JsonNumber,
    JsonObject,
    JsonString,
    is_json,
    parse_json,
    template_of,
)


def plain(node: JsonNode | None) -> Any:
    match node:
        case JsonObject():
            return {key: plain(value) for key, _, value in node.items}
        case JsonArray():
            return [plain(item) for item in node.items]
        case JsonNumber():
            return float(node.text)
        case JsonString() | JsonBool():
            return node.value
        case JsonNull():
            return None
    raise AssertionError(node)


def test_which_files_are_json() -> None:
    assert is_json("  {}")
    assert not is_json("\n{}")
    assert not is_json("[]")
    assert not is_json("")


def test_tree_and_places() -> None:
    text = ' { "a" : [ 1.5e3, true, null, "x" ], "a": {} } '
    file = parse_json(text)
    assert file.ok
    assert isinstance(file.root, JsonObject)
    assert [(key, text[start:end]) for key, (start, end), _ in file.root.items] == [("a", '"a"'), ("a", '"a"')]
    first = file.root.items[0][2]
    assert text[first.start : first.end] == '[ 1.5e3, true, null, "x" ]'
    assert isinstance(first, JsonArray)
    assert [text[item.start : item.end] for item in first.items] == ["1.5e3", "true", "null", '"x"']


@given(st.recursive(st.none() | st.booleans() | st.text() | st.integers(-1000, 1000), lambda x: st.lists(x) | st.dictionaries(st.text(), x), max_leaves=10))
def test_reads_what_json_writes(value: Any) -> None:
    import json

    for ascii in (True, False):
        text = json.dumps({"v": value}, ensure_ascii=ascii)
        if any(0xD800 <= ord(c) < 0xE000 for c in str(value)):
            continue
        assert plain(parse_json(text).root) == {"v": value}


@given(st.text(alphabet='{}[]",:\\u0aet n-.1\n\x01é'))
def test_nothing_raises(text: str) -> None:
    file = parse_json(text)
    assert file.ok or file.diagnostics[0].span is not None


@pytest.mark.parametrize(
    ("text", "column", "summary"),
    [
        ('{"a":1,}', 7, "Trailing comma in object"),
        ('{"a":[1,]}', 8, "Trailing comma in array"),
        ('{"a":[1 2]}', 11, "Missing attribute seperator comma"),
        ('{"a" 1}', 6, "Missing property value colon"),
        ('{"a"=1}', 5, "Missing property value colon"),
        ('{"a"}', 5, "Missing object value"),
        ('{"a":}', 6, "Missing JSON value"),
        ('{"a":[}', 7, "Missing JSON value"),
        ('{"a":{]}', 7, "Missing array element value"),
        ('{"a":01}', 6, "Invalid JSON number"),
        ('{"a":tru}', 6, "Invalid JSON keyword"),
        ('{"a":"\\q"}', 9, "Invalid JSON string"),
        ('{"a":1', 1, "Unclosed object"),
        ("{", 2, "Missing value"),
        ("{1:2}", 2, "Invalid object property name"),
        ('{"a":1} x', 9, "Extraneous data after value"),
        ("{'a':1}", 2, "Invalid start of value"),
    ],
)
def test_errors(text: str, column: int, summary: str) -> None:
    found = parse_json(text).diagnostics[0]
    assert (found.nomad or "").startswith(summary + ";")
    assert found.span is not None
    assert found.span.start.column == column


def test_halves_of_surrogate_pairs() -> None:
    assert plain(parse_json('{"a": "\\ud83d\\ude00 \\ud800 \\udc00"}').root) == {"a": "😀 \ufffd \ufffd"}


def test_strings_are_templates() -> None:
    file = parse_json('{"a": "b ${c} \\n"}')
    assert isinstance(file.root, JsonObject)
    string = file.root.items[0][2]
    assert isinstance(string, JsonString)
    node, diagnostics = template_of(string, file.source)
    assert diagnostics == ()
    assert isinstance(node, ast.Template)
    assert [type(part).__name__ for part in node.parts] == ["Text", "Traversal", "Text"]
    assert file.source.text[node.parts[1].start : node.parts[1].end] == "c"


def test_a_percent_sign_may_end_a_string() -> None:
    node, diagnostics = template_of(JsonString("${a} 100%", 0, 11), parse_json("{}").source)
    assert diagnostics == ()
    assert isinstance(node, ast.Template)
