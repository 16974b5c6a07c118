"""The other kinds of specification in `lint`: found in folders, judged, suppressed, their secrets masked, and compared with the jobs."""

from __future__ import annotations

from pathlib import Path

import pytest

import nomadspec
from nomadspec.reporting.findings import text_report
from nomadspec.source.styled_text import plain

JOB = """job "web" {
  namespace = "production"
  group "web" {
    task "web" {
      driver = "docker"
      config {
        image = "nginx:1.27"
      }
    }
  }
}
"""
NAMESPACE = 'name = "prod"\n\ncapabilities {\n  enabled_task_drivers = ["docker"]\n}\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(paths: list[str]) -> list[str]:
    return [f"{d.span.path if d.span else ''} {d.code}" for d in nomadspec.lint_paths(paths, {"select": ["SPC", "REP"]})]


def test_a_folder_is_searched_for_all_kinds(folder: Path) -> None:
    (folder / "web.nomad.hcl").write_text(JOB)
    (folder / "prod.hcl").write_text(NAMESPACE)
    (folder / "db.hcl").write_text('type = "host"\nname = ""\nplugin_id = "mkdir"\n')
    (folder / "module.hcl").write_text('name = "a"\ndescription = "some other tool\'s"\n')
    (folder / "package.json").write_text('{"name": "a", "description": "b"}')
    assert said(["."]) == ["./db.hcl SPC004".removeprefix("./"), "web.nomad.hcl REP101"]


def test_a_specification_is_linted_by_its_text() -> None:
    found = nomadspec.lint('node {\n  policy = "reed"\n}\n', filename="policy.hcl")
    assert [(d.code, d.span.start.line) for d in found if d.span] == [("SPC006", 2)]


def test_comments_suppress(folder: Path) -> None:
    (folder / "db.hcl").write_text('type = "host"\n# nomadspec: ignore[SPC102] our nodes have a plugin called default\nname = "db"\n')
    assert said(["db.hcl"]) == []


def test_values_of_variables_are_never_shown() -> None:
    text = 'path = "nomad/x"\nitems { password = "correct horse", other = "battery staple" }\n'
    report = plain(text_report(nomadspec.lint(text, filename="x.hcl")))
    assert "SPC005" in report
    assert "SPC108" in report
    assert "correct horse" not in report
    assert "battery staple" not in report


def test_what_cannot_be_read_is_masked_too() -> None:
    report = plain(text_report(nomadspec.lint('path = "a"\nitems {\n  k = "correct horse" "battery staple"\n}\n', filename="x.hcl")))
    assert "SPC001" in report
    assert "battery staple" not in report


def test_a_variable_may_hold_a_job() -> None:
    text = f'path = "nomad/job-templates/web"\nitems {{\n  template = <<EOT\n{JOB}EOT\n}}\n'
    assert nomadspec.lint(text, filename="template.hcl") == []


def test_jobspecs_stay_jobspecs() -> None:
    found = nomadspec.lint(JOB, {"persona": "pedantic"}, filename="x.hcl")
    assert found
    assert all(not d.code.startswith("SPC") for d in found)
