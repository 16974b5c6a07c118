"""Each mistake that Nomad accepts and that fails when the job is placed, registered again or run is found by a rule."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nomadspec


def fails(case: dict[str, Any]) -> bool:
    if case["kind"] == "plan":
        return not case["placed_all"]
    if case["kind"] == "register":
        return any(step["error"] for step in case["steps"])
    return str(case["client_status"]) == "failed"


def state_before(case: dict[str, Any], base: Any) -> nomadspec.ClusterState:
    """The cluster that the last job of the case is for: with the one registered before it."""
    document = base.to_dict()
    if len(case["hcl"]) > 1:
        compiled = nomadspec.compile(case["hcl"][0], environ={}).job
        assert compiled is not None
        earlier = nomadspec.canonicalize(compiled).to_api()
        document["jobs"] = [earlier.get("Job", earlier)]
    return nomadspec.ClusterState.from_dict(document)


def test_every_runtime_mistake_is_found(goldens: Path) -> None:
    state = nomadspec.open_state(str(goldens / "corpus" / "states" / "dev-agent.json"))
    missed, wrong = [], []
    cases = [json.loads(line) for line in (goldens / "validation" / "runtime-cases.jsonl").read_text(encoding="utf-8").splitlines()]
    assert cases
    for case in cases:
        known = state_before(case, state) if case["kind"] != "run" else None
        found = nomadspec.lint(case["hcl"][-1], state=known, environ={}, filename="job.nomad.hcl")
        if fails(case) and not found:
            missed.append(case["why"])
        if case["kind"] == "plan" and not fails(case) and any(d.severity == "error" and d.rule.startswith("cluster-") for d in found):
            wrong.append((case["why"], [d.message for d in found]))
    assert not missed
    assert not wrong
