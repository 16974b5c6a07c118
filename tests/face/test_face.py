"""The public face is the recorded one or more: what others call goes on working (docs/versioning.md says for how long).

What is reported here breaks somebody's program or script. On purpose: `python -m tools.record_face`, and a line in CHANGELOG.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tools.record_face import FACE, api_stub, cli_table

griffe = pytest.importorskip("griffe")


def broken_api(old: str, new: str) -> list[str]:
    """What of the stub `old` is gone or different in the stub `new`."""
    with griffe.temporary_visited_module(old) as before, griffe.temporary_visited_module(new) as after:
        return [f"{change.obj.path.partition('.')[2]}: {change.kind.value}" for change in griffe.find_breaking_changes(before, after)]


def broken_cli(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    for command, before in old.items():
        after = new.get(command)
        if after is None:
            yield f"{command}: the command was removed"
            continue
        if after["arguments"] != before["arguments"]:
            yield f"{command}: the arguments were {before['arguments']!r}, and are {after['arguments']!r}"
        for flag, was in before["options"].items():
            kind, _, choices = was.partition(" ")
            now = after["options"].get(flag, "")
            if now.partition(" ")[0] != kind:
                yield f"{command} {flag}: was {kind}, is {now.partition(' ')[0] or 'gone'}"
            elif choices:
                yield from (f"{command} {flag}: no longer takes {choice}" for choice in choices.split("|") if choice not in now.partition(" ")[2].split("|"))


def test_the_api_is_compatible() -> None:
    assert broken_api((FACE / "api.txt").read_text(encoding="utf-8"), api_stub()) == []


def test_the_command_line_is_compatible() -> None:
    assert list(broken_cli(json.loads((FACE / "cli.json").read_text(encoding="utf-8")), cli_table())) == []


def test_the_record_is_of_something() -> None:
    assert len(json.loads((FACE / "cli.json").read_text(encoding="utf-8"))) > 20
    for name in ("def plan(", "def compile(", "class Plan", "class Drain", "def open_state("):
        assert name in (FACE / "api.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "broken"),
    [
        ("def f(a: int) -> str: ...", "def f(a: int, b: int = ...) -> str: ...", []),
        ("def f(a: int) -> str: ...", "def f(a: int, b: int) -> str: ...", ["f: Parameter was added as required"]),
        ("def f(a: int = ...) -> str: ...", "def f(a: int) -> str: ...", ["f: Parameter is now required"]),
        ("class C:\n    a: int\n", "class C:\n    a: int\n    b: int\n", []),
        ("class C:\n    a: int\n    b: int\n", "class C:\n    a: int\n", ["C.b: Public object was removed"]),
    ],
)
def test_what_breaks_a_program(old: str, new: str, broken: list[str]) -> None:
    assert broken_api(old, new) == broken


@pytest.mark.parametrize(
    ("new", "broken"),
    [
        ({"lint": {"arguments": "PATH…", "options": {"--o": "value a|b|c", "--p": "flag"}}, "new": {}}, []),
        ({}, ["lint: the command was removed"]),
        ({"lint": {"arguments": "PATH…", "options": {}}}, ["lint --o: was value, is gone"]),
        ({"lint": {"arguments": "PATH…", "options": {"--o": "many a|b"}}}, ["lint --o: was value, is many"]),
        ({"lint": {"arguments": "PATH…", "options": {"--o": "value b"}}}, ["lint --o: no longer takes a"]),
        ({"lint": {"arguments": "PATH", "options": {"--o": "value a|b"}}}, ["lint: the arguments were 'PATH…', and are 'PATH'"]),
    ],
)
def test_what_breaks_a_script(new: dict[str, Any], broken: list[str]) -> None:
    assert list(broken_cli({"lint": {"arguments": "PATH…", "options": {"--o": "value a|b"}}}, new)) == broken
