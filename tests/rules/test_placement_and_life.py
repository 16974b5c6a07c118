"""Networks, updates, life cycle, scaling, schedules: what is found, and what is near and must not be."""

from __future__ import annotations

import pytest

import nomadspec
from tests.rules.jobs import codes, job

STATIC = 'network {\n  port "p" {\n    static = 8080\n  }\n}\n'
DISTINCT = "constraint {\n  distinct_hosts = true\n}\n"
PROPERTY = 'constraint {\n  distinct_property = "${node.unique.id}"\n  value = "1"\n}\n'


@pytest.mark.parametrize(
    ("group", "body", "found"),
    [
        ("count = 2\n" + STATIC, "", ["NET002"]),
        ("count = 1\n" + STATIC, "", []),
        ("count = 2\n" + STATIC + DISTINCT, "", []),
        ("count = 2\n" + STATIC, DISTINCT, []),
        (STATIC + "update {\n  canary = 1\n}\n", "", ["NET002"]),
        (STATIC + "update {\n  max_parallel = 1\n}\n", "update {\n  canary = 1\n}\n", ["NET002"]),
        ("count = 2\n" + STATIC + DISTINCT.replace("true", "false"), "", ["NET002"]),
        (STATIC + "scaling {\n  min = 2\n  max = 3\n}\n", "", ["NET002"]),
        ("count = 1\n" + STATIC + "scaling {\n  min = 1\n  max = 3\n}\n", "", []),
        ("count = 2\n" + STATIC + PROPERTY, "", []),
        ("count = 2\n" + STATIC + PROPERTY.replace('"1"', '"2"'), "", ["NET002"]),
        ("count = 2\n" + STATIC, 'type = "system"', []),
        ('network {\n  mode = "brigde"\n}\n', "", ["NET001"]),
        ('network {\n  mode = "cni/mine"\n}\n', "", []),
        ('network {\n  mode = "host"\n  hostname = "x"\n}\n', "", ["NET004"]),
        ('network {\n  mode = "bridge"\n  hostname = "x"\n}\n', "", []),
        ('network {\n  port "p" {\n    static = 80\n  }\n}\n', "", ["NET003"]),
    ],
)
def test_networks(group: str, body: str, found: list[str]) -> None:
    assert codes(job(body, group), "NET") == found


def test_static_ports_of_a_task() -> None:
    task = "resources {\n" + STATIC + "}\n"
    assert codes(job(group="count = 2", task=task), "NET002") == ["NET002"]
    assert not codes(job(group="count = 1", task=task), "NET002")


WRITER = 'volume "v" {\n  type = "csi"\n  source = "v"\n  access_mode = "single-node-writer"\n  attachment_mode = "file-system"\n}\n'
CHECK = 'service {\n  port = "8080"\n  provider = "nomad"\n  check {\n    type = "http"\n    path = "/"\n    interval = "2m"\n    timeout = "2s"\n  }\n}\n'


@pytest.mark.parametrize(
    ("group", "found"),
    [
        ("count = 1\nupdate {\n  canary = 2\n  auto_revert = true\n}\n", ["UPD001"]),
        ("count = 2\nupdate {\n  canary = 2\n  auto_revert = true\n}\n", []),
        ("update {\n  canary = 1\n  auto_revert = true\n}\n" + WRITER, ["UPD002"]),
        ("update {\n  auto_revert = true\n}\n" + WRITER, []),
        ("update {\n  max_parallel = 0\n  auto_revert = true\n}\n", ["UPD004"]),
        ('shutdown_delay = "1s"\nupdate {\n  healthy_deadline = "2m"\n  auto_revert = true\n}\n' + CHECK, ["UPD005"]),
        ('shutdown_delay = "1s"\nupdate {\n  auto_revert = true\n}\n' + CHECK, []),
        # Without an update block 5m are allowed.
        ('shutdown_delay = "1s"\n' + CHECK.replace("2m", "6m"), ["UPD005"]),
        ('shutdown_delay = "1s"\n' + CHECK.replace("2m", "4m"), []),
        ('shutdown_delay = "1s"\n' + CHECK.replace('"2m"', '"6m"\n    on_update = "ignore"'), []),
    ],
)
def test_updates(group: str, found: list[str]) -> None:
    assert codes(job(group=group), "UPD") == found


