"""Rules and what they read from tables are those of the release that is checked for."""

from __future__ import annotations

import pytest

import nomadspec
from nomadspec.notation.template.functions import FUNCTIONS, LIFETIMES
from nomadspec.releases import NEWEST, release
from nomadspec.rules.registry import builtin
from nomadspec.schema.attributes import ATTRIBUTES, CHANGED
from nomadspec.schema.drivers import DRIVERS
from nomadspec.schema.fields_of_release import all_fields, shorthands_of
from nomadspec.schema.instead import INSTEAD
from nomadspec.schema.task_variables import SINCE

JOB = """job "web" {
  group "api" {
    GROUP
    network {
      port "http" {}
    }
    task "server" {
      driver = "docker"
      config {
        image = "web:1"
        ports = ["http"]
        CONFIG
      }
      TASK
    }
  }
}
"""


def said(version: str, rule: str, *, group: str = "", config: str = "", task: str = "") -> list[str]:
    text = JOB.replace("GROUP", group).replace("CONFIG", config).replace("TASK", task)
    return [d.message for d in nomadspec.lint(text, environ={}, fs="none", nomad_version=version) if d.rule == rule]


@pytest.mark.parametrize(("version", "there"), [("1.9", False), ("1.9.7", False), ("1.10", True), ("2.0", True)])
def test_deprecations(version: str, there: bool) -> None:
    assert bool(said(version, "max-client-disconnect", group='max_client_disconnect = "1h"')) is there
    assert bool(said(version, "vault-policies", task='vault {\n policies = ["app"]\n }')) is there


def test_driver_options() -> None:
    config = 'cgroupns = "host"'
    assert said("1.10.2", "driver-config-unknown-option", config=config) == ["option 'cgroupns' of the docker driver needs Nomad 1.10.3"]
    assert said("1.10.3", "driver-config-unknown-option", config=config) == []


def constraint(attribute: str) -> str:
    return f'constraint {{\n attribute = "${{attr.{attribute}}}"\n value = "v2"\n }}'


@pytest.mark.parametrize(
    ("version", "attribute", "messages"),
    [
        ("1.6", "os.cgroups.version", ["node attribute 'os.cgroups.version' needs Nomad 1.7.0"]),
        ("1.7", "os.cgroups.version", []),
        ("1.6", "unique.cgroup.version", []),
        ("1.7", "unique.cgroup.version", ["node attribute 'unique.cgroup.version' was removed after Nomad 1.6.10"]),
        ("1.9.6", "nomad.advertise.address", []),
        ("1.9.6", "unique.advertise.address", ["node attribute 'unique.advertise.address' needs Nomad 1.9.7"]),
        ("2.0", "no.such", ["unknown node attribute 'no.such'"]),
    ],
)
def test_node_attributes(version: str, attribute: str, messages: list[str]) -> None:
    assert said(version, "constraint-attr-unknown", group=constraint(attribute)) == messages
    assert said(version, "constraint-unique-prefix", group=constraint(attribute)) == []


def test_an_attribute_that_has_moved_is_a_missing_prefix_now() -> None:
    assert said("2.0", "constraint-unique-prefix", group=constraint("consul.dns.addr"))


def test_runtime_variables() -> None:
    task = 'env {\n A = "${NOMAD_ALLOC_IP_http}"\n B = "${NOMAD_UNIX_ADDR}"\n }'
    unknown = "runtime-variable-unknown"
    assert len(said("1.7", unknown, task=task)) == 2
    assert len(said("1.8", unknown, task=task)) == 1
    assert said("2.0", unknown, task=task) == []


@pytest.mark.parametrize(
    ("version", "text", "messages"),
    [
        ("1.10.1", "{{ sprig_now }}", []),
        ("1.10.2", "{{ sprig_now }}", ["template function 'sprig_now' was removed after Nomad 1.10.1"]),
        ("2.0", "{{ sprig_now }}", ["template function 'sprig_now' was removed after Nomad 1.10.1"]),
        ("1.8.1", "{{ partitions }}", ["template function 'partitions' needs Nomad 1.8.2"]),
        ("1.7.5", "{{ peerings }}", ["template function 'peerings' needs Nomad 1.6.9, 1.7.6, 1.8.0"]),
        ("1.6.9", "{{ peerings }}", []),
    ],
)
def test_template_functions(version: str, text: str, messages: list[str]) -> None:
    assert said(version, "template-syntax-unknown-function", task=f'template {{\n destination = "local/x"\n data = <<E\n{text}\nE\n }}') == messages


def test_denied_functions() -> None:
    task = 'template {\n destination = "local/x"\n data = <<E\n{{ define "a" }}{{ end }}{{ executeTemplate "a" }}\nE\n }'
    assert said("1.9.3", "template-type-function-denied", task=task) == []
    assert said("1.9.4", "template-type-function-denied", task=task)


def test_every_entry_of_the_tables_counts() -> None:
    """An entry that every release has the same way would say nothing."""
    for since, until in [
        *((rule.since, rule.until) for rule in builtin() if rule.since or rule.until),
        *LIFETIMES.values(),
        *((first, last) for first, last, _ in CHANGED.values()),
        *((since, "") for since in SINCE.values()),
        *((option.since, option.until) for options in DRIVERS.values() for option in options.values() if option.since or option.until),
    ]:
        assert not release("1.6.0").has(since, until) or not NEWEST.has(since, until), (since, until)
    assert {name for name, (_, until) in LIFETIMES.items() if not until} <= set(FUNCTIONS)
    assert not {name for name, (_, until) in LIFETIMES.items() if until} & set(FUNCTIONS)
    assert {key for key, (_, until, _) in CHANGED.items() if not until} <= ATTRIBUTES
    assert {now for _, _, now in CHANGED.values() if now} <= ATTRIBUTES


def test_every_advice_is_about_a_field_that_not_all_releases_have() -> None:
    for key in INSTEAD:
        block, _, name = key.partition(".")
        fields = [field for field in (*all_fields(block), *shorthands_of(block, NEWEST)) if field.name == name]
        assert any(field.since or field.until for field in fields), key
