"""A token of the run in each string of a cluster's state: no output shows it but the bodies that are the value itself, and no error or note does.

An agent may send back what it was sent, in any place; and a job of the cluster may hold the token.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from fuzz.targets import ANSWERS
from fuzz.wire import WireAgent, response
from nomadspec import canonicalize, compile
from nomadspec.jobspec.json.api import to_api
from tests.cli.run import Runner

MARKER = "S3cr3tMarker77x"
JOB = """job "web" {
  meta {
    team = "a"
  }
  constraint {
    attribute = "${attr.kernel.name}"
    value     = "linux"
  }
  group "api" {
    network {
      mode = "bridge"
      port "http" {
        to           = 8080
        host_network = "default"
      }
    }
    volume "data" {
      type   = "host"
      source = "data"
    }
    service {
      name     = "web"
      port     = "http"
      provider = "nomad"
      tags     = ["a"]
      meta {
        k = "v"
      }
      check {
        type     = "http"
        path     = "/"
        interval = "10s"
        timeout  = "2s"
        header {
          Authorization = ["Bearer x"]
        }
      }
    }
    task "server" {
      driver = "docker"
      user   = "nobody"
      config {
        image = "redis:7"
        args  = ["--key", "x"]
      }
      env {
        PASSWORD = "x"
      }
      template {
        destination = "local/x"
        data        = "a = b"
      }
      artifact {
        source = "https://example.com/a.tgz"
        headers {
          Authorization = "x"
        }
      }
      resources {
        device "nvidia/gpu" {
          constraint {
            attribute = "${device.model}"
            value     = "x"
          }
        }
      }
    }
  }
}
"""
NODE_ID = "7a1f0c52-0000-4000-8000-000000000001"


def _state() -> dict[str, Any]:
    job = compile(JOB, environ={}).job
    assert job is not None
    stored = to_api(canonicalize(job))
    return {
        "format": "nomadspec-state/1",
        "source": "http://127.0.0.1:4646",
        "captured_at": "2026-01-01T12:00:00Z",
        "latest_index": 40,
        "region": "global",
        "regions": ["global"],
        "scheduler_config": {"SchedulerAlgorithm": "binpack"},
        "incomplete": ["deployments: the token has no permission to read them"],
        "nodes": [
            {
                "ID": NODE_ID,
                "Name": "n",
                "Datacenter": "dc1",
                "NodePool": "default",
                "NodeClass": "c",
                "Status": "ready",
                "SchedulingEligibility": "eligible",
                "Attributes": {"kernel.name": "linux", "driver.docker": "1"},
                "Meta": {"rack": "r1"},
                "Drivers": {"docker": {"Detected": True, "Healthy": True}},
                "HostVolumes": {"data": {"Name": "data"}},
                "NodeResources": {
                    "Cpu": {"CpuShares": 4000},
                    "Memory": {"MemoryMB": 4096},
                    "Disk": {"DiskMB": 50_000},
                    "Networks": [{"Mode": "host", "Device": "eth0", "IP": "10.0.0.1"}],
                    "Devices": [{"Vendor": "nvidia", "Type": "gpu", "Name": "t4", "Instances": [{"ID": "i1", "Healthy": True}]}],
                },
            }
        ],
        "node_pools": [{"Name": "default", "Description": "d"}],
        "namespaces": [{"Name": "default", "Description": "d"}],
        "jobs": [{**stored, "Version": 1, "Status": "running", "JobModifyIndex": 9, "CreateIndex": 9, "ModifyIndex": 9}],
        "allocations": [
            {
                "ID": "aaaaaaaa-0000-4000-8000-000000000001",
                "Namespace": "default",
                "Name": "web.api[0]",
                "JobID": "web",
                "JobVersion": 1,
                "TaskGroup": "api",
                "NodeID": NODE_ID,
                "NodeName": "n",
                "DesiredStatus": "run",
                "DesiredDescription": "d",
                "ClientStatus": "running",
            }
        ],
        "deployments": [{"ID": "d1", "Namespace": "default", "JobID": "web", "JobVersion": 1, "Status": "running", "StatusDescription": "d"}],
        "evaluations": [{"ID": "e1", "Namespace": "default", "JobID": "web", "Status": "blocked", "StatusDescription": "d"}],
        "servers": [{"Name": "s1.global", "Version": "2.0.6", "Region": "global"}],
        "csi_volumes": [{"ID": "v1", "Name": "v", "Namespace": "default", "PluginID": "p1", "AccessMode": "single-node-writer"}],
        "csi_plugins": [{"ID": "p1", "Provider": "x"}],
        "host_volumes": [{"ID": "h1", "Name": "data", "Namespace": "default", "NodeID": NODE_ID}],
        "services": [{"ServiceName": "web", "Namespace": "default", "JobID": "web", "Tags": ["a"], "Address": "10.0.0.1", "Port": 1}],
    }


STATE = _state()


def _leaves(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, str):
        yield way
    elif isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _leaves(item, (*way, key))


def planted(way: tuple[Any, ...], text: str = MARKER) -> dict[str, Any]:
    """The state with another text at one place."""
    made = copy.deepcopy(STATE)
    at: Any = made
    for key in way[:-1]:
        at = at[key]
    at[way[-1]] = text
    return made


LEAVES = [way for way in _leaves(STATE) if way != ("format",)]
#: Each leaf goes through a few of them, in turn.
OUTPUTS: tuple[tuple[str, ...], ...] = (
    ("plan", "--redact", "--verbose", "--explain", "-o", "text"),
    ("lint", "-o", "json"),
    ("state", "show", "-o", "json"),
    ("what-if", "--redact", "--lose", "n", "-o", "text"),
    ("plan", "--redact", "--explain", "-o", "json"),
    ("state", "show"),
    ("drift", "--redact", "--all", "-o", "text"),
    ("state", "diff", "-o", "json"),
    ("graph", "-o", "json"),
    ("plan", "--explain", "-o", "markdown"),
    ("state", "capture"),
    ("capacity", "-o", "text"),
    ("validate", "--redact"),
    ("state", "show", "-o", "html"),
    ("what-if", "--lose", "n", "-o", "markdown"),
    ("drift", "--redact", "--all", "-o", "json"),
    ("lint", "-o", "text"),
    ("state", "diff", "--verbose"),
    ("plan", "--redact", "--why-not", "n"),
    ("env", "--redact", "-o", "json"),
    ("capacity", "-o", "json"),
    ("graph", "-o", "dot"),
    ("what-if", "--redact", "--lose", "n", "-o", "json"),
    ("report",),
    ("init", "--force", "--from-state"),
    ("drift", "-o", "html"),
    ("plan", "-o", "html"),
    ("test",),
)
A_FEW = 4
TEST = """state = "state.json"
test "a" {
  jobs = ["x.nomad.hcl"]
  each = "meta.rack"
  assert {
    condition     = length(placements) == 77
    error_message = "not so many"
  }
}
"""
#: What each command takes behind its words.
NAMED = {
    "show": ["state.json"],
    "diff": ["old.json", "state.json"],
    "capture": ["file:state.json"],
    "init": ["file:state.json"],
    "test": [],
}


@pytest.fixture
def run(nomadspec: Runner) -> Runner:
    nomadspec.monkeypatch.setenv("NOMAD_TOKEN", MARKER)
    nomadspec.write("old.json", json.dumps(STATE))
    nomadspec.write("x.nomad.hcl", JOB.replace('"redis:7"', '"redis:8"'))
    nomadspec.write("x.nomadtest.hcl", TEST)
    return nomadspec


def _said(run: Runner, words: tuple[str, ...]) -> str:
    """All that a run prints and writes."""
    command = words[1] if words[0] == "state" else words[0]
    result = run(*words, *NAMED.get(command, ["--state", "file:state.json", "x.nomad.hcl"]))
    assert result.status in (0, 1, 2, 255)
    written = [*run.folder.glob("nomadspec-report/*"), *run.folder.glob("nomadspec.toml")]
    texts = [path.read_text() for path in written]
    for path in written:
        path.unlink()
    return result.out + result.err + "".join(texts)


def test_there_are_leaves() -> None:
    assert len(LEAVES) > 150
    assert {way[0] for way in LEAVES} >= {"nodes", "jobs", "allocations", "deployments", "evaluations", "services", "csi_volumes", "host_volumes"}


@pytest.mark.parametrize("part", dict.fromkeys(way[0] for way in LEAVES))
def test_no_output_shows_the_token(run: Runner, part: str) -> None:
    for number, way in enumerate(LEAVES):
        if way[0] != part:
            continue
        run.write("state.json", json.dumps(planted(way)))
        for step in range(A_FEW):
            words = OUTPUTS[(number * A_FEW + step) % len(OUTPUTS)]
            assert MARKER not in _said(run, words), f"{way} in {' '.join(words)}"


@pytest.mark.parametrize("words", OUTPUTS, ids=" ".join)
def test_nor_where_names_of_the_cluster_are_listed(run: Runner, words: tuple[str, ...]) -> None:
    """Names that the jobspec nearly has, in everything that is named."""
    made = json.loads(json.dumps(STATE).replace('"default"', f'"{MARKER}"').replace('"dc1"', f'"{MARKER}"').replace('"data"', f'"{MARKER}"'))
    run.write("state.json", json.dumps(made))
    run.write("x.nomad.hcl", JOB.replace('job "web" {', f'job "web" {{\n  node_pool = "{MARKER[:-1]}"\n  datacenters = ["{MARKER[:-1]}"]'))
    assert MARKER not in _said(run, words)


def test_the_body_of_a_plan_is_the_value_itself(run: Runner) -> None:
    run.write("state.json", json.dumps(STATE).replace('"redis:7"', f'"{MARKER}"'))
    assert MARKER in _said(run, ("plan",))


def test_why_a_plan_is_refused_is_not_its_body(run: Runner) -> None:
    run.write("state.json", json.dumps(STATE))
    run.write("x.nomad.hcl", JOB.replace('job "web" {', f'job "web" {{\n  namespace = "{MARKER}"'))
    result = run("plan", "--state", "state.json", "x.nomad.hcl")
    assert result.err.endswith('\t* job "web" is in nonexistent namespace "<redacted>"\n')


def test_passwords_of_addresses(nomadspec: Runner) -> None:
    """As tokens are: in the address of a state, and of the environment."""
    given = {**STATE, "source": MARKER, "regions": [MARKER]}
    nomadspec.write("state.json", json.dumps(given))
    assert MARKER in nomadspec("state", "show", "-o", "json", "state.json").out
    nomadspec.monkeypatch.setenv("NOMAD_HTTP_AUTH", f"user:{MARKER}")
    assert MARKER not in nomadspec("state", "show", "-o", "json", "state.json").out
    nomadspec.monkeypatch.delenv("NOMAD_HTTP_AUTH")
    with WireAgent(lambda path: [response({**ANSWERS, "/v1/regions": [MARKER]}.get(path, []))]) as agent:
        address = agent.address.replace("//", f"//user:{MARKER}@")
        for words in (["state", "capture", address], ["state", "show", "-o", "json", address], ["plan", "--redact", "--state", address, "x.nomad.hcl"]):
            result = nomadspec(*words)
            assert MARKER not in result.out + result.err


def _with_secrets(value: Any) -> Any:
    """The answer with a secret id in every object of it, and the tokens of a job in every job."""
    if isinstance(value, list):
        return [_with_secrets(item) for item in value]
    if not isinstance(value, dict):
        return value
    tokens = dict.fromkeys(("VaultToken", "ConsulToken", "NomadToken"), MARKER) if "TaskGroups" in value else {}
    return {**{key: _with_secrets(item) for key, item in value.items()}, **tokens, "SecretID": MARKER}


def test_secrets_of_the_cluster_are_not_read(nomadspec: Runner) -> None:
    """In an object whose members are all of one kind, a member of that name is no secret, and the answer is refused."""
    for path, answer in ANSWERS.items():
        with WireAgent(lambda asked, path=path, answer=answer: [response(_with_secrets(answer) if asked == path else ANSWERS.get(asked, []))]) as agent:  # type: ignore[misc]
            result = nomadspec("state", "capture", agent.address)
        assert MARKER not in result.out + result.err, path
