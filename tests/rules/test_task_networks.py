"""The fixes that move ports from a task to its group, and to `to` and `ports`: what is written before and after."""

from __future__ import annotations

import pytest

from tests.rules.jobs import lint

TASK = """job "web" {
  group "web" {
    task "server" {
      driver = "docker"
      config {
        image = "nginx:1.27"
      }
      resources {
        network {
          port "http" {}
          port "db" {
            static = 5432
          }
        }
      }
    }
  }
}
"""
MAPPED = TASK.replace('        image = "nginx:1.27"\n', '        image = "nginx:1.27"\n        port_map {\n          http = 80\n        }\n')


OTHER = '    task "log" {\n      driver = "docker"\n      config {\n        image = "busybox:1"\n      }\n    }\n'
SMALL = OTHER.replace("      config", "      resources {\n        cpu = 100\n      }\n      config")
DYNAMIC = TASK.replace('    task "server" {', '    dynamic "task" {\n      for_each = ["server"]\n      labels   = ["server"]\n      content {').replace(
    "  }\n}\n", "    }\n  }\n}\n"
)


def network(http: str) -> str:
    return f'    network {{\n      port "http" {{\n{http}      }}\n      port "db" {{\n        static = 5432\n      }}\n    }}\n'


GROUP = 'job "web" {\n  group "web" {\nNETWORK    task "server" {\n      driver = "docker"\n      config {\nCONFIG      }\n      resources {\n      }\n    }\n  }\n}\n'
IMAGE, PORTS = '        image = "nginx:1.27"\n', '        ports = ["http", "db"]\n'


def moved(http: str, config: str) -> str:
    return GROUP.replace("NETWORK", network(http)).replace("CONFIG", config)


def fixed(text: str, code: str) -> str | None:
    """The text with the fix of the one finding, None without a fix."""
    (fix,) = [d.fix for d in lint(text) if d.code == code]
    if fix is None:
        return None
    for edit in sorted(fix.edits, key=lambda edit: -edit.start):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (TASK, moved("", PORTS + IMAGE)),
        (MAPPED, moved("        to = 80\n", IMAGE + PORTS)),
        # Programs on the host need no list.
        (
            TASK.replace('"docker"', '"exec"').replace('image = "nginx:1.27"', 'command = "/x"'),
            moved("", '        command = "/x"\n').replace('"docker"', '"exec"'),
        ),
        (TASK.replace(f"{{\n{IMAGE}      }}", '{ image = "nginx:1.27" }'), moved("", PORTS + IMAGE)),
        (TASK.replace("          port", "          mbits = 10\n          port", 1), moved("", PORTS + IMAGE)),
        (
            MAPPED.replace("http = 80", "http = 80\n          db = 81"),
            moved("        to = 80\n", IMAGE + PORTS).replace("= 5432", "= 5432\n        to     = 81"),
        ),
        # Another task beside it, with and without resources of its own.
        (TASK.replace("  }\n}\n", OTHER + "  }\n}\n"), moved("", PORTS + IMAGE).replace("  }\n}\n", OTHER + "  }\n}\n")),
        (TASK.replace("  }\n}\n", SMALL + "  }\n}\n"), moved("", PORTS + IMAGE).replace("  }\n}\n", SMALL + "  }\n}\n")),
        # Where it is not plain what to write.
        (MAPPED.replace("        port_map", "        port_map {}\n        port_map"), None),
        (DYNAMIC, None),
        (TASK.replace("          port", '          mode = "host"\n          port', 1), None),
        (TASK.replace('    task "server"', '    network {\n      mode = "host"\n    }\n    task "server"'), None),
        (TASK.replace("nginx:1.27", "nginx:${NOMAD_PORT_server_http}"), None),
        (TASK.replace(IMAGE, IMAGE + '        network_mode = "host"\n'), None),
        (MAPPED.replace("http = 80", "web = 80"), None),
    ],
)
def test_a_network_of_a_task_becomes_the_group_s(before: str, after: str | None) -> None:
    assert fixed(before, "NOM3042") == after


PORT_MAP = "        port_map {\n          http = 80\n        }\n"


@pytest.mark.parametrize(
    ("config", "http", "ports", "to"),
    [
        (PORT_MAP, "", '        ports = ["http"]\n', "        to = 80\n"),
        ("        port_map = {\n          http = 80\n        }\n", "", '        ports = ["http"]\n', "        to = 80\n"),
        ("        port_map = [{ http = 80 }]\n", "", '        ports = ["http"]\n', "        to = 80\n"),
        (PORT_MAP, "        static = 8080\n", '        ports = ["http"]\n', "        to = 80\n        static = 8080\n"),
        (PORT_MAP, "        to = 81\n", "", None),
        (PORT_MAP.replace("http", "web"), "", "", None),
        (PORT_MAP + '        ports = ["db"]\n', "", "", None),
    ],
)
def test_port_map_becomes_to_and_ports(config: str, http: str, ports: str, to: str | None) -> None:
    after = None if to is None else moved(to, IMAGE + ports)
    assert fixed(moved(http, IMAGE + config), "DRV011") == after


def test_a_port_on_one_line_is_spread_over_several() -> None:
    before = moved("", IMAGE + PORT_MAP).replace('port "http" {\n      }', 'port "http" { static = 8080 }')
    assert fixed(before, "DRV011") == moved("        to = 80\n        static = 8080\n", IMAGE + '        ports = ["http"]\n')
