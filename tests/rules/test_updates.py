"""Rules about updates, restarts and stopping: what is found, and what is near and must not be."""

from __future__ import annotations

import pytest

import nomadspec
from tests.rules.jobs import codes, job, lint

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
    ],
)
def test_tasks(task: str, found: list[str]) -> None:
    assert codes(job(task=task), "UPD") == found


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


@pytest.mark.parametrize(
    ("group", "task", "found"),
    [
        ("", "", True),
        ('shutdown_delay = "5s"', "", False),
        ("", 'shutdown_delay = "5s"', False),
        ('task "other" {\n  driver = "exec"\n  config {\n    command = "/x"\n  }\n}', 'shutdown_delay = "5s"', False),
    ],
)
def test_a_shutdown_delay_may_be_the_groups_or_a_tasks(group: str, task: str, found: bool) -> None:
    text = job(group=f'{group}\nservice {{\n  name     = "web"\n  provider = "nomad"\n}}', task=task)
    # Nomad itself says the same of a group that it takes for one with services.
    assert bool([d for d in lint(text) if d.code in ("UPD007", "NOM2081")]) is found


@pytest.mark.parametrize(
    ("task", "found"),
    [
        ("kill_timeout = 30", ["kill_timeout is 30 ns, since a number without a unit is nanoseconds"]),
        ('kill_timeout = "30s"', []),
        ("kill_timeout = 30000000000", []),
        ("kill_timeout = 0", []),
        ("shutdown_delay = 5", ["shutdown_delay is 5 ns, since a number without a unit is nanoseconds"]),
        ('template {\n  data = "x"\n  destination = "local/x"\n  splay = 5\n}', ["splay is 5 ns, since a number without a unit is nanoseconds"]),
    ],
)
def test_durations_without_a_unit(task: str, found: list[str]) -> None:
    assert [d.message for d in lint(job(task=task)) if d.code == "UPD011"] == found
