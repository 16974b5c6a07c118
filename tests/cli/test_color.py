"""When the output is coloured: what is asked for, then what the environment says, then whether it is a terminal."""

from __future__ import annotations

import pytest

from tests.cli.run import Runner

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