@pytest.mark.parametrize(
    ("task", "found"),
    [
        ('kill_timeout = "31s"', ["UPD006"]),
        ('kill_timeout = "30s"', []),
        ('restart {\n  mode = "never"\n}', ["UPD008"]),
        ("restart {\n  attempts = 0\n}", []),
        ('restart {\n  attempts = 0\n  mode = "delay"\n}', ["UPD008"]),
        ('restart {\n  attempts = 10\n  interval = "1m"\n  delay = "15s"\n}', ["UPD008"]),
        ('scaling "cpu" {\n  min = 5\n  max = 1\n}', ["SCA002"]),
        ("leader = true", ["LIF001"]),
        ('dispatch_payload {\n  file = "x"\n}', ["LIF003"]),
        ('lifecycle {\n  hook = "prestart"\n}', ["LIF002"]),
    ],
)
def test_tasks(task: str, found: list[str]) -> None:
    assert [code for prefix in ("LIF", "SCA", "UPD") for code in codes(job(task=task), prefix)] == found


@pytest.mark.parametrize(
    ("spec", "found"),
    [
        ("0 6 * * *", []),
        ("0 0 30 2 *", ["PER001"]),
        ("0 0 29 2 *", []),
        ("5-1 * * * *", ["PER001", "PER003"]),
        ("0 0 1 1 * 1990", ["PER001"]),
        ("0 */15 * * * *", ["PER002"]),
        ("* * */4 * * * *", ["PER002"]),
        ("0 0 */4 * * * *", []),
        ("0 0 1 1 * 2090", []),
        ("0 22-6,12 * * *", ["PER003"]),
        ("0 0 * * fri-sun", ["PER003"]),
        ("0 0 * * 0-6", []),
        ("0 0 * * 05", ["PER003"]),
        ("0 0 * * mon-fri", []),
        ("@daily", []),
        ("no schedule", []),
    ],
)
def test_schedules(spec: str, found: list[str]) -> None:
    text = job(f'type = "batch"\nperiodic {{\n  crons = ["{spec}"]\n}}')
    assert sorted(codes(text, "PER")) == found


@pytest.mark.parametrize(
    ("spec", "zone", "found"),
    [
        ("30 2 * * *", "Europe/Berlin", ["PER005"]),
        ("30 4 * * *", "Europe/Berlin", []),
        ("30 2 * * *", "UTC", []),
        ("30 2 * * *", "Asia/Tokyo", []),
        ("30 * * * *", "Europe/Berlin", []),
    ],
)
def test_changes_of_clocks(spec: str, zone: str, found: list[str]) -> None:
    text = job(f'type = "batch"\nperiodic {{\n  crons = ["{spec}"]\n  time_zone = "{zone}"\n}}')
    assert codes(text, "PER005") == found


@pytest.mark.parametrize(
    ("job_update", "group", "found"),
    [
        ("canary = 2\nauto_revert = true", "count = 1\nupdate {\n  max_parallel = 2\n}\n", ["UPD001"]),
        ("canary = 1\nauto_revert = true", "update {\n  max_parallel = 2\n}\n" + WRITER, ["UPD002"]),
        ("canary = 2\nauto_revert = true", "count = 1\nupdate {\n  canary = 0\n}\n", []),
        ("auto_revert = true", "update {\n  max_parallel = 2\n}\n", []),
        ("max_parallel = 2", "update {\n  auto_revert = false\n}\n", []),
        ("max_parallel = 2", "update {\n  canary = 0\n}\n", ["UPD003"]),
        ("max_parallel = 0\nauto_revert = true", "update {\n  max_parallel = 2\n}\n", []),
        ("max_parallel = 0\nauto_revert = true", "update {\n  canary = 0\n}\n", ["UPD004"]),
        ("max_parallel = 1\nauto_revert = true", "update {\n  max_parallel = 0\n}\n", ["UPD004"]),
    ],
)
def test_a_group_has_its_own_update_over_the_jobs(job_update: str, group: str, found: list[str]) -> None:
    body = "update {\n" + job_update + "\n}"
    assert [code for code in codes(job(body, 'shutdown_delay = "1s"\n' + group), "UPD") if code != "UPD007"] == found


def test_the_place_of_a_canary_is_where_it_is_written() -> None:
    text = job("update {\n  canary = 2\n}", "count = 1\nupdate {\n  max_parallel = 2\n}\n")
    (found,) = [d for d in nomadspec.lint(text, environ={}) if d.code == "UPD001"]
    assert text.splitlines()[found.span.start.line - 1].strip() == "canary = 2"
