"""One error hides nothing: all other findings of the file appear in the same run, and nothing follows from what failed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import nomadspec
from nomadspec.jobspec.compilation import compile_partly

JOB = """
job "shop" {
  group "web" {
    network {
      port "http" {}
    }
    GROUP
    task "main" {
      driver = "docker"
      config {
        image  = "a:1"
        volmes = ["a:/a"]
      }
      TASK
      env {
        LISTEN = "${NOMAD_PORT_htttp}"
      }
    }
  }
}
TOP
"""
BESIDE = ["DRV001", "REF010"]


def found(text: str) -> list[str]:
    return sorted(d.code for d in nomadspec.lint(text, environ={}, fs="none"))


def jobspec(group: str = "", task: str = "", top: str = "") -> str:
    return JOB.replace("GROUP", group).replace("TASK", task).replace("TOP", top)


def test_without_errors() -> None:
    assert found(jobspec()) == BESIDE


@pytest.mark.parametrize(
    ("group", "task", "codes"),
    [
        ('count = "many"', "", ["EVA207"]),
        ("count = null", "", []),
        ("count = var.size", "", ["EVA001"]),
        ("count = 1 +", "", ["HCL002"]),
        ("count 3", "", ["HCL001"]),
        ('volume "data" {\n  type  = "host"\n  sorce = "data"\n}', "", ["EVA201"]),
        ('volume {\n  type = "host"\n}', "", ["EVA204"]),
        (
            'volume "data" {\n  type = "host"\n  config {\n    source = "data"\n  }\n}',
            'volume_mount {\n  volume      = "data"\n  destination = "/data"\n}',
            ["EVA202"],
        ),
        ("upadte {\n  max_parallel = 1\n}", "", ["EVA202"]),
        ("update {\n  max_paralel = 1\n}", "", ["EVA201"]),
        ('dynamic "service" {\n  for_each = var.list\n  content {}\n}', "", ["EVA001"]),
        ('dynamic "service" {\n  for_each = []\n}', "", ["EVA208"]),
        ("", 'template {\n  destination = "local/a"\n  data        = file("a.tpl")\n}', ["EVA055"]),
        ("", 'template {\n  destination = "local/a"\n  data        = upper(null)\n}', ["EVA055"]),
        ("", "resources {\n  cpu 100\n}", ["HCL001"]),
        ("", 'resources {\n  cpu = "much"\n}', ["EVA207"]),
        ("", 'artifact {\n  sauce = "https://a.example/a.zip"\n}', ["EVA201", "EVA206"]),
    ],
)
def test_the_rest_of_the_file_is_linted(group: str, task: str, codes: list[str]) -> None:
    text = jobspec(group, task)
    compiled = nomadspec.compile(text, environ={}, fs="none", unset="unknown")
    assert sorted(found(text)) == sorted([*{d.code for d in compiled.diagnostics}, *BESIDE]), found(text)
    if codes:
        assert not compiled.ok


@pytest.mark.parametrize(
    "top",
    [
        "locals {\n  a = local.nope\n}",
        'variable "a" {\n  type    = number\n  default = "x"\n}',
        'variable "a" {\n  tipe = string\n}',
        'locals {\n  a = 1\n  b = file("nope")\n  c = local.b\n}',
        "wrong {\n}",
    ],
)
def test_a_fault_at_the_top_costs_nothing_below(top: str) -> None:
    assert [code for code in found(jobspec(top=top)) if code in BESIDE] == BESIDE
    # That nothing uses the name is another finding.
    assert len([code for code in found(jobspec(top=top)) if code != "REF020"]) == 3


def test_what_a_failed_local_or_variable_is_used_for_fails_no_more() -> None:
    text = jobspec("count = local.b", "", 'locals {\n  a = file("nope")\n  b = "${local.a}1"\n}')
    assert found(text) == sorted([*BESIDE, "EVA055"])


def test_a_syntax_error_costs_its_own_block() -> None:
    text = jobspec('service {\n  name "web"\n  port = "http"\n}', 'config {\n  image = "a\n}')
    assert {"DRV001", "REF010", "HCL006"} <= {*found(text)}
    assert not [d for d in nomadspec.lint(text, environ={}) if d.code.startswith("NOM") and d.severity == "error"]


def test_a_block_that_is_never_closed_ends_where_its_indent_does() -> None:
    """All other findings appear, and nothing is missed of the block whose end is a guess."""
    for unclosed in ("service {", 'service {\n      name = "web"\n      port = "http"'):
        assert found(jobspec(f'shutdown_delay = "5s"\n    {unclosed}')) == ["DRV001", "HCL009", "REF010"]
    assert found(jobspec(task='logs {\n        max_files = "many"')) == ["DRV001", "EVA207", "HCL009", "REF010"]


def test_a_brace_too_many_leaves_the_blocks_in_doubt() -> None:
    assert {code[:3] for code in found(jobspec("}", ""))} == {"HCL"}


@pytest.mark.parametrize(
    ("line", "code", "beside"),
    [
        ('volume "data" { type = "host" source = "data" }', "HCL014", "STO002"),
        ('volume "data" { type = "host", source = "data" }', "HCL014", "STO002"),
        ('volume "data" { type = "host"; source = "data" }', "HCL004", "STO002"),
        ('service { port = "http" check { type = "tcp" interval = "5s" timeout = "1s" } }', "HCL014", "NET007"),
        ('service { port = "http"\n    }', "HCL014", "NET007"),
        ('service {\n      port = "http" check { type = "tcp" interval = "5s" timeout = "1s" }\n    }', "HCL011", "NET007"),
        ('volume "data" {\n      type = "host",\n      source = "data"\n    }', "HCL012", "STO002"),
    ],
)
def test_what_shares_a_line_is_read_all_the_same(line: str, code: str, beside: str) -> None:
    """That a block on one line has more than one argument is all that is wrong with its syntax: the other findings are those of the block as it was meant."""
    assert found(jobspec(f'shutdown_delay = "5s"\n    {line}')) == sorted([*BESIDE, code, beside])


def test_a_variable_on_one_line_is_declared() -> None:
    assert found(jobspec("count = var.n", "", 'variable "n" { type = number default = 1 }')) == ["DRV001", "HCL014", "REF010"]


def test_what_a_damaged_block_has_lost_is_no_field() -> None:
    """A quoted argument may be any: no rule takes it for a deprecated one."""
    assert found(jobspec('"count" = 3')) == ["DRV001", "HCL008"]


@pytest.mark.parametrize("values", [None, "n = = 1\n", "n = [[[\n"])
def test_a_file_of_values_that_cannot_be_read(tmp_path: Path, values: str | None) -> None:
    """No variable has a known value then, not even one with a default: the file may well set it."""
    path = tmp_path / "values.hcl"
    if values is not None:
        path.write_text(values)
    text = jobspec("count = var.n", "kill_timeout = var.wait", 'variable "n" {\n  default = -1\n}\nvariable "wait" {\n  type = string\n}')
    (unread,) = nomadspec.compile(text, environ={}, var_files=[path]).diagnostics
    assert sorted(d.code for d in nomadspec.lint(text, environ={}, fs="none", var_files=[path])) == sorted([*BESIDE, unread.code])


def test_a_job_with_a_wrong_label_is_still_a_job() -> None:
    for label in ("", '"shop" "web"'):
        assert [code for code in found(jobspec().replace('"shop"', label, 1)) if code in BESIDE] == BESIDE


def test_json() -> None:
    task = {"driver": "docker", "config": {"image": "a:${", "volmes": []}, "env": {"A": "${NOMAD_PORT_htttp}"}, "resources": {"cpu": "much"}}
    text = json.dumps({"job": {"shop": {"group": {"web": {"network": {"port": {"http": {}}}, "count": "${var.n", "task": {"main": task}}}}}})
    assert found(text) == sorted([*BESIDE, "HCL039", "HCL003", "EVA207"])


def test_what_failed_is_unknown_in_the_partial_job() -> None:
    compiled = compile_partly(jobspec('count = "many"', ""), environ={})
    assert compiled.job is None
    assert compiled.partial is not None
    group = compiled.partial.group[0]
    assert (group.name, group.known("count"), group.task[0].driver) == ("web", False, "docker")
    whole = compile_partly(jobspec(), environ={})
    assert whole.partial is whole.job
    assert nomadspec.compile(jobspec('count = "many"', ""), environ={}).partial is None


def test_blocks_beside_those_that_are_not_known() -> None:
    text = 'variable "n" {}\n' + jobspec('dynamic "task" {\n  for_each = var.n\n  labels = [task.value]\n  content {\n    driver = "exec"\n  }\n}')
    assert "DRV001" in found(text)
    job = nomadspec.compile(text, environ={}, unset="unknown").job
    assert job is not None
    group = job.group[0]
    assert not group.known("task")
    assert [task.name for task in group.get("task")] == ["main"]


PORTS = """
job "a" {
  group "g" {
    network {
      GROUP
    }
    task "t" {
      driver = "docker"
      config {
        image = "a:1"
        ports = ["b"]
      }
      resources {
        network {
          TASK
        }
      }
      service {
        name = "s"
        port = "b"
      }
    }
  }
}
"""
#: What the deprecated network of a task and a task's service give by themselves.
ALWAYS = ["NOM3042", "NOM6141"]


@pytest.mark.parametrize(
    ("group", "task", "codes"),
    [
        ('port "c" {}', 'port "d" {}', ["NOM4221", "REF004"]),
        # What only shares its line with a comma, a brace or another block is whole.
        ('port "c" {}', 'port "b" {\n to = 1\n },\nport "d" {}', ["HCL016", "REF004"]),
        ('port "c" {}', 'port "b" {\n to = 1\n } port "d" {}', ["HCL016", "REF004"]),
        ('port "b" {\n to = 1\n },\nport "c" {}', 'port "d" {}', ["HCL016"]),
        ('port "b" {\n static = 1\n },\nport "c" {}', 'port "d" {}', ["HCL016"]),
        # One of the ports is lost, and nobody knows which.
        ('port "c" {}', 'port "b"\nport "d" {}', ["HCL013", "REF004"]),
        ('port "b"\nport "c" {}', 'port "d" {}', ["HCL013"]),
        ('port "b"', 'port "d" {}', ["HCL013"]),
        # What is known of the others is.
        ('port "c"\nport "b" {}', 'port "b" {}', ["HCL013", "NOM3011"]),
    ],
)
def test_ports_beside_a_damaged_one(group: str, task: str, codes: list[str]) -> None:
    assert found(PORTS.replace("GROUP", group).replace("TASK", task)) == sorted([*codes, *ALWAYS])
