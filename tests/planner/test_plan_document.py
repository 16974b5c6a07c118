"""The plan document against its schema, and against the recorded answers of a real scheduler."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from nomadspec.cluster.state import ClusterState
from nomadspec.planner.plan import plan
from nomadspec.planner.plan_schema import json_schema
from tests.planner.clusters import cluster, job, node
from tests.recorded import recorded

VALIDATOR = Draft202012Validator(json_schema())


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize(
    "submitted",
    [
        job(),
        job(count=5, memory=5000),
        job(type="system"),
        job(type="batch", Periodic={"Enabled": True, "Specs": ["@daily"], "SpecType": "cron"}),
        job(NodePool="nope"),
    ],
)
def test_documents_fit_the_schema(submitted: dict[str, Any]) -> None:
    made = plan(submitted, cluster(node(1), node(2, cpu=600)))
    VALIDATOR.validate(made.to_dict(trace=True))


@pytest.mark.parametrize(
    "change",
    [{"exit_code": 7}, {"placements": None}, {"stops": [{"id": "x"}]}, {"desired_tg_updates": {"api": {"Place": -1}}}],
)
def test_the_schema_refuses_what_is_none(change: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid({**plan(job(), cluster()).to_dict(), **change})


def test_recorded_scenarios(goldens: Path) -> None:
    """Every member of the document is what the real scheduler made of the same state; what it leaves to chance is left out."""
    wrong: list[str] = []
    for path in recorded(goldens / "scheduler" / "scenarios", "*.json"):
        case = json.loads(path.read_text(encoding="utf-8"))
        given, want = case["input"], case["expected"]
        made = plan(given["job_json"], ClusterState.from_dict(given["state"]), now=given["now"], eval_id=given["eval_id"])
        got = json.loads(json.dumps(made.to_dict()))
        VALIDATOR.validate(got)
        if "error" in want:
            if got.get("error") != want["error"]:
                wrong.append(f"{path.stem}: {got.get('error')}")
            continue
        for key in (
            "desired_tg_updates",
            "stops",
            "updates",
            "queued_allocations",
            "created_evals",
            "deployment",
            "deployment_updates",
            "warnings",
            "exit_code",
        ):
            if key not in want["unstable"] and got.get(key) != want.get(key):
                wrong.append(f"{path.stem}: {key}")
    assert not wrong


def test_the_published_schema_is_this_one() -> None:
    published = Path(__file__).parents[2] / "schemas" / "plan.schema.json"
    described = json.loads(published.read_text(encoding="utf-8"))
    assert described["properties"]["format"] == {"const": "nomadspec-plan/1"}, "of what `plan -o json` prints"
    assert {name: value for name, value in described.items() if name != "properties"} == json_schema()
