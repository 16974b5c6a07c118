"""Environments: how a file is used in each, what is said once, and which values win."""

from __future__ import annotations

import json

import pytest

from nomadspec.workspace.configuration import ConfigurationError, from_mapping
from nomadspec.workspace.environments import in_environment, the_usage, the_usage_of_all, usages, values
from tests.cli.conftest import nomadspec as nomadspec
from tests.cli.run import Runner

JOB = """
variable "tag" {
  type    = string
  default = "0"
}

job "shop" {
  group "web" {
    network {
      port "http" {
        to     = 8080
        static = 8080
      }
    }
    task "main" {
      driver = "docker"
      config {
        image = "registry.example.net/app:${var.tag}"
        ports = ["http"]
      }
    }
  }
}
"""

TWO = """
[[environments]]
name      = "prod"
paths     = ["jobs/**"]
var-files = ["prod.hcl"]

[[environments]]
name      = "staging"
paths     = ["jobs/**"]
variables = { tag = "latest" }
"""

FOLDERS = """
[[environments]]
name  = "prod"
paths = ["prod/**"]

[[environments]]
name  = "staging"
paths = ["staging/**"]
"""


@pytest.fixture
def two(nomadspec: Runner) -> Runner:
    nomadspec.write("nomadspec.toml", TWO)
    nomadspec.write("prod.hcl", 'tag = "4.2"\n')
    nomadspec.write("jobs/shop.nomad.hcl", JOB)
    return nomadspec


@pytest.fixture
def folders(nomadspec: Runner) -> Runner:
    nomadspec.write("nomadspec.toml", FOLDERS)
    for name in ("prod", "staging"):
        nomadspec.write(f"{name}/shop.nomad.hcl", JOB.replace('default = "0"', 'default = "4"'))
    return nomadspec


# --- how a file is used

CONFIGURATION = from_mapping(
    {
        "variables": {"a": "top"},
        "server": {"namespaces": ["x"], "vault": True},
        "state": "file:top.json",
        "environments": [
            {"name": "prod", "paths": ["prod/**", "both/**"], "state": "file:prod.json", "variables": {"a": "prod"}},
            {"name": "staging", "paths": ["staging/**", "both/**"], "server": {"vault": False}, "var-files": ["s.hcl"]},
        ],
    }
)


@pytest.mark.parametrize(
    ("path", "named", "environments"),
    [
        ("prod/a.nomad", (), ["prod"]),
        ("both/a.nomad", (), ["prod", "staging"]),
        ("both/a.nomad", ("staging",), ["staging"]),
        ("elsewhere/a.nomad", (), [None]),
        ("elsewhere/a.nomad", ("prod",), [None]),
        ("prod/a.nomad", ("staging",), []),
    ],
)
def test_usages(path: str, named: tuple[str, ...], environments: list[str | None]) -> None:
    assert [each.environment for each in usages(CONFIGURATION, path, named)] == environments


def test_an_environment_is_put_over_the_rest() -> None:
    prod, staging = in_environment(CONFIGURATION, "prod"), in_environment(CONFIGURATION, "staging")
    assert prod.get("state") == "file:prod.json"
    assert staging.get("state") == "file:top.json"
    assert staging.get("server") == {"namespaces": ["x"], "vault": False}
    assert values(prod) == [{"a": "top"}, {"a": "prod"}]
    assert values(staging) == [{"a": "top"}, "s.hcl"]


def test_the_command_line_wins_over_an_environment() -> None:
    configuration = from_mapping({"environments": [{"name": "old", "nomad-version": "1.8"}]})
    assert in_environment(configuration, "old").get("nomad-version") == "1.8"
    assert in_environment(configuration.overriding(nomad_version="1.9"), "old").get("nomad-version") == "1.9"


