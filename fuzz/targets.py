"""What is fuzzed: each target takes an input of its kind, and may answer or refuse in the words that it promises; anything else that it raises is a finding."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from random import Random
from typing import Any, Final

import nomadspec
from fuzz import mutators
from nomadspec.agent import load
from nomadspec.agent import validate as validate_agent
from nomadspec.backends import answers
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
ANSWERS: Final[dict[str, Any]] = {
    "/v1/nodes": [NODE],
    "/v1/jobs": [{"ID": "a", "JobSummary": {"Namespace": "b"}}],
    "/v1/job/a/versions": {"Versions": [{"ID": "a", "Version": 1}]},
}


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
    "config": config,
}
