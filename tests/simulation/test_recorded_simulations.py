"""Changes to recorded clusters, with what the real schedulers did."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import nomadspec
from tests.recorded import recorded

if TYPE_CHECKING:
    from pathlib import Path


def digest(text: str) -> str:
    """The identifiers of the recordings."""
    found = sha256(text.encode()).hexdigest()
    return f"{found[:8]}-{found[8:12]}-{found[12:16]}-{found[16:20]}-{found[20:32]}"


def played(case: dict[str, Any]) -> dict[str, Any]:
    """The changes of a case, played here."""
    new = 0
    for change in case["changes"]:
        change.pop("run_hcl", None)
        if "add" in change:
            numbers = range(new + 1, new + 1 + change["add"]["count"])
            change["add"]["ids"] = [digest(f"{case['id']}/node/{number}") for number in numbers]
            change["add"]["names"] = [f"{change['add']['like']}-new{number}" for number in numbers]
            new += change["add"]["count"]
    state = nomadspec.ClusterState.from_dict(case["state"])
    made = nomadspec.simulate(
        state,
        case["changes"],
        now=case["now"],
        eval_id=lambda namespace, job, number: digest(f"{case['id']}/{namespace}/{job}/{number}"),
        blocked=case["blocked_before"],
    )
    document: dict[str, Any] = json.loads(json.dumps(made.to_dict()))
    return document


def without_chance(document: dict[str, Any], unstable: list[list[str]]) -> dict[str, Any]:
    """The document without what is random in the recordings, and without numbers that no report shows."""
    for *path, last in unstable:
        at: Any = document
        for key in path:
            at = at.get(key, {})
        at.pop(last, None)
    for parts in document["jobs"].values():
        for metric in (parts.get("unplaced") or {}).values():
            metric.pop("ScoreMetaData", None)
    document["jobs"] = {name: parts for name, parts in document["jobs"].items() if parts}
    return document


def test_recorded_simulations(goldens: Path) -> None:
    paths = recorded(goldens / "what-if", "*.json")
    assert len(paths) > 100
    for path in paths:
        case = json.loads(path.read_text(encoding="utf-8"))
        unstable = case.get("unstable") or []
        got, expected = without_chance(played(case), unstable), without_chance(case["expected"], unstable)
        for member in ("jobs", "final", "evaluations", "blocked_after", "nodes_not_ready"):
            assert got.get(member) == expected.get(member), f"{path.stem}: {member}"
