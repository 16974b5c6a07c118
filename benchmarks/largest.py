"""The largest cluster: 100,000 nodes with two allocations each, read from a file; then plans of 1,000 allocations on it.

    python -m benchmarks.largest

Seconds are of processor time; the first plan reads the nodes.
"""

from __future__ import annotations

import gc
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nomadspec
from benchmarks.memory import peak_memory
from benchmarks.recipe import node, state, uuid_of
from benchmarks.what_if import job

if TYPE_CHECKING:
    from collections.abc import Callable

NODES = 100_000
#: Allocations of a job, one a node.
COUNT = 100


def cluster() -> dict[str, Any]:
    """The state document."""
    document = state(1)
    [base] = document["jobs"]
    [model] = document["allocations"]
    group = {**base["TaskGroups"][0], "Count": COUNT}
    resources = {"Shared": {"DiskMB": 300}, "Tasks": {"t": {"Cpu": {"CpuShares": 100}, "Memory": {"MemoryMB": 128}}}}
    nodes = [node(i) for i in range(NODES)]
    jobs, allocations = [], []
    for number in range(2 * NODES // COUNT):
        name = f"job{number:05d}"
        jobs.append({**base, "ID": name, "Name": name, "TaskGroups": [group]})
        for place in range(COUNT):
            there = nodes[(number * COUNT + place) % NODES]
            own = {"ID": uuid_of(f"{name}/{place}"), "Name": f"{name}.g[{place}]", "JobID": name, "NodeID": there["ID"], "NodeName": there["Name"]}
            allocations.append({**model, **own, "AllocatedResources": resources})
    return {**document, "nodes": nodes, "jobs": jobs, "allocations": allocations}


def measured(what: str, work: Callable[[], Any]) -> Any:
    """Prints what a piece of work takes; its result."""
    began = time.process_time()
    result = work()
    print(f"{what}: {time.process_time() - began:.2f} s, at most {peak_memory():.0f} MB in use", flush=True)
    return result


def main() -> int:
    if sys.argv[1:]:
        gc.disable()  # as the command line does
        loaded = measured("load", lambda: nomadspec.open_state(sys.argv[1]))
        for which in ("first", "second"):
            placed = measured(f"{which} plan of 1,000 allocations", lambda: len(nomadspec.plan(job(1000), loaded).placements))
            assert placed == 1000
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "state.json"
        path.write_text(json.dumps(cluster()), encoding="utf-8")
        print(f"{NODES:,} nodes, {2 * NODES:,} allocations: {path.stat().st_size >> 20} MB of JSON", flush=True)
        # A process of its own, so that memory is that of the load alone.
        import subprocess

        return subprocess.run([sys.executable, "-m", "benchmarks.largest", str(path)], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
