"""A pipe or a device in the place of any file is refused, and not waited for. Each case runs in a process of its own: a wait would end it, and not the tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.run import program
from tests.pipes import make_pipe

JOB = 'job "j" {\n  group "g" {\n    task "t" {\n      driver = "podman"\n      template {\n        data = "x"\n        destination = "local/x"\n      }\n    }\n  }\n}\n'
AGENT = "https://127.0.0.1:9"

#: Words with FILE in the place of the file. Lines of a configuration come before them.
PLACES: dict[str, tuple[str, tuple[str, ...]]] = {
    "jobspec of lint": ("", ("lint", "FILE")),
    "jobspec of compile": ("", ("compile", "FILE")),
    "jobspec of fmt": ("", ("fmt", "FILE")),
    "job of decompile": ("", ("decompile", "FILE")),
    "second file of diff": ("", ("diff", "job.nomad.hcl", "FILE")),
    "test": ("", ("test", "FILE")),
    "values": ("", ("lint", "--var-file", "FILE", "job.nomad.hcl")),
    "values of validate": ("", ("validate", "-var-file", "FILE", "job.nomad.hcl")),
    "baseline": ("", ("lint", "--baseline", "FILE", "job.nomad.hcl")),
    "baseline to prune": ("", ("lint", "--baseline", "FILE", "--prune-baseline", "job.nomad.hcl")),
    "baseline to write": ("", ("lint", "--write-baseline", "FILE", "job.nomad.hcl")),
    "report": ("", ("lint", "--output-file", "json=FILE", "job.nomad.hcl")),
    "configuration": ("", ("lint", "--config", "FILE", "job.nomad.hcl")),
    "state": ("", ("plan", "--state", "file:FILE", "job.nomad.hcl")),
    "state to show": ("", ("state", "show", "FILE")),
    "token": ("", ("plan", "--state", AGENT, "--token-file", "FILE", "job.nomad.hcl")),
    "certificate authority": ("", ("plan", "--state", AGENT, "--ca-cert", "FILE", "job.nomad.hcl")),
    "client certificate": ("", ("plan", "--state", AGENT, "--client-cert", "FILE", "--client-key", "FILE", "job.nomad.hcl")),
    "data of a template": ("", ("template", "job.nomad.hcl", "--task", "g/t", "--data", "FILE")),
    "agent configuration": ("", ("agent", "lint", "FILE")),
    "agent configuration to merge": ("", ("agent", "merge", "FILE")),
    "policy": ("", ("acl", "explain", "FILE")),
    "configured rules": ('rule-files = ["FILE"]', ("lint", "job.nomad.hcl")),
    "configured baseline": ('baseline = "FILE"', ("lint", "job.nomad.hcl")),
    "configured values": ('var-files = ["FILE"]', ("lint", "job.nomad.hcl")),
    "configured state": ('state = "FILE"', ("plan", "job.nomad.hcl")),
    "configured schema": ('[drivers.podman]\nschema = "FILE"', ("lint", "--fail-on", "warning", "job.nomad.hcl")),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "job.nomad.hcl").write_text(JOB)
    make_pipe(tmp_path / "pipe.json")
    return tmp_path


@pytest.mark.parametrize("place", PLACES)
def test_a_pipe_is_refused(folder: Path, place: str) -> None:
    configured, words = PLACES[place]
    (folder / "nomadspec.toml").write_text(configured.replace("FILE", "pipe.json"))
    result = program(*(word.replace("FILE", "pipe.json") for word in words), cwd=folder)
    assert result.status in (1, 2, 255)
    assert "pipe.json" in result.out + result.err
    assert "regular file" in result.out + result.err
    assert "Traceback" not in result.err


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no /dev/zero here")
@pytest.mark.parametrize("place", [place for place, (configured, _) in PLACES.items() if not configured])
def test_a_device_is_refused(folder: Path, place: str) -> None:
    result = program(*(word.replace("FILE", "/dev/zero") for word in PLACES[place][1]), cwd=folder)
    assert result.status in (1, 2, 255)
    assert "regular file" in result.out + result.err


def test_a_search_goes_past_pipes(folder: Path) -> None:
    for name in ("a.nomad.hcl", "b.hcl", "c.json", ".gitignore", "d.nomadtest.hcl", "nomadspec.toml", "pyproject.toml"):
        make_pipe(folder / name)
    for command in ("lint", "fmt", "test", "doctor"):
        result = program(command, "--quiet", cwd=folder)
        assert result.status in (0, 1)
        assert "Traceback" not in result.err
