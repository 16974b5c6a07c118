"""Services, artifacts and credentials: near misses beside what is found."""

from __future__ import annotations

import pytest

from tests.rules.jobs import findings, in_group, in_task

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


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        ('source = "http://example.com/x"', ["ART002"]),
        ('source = "http://10.0.0.1/x"', []),
        ('source = "http://files.service.consul/x"', []),
        ('source = "http://nexus:8081/x"', []),
        ('source = "http://example.com/x"\noptions {\n  checksum = "md5:0"\n}', []),
        ('source = "https://example.com/x"\ninsecure = true', ["ART002"]),
    ],
)
def test_insecure_downloads(lines: str, codes: list[str]) -> None:
    assert [code for code, _ in findings(in_task("artifact {\n" + lines + "\n}"), "ART002")] == codes


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [("local", "local", True), ("local/a", "local/./a", True), ("local/a", "local/b", False)],
)
def test_downloads_to_one_place(first: str, second: str, found: bool) -> None:
    text = "".join(f'artifact {{\n  source = "https://example.com/{d}/app"\n  destination = "{d}"\n}}\n' for d in (first, second))
    assert bool(findings(in_task(text), "ART004")) is found


def test_archives_share_a_folder() -> None:
    text = "".join(f'artifact {{\n  source = "https://example.com/{d}/app.zip"\n}}\n' for d in "ab")
    assert not findings(in_task(text), "ART004")


@pytest.mark.parametrize(
    ("blocks", "found"),
    [("identity {\n  env = true\n}\nidentity {\n  file = true\n}", True), ('identity {\n  env = true\n}\nidentity {\n  name = "x"\n  aud = ["x"]\n}', False)],
)
def test_default_identities(blocks: str, found: bool) -> None:
    assert bool(findings(in_task(blocks), "VLT002")) is found


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("nomad/jobs", False),
        ("nomad/jobs/web", False),
        ("nomad/jobs/web/web/server", False),
        ("nomad/jobs/web/web/server@default", False),
        ("nomad/jobs/we", True),
        ("nomad/jobs/web/other", True),
        ("secrets/db", False),  # needs a policy for everyone
    ],
)
def test_paths_of_variables(path: str, found: bool) -> None:
    text = in_task(f'template {{\n  destination = "secrets/x"\n  data = "{{{{ with nomadVar `{path}` }}}}{{{{ .x }}}}{{{{ end }}}}"\n}}')
    assert bool(findings(text, "VLT005")) is found


@pytest.mark.parametrize(("line", "found"), [('role = "x"', False), ('rol = "x"', True), ('change_mode = "noop"', False)])
def test_names_in_a_block_of_the_group(line: str, found: bool) -> None:
    assert bool(findings(in_group("vault {\n  " + line + "\n}"), "VLT004")) is found
