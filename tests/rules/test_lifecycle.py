"""Rules about the life of tasks: what is found, and what is near and must not be."""

from __future__ import annotations

import pytest

from tests.rules.jobs import codes, job


@pytest.mark.parametrize(
    ("task", "found"),
    [
        ("leader = true", ["LIF001"]),
        ('dispatch_payload {\n  file = "x"\n}', ["LIF003"]),
    ],
)
def test_tasks(task: str, found: list[str]) -> None:
    assert codes(job(task=task), "LIF") == found


def test_a_group_without_a_main_task_is_reported_once() -> None:
    text = job(task='lifecycle {\n  hook = "prestart"\n}')
    assert codes(text, ("LIF002", "NOM2044")) == ["NOM2044"]
    assert codes(text, ("LIF002", "NOM2044"), nomad_version="1.10.5") == ["LIF002"]


def test_the_proxy_of_a_gateway_is_a_main_task() -> None:
    gateway = 'network {\n  mode = "bridge"\n}\nservice {\n  name = "a"\n  port = "1"\n  connect {\n    gateway {\n      mesh {}\n    }\n  }\n}'
    assert codes(job(group=gateway, task='lifecycle {\n  hook = "prestart"\n}'), "LIF002", nomad_version="1.10.5") == []


@pytest.mark.parametrize(
    ("signal", "found"),
    [("SIGTERM", []), ("SIGTREM", ["CON015"]), ("sigterm", ["CON015"]), ("SIGRTMIN+3", ["CON015"])],
)
def test_kill_signals(signal: str, found: list[str]) -> None:
    assert codes(job(task=f'kill_signal = "{signal}"'), "CON015") == found


@pytest.mark.parametrize(("signal", "found"), [("SIGHUP", []), ("sighup", []), ("SIGBOGUS", ["CON015"])])
def test_change_signals_are_written_in_capitals_by_nomad(signal: str, found: list[str]) -> None:
    task = f'template {{\n data = "x"\n destination = "local/x"\n change_mode = "signal"\n change_signal = "{signal}"\n}}'
    assert codes(job(task=task), "CON015") == found
