"""Credentials that the tool holds never reach an output."""

from __future__ import annotations

import pytest

from nomadspec import lint
from tests.cli.run import Runner, program

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


#: Each attribute is one whose value findings repeat.
REPEATING = """variable "token" {}
job "x" {
  type = var.token
  group "g" {
    constraint {
      operator  = var.token
      attribute = "x"
    }
    network {
      mode = var.token
    }
    service {
      name     = var.token
      port     = var.token
      provider = var.token
    }
    volume "v" {
      type   = var.token
      source = var.token
    }
    task "t" {
      driver      = var.token
      kill_signal = var.token
    }
  }
}
"""


@pytest.mark.parametrize("form", ["text", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson"])
def test_findings_that_repeat_a_value(nomadspec: Runner, form: str) -> None:
    nomadspec.monkeypatch.setenv("NOMAD_VAR_token", SECRET)
    result = nomadspec("lint", "-o", form, "--output-file", "json=findings.json", "-", stdin=REPEATING)
    assert result.status == 1
    assert "***" in result.out
    assert SECRET not in result.out + result.err + (nomadspec.folder / "findings.json").read_text()


def test_findings_of_the_library() -> None:
    found = lint(REPEATING, environ={"NOMAD_VAR_token": SECRET})
    assert [d for d in found if "***" in d.message]
    assert SECRET not in repr(found) + "".join(f"{d.message}{d.help}{d.nomad}{d.trail}{d.fix}" for d in found)


def test_strings_in_a_list() -> None:
    text = 'variable "list" {\n  type = list(string)\n}\njob "x" {\n  type = var.list[0]\n}\n'
    found = lint(text, environ={"NOMAD_VAR_list": f'["{SECRET}", "b"]'})
    assert 'Invalid job type: "***"' in [d.message for d in found]


def test_short_values_and_those_of_the_jobspec_are_no_secrets() -> None:
    text = 'variable "a" {}\njob "x" {\n  type = "odd-type"\n}\n'
    assert 'Invalid job type: "odd-type"' in [d.message for d in lint(text, environ={"NOMAD_VAR_a": "odd-type"})]
    assert 'Invalid job type: "odd-type"' in [d.message for d in lint(text, environ={"NOMAD_VAR_a": "job"})]


@pytest.mark.parametrize("call", ["base64decode(var.token)", "parseint(var.token, 10)", 'uuidv5(var.token, "a")', "cidrhost(var.token, 1)", "file(var.token)"])
@pytest.mark.parametrize("command", ["compile", "validate", "plan", "lint"])
def test_errors_of_functions(nomadspec: Runner, command: str, call: str) -> None:
    nomadspec.monkeypatch.setenv("NOMAD_VAR_token", SECRET)
    result = nomadspec(command, "-", stdin=f'variable "token" {{}}\njob "x" {{\n  meta {{\n    v = {call}\n  }}\n}}\n')
    assert result.status != 0
    assert SECRET not in result.out + result.err


def test_the_cache_holds_no_secrets(nomadspec: Runner) -> None:
    nomadspec.monkeypatch.setenv("NOMAD_VAR_token", SECRET)
    for number in range(2):
        nomadspec.write(f"repo/{number}.nomad.hcl", REPEATING)
    arguments = ("lint", "--cache-dir", str(nomadspec.folder / "cache"), "-o", "json", "repo")
    first = nomadspec(*arguments)
    assert nomadspec(*arguments) == first
    files = list((nomadspec.folder / "cache").iterdir())
    assert len(files) == 1
    assert SECRET not in first.out + first.err + files[0].read_text() + files[0].name


PLAIN = """job "x" {
  group "g" {
    task "t" {
      driver = "docker"
      config {
        image = "a"
        args  = ["--password=PASSWORD-1"]
        auth {
          password = "PASSWORD-2"
        }
      }
      env { DB_PASSWORD = "PASSWORD-3" }
    }
  }
}
"""


@pytest.mark.parametrize("form", ["text", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson"])
def test_a_finding_about_a_secret_in_clear_text_masks_it(nomadspec: Runner, form: str) -> None:
    """Also when the finding comes from the cache, and when another finding is about the same line."""
    nomadspec.write("x.nomad.hcl", PLAIN.replace("PASSWORD-", SECRET))
    for _ in range(2):
        result = nomadspec("lint", "-o", form, "--cache-dir", "cache", "x.nomad.hcl")
        assert "SEC006" in result.out
        assert "SEC005" in result.out
        assert SECRET not in result.out + result.err


def test_the_rest_of_the_line_is_shown(nomadspec: Runner) -> None:
    result = nomadspec("lint", "-", stdin=PLAIN)
    assert '12 |       env { DB_PASSWORD = "**********" }' in result.out.splitlines()
