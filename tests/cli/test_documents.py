"""Every JSON document of the command line: its format in front, its shape as in the schema that is published."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from nomadspec.reporting.documents import NUMBERS, document_format
from nomadspec.workspace.schemas import schema
from tests.cli.run import Runner

JOB = """
job "web" {
  group "g" {
    task "t" {
      driver = "docker"

      config {
        image = "nginx:1.27"
      }

      template {
        data        = "x"
        destination = "local/x"
      }
    }
  }
}
"""

COMMANDS = {
    "lint": ("lint", "web.nomad.hcl"),
    "plan": ("plan", "--state", "state.json", "web.nomad.hcl"),
    "env": ("env", "web.nomad.hcl"),
    "graph": ("graph", "web.nomad.hcl"),
    "template": ("template", "web.nomad.hcl", "--data", "data.hcl"),
    "drift": ("drift", "--state", "state.json", "web.nomad.hcl"),
    "capacity": ("capacity", "--state", "state.json", "web.nomad.hcl"),
    "what-if": ("what-if", "--state", "state.json", "--stop", "other", "web.nomad.hcl"),
    "state-diff": ("state", "diff", "state.json", "empty:"),
    "agent-merge": ("agent", "merge", "agent.hcl"),
    "doctor": ("doctor", "."),
}


def test_every_document_is_tried() -> None:
    assert COMMANDS.keys() == NUMBERS.keys()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_document_is_as_its_schema_says(nomadspec: Runner, name: str) -> None:
    nomadspec.write("web.nomad.hcl", JOB)
    nomadspec.write("agent.hcl", 'datacenter = "dc1"\n')
    nomadspec.write("data.hcl", "")
    other = {"ID": "other", "Name": "other", "Type": "service", "Version": 0, "Status": "running", "TaskGroups": []}
    nomadspec.write("state.json", json.dumps({"format": "nomadspec-state/1", "latest_index": 1, "jobs": [other]}))
    done = nomadspec(*COMMANDS[name], "-o", "json")
    document = json.loads(done.out)
    assert next(iter(document)) == "format"
    assert document["format"] == document_format(name)
    Draft202012Validator(schema(name)).validate(document)


def test_schemas_name_the_number(fixtures: Path) -> None:
    for name in NUMBERS:
        text = (fixtures.parent / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
        assert json.loads(text)["properties"]["format"] == {"const": document_format(name)}
