"""The namespace and region of a request are those of a job that names none."""

from __future__ import annotations

from typing import Any

import pytest

import nomadspec
from nomadspec.jobspec.request import requested

JOB = 'job "a" {\n  group "g" {\n    task "t" {\n      driver = "docker"\n      config {\n        image = "a:1"\n      }\n    }\n  }\n}\n'
STATE = nomadspec.ClusterState.from_dict({"namespaces": [{"Name": "default"}]})


@pytest.mark.parametrize(
    ("job", "expected"),
    [
        ({"ID": "a"}, {"ID": "a", "Namespace": "team", "Region": "west"}),
        ({"ID": "a", "Namespace": "own", "Region": ""}, {"ID": "a", "Namespace": "own", "Region": "west"}),
        ({"Job": {"ID": "a"}}, {"Job": {"ID": "a", "Namespace": "team", "Region": "west"}}),
    ],
)
def test_api_objects(job: dict[str, Any], expected: dict[str, Any]) -> None:
    assert requested(job, namespace="team", region="west") == expected
    assert requested(job) is job


def test_in_python() -> None:
    job = nomadspec.compile(JOB, filename="j", environ={}).job
    assert job is not None
    refused = 'job "a" is in nonexistent namespace "team"'
    assert nomadspec.validate(job, STATE).ok
    assert refused in str(nomadspec.validate(job, STATE, namespace="team").errors)
    assert refused in str(nomadspec.plan(job, STATE, namespace="team").error)
    assert any(refused in finding.message for finding in nomadspec.lint(JOB, state=STATE, namespace="team"))
    named = nomadspec.compile(JOB.replace("{", '{\n  namespace = "team"', 1), filename="j", environ={}).job
    assert nomadspec.diff(job, named, namespace="team").type == "None"
    assert nomadspec.drift([job], STATE, namespace="team").entries[0].namespace == "team"
