"""Differences of two states in an operator's words."""

from __future__ import annotations

from typing import Any

import pytest

from nomadspec.cluster.difference import state_diff
from nomadspec.reporting.state_changes import MOST_FIELDS, state_changes

NODES = [{"ID": f"{number}a1f0c52-0000", "Name": f"c{number}", "SchedulingEligibility": "eligible", "Status": "ready", "Drain": False} for number in (3, 4)]
JOB = {"ID": "web", "Version": 3, "TaskGroups": [{"Name": "g", "Count": 1, "Tasks": [{"Name": "main", "Env": {"A": "1"}, "Config": {"image": "a:1"}}]}]}
ALLOCATION = {"ID": "a1", "JobID": "web", "Name": "web.g[0]", "JobVersion": 3, "NodeID": NODES[1]["ID"], "ClientStatus": "running", "DesiredStatus": "run"}
STATE = {"nodes": NODES, "jobs": [JOB], "allocations": [ALLOCATION]}


def lines(changes: dict[str, Any], base: dict[str, Any] = STATE, **how: bool) -> list[str]:
    return state_changes(state_diff(base, {**base, **changes}, verbose=how.get("everything", False)), **how)


def node(**changes: Any) -> dict[str, Any]:
    return {"nodes": [NODES[0], {**NODES[1], **changes}]}


def job(version: int = 3, **changes: Any) -> dict[str, Any]:
    task = {**JOB["TaskGroups"][0]["Tasks"][0], **changes.pop("task", {})}
    return {"jobs": [{**JOB, "Version": version, "TaskGroups": [{**JOB["TaskGroups"][0], "Tasks": [task], **changes}]}]}


def allocations(*changes: dict[str, Any]) -> dict[str, Any]:
    return {"allocations": [{**ALLOCATION, **change} for change in changes]}


C3 = NODES[0]["ID"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, []),
        ({"region": "eu"}, ["region: global → eu"]),
        ({"scheduler_config": {"SchedulerAlgorithm": "spread"}}, ["scheduler_config.SchedulerAlgorithm: (none) → spread"]),
        (node(SchedulingEligibility="ineligible"), ["node c4: eligible → ineligible"]),
        (node(Status="down", Drain=True), ["node c4: not draining → draining", "node c4: ready → down"]),
        (node(Meta={"rack": "r2"}, NodeClass="big"), ["node c4: Meta added", "node c4: NodeClass (none) → big"]),
        (node(Name="c9"), ["node c4: Name c4 → c9"]),
        (node(ModifyIndex=3), []),
        ({"nodes": [NODES[0]]}, ["- node c4"]),
        (job(Count=2), ['job web: TaskGroups["g"].Count 1 → 2']),
        (job(4, Count=2), ["job web: version 3 → 4", 'job web: TaskGroups["g"].Count 1 → 2']),
        ({"jobs": [*job(4)["jobs"], JOB]}, ["job web: version 3 → 4"]),
        ({"jobs": [JOB, {"ID": "db", "Namespace": "prod"}]}, ["+ job prod/db"]),
        (job(task={"Env": {"A": "s3cret"}}), ['job web: TaskGroups["g"].Tasks["main"].Env.A changed']),
        (job(task={"Config": {"image": "a:2"}}), ['job web: TaskGroups["g"].Tasks["main"].Config.image a:1 → a:2']),
        (allocations({"NodeID": C3}), ["web.g[0]: c4 → c3"]),
        (allocations({"ClientStatus": "failed"}), ["web.g[0] on c4: running → failed"]),
        (allocations({"ID": "a2", "NodeID": C3}), ["web.g[0]: c4 → c3"]),
        (allocations({"DesiredStatus": "stop"}, {"ID": "a2", "NodeID": C3, "JobVersion": 4}), ["web.g[0]: c4 → c3 (version 3 → 4)"]),
        (allocations({"ID": "a2", "JobVersion": 4}), ["web.g[0] on c4: replaced (version 3 → 4)"]),
        (allocations(), ["- web.g[0] on c4"]),
        (allocations({}, {"ID": "a2", "NodeID": C3}), ["+ web.g[0] on c3"]),
        ({"task_group_host_volume_claims": [{"ID": "c", "JobID": "web", "TaskGroupName": "g", "VolumeName": "data"}]}, ["+ volume claim of web.g on data"]),
        ({"services": [{"ServiceName": "web", "Address": "192.0.2.1", "Port": 80}]}, ["+ service web at 192.0.2.1:80"]),
        ({"services": [{"Namespace": "prod", "Services": [{"ServiceName": "web"}]}]}, ["+ services of namespace prod"]),
        ({"evaluations": [{"ID": "e", "JobID": "web"}]}, ["+ blocked evaluation of web"]),
        ({"servers": [{"Name": "s1.eu"}]}, ["+ server s1.eu"]),
        ({"csi_volumes": [{"ID": "v", "Namespace": "prod"}]}, ["+ CSI volume prod/v"]),
    ],
)
def test_words(changes: dict[str, Any], said: list[str]) -> None:
    assert lines(changes) == said


def test_nodes_of_one_name_are_told_apart() -> None:
    alike = [{**row, "Name": "c"} for row in NODES]
    assert lines({"nodes": [alike[0], {**alike[1], "Status": "down"}]}, {"nodes": alike}) == ["node c (4a1f0c52): ready → down"]


def test_credentials_are_left_out_and_text_is_harmless() -> None:
    changes = node(Name="\x1b[31m\n::error::", Links={"token": "t0p", "url": "https://user:pass@example.com/"}, NodeClass="x" * 200)
    text = "\n".join(lines(changes, {"nodes": [NODES[0], {**NODES[1], "Links": {"token": "old", "url": "x"}}]}))
    assert "t0p" not in text
    assert "pass" not in text
    assert "\x1b" not in text
    assert "\n::error" not in text
    assert "x" * 100 not in text


def test_many_fields_are_counted() -> None:
    changes = node(Meta={f"m{number}": "1" for number in range(30)})
    base = {**STATE, **node(Meta={"m0": "0"})}
    assert lines(changes, base)[-1] == f"node c4: {30 - MOST_FIELDS} more fields (--verbose shows them)"
    assert len(lines(changes, base, everything=True)) == 30


def test_older_versions_of_a_job_only_when_everything_is_shown() -> None:
    changes = {"jobs": [*job(4)["jobs"], {**JOB, "Stable": True}, {**JOB, "Version": 2}]}
    assert lines(changes) == ["job web: version 3 → 4"]
    assert lines(changes, everything=True) == ["job web: version 3 → 4", "+ job web version 2"]
