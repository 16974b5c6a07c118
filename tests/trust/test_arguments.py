"""Arguments of the API that have another type than they should: an answer that names them, never a raise."""

from __future__ import annotations

from typing import Any

import pytest

import nomadspec
from nomadspec.cluster.state import ClusterState

JOB = nomadspec.compile('job "x" {\n  group "g" {\n    task "t" {\n      driver = "docker"\n    }\n  }\n}\n').job


@pytest.mark.parametrize(
    ("argument", "given", "says"),
    [
        ("node", 3, "node must be a mapping, not int"),
        ("node", [], "node must be a mapping, not list"),
        ("node", {"Attributes": 3}, "node.Attributes must be a mapping, not int"),
        ("node", {"Meta": ["a"]}, "node.Meta must be a mapping, not list"),
        ("context", "x", "context must be a mapping, not str"),
        ("group", 1, "group must be a string, not int"),
        ("task", None, "task must be a string, not NoneType"),
    ],
)
def test_an_environment_of_wrong_arguments(argument: str, given: object, says: str) -> None:
    arguments: dict[str, Any] = {"group": "g", "task": "t", argument: given}
    answer = nomadspec.task_environment(JOB, **arguments)
    assert not answer.ok
    assert [(one.code, one.message) for one in answer.diagnostics] == [("ENV001", says)]


@pytest.mark.parametrize("now", [3, 1.5, ["2026-01-01T00:00:00Z"]])
def test_a_plan_at_what_is_no_time(now: Any) -> None:
    assert JOB is not None
    planned = nomadspec.plan(JOB, ClusterState.empty(), now)
    assert planned.error_stage == "parse"
    assert planned.error == f"now must be a datetime or a time in RFC 3339, not {type(now).__name__}"
