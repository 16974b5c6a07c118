"""`lint --upgrade-to`: what an upgrade breaks, changes or leaves to be looked at."""

from __future__ import annotations

import json

import pytest

from nomadspec.rules.registry import UPGRADE
from nomadspec.version import NOMAD_VERSION
from nomadspec.workspace.upgrade import CHANGES
from tests.cli.run import Runner

JOB = """job "web" {
  type        = "system"
  vault_token = "x"

  update {
    max_parallel = 2
  }

  group "api" {
    max_client_disconnect = "1h"

    task "server" {
      driver = "docker"

      config {
        image = "web:1"
      }

      template {
        destination = "local/x"
        data        = "{{ sprig_now }} {{ key \\"a\\" }}"
      }
    }
  }
}
"""
CHANGE = """job "web" {{
  {job}
  group "api" {{
    {group}
    task "server" {{
      {task}
    }}
  }}
}}
"""
DOCKER = 'driver = "docker"\nconfig {\n  image = "web:1"\n}\n'


def findings(runner: Runner, *arguments: str) -> list[tuple[str, str, str]]:
    document = json.loads(runner("lint", "-o", "json", *arguments).out)
    return [(f["code"], f["severity"], f["message"]) for f in document["findings"]]


def test_what_breaks_and_changes(nomadspec: Runner) -> None:
    nomadspec.write("web.nomad.hcl", JOB)
    assert findings(nomadspec, "--nomad-version", "1.9", "--upgrade-to", "1.11") == [
        ("EVA201", "error", "on Nomad 1.11.3: the attribute vault_token was removed after Nomad 1.9.7, but this job is checked for Nomad 1.11.3"),
        ("UPG004", "info", "from Nomad 1.11.0 on: system jobs have deployments: canary, auto_revert, health checks and deadlines in update apply"),
        ("DEP007", "error", "on Nomad 1.11.3: max_client_disconnect is ignored since Nomad 1.10"),
        ("UPG002", "info", "from Nomad 1.10.0 on: the template reads from Consul, but the task no longer gets a Consul identity automatically"),
        ("TPL002", "error", "on Nomad 1.11.3: template function 'sprig_now' was removed after Nomad 1.10.1"),
    ]
    result = nomadspec("lint", "--nomad-version", "1.9", "--upgrade-to", "1.11")
    assert result.status == 1
    assert "web.nomad.hcl:10:5" in result.out


def test_ready(nomadspec: Runner) -> None:
    nomadspec.write("jobs/a.nomad.hcl", CHANGE.format(job="", group="", task=DOCKER))
    nomadspec.write("jobs/b.nomad.hcl", CHANGE.format(job="", group="", task=DOCKER).replace('"web"', '"b"'))
    result = nomadspec("lint", "--nomad-version", "1.9", "--upgrade-to", "2.0", "jobs")
    assert (result.status, result.out) == (0, f"ready for Nomad {NOMAD_VERSION} (from 1.9.7): 2 files checked\n")
    assert findings(nomadspec, "--nomad-version", "1.9", "--upgrade-to", "2.0", "jobs") == []


def test_standard_input(nomadspec: Runner) -> None:
    result = nomadspec("lint", "--nomad-version", "1.9", "--upgrade-to", "2.0", "-", stdin=CHANGE.format(job="", group="", task=DOCKER))
    assert result.out == f"ready for Nomad {NOMAD_VERSION} (from 1.9.7): 1 file checked\n"


#: Change → (a job that it concerns, one that it does not).
CASES: dict[str, tuple[str, str]] = {
    "upgrade-distinct-hosts": (
        CHANGE.format(job="constraint {\n distinct_hosts = true\n }", group="", task=DOCKER),
        CHANGE.format(job='constraint {\n distinct_property = "${node.datacenter}"\n }', group="", task=DOCKER),
    ),
    "upgrade-consul-templates": (
        CHANGE.format(job="", group="", task=DOCKER + 'template {\n destination = "local/x"\n data = "{{ key \\"a\\" }}"\n }'),
        CHANGE.format(job="", group="consul {}", task=DOCKER + 'template {\n destination = "local/x"\n data = "{{ key \\"a\\" }}"\n }'),
    ),
    "upgrade-preferences-in-place": (
        CHANGE.format(job="", group='affinity {\n attribute = "${node.datacenter}"\n value = "a"\n }', task=DOCKER),
        CHANGE.format(job="", group="", task=DOCKER),
    ),
    "upgrade-system-deployments": (
        CHANGE.format(job='type = "system"\nupdate {\n max_parallel = 2\n }', group="", task=DOCKER),
        CHANGE.format(job="update {\n max_parallel = 1\n }", group="", task=DOCKER),
    ),
    "upgrade-docker-auth-email": (
        CHANGE.format(job="", group="", task=DOCKER.replace("}", 'auth {\n email = "a@b.c"\n }\n}')),
        CHANGE.format(job="", group="", task=DOCKER.replace("}", 'auth {\n username = "a"\n }\n}')),
    ),
    "upgrade-qemu-paths": (
        CHANGE.format(job="", group="", task='driver = "qemu"\nconfig {\n image_path = "local/a.img"\n }'),
        CHANGE.format(job="", group="", task=DOCKER),
    ),
    "upgrade-lost-after-reschedule": (
        CHANGE.format(job="", group='disconnect {\n lost_after = "1h"\n }', task=DOCKER),
        CHANGE.format(job="", group='disconnect {\n lost_after = "1h"\n replace = false\n }', task=DOCKER),
    ),
}


