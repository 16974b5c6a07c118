"""`--nomad-version` and `nomad-version`: the release of Nomad that commands speak for."""

from __future__ import annotations

import json

import pytest

from nomadspec.version import NOMAD_VERSION
from tests.cli.run import Runner

JOB = """job "web" {
  group "api" {
    max_client_disconnect = "1h"

    network {
      port "http" {}
    }

    service {
      provider = "nomad"
      port     = "http"
    }

    task "server" {
      driver = "docker"

      config {
        image = "web:1"
        ports = ["http"]
      }
    }
  }
}
"""
STATE = {
    "format": "nomadspec-state/1",
    "region": "global",
    "servers": [{"Name": f"s{n}", "Version": v, "Region": "global"} for n, v in enumerate(("1.10.1", "1.9.5+ent"))],
}


@pytest.fixture
def jobs(nomadspec: Runner) -> Runner:
    nomadspec.write("web.nomad.hcl", JOB)
    nomadspec.write("state.json", json.dumps(STATE))
    return nomadspec


def warnings(runner: Runner, *arguments: str) -> str:
    return runner("validate", *arguments, "web.nomad.hcl").out


def test_validate_speaks_for_the_release(jobs: Runner) -> None:
    assert "shutdown_delay" in warnings(jobs)
    assert "MaxClientDisconnect will be deprecated" in warnings(jobs, "--nomad-version", "1.9")
    assert warnings(jobs, "--nomad-version=1.7") == "Job validation successful\n"
    assert jobs("validate", "-nomad-version", "1.7", "web.nomad.hcl").err == "nomadspec: checked for Nomad 1.7.7\n"


def test_compile_prints_that_releases_json(jobs: Runner) -> None:
    older, newer = (json.loads(jobs("compile", *given, "web.nomad.hcl").out)["Job"] for given in (("--nomad-version", "1.9"), ()))
    assert "VaultToken" in older
    assert "VaultToken" not in newer


def test_the_configuration_names_one(jobs: Runner) -> None:
    jobs.write("nomadspec.toml", 'nomad-version = "1.7"\n')
    assert warnings(jobs) == "Job validation successful\n"
    assert "shutdown_delay" in warnings(jobs, "--nomad-version", "2.0")
    assert "Disconnect" not in json.loads(jobs("compile", "web.nomad.hcl").out)["Job"]["TaskGroups"][0]


def test_reports_name_it(jobs: Runner) -> None:
    assert json.loads(jobs("lint", "-o", "json").out)["nomad"] == NOMAD_VERSION
    result = jobs("lint", "-o", "json", "--nomad-version", "1.9.2")
    assert json.loads(result.out)["nomad"] == "1.9.2"
    sarif = json.loads(jobs("lint", "-o", "sarif", "--nomad-version", "1.9").out)
    assert sarif["runs"][0]["tool"]["driver"]["properties"] == {"nomad": "1.9.7"}
    assert "1 file checked for Nomad 1.9.7." in jobs("lint", "--nomad-version", "1.9").err


def test_each_folder_has_its_own(nomadspec: Runner) -> None:
    for folder, release in (("old", "1.8"), ("new", "2.0")):
        nomadspec.write(f"{folder}/web.nomad.hcl", JOB.replace('"web"', f'"{folder}"', 1))
        nomadspec.write(f"{folder}/nomadspec.toml", f'nomad-version = "{release}"\n')
    document = json.loads(nomadspec("lint", "-o", "json", "old", "new").out)
    assert document["nomad"] == f"1.8.4, {NOMAD_VERSION}"
    assert {f["path"] for f in document["findings"] if f["rule"].startswith("shutdown-delay-")} == {"new/web.nomad.hcl"}


def test_auto_is_the_servers_oldest(jobs: Runner) -> None:
    result = jobs("lint", "-o", "json", "--nomad-version", "auto", "--state", "state.json")
    assert json.loads(result.out)["nomad"] == "1.9.5"
    result = jobs("validate", "--nomad-version", "auto", "web.nomad.hcl")
    assert (result.status, result.err) == (
        2,
        "nomadspec: --nomad-version: auto uses the release of a cluster's servers: set --state, or name a release instead of auto\n",
    )


def test_another_release_than_the_clusters_is_said_once(jobs: Runner) -> None:
    jobs.write("b.nomad.hcl", JOB.replace('"web"', '"b"', 1))
    said = f"nomadspec: checked for Nomad {NOMAD_VERSION}, and the servers run 1.9.5; --nomad-version auto uses theirs\n"
    for command in ("plan", "lint", "validate"):
        assert jobs(command, "--state", "state.json", "web.nomad.hcl", "b.nomad.hcl").err.count(said) == 1, command
        assert said not in jobs(command, "--nomad-version", "auto", "--state", "state.json", "web.nomad.hcl").err


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("1.5", "--nomad-version: Nomad 1.5 is too old: nomadspec knows the releases from 1.6 on"),
        ("lots", "--nomad-version: 'lots' is not a release of Nomad: write X.Y or X.Y.Z, such as 1.8 or 1.8.2"),
    ],
)
def test_no_such_release(jobs: Runner, given: str, message: str) -> None:
    for command in ("lint", "validate", "compile"):
        result = jobs(command, "--nomad-version", given, "web.nomad.hcl")
        assert (result.status, result.out, result.err) == (2, "", f"nomadspec: {message}\n")


def test_a_newer_one_is_judged_as_the_newest(jobs: Runner) -> None:
    result = jobs("validate", "--nomad-version", "2.4", "web.nomad.hcl")
    assert result.err == f"nomadspec: Nomad 2.4 is newer than all releases that nomadspec knows; it is treated as {NOMAD_VERSION}\n"
