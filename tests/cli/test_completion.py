"""Completion in shells: commands, actions, options and their values; the scripts of bash, zsh and fish."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nomadspec.cli.completion import VALUES, offers
from nomadspec.cli.options import COMMANDS_BY_NAME, LINT_FORMATS, PROGRAM, Command, Option
from tests.cli.run import Runner, program

ROOT = Path(__file__).parents[2]


def completed(line: str) -> list[str]:
    """What bash offers at the end of the line."""
    words = line.split(" ")
    environ = {"_NOMADSPEC_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    return program(env=environ).out.split()


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("nomadspec va", ["validate"]),
        ("nomadspec state ", ["capture", "show", "diff"]),
        ("nomadspec lint --per", ["--persona"]),
        ("nomadspec state show --tok", ["--token-file"]),
        ("nomadspec lint -o ", list(LINT_FORMATS)),
        ("nomadspec agent merge -o ", ["text", "json"]),
        ("nomadspec lint --persona ", ["regular", "pedantic"]),
        ("nomadspec lint --fail-on w", ["warning"]),
        ("nomadspec lint --select REF001,docker-la", ["REF001,docker-latest"]),
        ("nomadspec lint --output-file sa", ["sarif="]),
        ("nomadspec rule docker-la", ["docker-latest"]),
        ("nomadspec rule NOM5405", ["NOM5405"]),
        ("nomadspec schema co", ["config"]),
        ("nomadspec help st", ["state"]),
        ("nomadspec --show-completion ", ["bash", "zsh", "fish"]),
        ("nomadspec lint web.no", []),
    ],
)
def test_what_is_offered(line: str, offered: list[str]) -> None:
    assert completed(line) == offered


def test_every_value_that_is_named_in_the_table_exists() -> None:
    subjects: list[Command | Option] = [*COMMANDS_BY_NAME.values(), *PROGRAM]
    subjects += [option for command in COMMANDS_BY_NAME.values() for option in command.options]
    named = {subject.completes for subject in subjects if subject.completes}
    assert named == set(VALUES)
    for subject in subjects:
        if subject.completes == "environments":
            continue  # those of the configuration in the working folder
        if subject.completes or (isinstance(subject, Option) and subject.choices):
            assert offers(subject, "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_scripts(nomadspec: Runner, shell: str) -> None:
    result = nomadspec("--show-completion", shell)
    assert (result.status, result.err) == (0, "")
    assert f"_NOMADSPEC_COMPLETE=complete_{shell}" in result.out
    assert nomadspec(f"--show-completion={shell}").out == result.out
    nomadspec.monkeypatch.setenv("SHELL", f"/usr/bin/{shell}")
    assert nomadspec("--show-completion").out == result.out


def test_an_unknown_shell(nomadspec: Runner) -> None:
    nomadspec.monkeypatch.setenv("SHELL", "/bin/dash")
    assert nomadspec("--show-completion") == (2, "", "nomadspec: completion supports bash, zsh, fish, and $SHELL does not name one of them\n")
    assert "not 'bsh'; did you mean bash?" in nomadspec("--show-completion", "bsh").err


@pytest.mark.parametrize(
    ("shell", "file"), [("bash", ".bash_completions/nomadspec.sh"), ("zsh", ".zfunc/_nomadspec"), ("fish", ".config/fish/completions/nomadspec.fish")]
)
def test_install(nomadspec: Runner, tmp_path: Path, shell: str, file: str) -> None:
    nomadspec.monkeypatch.setenv("HOME", str(tmp_path))
    result = nomadspec("--install-completion", shell)
    assert (result.status, result.out) == (0, "")
    assert f"completion for {shell} installed in {tmp_path / file}" in result.err
    assert (tmp_path / file).read_text().strip() == nomadspec("--show-completion", shell).out.strip()


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
def test_the_script_in_bash(tmp_path: Path) -> None:
    tool = tmp_path / "nomadspec"
    tool.write_text(f"#!/bin/sh\nexec '{sys.executable}' -m nomadspec \"$@\"\n")
    tool.chmod(0o755)
    script = (
        'source <(nomadspec --show-completion bash); COMP_WORDS=(nomadspec lint -o ch); COMP_CWORD=3; _nomadspec_completion nomadspec; echo "${COMPREPLY[@]}"'
    )
    environ = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["bash", "-c", script], env=environ, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "checkstyle\n"
