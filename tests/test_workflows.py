"""Workflows and the image: actions are pinned by their whole hash, jobs have the rights that they need and no others, nothing runs as root."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))

#: The rights to write that a job of a workflow has, and no job has others.
WRITES = {
    ("docs", "deploy"): {"pages", "id-token"},
    ("release", "attest"): {"id-token", "attestations"},
    ("release", "pypi"): {"id-token"},
    ("release", "image"): {"packages", "id-token", "attestations"},
    ("release", "github"): {"contents"},
}


def read(path: Path) -> dict[str, Any]:
    made: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return made


def test_there_are_workflows() -> None:
    assert {path.stem for path in WORKFLOWS} >= {"tests", "docs", "release"}


@pytest.mark.parametrize("path", [*WORKFLOWS, ROOT / "action.yml"], ids=lambda path: path.stem)
def test_actions_are_pinned(path: Path) -> None:
    uses = re.findall(r"uses: *(.*)", path.read_text(encoding="utf-8"))
    assert uses
    assert [use for use in uses if not re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+", use)] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_jobs_have_few_rights(path: Path) -> None:
    workflow = read(path)
    assert workflow["permissions"] == {}
    for name, job in workflow["jobs"].items():
        writes = {right for right, kind in job.get("permissions", {}).items() if kind == "write"}
        assert writes == WRITES.get((path.stem, name), set()), name
        assert job["timeout-minutes"] <= 90


def test_every_python_and_system_is_tested() -> None:
    matrix = read(ROOT / ".github" / "workflows" / "tests.yml")["jobs"]["unit"]["strategy"]["matrix"]
    classifiers = re.findall(r"Python :: (3\.\d+)", (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert matrix["python"] == classifiers
    assert matrix["os"] == ["ubuntu-latest", "macos-latest", "windows-latest"]


def test_commands_of_workflows_are_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    called = {word for path in WORKFLOWS for line in re.findall(r"run: make (.*)", path.read_text(encoding="utf-8")) for word in line.split()}
    assert called
    assert called <= targets


def test_releases_are_built_from_the_lock() -> None:
    runs = [step["run"] for step in read(ROOT / ".github" / "workflows" / "release.yml")["jobs"]["build"]["steps"] if "run" in step]
    assert runs[-1].split()[:3] == ["make", "locked", "release-check"]


def test_what_workflows_install_by_name_has_a_version() -> None:
    lines = [line for path in WORKFLOWS for line in re.findall(r"pip install (?!-)(.*)", path.read_text(encoding="utf-8"))]
    assert lines
    assert [word for line in lines for word in line.split() if not re.fullmatch(r"[\w-]+==[\d.]+", word)] == []


def test_both_stages_of_the_image_have_the_base_that_a_release_gives() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("FROM")] == ["FROM ${BASE} AS build", "FROM ${BASE}"]
    steps = {step.get("id"): step for step in read(ROOT / ".github" / "workflows" / "release.yml")["jobs"]["image"]["steps"]}
    assert "s/^ARG BASE=//p" in steps["base"]["run"]
    assert steps["push"]["with"]["build-args"] == "BASE=${{ steps.base.outputs.image }}"


def test_the_image_does_not_run_as_root() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert "USER 10001:10001" in lines[lines.index("COPY --from=build /install /usr/local") :]
