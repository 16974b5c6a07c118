"""The releases that can be checked for, and that what differs between them is data: tables with since and until, and nothing else."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from nomadspec.releases import BEHAVIOURS, LINES, NEWEST, ReleaseError, release
from nomadspec.version import NOMAD_VERSION

PACKAGE = Path(__file__).parent.parent / "nomadspec"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "_generated" not in path.parts)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.6", "1.6.10"),
        ("1.8", "1.8.4"),
        ("1.8.1", "1.8.1"),
        ("1.9.8", "1.9.8"),  # of Nomad Enterprise only
        ("v1.10.3+ent", "1.10.3"),
        ("1.11.0-beta.1", "1.11.0"),
        ("2.0", "2.0.6"),
        (" 2.0.6-dev ", "2.0.6"),
    ],
)
def test_a_line_is_its_last_release(text: str, number: str) -> None:
    assert release(text).text == number
    assert release(text).note == ""


@pytest.mark.parametrize("text", ["2.0.7", "2.1", "3.0.0"])
def test_what_is_newer_is_judged_as_the_newest(text: str) -> None:
    found = release(text)
    assert found == NEWEST
    assert found.note == f"Nomad {text} is newer than all releases that nomadspec knows; it is treated as {NOMAD_VERSION}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1.5.17", "Nomad 1.5.17 is too old: nomadspec knows the releases from 1.6 on"),
        ("1.12", "there is no Nomad 1.12: the lines are 1.6, 1.7, 1.8, 1.9, 1.10, 1.11, 2.0"),
        ("latest", "'latest' is not a release of Nomad: write X.Y or X.Y.Z, such as 1.8 or 1.8.2"),
        ("2", "'2' is not a release of Nomad: write X.Y or X.Y.Z, such as 1.8 or 1.8.2"),
        ("1.8.\u0662", "'1.8.\u0662' is not a release of Nomad: write X.Y or X.Y.Z, such as 1.8 or 1.8.2"),
        ("1." + "9" * 5000, None),
    ],
)
def test_what_is_no_release_is_refused(text: str, message: str | None) -> None:
    with pytest.raises(ReleaseError) as error:
        release(text)
    assert message is None or str(error.value) == message


def test_since_and_until() -> None:
    assert release("1.8.2").has("1.8.2", "1.8.2")
    assert not release("1.8.1").has("1.8.2")
    assert not release("1.10").has("", "1.9.7")
    assert release("1.10.0").has("1.9.10")  # by number, not by letter
    assert [release(text).has("1.6.9, 1.7.6") for text in ("1.6.8", "1.6.9", "1.7.0", "1.7.6", "1.8.0")] == [False, True, False, True, True]


def test_the_newest_is_the_one_that_reports_name() -> None:
    assert NOMAD_VERSION.startswith(NEWEST.text)
    assert NEWEST.number == (2, 0, LINES[2, 0])
    assert NEWEST.shown == NOMAD_VERSION


def test_every_behaviour_is_asked_for() -> None:
    texts = [path.read_text(encoding="utf-8") for path in MODULES if path.name != "releases.py"]
    assert [name for name in BEHAVIOURS if not any(f'"{name}"' in text for text in texts)] == []


def test_no_branch_names_a_release() -> None:
    """A release is named in tables, by the keywords since, until and their like, and in texts; never where something is decided."""
    assert len(MODULES) > 300
    found = []
    for path in MODULES:
        if path.name == "releases.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            parts: list[ast.expr] = []
            if isinstance(node, ast.Compare):
                parts = [node.left, *node.comparators]
                if any(isinstance(part, ast.Attribute) and part.attr == "number" and "release" in ast.unparse(part) for part in parts):
                    found.append(f"{path.name}:{node.lineno}")
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("has", "does"):
                parts = [*node.args, *(keyword.value for keyword in node.keywords)]
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "release":
                parts = node.args
            found += [f"{path.name}:{part.lineno}" for part in parts if isinstance(part, ast.Constant) and _is_release(part.value)]
    assert found == []


def _is_release(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"v?[12]\.\d+(\.\d+)?", value) is not None
