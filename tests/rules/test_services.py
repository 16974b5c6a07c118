"""Rules about services: what is found, and what is near and must not be."""

from __future__ import annotations

import pytest

from tests.rules.jobs import codes, findings, in_group, job, lint

NETWORK = """
network {
  port "http" {}
}
"""


def service(body: str) -> str:
    return in_group(NETWORK + 'service {\n  name = "web"\n  port = "http"\n' + body + "\n}")


def check(body: str) -> str:
    return service("check {\n" + body + '\n  interval = "10s"\n}')


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ('type = "http"\n path = "/"\n timeout = "2s"', []),
        ('type = "http"\n path = "/"\n timeout = "10s"', []),
        ('type = "http"\n path = "/"\n timeout = "11s"', ["SVC002"]),
        ('type = "HTTP"\n path = "/"\n timeout = "2s"', ["SVC005"]),
        ('type = "http"\n path = "/"\n method = "post"\n timeout = "2s"', []),
        ('type = "http"\n path = "/"\n method = "PSOT"\n timeout = "2s"', ["SVC006"]),
        ('type = "http"\n path = "http://x/"\n timeout = "2s"', ["SVC010"]),
        ('type = "http"\n path = "${NOMAD_META_path}"\n timeout = "2s"', []),
        ('type = "tcp"\n port = "htpp"\n timeout = "2s"', ["REF002"]),
        ('type = "tcp"\n port = "8080"\n timeout = "2s"', []),
    ],
)
def test_checks(body: str, codes: list[str]) -> None:
    found = findings(check(body), "SVC002", "SVC003", "SVC005", "SVC006", "SVC010", "REF002")
    assert [code for code, _ in found] == codes


@pytest.mark.parametrize(("task", "found"), [("server", False), ("sever", True)])
def test_task_of_a_service(task: str, found: bool) -> None:
    assert bool(findings(service(f'task = "{task}"'), "SVC008")) is found


@pytest.mark.parametrize(("name", "found"), [("web", True), ("web-${TASKGROUP}", False), ("${BASE}", False), ("web-${JOB}", True)])
def test_one_name_in_two_groups(name: str, found: bool) -> None:
    group = in_group(NETWORK + f'service {{\n  name = "{name}"\n  port = "http"\n}}')
    body = group.split("\n", 1)[1].rsplit("}", 1)[0]
    text = 'job "web" {\n' + body + body.replace('group "web"', 'group "other"') + "}\n"
    assert bool(findings(text, "SVC007")) is found


def test_the_place_of_a_name_is_where_it_is_written() -> None:
    """The second service, and the first as what it is like; in the group or in a task."""
    group = 'group "NAME" {\n  task "t" {\n    driver = "exec"\n    config {\n      command = "/x"\n    }\n    service {\n      name = "web"\n    }\n  }\n}\n'
    text = 'job "web" {\n' + group.replace("NAME", "a") + group.replace("NAME", "b") + "}\n"
    (found,) = [d for d in lint(text) if d.code == "SVC007"]
    assert found.block == 'job["web"].group["b"].task["t"].service[0].name'
    assert found.span is not None
    assert found.span.text == 'name = "web"'
    assert found.span.start.line > 10
    assert [(words, span.start.line) for words, span in found.related if span is not None] == [("the other service", 8)]


@pytest.mark.parametrize(
    ("ports", "help"),
    [
        ("static = 8080", 'Use the port\'s label: `port = "http"`.'),
        ("to = 8080", 'Use the port\'s label: `port = "http"`.'),
        ("static = 80", "Use the label of a port of the group's network."),
        ("static = 80\n to = 8080", "Use the label of a port of the group's network."),
        # Only the first network counts.
        ('static = 80\n}\n}\nnetwork {\n port "more" {\n static = 8080', "Use the label of a port of the group's network."),
    ],
)
def test_the_label_of_a_numeric_port(ports: str, help: str) -> None:
    group = f'network {{\n port "http" {{\n {ports}\n}}\n}}\nservice {{\n name = "a"\n provider = "nomad"\n port = "8080"\n}}\n'
    assert [d.help for d in lint(job(group=group)) if d.code == "SVC011"] == [help]


@pytest.mark.parametrize(
    ("port", "upstream", "found"),
    [
        ("8080", "local_bind_port = 8080", False),  # the number may be that of the upstream
        ("http", "local_bind_port = 9000", True),
        ("http", 'local_bind_port = 9000\nlocal_bind_address = "127.0.0.2"', False),
        ("8080", "local_bind_port = 8081", False),
        ("dynamic", "local_bind_port = 8081", False),
    ],
)
def test_an_upstream_on_the_port_of_the_service(port: str, upstream: str, found: bool) -> None:
    network = 'network {\n  mode = "bridge"\n  port "http" {\n    to = 9000\n  }\n  port "dynamic" {}\n}\n'
    proxy = f'connect {{\n  sidecar_service {{\n    proxy {{\n      upstreams {{\n        destination_name = "a"\n{upstream}\n      }}\n    }}\n  }}\n}}'
    assert bool(codes(in_group(f'{network}service {{\n  name = "web"\n  port = "{port}"\n  {proxy}\n}}'), "SVC009")) is found
