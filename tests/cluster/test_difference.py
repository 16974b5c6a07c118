"""What differs between two states: every list of the document, and its own members."""

from __future__ import annotations

from typing import Any

import pytest

import nomadspec
from nomadspec.cluster.difference import NOISE, state_diff
from nomadspec.cluster.state import ClusterState
from nomadspec.cluster.state_document import LISTS

NODE = {"ID": "n1", "Name": "c4", "SchedulingEligibility": "eligible", "NodeResources": {"Memory": {"MemoryMB": 100}}, "Attributes": {"unique.hostname": "c4"}}


def entries(old: dict[str, Any], new: dict[str, Any], **how: bool) -> list[tuple[Any, ...]]:
    return [(e.list, e.key, e.change, [(f.name, f.old, f.new) for f in e.fields]) for e in state_diff(old, new, **how).entries]


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_compared(name: str) -> None:
    row = {"ID": "x", "Name": "x", "Namespace": "prod", "Version": "2" if name == "servers" else 2, "ServiceName": "x", "JobID": "x"}
    jobs = [{"ID": "x", "Namespace": "prod"}] if name == "allocations" else []
    old, new = ({"jobs": jobs, name: [*(jobs if name == "jobs" else []), *rows]} for rows in ([], [row]))
    key = {"Name": ("x",), "ID": ("x",), "Namespace/ID": ("prod", "x"), "Namespace/ID/Version": ("prod", "x", 2)}
    identity = key.get("/".join(LISTS[name].keys), ("prod", "x", "x"))
    assert entries(old, new) == [(name, identity, "added", [])]
    assert entries(new, old) == [(name, identity, "removed", [])]
    changed = {**new, name: [*new[name][:-1], {**row, "Other": True}]}
    assert entries(new, changed) == [(name, identity, "changed", [("Other", None, True)])]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ({"region": "eu"}, {"region": "us"}, [("region", (), "changed", [("region", "eu", "us")])]),
        ({}, {"region": "global"}, []),
        ({"regions": ["eu"]}, {"regions": ["eu", "us"]}, [("regions", (), "changed", [("regions", ["eu"], ["eu", "us"])])]),
        (
            {"scheduler_config": {"SchedulerAlgorithm": "binpack", "ModifyIndex": 5}},
            {"scheduler_config": {"SchedulerConfig": {"SchedulerAlgorithm": "spread", "ModifyIndex": 9}}},
            [("scheduler_config", (), "changed", [("scheduler_config.SchedulerAlgorithm", "binpack", "spread")])],
        ),
        ({"captured_at": "2026-01-01T00:00:00Z", "latest_index": 1, "source": "a"}, {"captured_at": None, "latest_index": 2, "source": "b"}, []),
    ],
    ids=["region", "default-region", "regions", "scheduler", "when-and-where"],
)
def test_members_of_the_document(old: dict[str, Any], new: dict[str, Any], found: list[Any]) -> None:
    assert entries(old, new) == found


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"SchedulingEligibility": "ineligible"}, [("SchedulingEligibility", "eligible", "ineligible")]),
        ({"NodeResources": {"Memory": {"MemoryMB": 200}}}, [("NodeResources.Memory.MemoryMB", 100, 200)]),
        ({"Attributes": {"unique.hostname": "c5"}}, [('Attributes["unique.hostname"]', "c4", "c5")]),
        ({"Meta": {}, "Drivers": None, "HostNetworks": []}, []),
        ({"ModifyIndex": 7, "StatusUpdatedAt": 8, "Events": [{"Message": "registered"}]}, []),
        ({"Networks": [{"Device": "lo"}]}, [("Networks", None, [{"Device": "lo"}])]),
    ],
    ids=["member", "within", "key-with-dots", "nothing", "noise", "list"],
)
def test_fields_of_an_object(changes: dict[str, Any], fields: list[Any]) -> None:
    found = entries({"nodes": [NODE]}, {"nodes": [{**NODE, **changes}]})
    assert found == ([("nodes", ("n1",), "changed", fields)] if fields else [])


def test_noise_is_there_when_it_is_asked_for() -> None:
    assert "ModifyIndex" in NOISE
    old, new = ({"latest_index": index, "nodes": [{**NODE, "ModifyIndex": index}]} for index in (1, 2))
    assert entries(old, new) == []
    assert entries(old, new, verbose=True) == [
        ("latest_index", (), "changed", [("latest_index", 1, 2)]),
        ("nodes", ("n1",), "changed", [("ModifyIndex", 1, 2)]),
    ]


def test_named_objects_in_lists_are_compared_by_name() -> None:
    def job(*groups: dict[str, Any]) -> dict[str, Any]:
        return {"jobs": [{"ID": "web", "TaskGroups": list(groups)}]}

    a, b, more = {"Name": "a", "Count": 1}, {"Name": 'b"', "Count": 1}, {"Name": "a", "Count": 2}
    (found,) = entries(job(a, b), job({**b, "Count": 3}, more))
    assert found[3] == [('TaskGroups["a"].Count', 1, 2), (r'TaskGroups["b\""].Count', 1, 3)]
    # Names that do not tell the objects apart: the list as a whole.
    (twice,) = entries(job(a), job(a, more))
    assert twice[3] == [("TaskGroups", [a], [a, more])]


def test_services_that_are_alike_are_counted() -> None:
    row = {"ServiceName": "web", "Namespace": "default"}
    assert entries({"services": [row]}, {"services": [row, row]}) == [("services", ("default", "web", ""), "added", [])]


def test_the_public_value() -> None:
    diff = nomadspec.state_diff(ClusterState.from_dict({"nodes": [NODE]}), {"nodes": [{**NODE, "Name": "c5"}]})
    assert diff
    assert diff.to_dict() == {"entries": [{"list": "nodes", "key": ["n1"], "change": "changed", "fields": [{"name": "Name", "old": "c4", "new": "c5"}]}]}
    assert not nomadspec.state_diff({}, ClusterState.empty())
    with pytest.raises(nomadspec.StateError):
        nomadspec.state_diff({}, {"nodes": 3})


def test_objects_nested_too_deeply_are_compared_as_a_whole() -> None:
    def deep(leaf: int) -> dict[str, Any]:
        value: Any = leaf
        for _ in range(300):
            value = {"x": value}
        return {"nodes": [{"ID": "n1", "Meta2": value}]}

    (found,) = entries(deep(1), deep(2))
    assert found[3][0][0].count(".") < 50
