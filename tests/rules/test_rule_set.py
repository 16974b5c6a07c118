"""Which rules are asked about a block."""

from __future__ import annotations

import pytest

from nomadspec.jobspec.compilation import compile_partly
from nomadspec.rules.rule import Rule
from nomadspec.rules.rule_set import RuleSet
from nomadspec.rules.subject import JobSubject
from nomadspec.rules.walk import visits

ALWAYS = Rule("TST001", "always", "info", "jobspec", ("Task",), "", "")
USER = Rule("TST002", "user", "info", "jobspec", ("Task",), "", "", if_written=("user",))
MOUNTS = Rule("TST003", "mounts", "info", "jobspec", ("Task",), "", "", if_written=("config.mounts", "volume_mount.volume"))
PERIODIC = Rule("TST004", "periodic", "info", "jobspec", ("Task",), "", "", if_written=("job.periodic.time_zone",))
GROUP = Rule("TST005", "group", "info", "jobspec", ("TaskGroup",), "", "", same_as="NOM2001")

TARGET = Rule("TST006", "target", "info", "jobspec", ("Task",), "", "", if_written=("config.devices.target",))

RULES = RuleSet([ALWAYS, USER, MOUNTS, PERIODIC, GROUP, TARGET])


def asked(task: str, job: str = "") -> list[str]:
    """The names of the rules that are asked about the task."""
    text = f'variable "v" {{}}\njob "a" {{\n{job}\ngroup "g" {{\ntask "t" {{\ndriver = "docker"\n{task}\n}}\n}}\n}}\n'
    compiled = compile_partly(text, unset="unknown", environ={})
    assert compiled.partial is not None
    return [rule.name for visit, rules in visits(RULES, JobSubject(compiled.partial)) if visit.block.TYPE == "Task" for rule in rules]


@pytest.mark.parametrize(
    ("task", "job", "names"),
    [
        ("", "", ["always"]),
        ('user = "root"', "", ["always", "user"]),
        ('user = ""', "", ["always"]),
        ("user = var.v", "", ["always", "user"]),  # not known: it may be any
        ('config {\n mounts = [{ target = "/a" }]\n}', "", ["always", "mounts"]),
        ('config {\n devices = [{ target = "/a" }]\n}', "", ["always", "target"]),
        ('config {\n devices = [{ source = "/a" }]\n}', "", ["always"]),
        ('config {\n devices = [{ source = "/a" }, var.v]\n}', "", ["always", "target"]),
        ('config {\n mount {\n target = "/a"\n }\n}', "", ["always"]),
        ('volume_mount {\n destination = "/a"\n}', "", ["always"]),
        ('volume_mount {\n destination = "/a"\n}\nvolume_mount {\n volume = "v"\n}', "", ["always", "mounts"]),
        ("volume_mount {\n volume = var.v\n}", "", ["always", "mounts"]),
        ("", 'periodic {\n time_zone = "UTC"\n}', ["always", "periodic"]),
        ("", 'periodic {\n cron = "@daily"\n}', ["always"]),
    ],
)
def test_a_rule_is_asked_where_what_it_needs_is_written(task: str, job: str, names: list[str]) -> None:
    assert asked(task, job) == names


def test_a_set_knows_what_nomad_itself_says() -> None:
    assert RULES.same_as == {"TST005": "NOM2001"}
