"""`nomadspec.lint_paths`: files and folders, with what cannot be read among the findings."""

from __future__ import annotations

from pathlib import Path

import nomadspec


def test_what_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "job.nomad.hcl").write_text('job "x" {\n  = 1\n}\n')
    with (tmp_path / "large.nomad.hcl").open("wb") as file:
        file.truncate(40 * 1024 * 1024)
    findings = nomadspec.lint_paths([tmp_path, str(tmp_path / "none.nomad.hcl"), tmp_path])
    assert [d.code for d in findings] == ["EVA240", "EVA240", "HCL001"]
    assert findings[0].message == f"cannot read {tmp_path}/none.nomad.hcl: No such file or directory"
    assert "more than the limit" in findings[1].message


def test_nothing_is_nothing(tmp_path: Path) -> None:
    assert nomadspec.lint_paths([]) == nomadspec.lint_paths([tmp_path]) == []


def test_a_map_with_a_name_that_is_written_wrongly_hides_nothing() -> None:
    """The entry is lost, its map is known in part, and the rest of the file is linted."""
    text = 'job "a" {\n  group "g" {\n    task "t" {\n      driver = "docker"\n      config {\n        image = "x"\n        privileged = true\n      }\n      env {\n        "A" = true\n      }\n    }\n  }\n}\n'
    assert {d.code for d in nomadspec.lint(text, environ={}) if d.severity != "info"} == {"HCL008", "SEC002"}
