"""The document for policy engines: the evaluated job, and the place of every value."""

from __future__ import annotations

from typing import Any

import nomadspec
from nomadspec.jobspec.policy_document import policy_document

JOB = """
variable "count" {
  default = 2
}

job "web" {
  meta {
    team = "a/b"
  }
  group "web" {
    count = var.count
    task "api" {
      driver = "docker"
      config {
        image = "a:1"
      }
      env {
        A = "1"
      }
    }
  }
}
"""


def test_every_written_value_has_its_place() -> None:
    compiled = nomadspec.compile(JOB, filename="web.nomad.hcl", environ={})
    assert compiled.job is not None
    document = policy_document(compiled.job, "web.nomad.hcl")
    assert document["job"] == compiled.to_api()["Job"]
    lines = {row["pointer"]: row["line"] for row in document["places"]}
    task = "/job/TaskGroups/0/Tasks/0"
    assert {pointer: lines[pointer] for pointer in ("/job", "/job/Meta/team", "/job/TaskGroups/0/Count", f"{task}/Config/image", f"{task}/Env/A")} == {
        "/job": 6,
        "/job/Meta/team": 8,
        "/job/TaskGroups/0/Count": 11,
        f"{task}/Config/image": 15,
        f"{task}/Env/A": 18,
    }


def test_pointers_lead_to_what_is_in_the_document() -> None:
    compiled = nomadspec.compile(JOB, environ={})
    assert compiled.job is not None
    document = policy_document(compiled.job, "x")
    for row in document["places"]:
        value: object = document
        for step in row["pointer"].split("/")[1:]:
            value = value[int(step)] if isinstance(value, list) else value[step.replace("~1", "/").replace("~0", "~")]


def test_what_is_not_written_has_no_place_but_that_of_its_block() -> None:
    job = nomadspec.compile('job "web" {\n  group "web" {\n    service {}\n  }\n}\n', environ={}).job
    assert job is not None
    places: Any = policy_document(job, "x")["places"]
    assert [row["pointer"] for row in places] == [
        "/job",
        "/job/ID",
        "/job/Name",
        "/job/TaskGroups/0",
        "/job/TaskGroups/0/Name",
        "/job/TaskGroups/0/Services/0",
    ]
