"""Credentials that the tool holds never reach an output."""

from __future__ import annotations

import pytest

from tests.cli.run import program

SECRET = "hunter2-s3cr3t"
JOB = 'variable "token" {}\njob "x" {\n  meta {\n    v = var.tokn\n  }\n  priority = "${var.token}"\n  group "g" {\n    count = var.token\n  }\n}\n'


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_values_of_variables_from_the_environment(form: str) -> None:
    result = program("lint", "-o", form, "-", stdin=JOB, env={"NOMAD_VAR_token": SECRET, "NOMAD_TOKEN": SECRET})
    assert SECRET not in result.out + result.err


def test_a_token_in_the_environment_is_not_shown_when_an_agent_cannot_be_reached() -> None:
    result = program("plan", "--state", f"http://user:{SECRET}@127.0.0.1:9", "-", stdin='job "x" {}\n', env={"NOMAD_TOKEN": SECRET})
    assert result.status == 255
    assert SECRET not in result.out + result.err
