"""Plans of a real Nomad, kept beside the tests: each state and job leads to the same placements, stops, evaluations and verdicts on each node.

A file of `fixtures/scheduler` has the job, the state, the clock, the evaluation's id and what Nomad answered. A node is written as what differs from
the one before it (a JSON merge patch, RFC 7386), the first from `node.json`.
"""

from __future__ import annotations

import json
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest

from nomadspec import ClusterState, plan

RECORDED = Path(__file__).parents[2] / "fixtures" / "scheduler"
#: What the evaluation waits for has the namespace in its name.
MISSING_VOLUME = "430-csi-missing-volume"
CASES = sorted(path.stem for path in RECORDED.glob("[0-9]*.json"))


def merged(value: Any, patch: Any) -> Any:
    """The value with a merge patch applied."""
    if not isinstance(patch, dict):
        return patch
    out = dict(value) if isinstance(value, dict) else {}
    for name, change in patch.items():
        if change is None:
            out.pop(name, None)
        else:
            out[name] = merged(out.get(name), change)
    return out


def close(got: Any, want: Any) -> bool:
    """Equal, numbers to 1e-9; a member that is not there is None."""
    if isinstance(got, dict) and isinstance(want, dict):
        return all(close(got.get(name), want.get(name)) for name in {**got, **want})
    if isinstance(got, list) and isinstance(want, list):
        return len(got) == len(want) and all(map(close, got, want))
    if isinstance(want, float):
        return bool(got == pytest.approx(want, abs=1e-9))
    return bool(got == want)


def comparable(placement: dict[str, Any]) -> dict[str, Any]:
    """A placement with the scores by node, in whatever order they stood, and without what only this scheduler tells."""
    metrics = placement.get("metrics") or {}
    scores = {score["NodeID"]: score for score in metrics.get("ScoreMetaData") or ()}
    return {**placement, "metrics": {**metrics, "ScoreMetaData": scores}, "certain": None}


def renamed(value: Any, old: str, new: str) -> Any:
    """The value with everything that is in the namespace `old` in the namespace `new`."""
    if isinstance(value, list):
        return [renamed(item, old, new) for item in value]
    if isinstance(value, dict):
        return {name: new if name == "Namespace" and item == old else renamed(item, old, new) for name, item in value.items()}
    return value


def read(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A case, and its state with whole nodes."""
    case = json.loads((RECORDED / f"{name}.json").read_text(encoding="utf-8"))
    node = json.loads((RECORDED / "node.json").read_text(encoding="utf-8"))
    _, *nodes = accumulate(case["state"].get("nodes", ()), merged, initial=node)
    return case, {**case["state"], "nodes": nodes}


def differences(case: dict[str, Any], job: dict[str, Any], state: dict[str, Any]) -> dict[str, Any]:
    """The members of the plan for a job on a state that are not as Nomad answered."""
    planned = plan(job, ClusterState.from_dict(state), now=case["now"], eval_id=case["eval_id"])
    got, want = renamed(json.loads(json.dumps(planned.to_dict(trace=True))), "team", "default"), case["expected"]
    for document in (got, want):
        document["placements"] = [comparable(placement) for placement in document.get("placements") or ()]
    return {member: got.get(member) for member, value in want.items() if not close(got.get(member), value)}


@pytest.mark.parametrize("name", CASES)
def test_as_nomad_plans(name: str) -> None:
    case, state = read(name)
    assert differences(case, case["job"], state) == {}


@pytest.mark.parametrize("name", [name for name in CASES if name != MISSING_VOLUME])
def test_a_namespace_changes_nothing(name: str) -> None:
    """All of a case in another namespace: the same plan."""
    case, state = read(name)
    state = {**renamed(state, "default", "team"), "namespaces": [{"Name": "team"}, {"Name": "other"}]}
    assert differences(case, {**case["job"], "Namespace": "team"}, state) == {}
