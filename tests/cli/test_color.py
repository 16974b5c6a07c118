"""When the output is coloured: what is asked for, then what the environment says, then whether it is a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.run import Runner, program

BROKEN = 'job "x" {\n  = 1\n}\n'


@pytest.mark.parametrize(
    ("words", "environ", "colored"),
    [
        ([], {}, False),
        (["--color", "always"], {}, True),
        (["--color=always"], {"NO_COLOR": "1"}, True),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
        (["--color", "auto"], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ([], {"NO_COLOR": ""}, False),
        (["-no-color"], {"FORCE_COLOR": "1"}, False),
        (["--no-color", "--color", "always"], {}, False),
    ],
)
@pytest.mark.parametrize("command", ["lint", "compile", "validate", "plan", "fmt"])
def test_color(nomadspec: Runner, command: str, words: list[str], environ: dict[str, str], colored: bool) -> None:
    for name, value in environ.items():
        nomadspec.monkeypatch.setenv(name, value)
    result = nomadspec(command, *words, "-", stdin=BROKEN)
    assert ("\x1b[" in result.out + result.err) is colored


@pytest.mark.parametrize("form", ["json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson"])
def test_programs_get_no_color(nomadspec: Runner, form: str) -> None:
    assert "\x1b" not in nomadspec("lint", "--color", "always", "-o", form, "-", stdin=BROKEN).out


def test_an_unknown_choice(nomadspec: Runner) -> None:
    result = nomadspec("lint", "--color", "alwyas", "-", stdin=BROKEN)
    assert (result.status, result.out) == (2, "")
    assert "--color takes auto, always, never, not 'alwyas'; did you mean always?" in result.err


@pytest.mark.parametrize(("environ", "linked"), [({}, False), ({"FORCE_HYPERLINK": "1"}, True), ({"FORCE_HYPERLINK": "0"}, False)])
def test_places_are_links_where_the_terminal_has_them(nomadspec: Runner, environ: dict[str, str], linked: bool) -> None:
    nomadspec.monkeypatch.delenv("FORCE_HYPERLINK", raising=False)
    for name, value in environ.items():
        nomadspec.monkeypatch.setenv(name, value)
    nomadspec.write("a job.nomad.hcl", "job {\n")
    out = nomadspec("lint", ".", "--color", "always").out
    assert (f"file://{nomadspec.folder}/a%20job.nomad.hcl" in out) == linked
    assert ("\x1b]8;" in out) == linked


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii"])
@pytest.mark.parametrize(
    ("status", "words", "shown"),
    [
        (1, ["lint", "--color", "always", "--select", "HCL", "x.nomad.hcl"], "ж"),
        (1, ["lint", "--color", "never", "--select", "HCL", "x.nomad.hcl"], "ж"),
        (0, ["graph", "--help"], "PATH…"),
        (2, ["lint", "ж.nomad.hcl"], "ж"),
    ],
)
def test_text_is_utf_8_whatever_the_code_page_is(tmp_path: Path, encoding: str, status: int, words: list[str], shown: str) -> None:
    (tmp_path / "x.nomad.hcl").write_text('job "ж" {\n  = 1 # ж\n}\n', encoding="utf-8")
    result = program(*words, cwd=tmp_path, env={"PYTHONIOENCODING": encoding})
    assert result.status == status, result
    assert shown in result.out + result.err
