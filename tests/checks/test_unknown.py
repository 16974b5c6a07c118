"""Values that are not known silence the checks that need them, and nothing else."""

from __future__ import annotations

import random
from typing import Any

import pytest

from nomadspec.checks.validation import validate
from nomadspec.jobspec.block import JobBlock
from nomadspec.jobspec.compilation import compile
from nomadspec.jobspec.json.api import from_api
from tests.checks.cases import CASES

#: What a server adds to a job depends on it, so that another problem may come to light.
DEPENDENT = {"gateway", "connect", "expose", "vault", "identity"}


def test_an_unknown_value_silences_only_its_check() -> None:
    text = (
        'variable "priority" {\n  type = number\n}\nvariable "count" {\n  type = number\n}\n'
        'job "a" {\n  priority = var.priority\n  type = "x"\n  group "g" {\n    count = var.count\n    task "t" {\n      driver = "d"\n    }\n  }\n}\n'
    )
    compiled = compile(text, environ={}, unset="unknown")
    assert compiled.ok
    assert compiled.job is not None
    assert [d.rule for d in validate(compiled.job).errors] == ["job-type-invalid"]


@pytest.mark.parametrize("rule", [rule for rule in CASES if rule.partition("-")[0] not in DEPENDENT and rule != "json-field-type"])
def test_less_knowledge_never_means_more_problems(rule: str) -> None:
    job = from_api(CASES[rule][0])
    rules = {d.rule for d in validate(job).errors}
    chance = random.Random(rule)
    for share in (0.05, 0.3):
        partly = forget(job, share, chance)
        assert {d.rule for d in validate(partly).errors} <= rules


def forget(block: Any, share: float, chance: random.Random) -> Any:
    """A copy in which some fields, at any depth, are not known. Labels always are."""
    if isinstance(block, list):
        return [forget(item, share, chance) for item in block]
    if isinstance(block, dict):
        return {key: forget(item, share, chance) for key, item in block.items()}
    if not isinstance(block, JobBlock):
        return block
    names = [name for name in block.__slots__ if block.known(name)]
    copy = block.changed(**{name: forget(getattr(block, name), share, chance) for name in names})
    return copy.without(*(name for name in names if name not in ("id", "name", "label") and chance.random() < share))


def test_the_name_of_a_service_whose_check_is_exposed() -> None:
    text = """
variable "name" {}

job "a" {
  group "g" {
    network {
      mode = "bridge"
    }
    service {
      name = var.name
      port = "80"
      connect {
        sidecar_service {}
      }
      check {
        type     = "http"
        path     = "/"
        interval = "0s"
        timeout  = "1s"
        expose   = true
      }
    }
    task "t" {
      driver = "docker"
    }
  }
}
"""
    compiled = compile(text, environ={}, unset="unknown")
    assert compiled.job is not None
    assert [error.rule for error in validate(compiled.job).errors] == ["check-interval-missing"]
