"""Templates of other tools: reported once, as such, by every command that reads jobspecs."""

from __future__ import annotations

import json

import pytest

from tests.cli.run import Runner

TEMPLATES = {
    "pack": 'job [[ template "job_name" . ]] {\n  [[ if .region ]]\n  region = "a"\n  [[ end ]]\n}\n',
    "go": 'job "x" {\n  {{ if .Region }}\n  region = "a"\n  {{ end }}\n}\n',
    "jinja": '{% if region %}\njob "x" {\n  region = "a"\n}\n{% endif %}\n',
}


@pytest.mark.parametrize("kind", TEMPLATES)
@pytest.mark.parametrize(("command", "status"), [("lint", 1), ("validate", 1), ("compile", 1), ("plan", 255), ("env", 2), ("graph", 2), ("fmt", 2)])
def test_one_finding(nomadspec: Runner, command: str, status: int, kind: str) -> None:
    nomadspec.write("job.nomad.hcl", TEMPLATES[kind])
    result = nomadspec(command, "job.nomad.hcl")
    assert result.status == status
    said = [line for line in (result.out + result.err).splitlines() if line.startswith("error")]
    assert len(said) == 1
    assert "this is a template for" in said[0]


def test_as_lines_of_json(nomadspec: Runner) -> None:
    for name, text in TEMPLATES.items():
        nomadspec.write(f"{name}.nomad.hcl", text)
    rows = [json.loads(line) for line in nomadspec("compile", "-o", "jsonl").out.splitlines()]
    assert [[d["rule"] for d in row["diagnostics"]] for row in rows] == [["foreign-template"]] * 3


def test_marks_in_strings_and_heredocs_are_no_templates(nomadspec: Runner) -> None:
    result = nomadspec("lint", "-o", "concise", "-", stdin='job "{{x}}" {\n  meta {\n    a = "[[ b ]]" # {% c %}\n    d = <<E\n{{ e }}\nE\n  }\n  = 1\n}\n')
    assert "HCL" in result.out
    assert "template" not in result.out
