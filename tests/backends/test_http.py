"""The HTTP backend against recorded traffic, served by a real server on loopback."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from nomadspec.backends.http import capture
from nomadspec.backends.opening import BackendError, OpenOptions
from nomadspec.cluster.state import ClusterState
from tests.backends.recorded_agent import RecordedAgent

SECRET = "b4d7a3f2-0000-4b5e-8f5e-000000000001"
NODE = {"ID": "11111111-1111-4111-8111-111111111111", "Name": "client-1", "SecretID": SECRET, "Attributes": {}, "NodeResources": {}, "Status": "ready"}
JOB = {"ID": "web/child", "Name": "web", "Namespace": "default", "Version": 3, "Type": "service", "Status": "running", "VaultToken": SECRET}
ALLOCATION = {"ID": "22222222-2222-4222-8222-222222222222", "NodeID": NODE["ID"], "JobID": "web/child", "Namespace": "default", "TaskGroup": "g", "Job": JOB}

SMALL: dict[str, Any] = {
    "index": 42,
    "node_stubs": [{"ID": NODE["ID"]}],
    "nodes": [NODE],
    "node_pools": [{"Name": "default"}],
    "namespaces": [{"Name": "default"}],
    "regions": ["global"],
    "job_stubs": [{"ID": "web/child", "Namespace": "default"}],
    "job_versions": {"web/child@default": [JOB]},
    "alloc_stubs": [{"ID": ALLOCATION["ID"], "Namespace": "default"}],
    "allocations": [ALLOCATION],
    "deployments": [],
    "services": [],
    "volumes_csi": [],
    "volumes_host": [],
    "volumes_host_full": [],
    "plugins_csi": [],
    "scheduler_configuration": {"SchedulerConfig": {"SchedulerAlgorithm": "spread"}},
    "agent": {"region": "global"},
}


def options(**changes: Any) -> OpenOptions:
    return OpenOptions(**{"environ": {}, "timeout": 10.0, "concurrency": 4, **changes})


def test_capture_reads_everything_and_drops_secrets() -> None:
    with RecordedAgent(SMALL) as agent:
        document = capture(agent.address, options())
    assert document["scheduler_config"] == {"SchedulerAlgorithm": "spread"}
    assert document["latest_index"] == 42
    assert document["nodes"][0]["Name"] == "client-1"
    assert document["allocations"][0]["JobVersion"] == 3
    assert "Job" not in document["allocations"][0]
    assert [(j["ID"], j["Version"]) for j in document["jobs"]] == [("web/child", 3)]
    assert SECRET not in json.dumps(document)
    assert ClusterState.from_dict(document).latest_index == 42


def test_claims_blocked_evaluations_and_servers() -> None:
    blocked = {"ID": "e1", "JobID": "web/child", "Namespace": "default", "Status": "blocked"}
    tags = {"role": "nomad", "region": "eu", "build": "2.0.6", "dc": "dc1"}
    more = {
        "claims": [{"ID": "c1", "JobID": "web/child", "TaskGroupName": "g", "VolumeID": "v1"}],
        # An old server knows no filter and lists them all.
        "evaluations": [{**blocked, "ID": "e0", "Status": "complete"}, blocked],
        "members": [{"Name": "s1.eu", "Status": "alive", "Tags": tags}, {"Name": "s2.eu", "Tags": None}, "text"],
    }
    with RecordedAgent({**SMALL, **more}) as agent:
        state = ClusterState.from_dict(capture(agent.address, options()))
    assert list(state.host_volume_claims) == ["c1"]
    assert state.evaluations == {"e1": blocked}
    assert state.servers == {"s1.eu": {"Name": "s1.eu", "Version": "2.0.6", "Region": "eu"}, "s2.eu": {"Name": "s2.eu", "Version": "", "Region": ""}}


@pytest.mark.parametrize("path", ["/v1/volumes/claims", "/v1/evaluations", "/v1/agent/members"])
def test_what_an_agent_does_not_have_or_may_not_show_is_empty(path: str) -> None:
    for status, noted in ((404, False), (403, True)):
        with RecordedAgent(SMALL, fault=lambda asked, count, status=status: (status, b"no") if asked == path else None) as agent:
            document = capture(agent.address, options())
        assert (document["task_group_host_volume_claims"], document["evaluations"], document["servers"]) == ([], [], [])
        assert ("no permission to read" in document["source"]) == noted


def test_ids_from_answers_are_encoded_in_paths() -> None:
    with RecordedAgent(SMALL) as agent:
        capture(agent.address, options())
        assert any(path.startswith("/v1/job/web%2Fchild/versions") for path, _ in agent.requests)


@pytest.mark.parametrize("behaviour", [{}, {"page": 3}, {"compress": True}, {"delay": 0.01}], ids=["plain", "pages", "gzip", "slow"])
@pytest.mark.parametrize("name", ["trio-snapshot", "acl-snapshot"])
def test_capture_equals_the_recorded_state(goldens: Path, name: str, behaviour: dict[str, Any]) -> None:
    snapshot = json.loads((goldens / "cluster" / "http" / name.replace("-", "/", 1)).with_suffix(".json").read_text())
    wanted = json.loads((goldens / "cluster" / "states" / f"{name}.json").read_text())
    with RecordedAgent({**snapshot, "index": wanted["latest_index"]}, **behaviour) as agent:
        document = capture(agent.address, options(timeout=30.0))
    lists = ("nodes", "jobs", "allocations", "deployments", "node_pools", "namespaces", "host_volumes", "csi_volumes", "services")
    for key in lists:
        assert sorted(document[key], key=_identity) == sorted(wanted[key], key=_identity), key
    assert (document["scheduler_config"], document["regions"], document["region"]) == (wanted["scheduler_config"], wanted["regions"], wanted["region"])
    assert document["latest_index"] == wanted["latest_index"]


def _identity(row: dict[str, Any]) -> str:
    return json.dumps([row.get(key) for key in ("Namespace", "ID", "Name", "Version")])


def test_never_more_requests_at_once_than_allowed() -> None:
    many = {**SMALL, "node_stubs": SMALL["node_stubs"] * 60}
    with RecordedAgent(many, delay=0.003) as agent:
        capture(agent.address, options(concurrency=5))
        assert 2 <= agent.most_at_once <= 5


def test_a_busy_agent_is_asked_again() -> None:
    def fault(path: str, count: int) -> Any:
        return (429, b"") if path == "/v1/nodes" and count < 3 else (500, b"No cluster leader") if path == "/v1/jobs" and count < 2 else None

    with RecordedAgent(SMALL, fault=fault) as agent:
        assert capture(agent.address, options())["nodes"]


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (lambda path, count: (403, b"Permission denied") if path == "/v1/nodes" else None, "permission denied: the anonymous token (none was given"),
        (lambda path, count: (500, b"No path to region") if path == "/v1/nodes" else None, "does not know this region"),
        (lambda path, count: (200, b"<html>hello") if path == "/v1/nodes" else None, "not JSON"),
        (
            lambda path, count: (200, b'{"not": "a list"}') if path == "/v1/nodes" else None,
            "/v1/nodes: unexpected answer from the agent: it must be a list, not an object",
        ),
        (lambda path, count: (200, b'[{"ID": 1e999}]') if path == "/v1/nodes" else None, "out of range"),
        (lambda path, count: (200, b"[" * 100_000) if path == "/v1/nodes" else None, "nested too deeply"),
        (lambda path, count: "cut" if path == "/v1/nodes" else None, "was cut off"),
        (
            lambda path, count: (302, b"", {"Location": "http://elsewhere.example/v1/nodes"}) if path == "/v1/nodes" else None,
            "redirects to http://elsewhere.example",
        ),
        (lambda path, count: (200, b'[{"ID": "x"}]', {"X-Nomad-NextToken": "again"}) if path == "/v1/nodes" else None, "returned the same page again"),
        (lambda path, count: (200, b'["text"]') if path == "/v1/nodes" else None, "/v1/nodes: unexpected answer from the agent: [0] must be an object"),
        (lambda path, count: (200, b'[{"ID": 7}]') if path == "/v1/jobs" else None, "/v1/jobs: unexpected answer from the agent: [0].ID must be a string"),
        (lambda path, count: (200, b'[{"ID": ".."}]') if path == "/v1/nodes" else None, "has the id '..', which is not a valid id"),
        (lambda path, count: (200, b'[{"ID": ""}]') if path == "/v1/jobs" else None, "has the id '', which is not a valid id"),
        (lambda path, count: (200, b'{"Versions": {}}') if path.endswith("/versions") else None, "Versions must be a list, not an object"),
        (lambda path, count: (200, b'[{"ID": "a", "Job": 5}]') if path.endswith("/allocations") and "node" in path else None, "[0].Job must be an object"),
        (lambda path, count: (200, b'{"SchedulerConfig": []}') if path.endswith("/configuration") else None, "SchedulerConfig must be an object, not a list"),
        (lambda path, count: (200, b"no gzip", {"Content-Encoding": "gzip"}) if path == "/v1/nodes" else None, "was cut off"),
        (lambda path, count: (200, b"[" + b"{}," * 1_000_000 + b"{}]") if path == "/v1/nodes" else None, "too many values for its length"),
    ],
    ids=[
        "403",
        "region",
        "html",
        "shape",
        "infinity",
        "deep",
        "cut",
        "redirect",
        "repeating",
        "elements",
        "id",
        "dots",
        "empty id",
        "versions",
        "job",
        "configuration",
        "gzip",
        "empty objects",
    ],
)
def test_refusals_and_lies_are_said_plainly(fault: Any, says: str) -> None:
    with RecordedAgent(SMALL, fault=fault) as agent, pytest.raises(BackendError) as refused:
        capture(agent.address, options())
    assert says in str(refused.value)


def test_a_token_that_an_agent_sends_back_is_not_shown() -> None:
    echo = (500, b"token hunter2-token is odd")
    with RecordedAgent(SMALL, fault=lambda path, count: echo if path == "/v1/nodes" else None) as agent, pytest.raises(BackendError) as refused:
        capture(agent.address, options(token="hunter2-token"))
    assert "token *** is odd" in str(refused.value)


def test_secret_ids_are_dropped_at_every_depth() -> None:
    from nomadspec.backends.http import _without_secrets

    row = {"ID": "a", "x": [{"y": {"z": {"SecretID": "hunter2", "w": 1}}}]}
    assert _without_secrets({"jobs": [row]}) == {"jobs": [{"ID": "a", "x": [{"y": {"z": {"SecretID": "", "w": 1}}}]}]}


def test_decompressed_size_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nomadspec.backends.http_client.MAX_ANSWER", 100_000)
    bomb = gzip.compress(b"[" + b"0," * 2_000_000 + b"0]")
    fault = lambda path, count: (200, bomb, {"Content-Encoding": "gzip"}) if path == "/v1/nodes" else None  # noqa: E731
    with RecordedAgent(SMALL, fault=fault) as agent, pytest.raises(BackendError, match="larger than"):
        capture(agent.address, options())


def test_the_time_for_everything_is_limited() -> None:
    with RecordedAgent(SMALL, delay=0.4) as agent, pytest.raises(BackendError, match="within 1 seconds"):
        capture(agent.address, options(timeout=1.0, concurrency=1))


def test_nobody_listens() -> None:
    with pytest.raises(BackendError, match="the agent cannot be reached"):
        capture("http://127.0.0.1:9", options())


def test_credentials_are_sent_but_never_shown() -> None:
    fault = lambda path, count: (500, b"boom") if path == "/v1/nodes" else None  # noqa: E731
    with RecordedAgent(SMALL, fault=fault) as agent, pytest.raises(BackendError) as refused:
        capture(agent.address.replace("//", "//user:hunter2@"), options(token=SECRET))
    sent = [headers for _, headers in agent.requests]
    assert all(h["X-Nomad-Token"] == SECRET and h["Authorization"].startswith("Basic ") for h in sent)
    assert SECRET not in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_an_address_from_a_configuration_gets_no_credentials() -> None:
    with RecordedAgent(SMALL) as agent:
        capture(agent.address, options(credentials=False, environ={"NOMAD_TOKEN": SECRET, "NOMAD_HTTP_AUTH": "user:pass"}))
        assert agent.requests
        assert all("X-Nomad-Token" not in headers and "Authorization" not in headers for _, headers in agent.requests)


def test_sections_the_token_may_not_read_are_named() -> None:
    fault = lambda path, count: (403, b"Permission denied") if path == "/v1/deployments" else None  # noqa: E731
    with RecordedAgent(SMALL, fault=fault) as agent:
        document = capture(agent.address, options())
    assert document["deployments"] == []
    assert "without deployments: the token has no permission to read them" in document["source"]


@pytest.mark.parametrize("address", ["ftp://x", "http://", "http://[", "http://host:99999"])
def test_bad_addresses(address: str) -> None:
    with pytest.raises(BackendError):
        capture(address, options())
