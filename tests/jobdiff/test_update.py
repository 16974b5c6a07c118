"""Which changes replace a running allocation, and which a server takes for a change at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nomadspec.jobdiff import spec_changed, tasks_updated
from nomadspec.jobspec.canonicalize import canonicalize
from tests.jobdiff.jobs import job
from tests.recorded import recorded


def updated(old: dict[str, Any], new: dict[str, Any]) -> str:
    return tasks_updated(canonicalize(old), canonicalize(new), "g")


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ({}, {}, ""),
        ({}, {"Driver": "docker"}, "task driver"),
        ({}, {"User": "u"}, "task user"),
        ({}, {"Config": {"a": 1}}, "task config"),
        ({}, {"Env": {"A": "1"}}, "task env"),
        ({}, {"Meta": {"A": "1"}}, "task meta"),
        ({}, {"Resources": {"CPU": 200}}, "task cpu"),
        ({}, {"Resources": {"MemoryMaxMB": 500}}, "task memory max"),
        ({}, {"LogConfig": {"Disabled": True}}, "task log disabled"),
        ({}, {"Identity": {"Env": True}}, "task identity"),
        ({}, {"Templates": [{"DestPath": "local/x"}]}, "task templates"),
        ({}, {"KillTimeout": 1}, ""),
        ({}, {"KillSignal": "SIGINT"}, ""),
        ({}, {"Leader": True}, ""),
        ({}, {"LogConfig": {"MaxFiles": 3}}, ""),
        ({}, {"Services": [{"Provider": "nomad"}]}, ""),
        ({}, {"Constraints": [{"LTarget": "a", "RTarget": "b", "Operand": "="}]}, ""),
        ({}, {"RestartPolicy": {"RenderTemplates": True}}, "task restart render_templates"),
    ],
)
def test_tasks(old: dict[str, Any], new: dict[str, Any], word: str) -> None:
    assert updated(job(task=old), job(task=new)) == word


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ({"Count": 1}, {"Count": 2}, ""),
        ({}, {"Meta": {"A": "1"}}, "task meta"),
        ({}, {"EphemeralDisk": {"SizeMB": 500}}, "ephemeral disk"),
        ({}, {"Networks": [{"Mode": "host"}]}, "network length"),
        ({"Networks": [{"Mode": "host"}]}, {"Networks": [{"Mode": "bridge"}]}, "network mode"),
        ({"Networks": [{"DynamicPorts": [{"Label": "a"}]}]}, {"Networks": [{"DynamicPorts": [{"Label": "a", "To": 1}]}]}, "network port map"),
        ({}, {"Volumes": {"v": {"Type": "host", "Source": "s"}}}, "volume request"),
        ({}, {"Consul": {"Namespace": "x"}}, ""),
        ({"Consul": {"Namespace": "y"}}, {"Consul": {"Namespace": "x"}}, "consul namespace"),
        ({"Services": [{"Name": "s", "PortLabel": "a"}]}, {"Services": [{"Name": "s", "PortLabel": "b"}]}, ""),
        ({}, {"Update": {"MaxParallel": 3}}, ""),
        ({}, {"ReschedulePolicy": {"Delay": 1}}, ""),
    ],
)
def test_groups(old: dict[str, Any], new: dict[str, Any], word: str) -> None:
    assert updated(job(old), job(new)) == word


def test_connect() -> None:
    def service(port: str = "a", **connect: Any) -> dict[str, Any]:
        return job({"Networks": [{"Mode": "bridge"}], "Services": [{"Name": "s", "PortLabel": port, "Connect": {"SidecarService": {}, **connect}}]})

    assert updated(service(), service()) == ""
    assert updated(service(), service("b")) == "connect service port label"
    assert updated(service(), service(SidecarTask={"Env": {"A": "1"}})) == "connect sidecar task"


def test_other_tasks() -> None:
    two = job()
    two["TaskGroups"][0]["Tasks"].append({"Name": "u", "Driver": "exec"})
    renamed = job(task={"Name": "v"})
    assert (updated(job(), two), updated(job(), renamed)) == ("number of tasks", "task deleted")


@pytest.mark.parametrize(
    ("changes", "changed"),
    [
        ({}, False),
        ({"status": "dead", "version": 7, "job_modify_index": 9, "submit_time": 5, "stable": True}, False),
        ({"stop": True}, True),
        ({"priority": 60}, True),
    ],
)
def test_what_a_server_takes_for_a_change(changes: dict[str, Any], changed: bool) -> None:
    old = canonicalize(job())
    assert spec_changed(old, old.changed(**changes)) is changed


def test_against_recorded_answers(goldens: Path) -> None:
    wrong = []
    for path in recorded(goldens / "scheduler" / "diffs", "*.json"):
        expected = json.loads(path.read_text(encoding="utf-8"))["expected"]
        if expected.get("old_job"):
            old, new = canonicalize(expected["old_job"]), canonicalize(expected["new_job"])
            if spec_changed(old, new) != expected["spec_changed"] or any(
                tasks_updated(old, new, group) != word for group, word in expected["destructive"].items()
            ):
                wrong.append(path.stem)
    assert wrong == []
