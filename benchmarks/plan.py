"""Plans on large clusters: `plan(...)` and reading `.placements`, the state loaded before; median of five, in seconds of processor time.

    python -m benchmarks.plan [part of a name]

With recorded runs of a real Nomad at hand (NOMADSPEC_GOLDENS) the placements must be the recorded ones and the times stand beside Nomad's own,
which were taken on another machine: the last line says how much slower this one is. Without them the same shapes of jobs are planned and timed.
Also: how long a state of ten thousand nodes takes to load, and that an allocation does not cost more when many are placed already.
"""

from __future__ import annotations

import gc
import json
import statistics
import sys
import time
from typing import Any

import nomadspec
from benchmarks.measuring import goldens
from benchmarks.memory import peak_memory
from benchmarks.recipe import state

ROUNDS = 5
NOW = "2026-01-15T12:00:00Z"
#: Seconds of `calibration` where the recorded times were taken.
RECORDED_ON = 0.040

_PLAIN = 'job "%s" {\n  type = "%s"\n  datacenters = ["*"]\n  group "g" {\n    count = %d\n%s    task "t" {\n      driver = "docker"\n      config { image = "nginx:1" }\n      resources {\n        cpu = 300\n        memory = 300\n      }\n    }\n  }\n}\n'
_SPREAD = (
    '    spread {\n      attribute = "${attr.rack}"\n    }\n    affinity {\n      attribute = "${node.class}"\n      value = "m8"\n      weight = 50\n    }\n'
)
#: name, nodes, jobspec: what is planned without recorded runs.
SHAPES = (
    ("service", 10_000, _PLAIN % ("svc", "service", 2000, '    network {\n      port "http" {}\n    }\n')),
    ("batch", 10_000, _PLAIN % ("bat", "batch", 2000, "")),
    ("system", 10_000, _PLAIN % ("sys", "system", 1, "")),
    ("spread", 1_000, _PLAIN % ("spr", "service", 500, _SPREAD)),
)


def calibration() -> float:
    """Seconds of a fixed piece of work, to carry a time from one machine to another."""

    def work() -> float:
        began = time.process_time()
        total, seen = 0, {}
        for i in range(300_000):
            seen[i & 1023] = total
            total += (i * i) % 7 + seen.get(i & 511, 0) % 3
        return time.process_time() - began

    work()
    return statistics.median(work() for _ in range(7))


def cases(part: str) -> list[dict[str, Any]]:
    """What to plan: recorded runs where there are some."""
    folder = goldens()
    if folder is None:
        return [{"name": name, "recipe": {"nodes": nodes}, "job_hcl": hcl, "eval_id": None, "now": NOW} for name, nodes, hcl in SHAPES if part in name]
    found = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((folder / "scheduler" / "big").glob("*.json"))]
    return [case for case in found if part in case["name"]]


def differs(plan: nomadspec.Plan, expected: dict[str, Any]) -> str:
    """How the placements differ from the recorded ones, "" when they do not."""
    got: list[tuple[str, str, float]] = sorted((p.name, p.node.name, p.score) for p in plan.placements)
    if len(got) != expected["placed"]:
        return f"{len(got)} placements, {expected['placed']} recorded"
    theirs = [(name, node, float(score)) for name, node, score in expected.get("placement_sequence") or got]
    wrong = sum(one[:2] != other[:2] or abs(one[2] - other[2]) > 1e-9 for one, other in zip(got, theirs, strict=True))
    if wrong or abs(sum(row[2] for row in got) - expected["score_sum"]) > 1e-6:
        return f"{wrong} placements differ"
    return ""


def loading() -> None:
    text = json.dumps(state(10_000))
    times = []
    for _ in range(3):
        began = time.process_time()
        nomadspec.ClusterState.from_dict(json.loads(text))
        times.append(time.process_time() - began)
    peak = peak_memory()
    print(f"\nloading 10,000 nodes ({len(text) >> 20} MB of JSON): {statistics.median(times):.2f} s, at most {peak:.0f} MB in use")


def growth(cluster: nomadspec.ClusterState) -> None:
    """Seconds an allocation, by how many are asked for."""
    row = []
    for count in (250, 500, 1000, 2000):
        job = nomadspec.compile(_PLAIN % ("grow", "service", count, ""), environ={}).job
        assert job is not None
        times = []
        for _ in range(ROUNDS):
            began = time.process_time()
            placed = len(nomadspec.plan(job, cluster, now=NOW).placements)
            times.append(time.process_time() - began)
        row.append(f"{placed}: {statistics.median(times) / placed * 1e6:.0f} µs")
    print(f"\ncost of an allocation by their number: {', '.join(row)}")


def main() -> int:
    part = sys.argv[1] if len(sys.argv) > 1 else ""
    gc.disable()  # as the command line does
    states: dict[int, nomadspec.ClusterState] = {}
    failed = False
    print("| run | median s | first s | Nomad's s | ÷ Nomad's, carried over | placements |\n| --- | --- | --- | --- | --- | --- |")
    for case in cases(part):
        nodes = case["recipe"]["nodes"]
        if nodes not in states:
            states[nodes] = nomadspec.ClusterState.from_dict(state(nodes))
        job = nomadspec.compile(case["job_hcl"], environ={}).job
        assert job is not None
        times = []
        for _ in range(ROUNDS):
            began = time.process_time()
            plan = nomadspec.plan(job, states[nodes], now=case["now"], eval_id=case["eval_id"])
            placed = len(plan.placements)
            times.append(time.process_time() - began)
        verdict = f"{placed}"
        if "expected" in case:
            wrong = differs(plan, case["expected"])
            failed = failed or bool(wrong)
            verdict += f", {wrong or 'as recorded'}"
        theirs = case.get("reference_timing", {}).get("scheduler_seconds_median")
        median = statistics.median(times)
        beside = " | " if theirs is None else f"{theirs:.3f} | {median * RECORDED_ON / theirs / calibration():.2f}"
        print(f"| {case['name']} | {median:.3f} | {times[0]:.3f} | {beside} | {verdict} |", flush=True)
    if not part:
        growth(states.get(10_000) or nomadspec.ClusterState.from_dict(state(10_000)))
        loading()
    print(f"\nthis machine takes {calibration() / RECORDED_ON:.2f} times as long as the one that Nomad's times are from")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
