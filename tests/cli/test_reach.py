"""The pre-commit hooks, the GitHub action and the GitLab component, as far as they run without their platforms: the very commands that the files hold."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from tests.workspace.samples import FAULTY

ROOT = Path(__file__).parents[2]
CLEAN = FAULTY.replace('"htp"', '"http"')
HOOKS: dict[str, dict[str, Any]] = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder to work in, beside one on PATH that holds the command."""
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "nomadspec"
    command.write_text(f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(ROOT))} exec {shlex.quote(sys.executable)} -m nomadspec "$@"\n')
    command.chmod(0o755)
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


def shell(script: str, place: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("no bash here")
    env = {k: v for k, v in os.environ.items() if not k.startswith("NOMAD")} | {"PATH": f"{place.parent / 'bin'}:{os.environ['PATH']}"} | environ
    # As GitHub runs it.
    return subprocess.run(
        [bash, "--noprofile", "--norc", "-eo", "pipefail", "-c", script], cwd=place, env=env, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("web.nomad", ["lint", "fmt", "compile"]),
        ("jobs/web.nomad.hcl", ["lint", "fmt", "compile"]),
        ("jobs/web.nomad.json", ["lint", "compile"]),
        ("volumes/db.hcl", ["lint", "fmt"]),
        ("acl/role.json", ["lint"]),
        ("web.vars.hcl", ["fmt"]),
        ("rules/org.nomadrule.hcl", ["fmt"]),
        ("terragrunt.hcl", ["lint"]),
        ("image.pkr.hcl", ["lint"]),
        ("-x.hcl", []),
        ("web.nomad.hcl.bak", []),
    ],
)
def test_hooks_take_jobspecs_and_other_specifications(name: str, taken: list[str]) -> None:
    def takes(hook: dict[str, Any]) -> bool:
        return bool(re.search(hook["files"], name)) and not re.search(hook.get("exclude", "^$"), name)

    assert [id for id in ("lint", "fmt", "compile") if takes(HOOKS[f"nomadspec-{id}"])] == taken


@pytest.mark.parametrize("text", ['resource "aws_instance" "x" {\n}\n', 'terraform {\n  source = "x"\n}\n'])
def test_the_lint_hook_leaves_the_files_of_other_tools_alone(place: Path, text: str) -> None:
    (place / "main.hcl").write_text(text)
    done = shell(shlex.join([*shlex.split(HOOKS["nomadspec-lint"]["entry"]), "main.hcl"]), place)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize(
    ("hook", "text", "status"),
    [
        ("nomadspec-lint", CLEAN, 0),
        ("nomadspec-lint", FAULTY, 1),
        ("nomadspec-compile", FAULTY, 0),
        ("nomadspec-compile", f'variable "x" {{}}\n{FAULTY.replace("true", "var.x")}', 0),
        ("nomadspec-compile", FAULTY.replace("service {", "servce {"), 1),
        ("nomadspec-compile", FAULTY + "}", 1),
        ("nomadspec-fmt", CLEAN, 0),
    ],
)
def test_hooks_as_pre_commit_runs_them(place: Path, hook: str, text: str, status: int) -> None:
    (place / "web.nomad.hcl").write_text(text)
    done = shell(shlex.join([*shlex.split(HOOKS[hook]["entry"]), "web.nomad.hcl"]), place)
    assert done.returncode == status, done.stdout + done.stderr
    assert (place / "web.nomad.hcl").read_text() == text


def test_the_formatting_hook_changes_the_file(place: Path) -> None:
    """Which is what pre-commit looks at."""
    (place / "web.nomad.hcl").write_text(CLEAN.replace("     = ", "="))
    shell(shlex.join([*shlex.split(HOOKS["nomadspec-fmt"]["entry"]), "web.nomad.hcl"]), place)
    assert (place / "web.nomad.hcl").read_text() == CLEAN


def test_hooks_keep_to_the_exclusions_of_the_configuration(place: Path) -> None:
    (place / "nomadspec.toml").write_text('extend-exclude = ["generated/"]\n')
    (place / "generated").mkdir()
    (place / "generated" / "web.nomad.hcl").write_text(FAULTY)
    assert shell(shlex.join([*shlex.split(HOOKS["nomadspec-lint"]["entry"]), "generated/web.nomad.hcl"]), place).returncode == 0


def action() -> dict[str, Any]:
    made: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text())
    return made


def test_inputs_of_the_action_are_data() -> None:
    steps = action()["runs"]["steps"]
    assert any("run" in step for step in steps)
    for step in steps:
        assert "${{" not in step.get("run", "")
        assert step.get("shell") == "bash" or "uses" in step


@pytest.mark.parametrize(
    ("inputs", "status", "found"),
    [
        ({"paths": "."}, 1, "::error file=bad.nomad.hcl,line=12,"),
        ({"paths": "good.nomad.hcl"}, 0, ""),
        ({"paths": ". ", "arguments": "--ignore REF"}, 0, ""),
        ({"paths": "good.nomad.hcl $(touch pwned) `touch pwned` ;touch pwned"}, 2, ""),
        ({"paths": "--fix"}, 2, ""),
    ],
)
def test_the_action(place: Path, inputs: dict[str, str], status: int, found: str) -> None:
    (place / "bad.nomad.hcl").write_text(FAULTY)
    (place / "good.nomad.hcl").write_text(CLEAN.replace('"web"', '"good"'))
    step = action()["runs"]["steps"][-1]
    given = {name: inputs.get(name, declared["default"]) for name, declared in action()["inputs"].items()}
    environ = {name: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda match: given[match[1]], value) for name, value in step["env"].items()}
    environ["INPUT_SARIF"] = "out.sarif"
    done = shell(step["run"], place, **environ)
    assert done.returncode == status, done.stderr
    assert done.stdout.startswith(found)
    assert not (place / "pwned").exists()
    assert (place / "out.sarif").exists() is (status != 2)


def test_the_component_of_gitlab(place: Path) -> None:
    header, job = yaml.safe_load_all((ROOT / "templates" / "nomadspec.yml").read_text())
    inputs = {name: declared.get("default", "") for name, declared in header["spec"]["inputs"].items()}
    (made,) = job.values()
    assert made["image"]["name"] == "$[[ inputs.image ]]"
    assert "default" not in header["spec"]["inputs"]["image"], "no image of the project is published"
    assert made["stage"] == "$[[ inputs.stage ]]"
    environ = {name: re.sub(r"\$\[\[ inputs\.(\w+) \]\]", lambda match: inputs[match[1]], value) for name, value in made["variables"].items()}
    (place / "bad.nomad.hcl").write_text(FAULTY)
    done = shell("\n".join(made["script"]), place, **environ)
    assert done.returncode == 1
    reports = made["artifacts"]["reports"]
    assert json.loads((place / reports["codequality"]).read_text())[0]["check_name"] == "REF001"
    assert ElementTree.fromstring((place / reports["junit"]).read_text()).get("failures") == "1"
