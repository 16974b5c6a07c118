"""What answers the playground's page, and what is put into its folder."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from playground import answers
from tools import build_playground

JOB = 'job "web" {\n  group "web" {\n    task "server" {\n      driver = "docker"\n      config {\n        image = "nginx:1.27"\n      }\n    }\n  }\n}\n'
STATE = (Path(__file__).parents[1] / "fixtures" / "demo" / "cluster.json").read_text(encoding="utf-8")


def ask(action: str, text: str = JOB, state: str = STATE) -> Any:
    return json.loads(answers.answer(json.dumps({"action": action, "text": text, "state": state})))


def test_findings_have_places_and_know_the_cluster() -> None:
    assert ask("lint", JOB.replace("driver", "drivr"))["findings"][0]["start"]["line"] == 4
    elsewhere = JOB.replace('group "web" {', 'datacenters = ["dc9"]\n  group "web" {')
    codes = {state: {one["code"] for one in ask("lint", elsewhere, state)["findings"]} for state in ("", STATE)}
    assert codes[STATE] > codes[""]


def test_a_job_that_does_not_compile_says_why() -> None:
    assert json.loads(ask("compile")["text"])["Job"]["ID"] == "web"
    assert ask("compile", "job {")["text"] == ""
    assert ask("compile", "job {")["complaint"] != ""
    assert "refused" in ask("plan", "job {")["page"]


def test_a_value_that_needs_a_package_is_unknown_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "bcrypt", None)
    text = JOB.replace("config {", 'meta {\n        word = bcrypt("x")\n      }\n      config {')
    assert ask("lint", text)["findings"] == ask("lint")["findings"] == []
    compiled = ask("compile", text)
    assert compiled["complaint"].startswith("Not known here, and null below: job.")
    assert json.loads(compiled["text"])["Job"]["TaskGroups"][0]["Tasks"][0]["Meta"] == {"word": None}
    assert ask("compile")["complaint"] == ""


def test_formatting_leaves_what_cannot_be_parsed() -> None:
    assert ask("format", JOB.replace("\n  ", "\n"))["text"] == JOB
    assert ask("format", "job {")["text"] == "job {"


@pytest.mark.parametrize(
    ("state", "complaint"),
    [
        ("", "A plan needs the state of a cluster."),
        ("{", "The state is not JSON: "),
        ("[]", "The state cannot be used: "),
        ('{"format": "nomadspec-state/1", "nodes": 3}', "The state cannot be used: "),
        ("[" * 100_000, "The state is not JSON: "),
    ],
)
def test_a_state_that_cannot_be_used(state: str, complaint: str) -> None:
    assert ask("plan", state=state)["complaint"].startswith(complaint)
    assert "findings" in ask("lint", state=state)


def test_files_and_the_environment_stay_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOMAD_VAR_image", "secret")
    text = 'variable "image" {\n  type = string\n}\n' + JOB.replace('"nginx:1.27"', "var.image")
    assert "secret" not in ask("compile", text)["text"]
    assert ask("compile", JOB.replace('"nginx:1.27"', f'file("{__file__}")'))["text"] == ""


def test_the_policy_lets_the_pages_of_plans_run_their_own_script_only() -> None:
    page = build_playground.index()
    assert "unsafe" not in page
    assert "default-src 'none'; script-src 'self' 'sha256-" in page
    assert "$" not in page


def test_the_archive_has_no_compiled_parts() -> None:
    names = dict(build_playground.own_files())
    assert "nomadspec/_generated/patterns.bin" in names
    assert "nomadspec/schemas/lint.schema.json" in names
    assert "playground/answers.py" in names
    assert not [name for name in names if name.endswith(build_playground.COMPILED)]
