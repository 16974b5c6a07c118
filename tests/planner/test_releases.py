"""Plans as servers of other releases answer them, on a cluster without nodes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import nomadspec

JOB = """job "web" {
  group "api" {
    affinity {
      attribute = "${node.datacenter}"
      value     = "%s"
    }

    task "server" {
      driver = "docker"

      config {
        image = "web:1"
      }
    }
  }
}
"""


def test_a_plan_is_of_the_release_that_the_job_was_compiled_for() -> None:
    job = nomadspec.compile(JOB % "a", environ={}, nomad_version="1.9").job
    assert job is not None
    state = nomadspec.ClusterState.from_dict({"format": "nomadspec-state/1"})
    text = nomadspec.plan(job, state).to_text(verbose=True)
    assert '+ Cluster:   "default"' in text  # the group's consul block, which 1.9 always has
    assert "Sticky" not in text.partition("EphemeralDisk")[0]
    assert text == nomadspec.plan(job, state, nomad_version="1.9.7").to_text(verbose=True)
    with pytest.raises(ValueError, match=r"compiled for Nomad 1\.9\.7, not for 2\.0\.6"):
        nomadspec.plan(job, state, nomad_version="2.0")


def test_changed_affinities_replace_before_1_10() -> None:
    from nomadspec.jobdiff import tasks_updated

    for release, reason in (("1.9", "affinities"), ("1.10", "")):
        old, new = (nomadspec.canonicalize(nomadspec.compile(JOB % dc, environ={}, nomad_version=release).job) for dc in ("a", "b"))  # type: ignore[arg-type]
        assert tasks_updated(old, new, "api") == reason


def test_recorded(goldens: Path) -> None:
    """The texts of new and of changed jobs, plain and verbose; the lines of maps come in any order."""
    wrong = []
    count = 0
    for path in sorted((goldens / "versions").glob("*/plan.jsonl")):
        for row in path.read_text(encoding="utf-8").splitlines():
            case = json.loads(row)
            count += 1
            if _lines(_text(case, path.parent.name)) != _lines(case["text"]):
                wrong.append(f"{path.parent.name}/{case['id']}")
    assert count
    assert wrong == []


def _text(case: dict[str, str], release: str) -> str:
    job, old = (
        nomadspec.compile(case[key], filename="job.nomad.hcl", environ={}, nomad_version=release).job if case.get(key) else None for key in ("hcl", "old_hcl")
    )
    assert job is not None
    stored = [] if old is None else [{**nomadspec.canonicalize(old).to_api(), "Version": 0, "CreateIndex": 5, "ModifyIndex": 5, "JobModifyIndex": 5}]
    state = nomadspec.ClusterState.from_dict({"format": "nomadspec-state/1", "latest_index": 10, "region": "global", "jobs": stored})
    return nomadspec.plan(job, state).to_text(verbose=bool(case["verbose"]), filename="job.nomad.hcl")


def _lines(text: str) -> list[str]:
    text = re.sub(r"would be at \S+ \(\S+ from", "would be at <TIME> (<DURATION> from", text)
    text = re.sub(r"check-index \d+", "check-index <INDEX>", re.sub(r"Modify Index: \d+", "Modify Index: <INDEX>", text))
    return sorted(line.strip() for line in text.splitlines())
