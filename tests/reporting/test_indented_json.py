"""JSON with indentation is what the encoder of the standard library writes, and is not made by it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nomadspec.reporting.escaping import json_text

FLAT = {"text": 'a"b\\', "number": 1, "part": 0.5, "yes": True, "none": None}
#: Texts that look like the ends of objects, in which two lines meet.
ALIKE = {"a": "},\n  {", "b": "}", "},": "{"}


@pytest.mark.parametrize("indent", [0, 1, 2, 4])
@pytest.mark.parametrize("sort_keys", [False, True])
@pytest.mark.parametrize(
    "value",
    [
        "x",
        None,
        0,
        [],
        {},
        [[], {}],
        FLAT,
        [1, "a", None, 2.5, False],
        [FLAT],
        [FLAT, ALIKE, FLAT],
        (ALIKE, ALIKE),
        [FLAT, {}],
        [FLAT, [FLAT]],
        [ALIKE] * 2_000,
        {"b": {"z": [FLAT, ALIKE], "y": None, "x": "é", "w": ""}, "a": [[ALIKE, ALIKE], [], [{}]]},
        {2: [1], 1: {"a": [2]}},
        {"a": [{"b": 1, "c": [2]}] * 2_000},
    ],
    ids=range(17),
)
def test_the_text_is_that_of_the_standard_library(value: Any, indent: int, sort_keys: bool) -> None:
    assert json_text(value, indent, sort_keys=sort_keys) == json.dumps(value, indent=indent, sort_keys=sort_keys, ensure_ascii=False)


def test_what_a_terminal_obeys_is_escaped_in_every_member() -> None:
    assert json_text([{"\x7f": "\u202e"}, {"a": ["\x9b"]}], 0) == '[\n{\n"\\u007f": "\\u202e"\n},\n{\n"a": [\n"\\u009b"\n]\n}\n]'


def test_many_objects_are_written_by_few_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = 0
    encode = json.JSONEncoder.encode

    def counted(self: json.JSONEncoder, value: Any) -> str:
        nonlocal calls
        calls += 1
        return encode(self, value)

    monkeypatch.setattr(json.JSONEncoder, "encode", counted)
    json_text([{"Name": "x", "Fields": [FLAT] * 100} for _ in range(10)], 2)
    assert calls == 10
