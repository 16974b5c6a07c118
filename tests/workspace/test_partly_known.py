"""One unknown makes one thing unknown: names, values and items beside it are judged as if it were known."""

from __future__ import annotations

import pytest

import nomadspec
from nomadspec.jobspec.block import PartlyKnown, PartlyKnownList, UnknownValue, unknown_fields
from nomadspec.schema.blocks import BLOCKS

JOB = """
variable "x" {}

job "shop" {
  group "web" {
    network {
      port "http" {}
    }
    task "main" {
      driver = "docker"
      config {
CONFIG
      }
TASK
    }
  }
}
"""


def found(config: str = 'image = "a:1"', task: str = "") -> set[tuple[str, str]]:
    """(code, message) of what lint finds."""
    return {(d.code, d.message) for d in nomadspec.lint(JOB.replace("CONFIG", config).replace("TASK", task), environ={}, fs="none")}


@pytest.mark.parametrize(
    ("config", "task", "code", "words"),
    [
        ('image = "a:${var.x}"\nvolmes = ["a:/a"]', "", "DRV001", "volmes"),
        ('image = "a:1"\nlogging {\n  type = var.x\n}\nmount {\n  type = "bind"\n  soruce = "a"\n  target = "/a"\n}', "", "DRV001", "soruce"),
        ('image = "a:1"\nmount {\n  type = var.x\n  soruce = "a"\n}', "", "DRV001", "soruce"),
        ('image = "a:1"\nmounts = [{ type = "bind", source = var.x, tarqet = "/a" }]', "", "DRV001", "tarqet"),
        ('image = var.x\nprivileged = "maybe"', "", "DRV003", "bool"),
        ('image = var.x\nports = ["http", var.x, "htttp"]', "", "REF004", "htttp"),
        ('image = var.x\nargs = [var.x, "--listen=${NOMAD_PORT_htttp}"]', "", "DRV051", "htttp"),
        ('image = var.x\nvolumes = [var.x, "/var/run/docker.sock:/s"]', "", "SEC004", "docker socket"),
        ('image = "a:1"', 'env {\n  A = var.x\n  B = "${NOMAD_PORT_htttp}"\n}', "REF", "htttp"),
        ('image = "a:1"', 'meta {\n  A = var.x\n  B = "${NOMAD_PORT_htttp}"\n}', "REF", "htttp"),
        ('image = "a:1"', 'service {\n  provider = "nomad"\n  tags = ["v-${var.x}", "${NOMAD_META_ownr}"]\n}', "REF", "ownr"),
        ('image = "a:1"', 'env = {\n  A = var.x\n  B = "${NOMAD_PORT_htttp}"\n}', "REF", "htttp"),
    ],
)
def test_what_stands_beside_an_unknown_value_is_judged(config: str, task: str, code: str, words: str) -> None:
    assert [m for c, m in found(config, task) if c.startswith(code) and words in m], found(config, task)


@pytest.mark.parametrize(
    "config", ["image = var.x", 'image = "a:1"\nmount {\n  type = var.x\n  target = "/a"\n}', 'image = "a:1"\nargs = [var.x]\nports = [var.x]']
)
def test_an_unknown_value_is_no_fault(config: str) -> None:
    assert not [m for c, m in found(config) if c.startswith("DRV00")]


def test_reading_an_unknown_part_raises() -> None:
    items = PartlyKnownList(["a", None, "b"], [1])
    assert (len(items), items[0], items[-1], "b" in items, items.known_items()) == (3, "a", "b", True, [(0, "a"), (2, "b")])
    for read in (
        lambda: list(items),
        lambda: items[1],
        lambda: "c" in items,
        lambda: items[:2],
        lambda: [*items],
        lambda: sorted(items),
        lambda: ",".join(items),
    ):
        with pytest.raises(UnknownValue):
            read()
    assert PartlyKnown({"a": [items]}, ["b"]).known_items() == [("a", [items])]


def test_every_list_and_map_may_be_known_in_part() -> None:
    tried = 0
    for type_, fields in BLOCKS.items():
        for field in fields:
            if type_ in WRITTEN and field.kind == "attribute" and field.type.startswith(("list(string)", "map(string)")):
                value = '[var.x, "a"]' if field.type.startswith("list") else '{ a = var.x, b = "b" }'
                tried += 1
                text = 'variable "x" {}\n' + WRITTEN[type_].replace("HERE", f"{field.name} = {value}")
                compiled = nomadspec.compile(text, environ={}, unset="unknown")
                assert compiled.job is not None, (type_, field.name, compiled.diagnostics)
                assert [name for name in unknown_fields(compiled.job) if field.name in name], (type_, field.name)
                assert not [d for d in nomadspec.lint(text, environ={}) if d.code.startswith("NSP")], (type_, field.name)
                compiled.to_json()
    assert tried > 10


_GROUP = 'job "a" {\n group "g" {\n %s\n task "t" {\n driver = "docker"\n config {\n image = "a:1"\n }\n %s\n }\n }\n}\n'
WRITTEN = {
    "Job": 'job "a" {\n HERE\n group "g" {\n task "t" {\n driver = "exec"\n config {\n command = "a"\n }\n }\n }\n}\n',
    "TaskGroup": _GROUP % ("HERE", ""),
    "Task": _GROUP % ("", "HERE"),
    "Service": _GROUP % ('service {\n provider = "consul"\n HERE\n }', ""),
    "ServiceCheck": _GROUP % ('service {\n check {\n type = "tcp"\n interval = "9s"\n timeout = "2s"\n HERE\n }\n }', ""),
    "Vault": _GROUP % ("", "vault {\n HERE\n }"),
    "Template": _GROUP % ("", 'template {\n data = "a"\n destination = "local/a"\n HERE\n }'),
    "ChangeScript": _GROUP
    % ("", 'template {\n data = "a"\n destination = "local/a"\n change_mode = "script"\n change_script {\n command = "/a"\n HERE\n }\n }'),
    "WorkloadIdentity": _GROUP % ("", 'identity {\n name = "a"\n HERE\n }'),
    "TaskArtifact": _GROUP % ("", 'artifact {\n source = "https://a.example/a"\n HERE\n }'),
    "Action": _GROUP % ("", 'action "a" {\n command = "/a"\n HERE\n }'),
    "DNSConfig": _GROUP % ("network {\n dns {\n HERE\n }\n }", ""),
    "PeriodicConfig": 'job "a" {\n type = "batch"\n periodic {\n HERE\n }\n group "g" {\n task "t" {\n driver = "exec"\n config {\n command = "a"\n }\n }\n }\n}\n',
    "ParameterizedJobConfig": 'job "a" {\n type = "batch"\n parameterized {\n HERE\n }\n group "g" {\n task "t" {\n driver = "exec"\n config {\n command = "a"\n }\n }\n }\n}\n',
}
