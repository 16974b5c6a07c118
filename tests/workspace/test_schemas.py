"""The published JSON Schemas are fresh and are schemas; what the tool prints is valid by them."""

from __future__ import annotations

import json

import jsonschema
import pytest

import nomadspec
from nomadspec.releases import release
from nomadspec.reporting.formats import Report, render
from nomadspec.workspace.schemas import SCHEMAS, schema
from tools.generate_schemas import files

JOB = 'job "x" {\n  group "g" {\n    network {\n      mbits = 10\n      port "http" {}\n    }\n    task "t" {\n      driver = "docker"\n      config {\n        image = "x:latest"\n      }\n    }\n  }\n}\n'


def test_published_files_are_fresh() -> None:
    assert set(SCHEMAS) <= {path.name.partition(".")[0] for path in files()}
    for path, text in files().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: run `make generate`"


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_is_a_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(name))


def test_findings() -> None:
    report = json.loads(render("json", Report(nomadspec.lint(JOB, environ={}, config={"persona": "pedantic"}), ["job.nomad.hcl"])))
    jsonschema.validate(report, schema("lint"))
    assert report["findings"]


def test_jobs() -> None:
    jsonschema.validate(nomadspec.compile(JOB, environ={}).to_api(), schema("jobspec"))


@pytest.mark.parametrize(
    ("config", "valid"),
    [
        ({}, True),
        ({"select": ["ALL"], "severity": {"X": "error"}, "overrides": [{"paths": ["a"], "ignore": ["B"]}], "server": {"vault": True}}, True),
        ({"selct": []}, False),
        ({"fail-on": "eror"}, False),
        ({"server": {"vaults": True}}, False),
    ],
)
def test_configuration(config: dict[str, object], valid: bool) -> None:
    validator = jsonschema.Draft202012Validator(schema("config"))
    assert validator.is_valid(config) is valid


@pytest.mark.parametrize("version", ["1.6", "1.9", "1.10"])
def test_jobspecs_of_other_releases(version: str) -> None:
    """What `compile` prints for a release is valid by its schema; what comes later is not."""
    of = release(version)
    jsonschema.validate(nomadspec.compile(JOB, environ={}, nomad_version=version).to_api(), schema("jobspec", of))
    newest = nomadspec.compile(JOB, environ={}).to_api()
    assert not jsonschema.Draft202012Validator(schema("jobspec", of)).is_valid(newest)
    assert ("VaultToken" in schema("jobspec", of)["$defs"]["Job"]["properties"]) is (version != "1.10")
    assert ("Secret" in schema("jobspec", of)["$defs"]) is False


def test_the_schema_says_since_when() -> None:
    assert schema("jobspec")["$defs"]["TaskGroup"]["properties"]["Disconnect"]["description"].endswith("Since Nomad 1.8.0.")
