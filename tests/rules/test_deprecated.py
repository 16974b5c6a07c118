"""What Nomad dropped or replaced: what is found, and what the fixes make of it."""

from __future__ import annotations

import pytest

import nomadspec
from nomadspec.workspace.fixing import fix_text
from tests.rules.jobs import codes, in_task


def fixed(text: str, *, unsafe: bool = True) -> str:
    return fix_text(
        text, "job.nomad.hcl", lambda candidate: nomadspec.lint(candidate, {"select": ["DEP", "NOM3042"]}, filename="job.nomad.hcl", environ={}), unsafe=unsafe
    ).text


def group(body: str) -> str:
    return (
        'variable "x" {}\njob "a" {\n  group "g" {\n'
        + body
        + '    task "t" {\n      driver = "exec"\n      config {\n        command = "/x"\n      }\n    }\n  }\n}\n'
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('    max_client_disconnect = "1h"\n', '    disconnect {\n      lost_after = "1h"\n    }\n'),
        ("    stop_after_client_disconnect = var.x\n", "    disconnect {\n      stop_on_client_after = var.x\n    }\n"),
        ("    prevent_reschedule_on_lost = true\n", "    disconnect {\n      replace = false\n    }\n"),
        ("    prevent_reschedule_on_lost = false\n", ""),
        # one block for all of them
        (
            '    prevent_reschedule_on_lost = true\n    max_client_disconnect = "1h"\n',
            '    disconnect {\n      lost_after = "1h"\n      replace    = false\n    }\n',
        ),
        # Nomad takes only one of the two, and only one block.
        ('    max_client_disconnect = "1h"\n    stop_after_client_disconnect = "2h"\n', None),
        ('    max_client_disconnect = "1h"\n    disconnect {\n      replace = true\n    }\n', None),
        ("    prevent_reschedule_on_lost = var.x\n", None),
    ],
)
def test_disconnect(before: str, after: str | None) -> None:
    text = group(before)
    made = fixed(text)
    assert made == group(before if after is None else after)
    assert nomadspec.compile(made, environ={}, unset="unknown").ok


def test_what_is_there_is_found_whatever_its_value() -> None:
    text = group("    max_client_disconnect = var.x\n    stop_after_client_disconnect = var.x\n    prevent_reschedule_on_lost = var.x\n")
    text = text.replace('driver = "exec"', 'driver = "exec"\n      resources {\n        iops = var.x\n      }')
    found = [d.code for d in nomadspec.lint(text, environ={}) if d.code.startswith("DEP")]
    assert sorted(found) == ["DEP004", "DEP007", "DEP008", "DEP009"]


def test_a_default_that_is_written_is_no_error() -> None:
    (found,) = [d for d in nomadspec.lint(group("    prevent_reschedule_on_lost = false\n"), environ={}) if d.code == "DEP009"]
    assert (found.severity, found.fix and found.fix.safe) == ("warning", True)


@pytest.mark.parametrize("value", ['"0 5 * * *"', "var.when", 'join(" ", ["0 5", "* * *"])'])
def test_a_schedule_stays_as_it_is_written(value: str) -> None:
    text = 'variable "when" {\n  default = "@daily"\n}\njob "a" {\n  type = "batch"\n  periodic {\n    cron = VALUE\n  }\n'.replace("VALUE", value)
    text += group("").partition("{\n")[2].partition("{\n")[2].join(['  group "g" {\n', ""])
    assert f"    crons = [{value}]\n" in fixed(text, unsafe=False)


def test_lines_end_as_they_did() -> None:
    text = group('    max_client_disconnect = "1h"\n').replace("\n", "\r\n")
    made = fixed(text)
    assert "disconnect {\r\n      lost_after" in made
    assert "\n" not in made.replace("\r\n", "")


@pytest.mark.parametrize(("driver", "found"), [("docker", ["DEP015"]), ("other", [])])
def test_logging_of_docker_alone(driver: str, found: list[str]) -> None:
    assert codes(in_task("", config='image = "a:1"\nlogging {\n  type = "json-file"\n}\n', driver=driver), "DEP015") == found


OLD = """
job "a" {
  group "g" {
    task "t" {
      driver = "docker"
      config {
        image = "a:1"
        port_map {
          http = 80
        }
      }
      resources {
        cpu = 100
        network {
          mbits = 10
          port "http" {
            static = 8080
          }
          port "admin" {}
        }
      }
    }
  }
}
"""

NEW = """
job "a" {
  group "g" {
    network {
      port "http" {
        static = 8080
        to     = 80
      }
      port "admin" {
      }
    }
    task "t" {
      driver = "docker"
      config {
        image = "a:1"
        ports = ["http", "admin"]
      }
      resources {
        cpu = 100
      }
    }
  }
}
"""


def test_a_network_of_a_task_becomes_its_groups() -> None:
    assert fixed(OLD) == NEW
    assert nomadspec.compile(NEW, environ={}).ok
    assert fixed(OLD, unsafe=False) != NEW


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('  group "g" {\n', '  group "g" {\n    network {}\n'),  # the group has a network
        ('  group "g" {\n', '  group "g" {\n    meta {\n      m = "NOMAD_PORT_t_http"\n    }\n'),  # a name that would be gone
        ("          http = 80\n", "          other = 80\n"),
        ("          mbits = 10\n", '          mode = "host"\n'),
    ],
)
def test_a_network_of_a_task_stays_where_the_way_is_not_plain(old: str, new: str) -> None:
    text = OLD.replace(old, new)
    assert text != OLD
    assert "port_map" in fixed(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('vault {\n  policies = ["app"]\n}\n', 'vault {\n  role = "app"\n}\n'),
        ('vault {\n  policies = ["app", "db"]\n}\n', 'vault {\n  policies = ["app", "db"]\n}\n'),
        ("logs {\n  enabled = true\n}\n", "logs {\n  disabled = false\n}\n"),
    ],
)
def test_old_fields_of_a_task(old: str, new: str) -> None:
    def task(text: str) -> str:
        return 'job "a" {\ngroup "g" {\ntask "t" {\ndriver = "exec"\nconfig {\n  command = "/x"\n}\n' + text + "}\n}\n}\n"

    assert fixed(task(old)) == task(new)
