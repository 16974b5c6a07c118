"""Rules in HCL: what they see, say and refuse; the pack; the rules of real teams; and that no file of rules breaks anything."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nomadspec
from nomadspec.cluster.state import ClusterState
from nomadspec.jobspec.compilation import compile_partly
from nomadspec.rules.hcl.checking import as_rule, node_findings
from nomadspec.rules.hcl.functions import FUNCTIONS
from nomadspec.rules.hcl.reading import read_rules
from nomadspec.rules.rule_set import RuleSet
from nomadspec.rules.runner import run
from nomadspec.rules.subject import JobSubject
from nomadspec.rules.walk import visits
from nomadspec.workspace.rule_examples import failures
from tests.cli.conftest import nomadspec as command
from tests.cli.run import Runner

__all__ = ["command"]

JOB = """
variable "memory" {}

job "web" {
  meta {
    team = "payments"
  }
  group "web" {
    task "api" {
      driver = "docker"
      config {
        image = "ghcr.io/team/api:1.2"
      }
      resources {
        memory = var.memory
      }
    }
  }
}
"""
MEMORY = """
locals {
  most = 4096
}

rule "ORG001" {
  name      = "task-memory-limit"
  severity  = "error"
  on        = "task"
  when      = self.driver == "docker"
  condition = self.resources.memory <= local.most
  at        = "resources.memory"
  message   = "task '${self.label}' requests ${self.resources.memory} MB"
  help      = "Ask the platform team for a larger class."
}
"""


def said(rules: str, **variables: str) -> list[str]:
    """Code, line and message of what the rules say of the job."""
    written, problems = read_rules(rules, "rules.hcl")
    assert problems == []
    compiled = compile_partly(JOB, variables=variables, unset="unknown", environ={})
    assert compiled.partial is not None
    found = run(visits(RuleSet(map(as_rule, written)), JobSubject(compiled.partial, compiled.source)))
    return [f"{d.code}:{d.span.start.line if d.span else 0}: {d.message}" for d in found]


def test_a_rule_of_the_contract() -> None:
    assert said(MEMORY, memory="9000") == ["ORG001:15: task 'api' requests 9000 MB"]
    assert said(MEMORY, memory="4096") == []


def test_an_unknown_value_makes_a_rule_silent() -> None:
    assert said(MEMORY) == []


@pytest.mark.parametrize(
    ("on", "condition", "line"),
    [
        ("task", "self.kill_timeout > duration(\"5s\")", 9),  # the default is five seconds
        ("group", "self.count > 1", 8),
        ("task", "group.label == \"x\"", 9),
        ("task", "job.meta.team == \"x\"", 9),
        ("task", "job.meta.none != null", 9),
        ("task", "self.user != null", 9),
        ("task", "image_tag(self.config.image) == \"1.3\"", 9),
        ("task", "image_name(self.config.image) == \"api\"", 9),
        ("task", "matches_glob(self.config.image, \"docker.io/*\")", 9),
        ("job", "alltrue([for group in self.group : length(group.task) > 1])", 4),
    ],
)  # fmt: skip
def test_what_a_condition_sees(on: str, condition: str, line: int) -> None:
    rule = f'rule "ORG001" {{\n  on = "{on}"\n  condition = {condition}\n  message = "no"\n}}\n'
    assert said(rule, memory="10") == [f"ORG001:{line}: no"]


def test_what_fails_for_an_unknown_value_is_silent_too() -> None:
    rule = 'rule "ORG001" {\n  on = "task"\n  condition = [1, 2][self.resources.memory] > length(split("x", self.resources.memory))\n  message = "no"\n}\n'
    assert said(rule) == []


def test_what_fails_in_a_rule_has_its_place_there() -> None:
    rule = 'rule "ORG001" {\n  on = "group"\n  condition = self.nope > 1\n  message = "no"\n}\n'
    assert said(rule) == ['ORG001:3: this rule cannot be evaluated: this object has no attribute "nope"']


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("job {}\n", 1, "unexpected job in a file of rules"),
        ('rule "x" {\n  on = "task"\n  condition = true\n  message = ""\n}\n', 1, "a rule needs exactly one label, its code: capital letters and a number"),
        ('rule "ORG001" {\n  on = "tsk"\n  condition = true\n  message = ""\n}\n', 2, "tsk is not a block of a jobspec"),
        ('rule "ORG001" {\n  on = "task"\n  message = ""\n}\n', 1, "missing argument condition in the rule"),
        ('rule "ORG001" {\n  on = "task"\n  condtion = true\n  message = ""\n}\n', 3, "unknown argument condtion in a rule"),
        ('rule "NOM001" {\n  on = "task"\n  condition = true\n  message = ""\n  severity = "bad"\n}\n', 5, "severity must be one of error, warning, info"),
        ('rule "REF001" {\n  on = "task"\n  condition = true\n  message = ""\n}\n', 1, "another rule has the code REF001"),
    ],
)
def test_what_is_refused(text: str, line: int, message: str) -> None:
    rules, problems = read_rules(text, "rules.hcl", taken={"REF001"})
    assert rules == []
    assert next((p.span.start.line, p.message) for p in problems if p.span) == (line, message)


@pytest.mark.parametrize(
    ("text", "glob", "matches"),
    [
        ("abc", "a*", True),
        ("abc", "*c", True),
        ("abc", "a?c", True),
        ("abc", "b*", False),
        ("", "*", True),
        ("a", "", False),
        ("a" * 300, "*a" * 20 + "b", False),
    ],
)
def test_globs(text: str, glob: str, matches: bool) -> None:
    assert FUNCTIONS["matches_glob"].body(text, glob) is matches


def test_the_rules_of_teams(fixtures: Path) -> None:
    text = (fixtures / "rules" / "team_rules.hcl").read_text(encoding="utf-8")
    rules, problems = read_rules(text, "team_rules.hcl")
    assert problems == []
    assert len(rules) == 20
    assert all(rule.source.text[rule.block.start : rule.block.end].count("\n") < 12 and rule.bad and rule.good for rule in rules)
    assert [failure.message for rule in rules for failure in failures(rule)] == []


def test_a_rule_is_summed_up_by_itself_or_by_its_file(fixtures: Path) -> None:
    text = (fixtures / "rules" / "team_rules.hcl").read_text(encoding="utf-8")
    for line, summary in (("", "A rule of team_rules.hcl."), ('\n  summary = "Images are ours."', "Images are ours.")):
        rules, problems = read_rules(text.replace('rule "TEAM001" {', f'rule "TEAM001" {{{line}'), "team_rules.hcl")
        assert problems == []
        assert as_rule(rules[0]).summary == summary


def test_the_pack_can_be_read() -> None:
    rules, problems = read_rules((files("nomadspec.rules.hcl") / "best_practice.hcl").read_text(encoding="utf-8"), "pack.hcl")
    assert problems == []
    assert all(rule.code.startswith("BP") and rule.name.startswith("bp-") for rule in rules)


def test_rules_are_selected_suppressed_and_explained(command: Runner) -> None:
    command.write("nomadspec.toml", 'rule-files = ["rules/*.hcl"]\n')
    command.write("rules/memory.hcl", MEMORY)
    command.write("web.nomad.hcl", JOB)
    words = ["lint", "-o", "concise", "--var", "memory=9000"]
    assert "ORG001 task 'api' requests 9000 MB" in command(*words, "--select", "ORG001").out
    assert "ORG001" not in command(*words, "--ignore", "task-memory-limit").out
    assert "Ask the platform team" in command("rule", "ORG001").out
    assert "ORG001" in command("rule").out
    sarif = json.loads(command("lint", "-o", "sarif", "--var", "memory=9000").out)
    assert any(result["ruleId"] == "ORG001" for result in sarif["runs"][0]["results"])
    command.write("web.nomad.hcl", JOB.replace("      resources {", "      # nomadspec: ignore[ORG001] agreed\n      resources {"))
    assert "ORG001" not in command(*words).out


def test_a_broken_file_of_rules_is_a_finding_and_no_more(command: Runner) -> None:
    command.write("nomadspec.toml", 'rule-files = ["rules/*.hcl", "none/*.hcl"]\n')
    command.write("rules/a.hcl", "rule {\n")
    command.write("web.nomad.hcl", JOB)
    result = command("lint", "-o", "concise")
    assert result.status == 1
    assert "rules/a.hcl:1:6: HCL" in result.out
    assert "none/*.hcl matches no file" in result.out


def test_files_outside_the_repository_are_refused(command: Runner, tmp_path: Path) -> None:
    command.write(".git/HEAD", "")
    command.write("nomadspec.toml", 'rule-files = ["/etc/host*"]\n')
    command.write("web.nomad.hcl", JOB)
    assert "is outside the repository" in command("lint", "-o", "concise").out


def test_the_pack_is_off_by_default(command: Runner) -> None:
    command.write("web.nomad.hcl", JOB)
    assert "BP0" not in command("lint", "-o", "concise").out
    command.write("nomadspec.toml", 'extend-select = ["BP"]\n')
    assert "BP0" in command("lint", "-o", "concise").out


def test_rules_over_a_repository(command: Runner) -> None:
    command.write("nomadspec.toml", 'rule-files = ["rules.hcl"]\n')
    command.write("rules.hcl", 'rule "ORG002" {\n  on = "repository"\n  condition = length(self.jobs) < 2\n  message = "${length(self.jobs)} jobs"\n}\n')
    command.write("a.nomad.hcl", JOB)
    command.write("b.nomad.hcl", JOB.replace('"web"', '"other"'))
    assert "ORG002 2 jobs" in command("lint", "-o", "concise", "--var", "memory=10").out


def test_rules_over_nodes() -> None:
    written, _ = read_rules(
        'rule "ORG003" {\n  on = "node"\n  condition = self.attributes["os.name"] == "ubuntu"\n  message = "node ${self.name} runs ${self.attributes["os.name"]}"\n}\n',
        "rules.hcl",
    )
    state = ClusterState.from_dict({"nodes": [{"ID": "1", "Name": "c1", "Attributes": {"os.name": "debian"}}]})
    found = node_findings([as_rule(rule) for rule in written], [node.raw for node in state.nodes.values()])
    assert [(d.code, d.block, d.message) for d in found] == [("ORG003", 'node["c1"]', "node c1 runs debian")]


REPOSITORY = """
rule "ORG010" {
  on        = "repository"
  condition = alltrue([for job in self.jobs : contains([for spec in self.specs : spec.name if spec.spec == "namespace"], job.namespace)])
  message   = "every namespace is described"
  bad       = "namespace = \\"dev\\""
  good      = <<EOF
namespace = "dev"
---
name = "dev"
capabilities {
}
EOF
}
"""
NODE = """
rule "ORG011" {
  on        = "node"
  condition = self.attributes["os.name"] == "ubuntu" && self.node_pool != "old"
  message   = "nodes run ubuntu"
  bad       = ["attributes = { \\"os.name\\" = \\"debian\\" }\\nnode_pool = \\"default\\""]
  good      = "attributes = { \\"os.name\\" = \\"ubuntu\\" }\\nnode_pool = \\"default\\""
}
"""


@pytest.mark.parametrize("text", [REPOSITORY, NODE])
def test_examples_of_rules_over_repositories_and_nodes(text: str) -> None:
    rules, problems = read_rules(text, "rules.hcl")
    assert [problem.message for problem in problems] == []
    assert [failure.message for rule in rules for failure in failures(rule)] == []


@pytest.mark.parametrize(
    ("text", "old", "new", "said"),
    [
        (REPOSITORY, 'name = "dev"', 'name = "prod"', "good example 1 of ORG010: the rule finds: every namespace is described"),
        (REPOSITORY, "capabilities {\n}", "capabilities {", "good example 1 of ORG010: file 2 is not valid: "),
        (NODE, "debian", "ubuntu", "bad example 1 of ORG011: the rule finds nothing in it"),
        (NODE, '\\"default\\""\n}', 'default"\n}', "good example 1 of ORG011: it cannot be read: "),
    ],
)
def test_examples_that_fail_say_why(text: str, old: str, new: str, said: str) -> None:
    assert old in text
    rules, _ = read_rules(text.replace(old, new), "rules.hcl")
    (failure,) = [failure.message for rule in rules for failure in failures(rule)]
    assert failure.startswith(said)


def test_a_starter_is_a_rule_that_works(command: Runner) -> None:
    assert command("rule", "--new", "rules/org.hcl").status == 0
    assert command("rule", "--new", "rules/org.hcl").status == 2
    command.write("nomadspec.toml", 'rule-files = ["rules/org.hcl"]\n')
    assert command("test").status == 0


def test_examples_are_run(command: Runner) -> None:
    command.write("nomadspec.toml", 'rule-files = ["rules.hcl"]\n')
    command.write(
        "rules.hcl",
        'rule "ORG004" {\n  on = "group"\n  condition = self.count > 1\n  message = "x"\n  bad = ["count = 1", "count = 2"]\n  good = "count = 2"\n}\n',
    )
    result = command("test")
    assert result.status == 1
    assert "bad example 2 of ORG004: the rule finds nothing in it" in result.out


_PIECES = st.sampled_from(
    [
        'rule "A1" {',
        "rule",
        "}",
        "\n",
        'on = "task"',
        "condition = ",
        "self",
        ".label",
        "[0]",
        "when = true",
        "message = ",
        '"${',
        '}"',
        "for x in self : x",
        "null",
        "1",
        "(",
        ")",
    ]
)


@settings(max_examples=200)
@given(st.lists(_PIECES, max_size=30).map(" ".join))
def test_no_file_of_rules_raises(text: str) -> None:
    rules, _ = read_rules(text, "rules.hcl")
    compiled = nomadspec.compile(JOB, variables={"memory": "10"}, environ={})
    assert compiled.job is not None
    run(visits(RuleSet(map(as_rule, rules)), JobSubject(compiled.job, compiled.source)))


def test_work_is_bounded() -> None:
    rule = 'rule "ORG001" {\n  on = "task"\n  condition = length([for a in range(1000) : [for b in range(1000) : [for c in range(1000) : c]]]) > 0\n  message = "x"\n}\n'
    assert "takes more work than is allowed" in said(rule, memory="1")[0]