@pytest.mark.parametrize("rule", CASES)
def test_each_change(nomadspec: Runner, rule: str) -> None:
    older = "1.8" if "lost" in rule else "1.6"
    change = next(change.rule for change in CHANGES if change.rule.name == rule)
    for text, there in zip(CASES[rule], (True, False), strict=True):
        nomadspec.write("web.nomad.hcl", text)
        codes = [code for code, _, _ in findings(nomadspec, "--nomad-version", older, "--upgrade-to", "2.0")]
        assert (change.code in codes) is there
        assert change.code not in [code for code, _, _ in findings(nomadspec, "--nomad-version", "1.11.3", "--upgrade-to", "2.0")]
        assert change.code not in [code for code, _, _ in findings(nomadspec)]


def test_every_change_has_a_case_and_a_description() -> None:
    assert {change.rule.name for change in CHANGES} == set(CASES) == {rule.name for rule in UPGRADE}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("--upgrade-to", "1.9"),
            f"--upgrade-to: 1.9.7 is not newer than {NOMAD_VERSION}; set --nomad-version to the release that the cluster runs",
        ),
        (("--nomad-version", "1.9", "--upgrade-to", "soon"), "--upgrade-to: 'soon' is not a release of Nomad: write X.Y or X.Y.Z, such as 1.8 or 1.8.2"),
        (("--nomad-version", "1.9", "--upgrade-to", "2.0", "--fix"), "--upgrade-to cannot be combined with --fix or --diff"),
    ],
)
def test_what_makes_no_sense(nomadspec: Runner, arguments: tuple[str, ...], message: str) -> None:
    nomadspec.write("web.nomad.hcl", JOB)
    result = nomadspec("lint", *arguments)
    assert result.status == 2
    assert message in result.err


def test_agents(nomadspec: Runner) -> None:
    nomadspec.write("agent.hcl", 'data_dir = "/var/nomad"\n\nclient {\n  enabled = true\n}\n\ntls {\n  tls_prefer_server_cipher_suites = true\n}\n')
    found = findings_of_agent(nomadspec, "--nomad-version", "1.8", "--upgrade-to", "1.10", "agent.hcl")
    assert found == [("AGT003", "on Nomad 1.10.5: tls unexpected keys tls_prefer_server_cipher_suites")]
    assert [(code, message) for code, _, message in findings(nomadspec, "--nomad-version", "1.8", "--upgrade-to", "1.10", "agent.hcl")] == found
    nomadspec.write("agent.hcl", 'data_dir = "/var/nomad"\n\nclient {\n  enabled = true\n}\n')
    result = nomadspec("agent", "lint", "--nomad-version", "1.8", "--upgrade-to", "1.10", "agent.hcl")
    assert (result.status, result.out) == (0, "ready for Nomad 1.10.5 (from 1.8.4): 1 file checked\n")
    assert nomadspec("lint", "--nomad-version", "1.8", "--upgrade-to", "1.10", "agent.hcl").out == result.out


def findings_of_agent(runner: Runner, *arguments: str) -> list[tuple[str, str]]:
    document = json.loads(runner("agent", "lint", "-o", "json", *arguments).out)
    return [(f["code"], f["message"]) for f in document["findings"]]


def test_each_environment_is_upgraded_from_its_own_release(nomadspec: Runner) -> None:
    """What the newer environment has already is still news to the older one."""
    nomadspec.write("jobs/a.nomad.hcl", CHANGE.format(job="", group='max_client_disconnect = "1h"', task=DOCKER))
    rows = [f'[[environments]]\nname = "{name}"\npaths = ["jobs/*"]\nnomad-version = "{release}"\n' for name, release in (("prod", "1.9"), ("dev", "1.10"))]
    nomadspec.write("nomadspec.toml", "\n".join(rows))
    assert [code for code, _, _ in findings(nomadspec, "--upgrade-to", "1.11", "jobs")] == ["DEP007"]