@pytest.mark.parametrize(
    ("path", "named", "message"),
    [
        ("both/a.nomad", (), "both/a.nomad belongs to the environments prod, staging; choose one with --environment"),
        ("prod/a.nomad", ("staging",), "prod/a.nomad is not a file of environment staging; it belongs to prod"),
        ("prod/a.nomad", ("prd",), "no environment 'prd' in the configuration: it has prod, staging; did you mean prod?"),
    ],
)
def test_the_usage_is_one(path: str, named: tuple[str, ...], message: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        the_usage(CONFIGURATION, path, named)
    assert str(raised.value) == message


def test_a_file_of_no_environment_is_used_in_the_one_that_is_named() -> None:
    assert the_usage(CONFIGURATION, "elsewhere/a.nomad").environment is None
    assert the_usage(CONFIGURATION, "elsewhere/a.nomad", ("prod",)).environment == "prod"


def test_a_run_is_about_one_environment() -> None:
    one = the_usage_of_all([("elsewhere/a.nomad", CONFIGURATION), ("prod/a.nomad", CONFIGURATION)])
    assert one is not None
    assert one.environment == "prod"
    with pytest.raises(ConfigurationError, match=r"prod/a\.nomad belongs to environment prod, staging/a\.nomad to staging; choose one"):
        the_usage_of_all([("prod/a.nomad", CONFIGURATION), ("staging/a.nomad", CONFIGURATION)])


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ([{"paths": ["a"]}], r"environments\[0\] has no name"),
        ([{"name": "a"}, {"name": "a"}], "two environments are named 'a'"),
        ([{"name": "a", "var_files": []}], r"unknown key 'environments\[0\].var_files'; did you mean 'var-files'"),
    ],
)
def test_wrong_tables(tables: list[dict[str, object]], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        from_mapping({"environments": tables})


# --- lint


def test_a_finding_is_there_once_with_its_environments(two: Runner) -> None:
    findings = json.loads(two("lint", "jobs", "-o", "json").out)["findings"]
    latest = [f for f in findings if "latest" in f["message"]]
    assert [f["environments"] for f in latest] == [["staging"]]
    assert all(f["environments"] == [] for f in findings if f not in latest)
    text = two("lint", "jobs", "-o", "concise").out
    assert "(only in environment staging)" in text


def test_a_suppression_with_an_effect_in_one_environment_is_used(two: Runner) -> None:
    two.write("jobs/shop.nomad.hcl", JOB.replace("        image", "        # nomadspec: ignore[latest-tag] moves on purpose\n        image"))
    found = two("lint", "jobs", "-o", "concise").out
    assert "unused suppression" not in found


def test_the_same_jobs_in_two_folders_are_two_environments(folders: Runner) -> None:
    assert folders("lint", ".", "--select", "REP").out == ""
    folders.write("prod/again.nomad.hcl", JOB)
    assert "job 'shop' is also defined in prod/again.nomad.hcl" in folders("lint", ".", "--select", "REP001", "-o", "concise").out


def test_files_of_other_environments_are_left_out(folders: Runner) -> None:
    assert "1 file checked" in folders("lint", ".", "--environment", "prod").err


def test_a_named_file_of_another_environment(folders: Runner) -> None:
    done = folders("lint", "--environment", "prod", "staging/shop.nomad.hcl")
    assert (done.status, done.err) == (2, "nomadspec: staging/shop.nomad.hcl is not a file of environment prod; it belongs to staging\n")
    assert "1 file checked" in folders("lint", "--environment", "prod", "staging/shop.nomad.hcl", "prod/shop.nomad.hcl").err


@pytest.mark.parametrize("form", ["github", "gitlab", "junit", "checkstyle", "rdjson", "sarif", "markdown", "html", "text", "concise"])
def test_every_format_says_where_a_finding_holds(two: Runner, form: str) -> None:
    assert "nly in environment staging" in two("lint", "jobs", "-o", form).out


def test_a_file_of_no_environment_is_judged_once(folders: Runner) -> None:
    folders.write("shared/shop.nomad.hcl", JOB)
    report = json.loads(folders("lint", ".", "--select", "REP", "-o", "json").out)
    assert (report["files"], report["findings"]) == (3, [])


def test_the_python_functions_take_environments(two: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    import nomadspec as api

    monkeypatch.chdir(two.folder)
    assert [d.environments for d in api.lint_paths(["jobs"]) if "latest" in d.message] == [("staging",)]
    assert not [d for d in api.lint_paths(["jobs"], environment="prod") if "latest" in d.message]


# --- values


@pytest.mark.parametrize(
    ("arguments", "environ", "tag"),
    [
        ((), {}, "4.2"),
        ((), {"NOMAD_VAR_tag": "from-environ"}, "from-environ"),
        (("--var-file", "other.hcl"), {"NOMAD_VAR_tag": "from-environ"}, "from-file"),
        (("--var-file", "other.hcl", "--var", "tag=from-var"), {}, "from-var"),
    ],
)
def test_precedence(two: Runner, arguments: tuple[str, ...], environ: dict[str, str], tag: str) -> None:
    two.write("other.hcl", 'tag = "from-file"\n')
    for name, value in environ.items():
        two.monkeypatch.setenv(name, value)
    done = two("compile", "--environment", "prod", *arguments, "jobs/shop.nomad.hcl")
    assert f"registry.example.net/app:{tag}" in done.out


def test_standard_input_is_used_in_the_environment_that_is_named(two: Runner) -> None:
    assert "app:4.2" in two("compile", "--environment", "prod", "-", stdin=JOB).out
    assert "app:0" in two("compile", "-", stdin=JOB).out


def test_the_summary_names_all_releases(two: Runner) -> None:
    two.write("nomadspec.toml", TWO + 'nomad-version = "1.9"\n')
    assert "1 file checked for Nomad 2.0.6-dev and 1.9.7." in two("lint", "jobs").err
    assert "1 file checked for Nomad 2\\.0\\.6\\-dev and 1\\.9\\.7." in two("lint", "jobs", "-o", "markdown").out


def test_a_command_names_the_environments_that_it_could_mean(two: Runner) -> None:
    done = two("compile", "jobs/shop.nomad.hcl")
    assert done.status == 2
    assert "jobs/shop.nomad.hcl belongs to the environments prod, staging; choose one with --environment" in done.err
    assert two("plan", "jobs").status == 255


def test_configured_values_are_no_error_where_they_are_not_declared(nomadspec: Runner) -> None:
    nomadspec.write("nomadspec.toml", 'var-files = ["common.hcl"]\n')
    nomadspec.write("common.hcl", 'tag = "7"\nsize = 3\ntagg = 1\n')
    nomadspec.write("a.nomad.hcl", JOB)
    nomadspec.write("b.nomad.hcl", 'job "b" {}\n')
    done = nomadspec("lint", "--select", "EVA")
    assert done.out == ""
    assert done.err.splitlines()[:2] == [
        "nomadspec: common.hcl sets 'size', a variable that no jobspec declares",
        "nomadspec: common.hcl sets 'tagg', a variable that no jobspec declares; did you mean 'tag'?",
    ]
    assert "declares" not in nomadspec("lint", "a.nomad.hcl").err  # others may declare it
    assert "app:7" in nomadspec("compile", "a.nomad.hcl").out


def test_a_complaint_names_its_file(nomadspec: Runner) -> None:
    nomadspec.write("v.hcl", "tag = 1\n")
    nomadspec.write("jobs/a.nomad.hcl", 'job "a" {}\n')
    nomadspec.write("jobs/b.nomad.hcl", 'job "b" {}\n')
    told = nomadspec("plan", "--var-file", "v.hcl", "jobs").err
    assert "not declared here: jobs/a.nomad.hcl" in told
    assert "not declared here: jobs/b.nomad.hcl" in told
