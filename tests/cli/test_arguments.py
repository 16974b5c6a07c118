"""The command line: what the light reader accepts, and that typer reads the same; help, versions, suggestions."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from nomadspec.cli.app import build
from nomadspec.cli.arguments import Arguments, UsageError, parse
from nomadspec.cli.options import COMMANDS, COMMANDS_BY_NAME, Command
from nomadspec.source.closest import likely
from nomadspec.version import NOMAD_VERSION, __version__
from tests.cli.run import Runner, program


def read(*words: str) -> Arguments:
    two = " ".join(words[:2]) in COMMANDS_BY_NAME
    return parse(COMMANDS_BY_NAME[" ".join(words[: 1 + two])], list(words[1 + two :]))


def test_nomads_single_dash_spelling() -> None:
    arguments = read("compile", "-var", "a=1", "-var=b=2", "-var-file", "x.hcl", "-json", "-hcl2-strict=false", "job.nomad.hcl")
    assert arguments.many("var") == ["a=1", "b=2"]
    assert arguments.many("var_file") == ["x.hcl"]
    assert arguments.flag("json")
    assert arguments.flag("hcl2_strict", True) is False
    assert arguments.positional == ["job.nomad.hcl"]


def test_short_options_and_the_end_of_options() -> None:
    assert read("lint", "-ojson", "-").text("output_format") == "json"
    assert read("lint", "-o", "json").text("output_format") == "json"
    assert read("lint", "--", "--fix").positional == ["--fix"]


@pytest.mark.parametrize("words", [["-qo", "json"], ["-qojson"], ["-q", "-o=json"], ["-qo=json"], ["-vqo", "json"]])
def test_short_options_combine(words: list[str]) -> None:
    arguments = read("lint", *words)
    assert arguments.flag("quiet")
    assert arguments.text("output_format") == "json"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["lint", "--selct", "X"], "`nomadspec lint` has no option --selct; did you mean --select?"),
        (["lint", "-qx"], "`nomadspec lint` has no option -qx"),
        (["lint", "-verbos"], "has no option -verbos; did you mean --verbose?"),
        (["lint", "--output-format", "sarfi"], "did you mean sarif?"),
        (["lint", "--select"], "--select needs a value"),
        (["fmt", "--check=maybe"], "--check takes true or false"),
        (["diff", "a"], "takes OLD NEW; 1 given"),
        (["rule", "a", "b"], "takes [CODE]; 2 given"),
    ],
)
def test_what_cannot_be_understood(words: list[str], says: str) -> None:
    with pytest.raises(UsageError) as refused:
        read(*words)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    "words",
    [
        ["lint"],
        ["lint", "a", "b", "--fix", "--select", "NET", "--select", "SVC001", "-o", "sarif"],
        ["compile", "--var", "a=b=c", "--var-file", "x", "--json", "-"],
        ["plan", "--state", "file:a.json", "--state", "empty:", "--detailed-exitcode", "--why-not", "n1", "job.nomad.hcl"],
        ["fmt", "--check", "--diff", "x"],
        ["lint", "-qo", "concise", "x"],
        ["lint", "-qvojson"],
        ["lint", "--fail-on=never", "--", "--x"],
        ["validate", "-q", "--no-fs", "--exclude", "a", "--exclude=b", "x"],
        ["env", "-o", "dotenv", "--task", "t", "x"],
        ["state", "capture", "--output", "x.json"],
        ["state", "capture", "-O", "x.json", "https://localhost:4646"],
        ["state", "show", "-o", "json", "x.json"],
        ["state", "diff", "a", "b"],
        ["agent", "lint", "--dev", "a", "b"],
        ["agent", "merge", "--redact", "-ojson", "a"],
        ["help", "state", "show"],
        ["rule", "NET001"],
        ["init"],
    ],
)
def test_typer_reads_the_same(words: list[str]) -> None:
    seen: list[Arguments] = []

    def run(command: Command, arguments: Arguments) -> int:
        seen.append(arguments)
        return 0

    result = CliRunner().invoke(build(run), words)
    assert result.exit_code == 0, result.output
    assert seen == [read(*words)]


def test_arguments_never_show_values() -> None:
    assert "hunter2" not in repr(read("lint", "--var", "password=hunter2"))


def test_every_command_has_help(nomadspec: Runner) -> None:
    result = program("--help")
    assert result.status == 0
    assert all(command.name in result.out for command in COMMANDS)
    for command in COMMANDS_BY_NAME.values():
        shown = nomadspec(*command.name.split(), "--help")
        assert shown.status == 0
        assert shown.out.startswith(f"Usage: nomadspec {command.name} [OPTIONS]")
        assert " ".join(shown.out.split()).find(command.help) > 0
        for option in command.options:
            assert all(flag in shown.out for flag in option.flags)
        assert nomadspec("help", *command.name.split()).out == shown.out


@pytest.mark.parametrize("width", [40, 80, 160])
def test_help_uses_the_width_and_cuts_nothing(nomadspec: Runner, width: int) -> None:
    nomadspec.monkeypatch.setenv("COLUMNS", str(width))
    for words in (["--help"], ["state", "--help"], ["plan", "--help"]):
        shown = nomadspec(*words).out
        assert "..." not in shown.replace("[ARGS]...", "")
        assert max(map(len, shown.splitlines())) <= max(width, 78 if width < 80 else 0)
    shown = " ".join(nomadspec("--help").out.split())
    assert all(command.help in shown for command in COMMANDS)
    if width == 160:
        assert "  lint       Report everything Nomad rejects or warns about, and the mistakes it accepts.\n" in nomadspec("--help").out


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (["lnt"], 2, "unknown command 'lnt'; did you mean lint? ("),
        (["va"], 2, "unknown command 'va'; did you mean validate? ("),
        (["zz"], 2, "unknown command 'zz' ("),
        (["--fix", "lint"], 2, "put options after the command, as in `nomadspec lint --fix`"),
        (["--verison"], 2, "unknown option --verison; did you mean --version?"),
        (["help", "lnt"], 2, "unknown command 'lnt'; did you mean lint?"),
        (["state", "capture", "a", "b"], 2, "`nomadspec state capture` takes [ADDRESS]; 2 given"),
        (["agent"], 2, "`nomadspec agent` takes lint, merge"),
        (["state show", "x"], 2, "unknown command 'state show'"),
        (["lint", "missing.nomad.hcl"], 2, "missing.nomad.hcl: No such file or directory"),
        (["plan", "missing.nomad.hcl"], 255, "No such file or directory"),
        (["lint", "--bogus"], 2, "`nomadspec lint` has no option --bogus (`nomadspec lint --help` lists"),
    ],
)
def test_usage_errors(nomadspec: Runner, words: list[str], status: int, says: str) -> None:
    result = nomadspec(*words)
    assert (result.status, result.out) == (status, "")
    assert says in result.err
    assert len(result.err.splitlines()) == 1


@pytest.mark.parametrize("words", [["--version"], ["-V"], ["-version"], ["lint", "--version"], ["state", "show", "--version"], ["agent", "--version"]])
def test_version_names_nomad(nomadspec: Runner, words: list[str]) -> None:
    result = nomadspec(*words)
    assert (result.status, result.err) == (0, "")
    assert result.out == f"nomadspec {__version__} (for Nomad {NOMAD_VERSION})\n"


def test_options_may_come_before_an_action(nomadspec: Runner) -> None:
    assert nomadspec("state", "-o", "json", "show", "empty:").out == nomadspec("state", "show", "-o", "json", "empty:").out


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("out", ["quiet", "output-format", "output"], "output"),
        ("--format", ["--quiet", "--output-format"], "--output-format"),
        ("exlude", ["exclude", "extend-exclude"], "exclude"),
        ("ref01", ["REF001", "NET001"], "REF001"),
        ("bogus", ["jobs", "quiet"], None),
        ("zz", ["b", "az"], None),
    ],
)
def test_what_was_meant(word: str, known: list[str], meant: str | None) -> None:
    assert likely(word, known) == meant
