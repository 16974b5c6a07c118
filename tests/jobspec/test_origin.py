"""From a path into the job to a place in the source, and how the value came there."""

from __future__ import annotations

import pytest

from nomadspec.jobspec.origin import place
from nomadspec.jobspec.path import ModelPath, job_path
from tests.jobspec.helpers import compiled

TEXT = """
    variable "port" {
      default = 80
    }
    locals {
      image = "web:1"
    }
    job "web" {
      datacenters = ["x", "y"]
      meta {
        owner = "me"
      }
      constraint {
        attribute = "a"
        regexp    = "b"
      }
      group "g" {
        network {
          port "http" {
            static = var.port
          }
        }
        task "t" {
          driver = "docker"
          env = {
            A = "b"
          }
          config {
            image  = local.image
            labels = { a = 1 }
            mount {
              type = "bind"
            }
            mount {
              type = "volume"
            }
          }
        }
        dynamic "service" {
          for_each = ["one"]
          content {
            name = service.value
          }
        }
      }
    }
    """

JOB = job_path("web")
GROUP = JOB.item("group", "g")
TASK = GROUP.item("task", "t")


@pytest.mark.parametrize(
    ("path", "found"),
    [
        (JOB, 'job "web"'),
        (JOB / "id", '"web"'),
        (JOB / "datacenters", 'datacenters = ["x", "y"]'),
        (JOB.item("datacenters", 1), '"y"'),
        (JOB / "meta" / "owner", 'owner = "me"'),
        (JOB.item("constraint", 0) / "value", 'regexp    = "b"'),
        (GROUP.item("network", 0).item("port", "http") / "static", "static = var.port"),
        (TASK, 'task "t"'),
        (TASK / "env" / "A", 'A = "b"'),
        (TASK / "config", "config"),
        (TASK / "config" / "image", "image  = local.image"),
        (TASK / "config" / "labels" / "a", "a = 1"),
        ((TASK / "config").item("labels", 0) / "a", "a = 1"),
        ((TASK / "config").item("mount", 1) / "type", 'type = "volume"'),
        (TASK / "config" / "nowhere", "config"),
        (TASK / "resources" / "cpu", 'task "t"'),
        (GROUP.item("service", 0), 'dynamic "service"'),
        (GROUP.item("service", 0) / "name", "name = service.value"),
    ],
)
def test_place(path: ModelPath, found: str) -> None:
    job = compiled(TEXT).job
    assert job is not None
    span, _ = place(job, path)
    assert span is not None
    assert span.text == found


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        (GROUP.item("network", 0).item("port", "http") / "static", [("set by variable `port` (its default)", 2)]),
        (TASK / "config" / "image", [("from local `image`", 5)]),
        (TASK / "driver", []),
        (GROUP.item("service", 0), [("made by this dynamic block", 38)]),
        (GROUP.item("service", 0) / "name", [("made by the dynamic block `service`", 38)]),
    ],
)
def test_trail(path: ModelPath, steps: list[tuple[str, int]]) -> None:
    job = compiled(TEXT).job
    assert job is not None
    _, trail = place(job, path)
    assert [(text, span.start.line if span else 0) for text, span in trail] == steps


def test_a_job_from_json_has_no_places() -> None:
    job = compiled('{"ID": "a", "TaskGroups": [{"Name": "g"}]}').job
    assert job is not None
    assert place(job, job_path("a").item("group", "g")) == (None, ())


def test_the_json_syntax_has_places_too() -> None:
    job = compiled('{"job": {"web": {"group": {"g": {"task": {"t": {"config": {"image": "x"}}}}}}}}').job
    assert job is not None
    span, _ = place(job, TASK / "config" / "image")
    assert span is not None
    assert span.text == '"image": "x"'
