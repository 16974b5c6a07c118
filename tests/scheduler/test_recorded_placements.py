"""Placements as a real Nomad made them, with the evaluation's id given."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks.plan import differs
from benchmarks.recipe import state as recipe_state
from nomadspec import ClusterState, plan
from nomadspec.jobspec.json.api import from_api
from tests.recorded import recorded


def close(got: Any, want: Any) -> bool:
    if isinstance(want, dict) and isinstance(got, dict):
        return got.keys() == want.keys() and all(close(got[key], want[key]) for key in want)
    if isinstance(want, float):
        return bool(abs(got - want) <= 1e-9)
    return bool(got == want)


def test_scenarios(goldens: Path) -> None:
    wrong = []
    for path in recorded(goldens / "scheduler" / "scenarios", "*.json"):
        case = json.loads(path.read_text(encoding="utf-8"))
        given, want = case["input"], case["expected"]
        if want.get("error"):
            continue
        planned = plan(given["job_json"], ClusterState.from_dict(given["state"]), now=given["now"], eval_id=given["eval_id"])
        unstable = want.get("unstable") or []
        got = planned.to_dict(trace=True)
        if "placements" not in unstable and "placements" in want:
            ours = [(p["name"], p["node"], p["resources"]) for p in got["placements"]]
            if ours != [(p["name"], p["node"], p["resources"]) for p in want["placements"]]:
                wrong.append((path.stem, "placements"))
        table = {
            group: {node: {k: v for k, v in row.items() if k != "with_preemption"} for node, row in rows.items()}
            for group, rows in (want.get("node_table") or {}).items()
        }
        ours_table = {
            group: {node: {k: v for k, v in row.items() if k != "with_preemption"} for node, row in rows.items()} for group, rows in got["node_table"].items()
        }
        if table and not close(ours_table, table):
            wrong.append((path.stem, "node_table"))
    assert wrong == []


def test_a_thousand_nodes(goldens: Path) -> None:
    state = ClusterState.from_dict(recipe_state(1000))
    jobs: dict[str, dict[str, Any]] = {
        "spread": {
            "Spreads": [{"Attribute": "${attr.rack}", "Weight": 100}],
            "Affinities": [{"LTarget": "${node.class}", "Operand": "=", "RTarget": "m8", "Weight": 50}],
        },
        "service": {"Networks": [{"DynamicPorts": [{"Label": "http", "To": 80}]}]},
    }
    for kind, members in jobs.items():
        case = json.loads((goldens / "scheduler" / "big" / f"big-1000n-100a-{kind}.json").read_text(encoding="utf-8"))
        name = case["job_hcl"].split('"')[1]
        task = {"Name": "t", "Driver": "docker", "Config": {"image": "nginx:1"}, "Resources": {"CPU": 500, "MemoryMB": 512}}
        job = from_api({"ID": name, "Name": name, "Datacenters": ["*"], "TaskGroups": [{"Name": "g", "Count": 100, "Tasks": [task], **members}]})
        assert differs(plan(job, state, now=case["now"], eval_id=case["eval_id"]), case["expected"]) == ""
