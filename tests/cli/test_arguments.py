"""The command line: what the light reader takes, and that typer reads the same."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from nomadspec.cli.app import build
from nomadspec.cli.arguments import Arguments, UsageError, parse
from nomadspec.cli.options import COMMANDS, COMMANDS_BY_NAME, Command
from tests.cli.run import Runner, program


def read(*words: str) -> Arguments:
    return parse(COMMANDS_BY_NAME[words[0]], list(words[1:]))


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


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["lint", "--selct", "X"], "no option --selct of `nomadspec lint`; did you mean --select?"),
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
        ["state", "capture", "--output", "x.json"],
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
    for command in ("lint", "plan"):
        assert all(option.flags[0] in program(command, "--help").out for option in COMMANDS_BY_NAME[command].options)


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (["lnt"], 2, "no command 'lnt'; did you mean lint?"),
        (["--fix", "lint"], 2, "options stand behind it"),
        (["lint", "missing.nomad.hcl"], 2, "missing.nomad.hcl: No such file or directory"),
        (["plan", "missing.nomad.hcl"], 255, "No such file or directory"),
        (["lint", "--bogus"], 2, "no option --bogus"),
    ],
)
def test_usage_errors(nomadspec: Runner, words: list[str], status: int, says: str) -> None:
    result = nomadspec(*words)
    assert (result.status, result.out) == (status, "")
    assert says in result.err
    assert len(result.err.splitlines()) == 1


def test_version_names_nomad() -> None:
    assert program("--version").out.startswith("nomadspec ")
    assert "Nomad 2." in program("--version").out
