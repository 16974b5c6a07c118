"""What is fuzzed: each target takes an input of its kind, and may answer or refuse in the words that it promises; anything else that it raises is a finding."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from random import Random
from typing import Any, Final
from unittest import mock

import nomadspec
from fuzz import mutators
from fuzz.wire import WireAgent, response
from nomadspec.agent import load
from nomadspec.agent import validate as validate_agent
from nomadspec.backends import answers
from nomadspec.backends.opening import BackendError, OpenOptions, open_state
from nomadspec.jobspec.json.api import to_api
from nomadspec.notation.template import TemplateError
from nomadspec.notation.template import parse as parse_template
from nomadspec.workspace import configuration

JOB: Final = """variable "a" {
  type    = list(string)
  default = ["x", "y"]
}
locals { b = { for v in var.a : v => upper(v) if v != "z" } }
# nomadspec: ignore[DRV003, env-secret-plain] a reason
job "web" {
  datacenters = ["dc1"]
  constraint {
    attribute = "${attr.kernel.name}"
    operator  = "regexp"
    value     = "lin.*"
  }
  periodic { crons = ["*/15 * * * *", "@daily"] }
  group "api" {
    count = length(var.a)
    network {
      mode = "bridge"
      port "http" { to = 8080 }
    }
    service {
      name = "web"
      port = "http"
      connect {
        sidecar_service {}
      }
      check {
        type     = "http"
        path     = "/"
        interval = "10s"
        timeout  = "2s"
      }
    }
    dynamic "task" {
      for_each = local.b
      labels   = ["t-${task.key}"]
      content {
        driver = "docker"
        config { image = "redis:${task.value}" }
        template {
          destination = "local/x"
          data        = <<TEXT
{{ range service "a" }}{{ .Address }}{{ end }}
TEXT
        }
        env { A = "%{ if true }b%{ else }c%{ endif }" }
      }
    }
  }
}
"""
AGENT: Final = """data_dir = "/x"
ports { http = 4646 }
server {
  enabled          = true
  bootstrap_expect = 3
}
client {
  host_volume "v" { path = "/x" }
}
plugin "docker" {
  config { volumes { enabled = true } }
}
tls { http = true }
"""
TEMPLATE: Final = (
    '{{ range $i, $s := service "web" }}{{ if eq $i 0 }}{{ $s.Address | toUpper }}{{ else }}{{ key (printf "a/%d" $i) }}{{ end }}{{ end }}'
    '{{ with secret "x" }}{{ .Data.data.k }}{{ end }}'
)
CONFIGURATION: Final = """select = ["ALL"]
ignore = ["DRV003"]
nomad-version = "1.9.0"
[drivers.podman]
schema = "p.json"
[[suppress]]
rules = ["X"]
paths = ["a/*"]
[environments.prod]
var-files = ["a.hcl"]
"""
NODE: Final[dict[str, Any]] = {
    "ID": "7a1f0c52-0000-4000-8000-000000000001", "Name": "n", "Datacenter": "dc1", "NodePool": "default", "Status": "ready",
    "Attributes": {"kernel.name": "linux"}, "Meta": {"rack": "r1"}, "Drivers": {"docker": {"Detected": True, "Healthy": True}},
    "NodeResources": {"Cpu": {"CpuShares": 4000}, "Memory": {"MemoryMB": 4096}, "Disk": {"DiskMB": 50_000}, "Networks": [{"Mode": "host", "IP": "10.0.0.1"}]},
}  # fmt: skip
STATE: Final[dict[str, Any]] = {
    "format": "nomadspec-state/1", "region": "global", "nodes": [NODE],
    "jobs": [{"ID": "web", "Name": "web", "Type": "service", "Version": 1, "TaskGroups": [
        {"Name": "api", "Count": 1, "Tasks": [{"Name": "t", "Driver": "docker", "Config": {"image": "x"}, "Resources": {"CPU": 100}}]}]}],
    "allocations": [{"ID": "a1", "JobID": "web", "TaskGroup": "api", "NodeID": NODE["ID"], "DesiredStatus": "run", "ClientStatus": "running"}],
}  # fmt: skip
JOB_ROW: Final[dict[str, Any]] = {"ID": "a b", "Name": "a b", "Namespace": "default", "Version": 1, "Type": "service", "TaskGroups": [
    {"Name": "api", "Count": 1, "Tasks": [{"Name": "t", "Driver": "docker", "Config": {"image": "x"}}]}]}  # fmt: skip
ALLOCATION: Final[dict[str, Any]] = {"ID": "a1", "Namespace": "default", "JobID": "a b", "TaskGroup": "api", "NodeID": NODE["ID"], "Job": JOB_ROW}
#: What an agent answers, by path.
ANSWERS: Final[dict[str, Any]] = {
    "/v1/agent/self": {"config": {"Region": "global", "ACL": {"Enabled": False}}, "member": {"Tags": {"region": "global"}}},
    "/v1/agent/members": {"Members": [{"Name": "s1.global", "Tags": {"build": "2.0.6", "region": "global"}}]},
    "/v1/operator/scheduler/configuration": {"SchedulerConfig": {"SchedulerAlgorithm": "spread"}},
    "/v1/nodes": [{"ID": NODE["ID"]}],
    f"/v1/node/{NODE['ID']}": NODE,
    f"/v1/node/{NODE['ID']}/allocations": [ALLOCATION],
    "/v1/node/pools": [{"Name": "default"}],
    "/v1/namespaces": [{"Name": "default"}],
    "/v1/regions": ["global"],
    "/v1/jobs": [{"ID": "a b", "Namespace": "default", "JobSummary": {"Namespace": "default"}}],
    "/v1/job/a%20b/versions": {"Versions": [JOB_ROW]},
    "/v1/allocations": [{"ID": "a1", "Namespace": "default"}, {"ID": "a2", "Namespace": "default"}],
    "/v1/allocation/a2": {**ALLOCATION, "ID": "a2"},
    "/v1/deployments": [{"ID": "d1", "Namespace": "default", "JobID": "a b", "TaskGroups": {"api": {"DesiredTotal": 1}}}],
    "/v1/evaluations": [{"ID": "e1", "Namespace": "default", "JobID": "a b", "Status": "blocked"}],
    "/v1/services": [{"Namespace": "default", "Services": [{"ServiceName": "web", "Tags": ["a"]}]}],
    "/v1/volumes": [{"ID": "v1", "Namespace": "default", "Name": "data"}],
    "/v1/volume/csi/v1": {"ID": "v1", "Namespace": "default", "Name": "data", "PluginID": "p1"},
    "/v1/volume/host/v1": {"ID": "v1", "Namespace": "default", "Name": "data", "NodeID": NODE["ID"]},
    "/v1/volumes/claims": [{"ID": "c1", "Namespace": "default", "JobID": "a b", "TaskGroupName": "api", "VolumeID": "v1"}],
    "/v1/plugins": [{"ID": "p1"}],
    "/v1/plugin/csi/p1": {"ID": "p1", "Controllers": {}, "Nodes": {}},
}
#: What a line of a response is replaced by, and what its body is encoded as.
_LINES: Final = (
    b"HTTP/1.1 204 No Content", b"HTTP/1.1 302 Found\r\nLocation: http://[", b"HTTP/1.1 403 \xff", b"HTTP/1.1 404 ", b"HTTP/1.1 500 x", b"HTTP/1.1 100 Continue",
    b"HTTP/1.1 999 x", b"HTTP/0.9 200", b"ICY 200 OK", b"Content-Length: -1", b"Content-Length: 9999999999999999999999", b"Content-Length: 3",
    b"Transfer-Encoding: chunked", b"Transfer-Encoding: identity", b"Content-Encoding: gzip", b"Content-Encoding: deflate, gzip", b"Content-Encoding: br",
    b"X-Nomad-Index: \xb2", b"X-Nomad-Index: 99999999999999999999", b"X-Nomad-NextToken: \xff\xfe", b"X-Nomad-NextToken: " + b"x" * 70_000, b"X: y\r\n z", b": x", b"\x00",
)  # fmt: skip


def _odd(given: Any, random: Random) -> bytes:
    """A response that an agent would not send: odd in its value, its text, its header, or its bytes."""
    match random.randrange(4):
        case 0:
            return response(mutators.value(given, random), packed=random.random() < 0.3)
        case 1:
            return response(mutators.text(json.dumps(given), random).encode("utf-8", "surrogatepass"))
        case 2:
            head, _, body = response(given).partition(b"\r\n\r\n")
            lines = head.split(b"\r\n")
            lines[random.randrange(len(lines))] = random.choice(_LINES)
            return b"\r\n".join(lines) + b"\r\n\r\n" + body
        case _:
            made = response(given, packed=random.random() < 0.3)
            at = random.randrange(len(made))
            return made[:at] + random.choice((b"", b"\x00", b"\r\n", b"\xff" * 9, made[:at], b"5\r\n")) + made[at + random.randrange(4) :]


def jobspec(random: Random) -> None:
    given = mutators.text(JOB, random)
    nomadspec.compile(given, environ={}, fs="none")
    nomadspec.lint(given, environ={})
    with contextlib.suppress(nomadspec.SyntaxError):
        once = nomadspec.format(given)
        assert nomadspec.format(once) == once, "formatting twice differs from formatting once"


def job_json(random: Random) -> None:
    job = nomadspec.compile(JOB, environ={}, fs="none").job
    assert job is not None
    compiled = nomadspec.compile(json.dumps(mutators.value({"Job": to_api(job)}, random)), json=True)
    if compiled.ok and compiled.job is not None:
        nomadspec.validate(compiled.job)


def agent(random: Random) -> None:
    validate_agent(load(["a.hcl"], texts={"a.hcl": mutators.text(AGENT, random)}))


def template(random: Random) -> None:
    with contextlib.suppress(TemplateError):
        parse_template(mutators.text(TEMPLATE, random))


def state(random: Random) -> None:
    with contextlib.suppress(nomadspec.StateError):
        cluster = nomadspec.ClusterState.from_dict(mutators.value(STATE, random))
        job = nomadspec.compile(JOB, environ={}, fs="none").job
        assert job is not None
        nomadspec.plan(job, cluster)
        found = nomadspec.lint(JOB, environ={}, state=cluster)
        assert not [d for d in found if d.code in ("LNT001", "LNT007")], "a rule fell over"


def answer(random: Random) -> None:
    path = random.choice(list(ANSWERS))
    answers.fault(path, mutators.value(ANSWERS[path], random))


def http(random: Random) -> None:
    sent = {path: response(given) for path, given in ANSWERS.items()}
    for path in random.sample(list(ANSWERS), random.choice((1, 1, 2, 4))):
        sent[path] = _odd(ANSWERS[path], random)
    missing = response(b"", status="404 Not Found")
    with (
        WireAgent(lambda path: [sent.get(path, missing)]) as agent,
        mock.patch("nomadspec.backends.http_client.PAUSE", 0.0),
        contextlib.suppress(BackendError, nomadspec.StateError),
    ):
        open_state(agent.address, OpenOptions(environ={}, timeout=5.0)).to_dict()


def config(random: Random) -> None:
    with contextlib.suppress(configuration.ConfigurationError):
        configuration.from_mapping(configuration.parse(mutators.text(CONFIGURATION, random), "nomadspec.toml"))


TARGETS: Final[dict[str, Callable[[Random], None]]] = {
    "jobspec": jobspec,
    "job_json": job_json,
    "agent": agent,
    "template": template,
    "state": state,
    "answer": answer,
    "http": http,
    "config": config,
}
