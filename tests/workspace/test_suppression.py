"""Suppression comments: what each form covers, and what is said of those that are no good."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import nomadspec
from tests.workspace.samples import FAULTY

PORT = '      port     = "htp"'
PEDANTIC = {"persona": "pedantic", "select": ["REF001", "SEC007", "LNT"]}


def found(text: str, config: dict[str, Any] | None = None) -> list[tuple[str, int]]:
    return [(d.code, d.span.start.line if d.span is not None else 0) for d in nomadspec.lint(text, config=config)]


def above(item: str, comment: str) -> str:
    indent = item[: len(item) - len(item.lstrip())]
    return FAULTY.replace(item, f"{indent}{comment}\n{item}", 1)


def test_without_any() -> None:
    assert found(FAULTY) == [("REF001", 12)]
    assert found(FAULTY, PEDANTIC) == [("REF001", 12), ("SEC007", 17)]


@pytest.mark.parametrize(
    "text",
    [
        FAULTY.replace(PORT, f"{PORT} # nomadspec: ignore[REF001] the proxy adds it"),
        FAULTY.replace(PORT, f"{PORT} // nomadspec: ignore[REF001] the proxy adds it"),
        FAULTY.replace(PORT, f"{PORT} /* nomadspec: ignore[REF001] the proxy adds it */"),
        above(PORT, "# nomadspec: ignore[REF001] the proxy adds it"),
        above(PORT, "# nomadspec: ignore[REF] by prefix"),
        above(PORT, "# nomadspec: ignore[service-port-unknown] by name"),
        above(PORT, "# nomadspec: ignore[REF001] with more\n      # words below"),
        above("    service {", "# nomadspec: ignore[REF001] the whole block"),
        above("    service {", "# nomadspec: ignore[REF001] the whole block\n"),
        above('  group "api" {', "/* nomadspec: ignore[REF001] the whole group */"),
        above('job "web" {', "# nomadspec: ignore[REF001] the whole job"),
        f"# nomadspec: ignore-file[REF001] the file\n{FAULTY}",
        f"{FAULTY}# nomadspec: ignore-file[REF001] the file, wherever it stands\n",
    ],
)
def test_covered(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        above('    task "server" {', "# nomadspec: ignore[REF001] another block"),
        above('      name     = "web"', "# nomadspec: ignore[REF001] another line"),
        FAULTY.replace("service {", "service { # nomadspec: ignore[REF001] behind the header: its line only"),
    ],
)
def test_not_covered_and_therefore_unused(text: str) -> None:
    codes = [code for code, _ in found(text)]
    assert sorted(codes) == ["LNT002", "REF001"]


def test_text_that_looks_like_a_comment_is_none() -> None:
    assert found(FAULTY.replace('name     = "web"', 'name     = "web"\n      tags     = ["# nomadspec: ignore-file[REF001] x"]')) == [("REF001", 13)]


def test_one_comment_for_several_rules() -> None:
    assert found(above('  group "api" {', "# nomadspec: ignore[REF001, user-root] both"), PEDANTIC) == []


def test_syntax_errors_cannot_be_suppressed() -> None:
    assert [code[:3] for code, _ in found("# nomadspec: ignore-file[HCL] no\njob {{{\n")][:1] == ["HCL"]


@pytest.mark.parametrize(
    ("comment", "says"),
    [
        ("ignore[REF999] x", "LNT003 unknown rule 'REF999' in a suppression"),
        ("ignore[service-port-unknwon] x", "LNT003 unknown rule 'service-port-unknwon' in a suppression"),
        ("ignore this", "LNT003 this suppression has no rule: write ignore[CODE]"),
        ("ignore[] this", "LNT003 this suppression has no rule: write ignore[CODE]"),
        ("skip[REF001]", "LNT003 this suppression must begin with ignore or ignore-file, not 'skip'"),
        ("ignore[REF004] x", "LNT002 unused suppression: REF004"),
    ],
)
def test_remarks(comment: str, says: str) -> None:
    diagnostics = nomadspec.lint(above('    task "server" {', f"# nomadspec: {comment}"))
    assert [f"{d.code} {d.message}" for d in diagnostics if d.code.startswith("LNT")] == [says]
    assert [d.code for d in diagnostics if not d.code.startswith("LNT")] == ["REF001"]


def test_the_nearest_name_is_offered() -> None:
    diagnostics = nomadspec.lint(above(PORT, "# nomadspec: ignore[service-port-unknwon] x"))
    assert [d.help for d in diagnostics if d.code == "LNT003"] == ["Did you mean service-port-unknown?"]


def test_a_reason_is_asked_of_pedants_only() -> None:
    text = above(PORT, "# nomadspec: ignore[REF001]")
    assert found(text) == []
    assert ("LNT004", 12) in found(text, {"persona": "pedantic"})


@pytest.mark.parametrize("code", ["SEC007", "REP001", "CLU001", "user-root"])
def test_rules_that_did_not_run_are_not_judged(code: str, tmp_path: Path) -> None:
    """Those for pedants, about a repository, about a cluster: the comment may serve another run."""
    assert found(above('    task "server" {', f"# nomadspec: ignore[{code}] x")) == [("REF001", 12)]


@pytest.mark.parametrize(
    ("config", "unused"),
    [
        ({"ignore": ["DRV009"]}, True),
        ({"ignore": ["DRV", "DEP"]}, True),
        ({"select": ["REF"]}, True),
        ({"ignore": ["REF004"]}, False),
        ({"ignore": ["REF"], "extend-select": ["REF001"]}, False),
        ({"select": ["REF001"]}, False),
    ],
)
def test_only_what_did_not_run_is_not_judged(config: dict[str, Any], unused: bool) -> None:
    text = above('    task "server" {', "# nomadspec: ignore[REF004] x")
    assert any(code == "LNT002" for code, _ in found(text, {**config, "extend-select": [*config.get("extend-select", []), "LNT"]})) == unused


def test_an_unused_one_is_removed_with_its_line_or_without() -> None:
    comment = "# nomadspec: ignore[REF004] x"
    for text in (above('    task "server" {', comment), FAULTY.replace('driver = "docker"', f'driver = "docker"  {comment}')):
        (unused,) = [d for d in nomadspec.lint(text) if d.code == "LNT002"]
        assert unused.fix is not None
        (edit,) = unused.fix.edits
        assert text[: edit.start] + edit.text + text[edit.end :] == FAULTY


def test_suppression_in_the_configuration() -> None:
    by_block = {"suppress": [{"rules": ["REF001"], "block": 'job["web"].group["api"].service[0]', "reason": "x"}]}
    assert found(FAULTY, by_block) == []
    assert found(FAULTY, {"suppress": [{"rules": ["REF001"], "block": 'job["web"].group["ap"]', "reason": "x"}]}) == [("REF001", 12)]
