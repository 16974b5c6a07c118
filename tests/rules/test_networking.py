"""Rules about networks: what is found, and what is near and must not be."""

from __future__ import annotations

import pytest

from tests.rules.jobs import codes, job, lint

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


def test_static_ports_of_a_group_are_one_finding() -> None:
    text = job(group='count = 3\nnetwork {\n  port "a" {\n    static = 8081\n  }\n  port "b" {\n    static = 8080\n  }\n  port "c" {}\n}\n')
    (found,) = [d for d in lint(text) if d.code == "NET002"]
    assert found.message == "all 3 instances need static ports 8080 and 8081, so they cannot share a node"
    assert [place.text for _, place in found.related if place] == ["static = 8080"]


def test_static_ports_of_a_task() -> None:
    task = "resources {\n" + STATIC + "}\n"
    assert codes(job(group="count = 2", task=task), "NET002") == ["NET002"]
    assert not codes(job(group="count = 1", task=task), "NET002")


@pytest.mark.parametrize(
    ("static", "told"),
    [
        (1, "requires privileges"), (1023, "requires privileges"), (1024, ""), (19999, ""),
        (20000, "dynamic ports"), (32000, "dynamic ports"), (32001, ""),
    ],
)  # fmt: skip
def test_static_ports_at_the_ends_of_their_ranges(static: int, told: str) -> None:
    found = [d.message for d in lint(job(group=f'network {{\n  port "p" {{\n    static = {static}\n  }}\n}}\n')) if d.code == "NET003"]
    assert len(found) == bool(told)
    assert all(told in message for message in found)


@pytest.mark.parametrize(
    ("network", "found"),
    [("", []), ('network {\n  mode = "host"\n}\n', []), ('network {\n  mode = "bridge"\n}\n', ["NET005"]), ('network {\n  mode = "cni/mine"\n}\n', ["NET005"])],
)
def test_ports_of_docker_without_effect(network: str, found: list[str]) -> None:
    assert codes(job(group=network, config='image = "a:1"\nports = ["p"]\n'), "NET005") == found


@pytest.mark.parametrize(("ports", "found"), [("[8080]", ["NET007"]), ("8080", [])])
def test_ports_of_another_type_are_no_crash(ports: str, found: list[str]) -> None:
    text = job(group='network {\n  port "http" {\n    to = 80\n  }\n}', config=f'image = "a:1"\nports = {ports}')
    assert codes(text, "NET007") == found


def test_number_in_ports_of_docker_is_a_label() -> None:
    text = job(group='network {\n  port "http" {\n    to = 8080\n  }\n}', config='image = "a:1"\nports = [8080, "http"]')
    assert codes(text, "REF004") == ["REF004"]
