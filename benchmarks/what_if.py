"""Simulations on a large cluster: 10,000 nodes, 2,000 jobs (four of them on every node), 60,000 allocations; the state loaded before.

    python -m benchmarks.what_if

Seconds are of processor time. The loss of one node (the first one reads the nodes, the others are scenarios), and how many more of a group fit. Beside them a plan of 1,000 allocations on
the same cluster, which other machines can be compared by.
"""

from __future__ import annotations

import gc
import random
import sys
import time
from typing import TYPE_CHECKING, Any

import nomadspec
from benchmarks.memory import peak_memory
from benchmarks.recipe import state, uuid_of
from nomadspec.changes import Lose

if TYPE_CHECKING:
    from collections.abc import Callable

NODES, JOBS, COUNT = 10_000, 2_000, 10
#: Every so many jobs are system jobs.
SYSTEM = 500
ROUNDS = 5


def cluster() -> dict[str, Any]:
    """The state document; the same each time."""
    document = state(NODES)
    nodes, base = document["nodes"], document["jobs"][0]
    chance = random.Random(1)
    jobs, allocations = [], []
    for number in range(JOBS):
        name, system = f"job{number:05d}", number % SYSTEM == 0
        cpu, memory = (20, 16) if system else (500, 512)
        task = {**base["TaskGroups"][0]["Tasks"][0]}
        task["Resources"] = {**task["Resources"], "CPU": cpu, "MemoryMB": memory}
        group = {**base["TaskGroups"][0], "Count": 1 if system else COUNT, "Tasks": [task]}
        index = 100 + number
        jobs.append({**base, "ID": name, "Name": name, "Type": "system" if system else "service", "Priority": 50, "TaskGroups": [group]})
        jobs[-1].update(CreateIndex=index, ModifyIndex=index, JobModifyIndex=index)
        for place, i in enumerate(range(NODES) if system else chance.sample(range(NODES), COUNT)):
            allocations.append(
                {
                    "ID": uuid_of(f"{name}/{place}"),
                    "Name": f"{name}.g[{0 if system else place}]",
                    "Namespace": "default",
                    "JobID": name,
                    "JobVersion": 0,
                    "TaskGroup": "g",
                    "NodeID": nodes[i]["ID"],
                    "NodeName": nodes[i]["Name"],
                    "DesiredStatus": "run",
                    "ClientStatus": "running",
                    "AllocatedResources": {"Shared": {"DiskMB": 300}, "Tasks": {"t": {"Cpu": {"CpuShares": cpu}, "Memory": {"MemoryMB": memory}}}},
                    "CreateIndex": 1000,
                    "ModifyIndex": 1000,
                }
            )
    return {**document, "jobs": jobs, "allocations": allocations}


def job(count: int, cpu: int = 300) -> dict[str, Any]:
    """A new service."""
    task = {"Name": "t", "Driver": "docker", "Config": {"image": "x"}, "Resources": {"CPU": cpu, "MemoryMB": 300}}
    return {"ID": "new", "Name": "new", "Type": "service", "Datacenters": ["*"], "TaskGroups": [{"Name": "g", "Count": count, "Tasks": [task]}]}


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> int:
    document = cluster()
    began = time.process_time()
    loaded = nomadspec.ClusterState.from_dict(document)
    print(f"load {NODES:,} nodes, {JOBS:,} jobs, {len(document['allocations']):,} allocations: {time.process_time() - began:.2f} s")
    gc.collect()
    gc.freeze()
    gc.disable()  # as the command line does
    ids = [node["ID"] for node in document["nodes"]]
    print(f"loss of one node, the first: {seconds(lambda: nomadspec.simulate(loaded, [Lose([ids[0]])]).ok):.2f} s")
    later = sorted(seconds(lambda at=at: nomadspec.simulate(loaded, [Lose([ids[at]])]).ok) for at in range(1, 1 + ROUNDS))  # type: ignore[misc]
    print(f"loss of another node: best {later[0]:.2f}, median {later[ROUNDS // 2]:.2f}, worst {later[-1]:.2f} s")
    for name, work in (
        ("plan of 1,000 allocations", lambda: nomadspec.plan(job(1000), loaded).placements),
        ("capacity of a group, up to 2,000", lambda: nomadspec.capacity(job(1), loaded).groups["g"].placed),
        ("capacity of a group that fits nowhere", lambda: nomadspec.capacity(job(1, cpu=10**6), loaded).groups["g"].placed),
        ("room that is left", lambda: nomadspec.capacity(None, loaded).nodes),
    ):
        times = sorted(seconds(work) for _ in range(ROUNDS))
        print(f"{name}: best {times[0]:.2f}, median {times[ROUNDS // 2]:.2f}, worst {times[-1]:.2f} s")
    print(f"peak memory {peak_memory():.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
