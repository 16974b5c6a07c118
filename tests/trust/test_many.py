"""Files of nothing but many of one kind: what is kept, compared or run of them is counted, so that no file takes all memory or minutes.

No time is asserted: without the bounds each of these takes minutes, or gigabytes.
"""

from __future__ import annotations

import json
import sys
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest

import nomadspec
from nomadspec.cluster.state import ClusterState
from nomadspec.hcl.exact.parse import parse_body
from nomadspec.hcl.exact.reader import MOST_KEPT
from nomadspec.hcl.parser import parse
from nomadspec.interpolation import environment
from nomadspec.jobdiff import differ
from nomadspec.jobspec.file_structure import MAX_UNEXPECTED
from nomadspec.jobspec.policy_document import policy_document
from nomadspec.planner import placed_tasks
from nomadspec.reporting.console import write_json
from nomadspec.reporting.sections import Section, text_lines
from nomadspec.rules.selection import specificity, unknown_entries
from nomadspec.simulation.question import Question
from nomadspec.source import Source
from nomadspec.specs.acl_policies import MAX_SHOWN
from nomadspec.specs.file_kinds import kind_of
from nomadspec.specs.selectors import selector_fault
from nomadspec.specs.spec import MOST_FAULTS
from nomadspec.workspace.configuration import ConfigurationError
from nomadspec.workspace.configuration import parse as parse_configuration
from nomadspec.workspace.gitignore import MAX_PATTERNS, matches, patterns
from tests.cli.run import Runner

# -- syntax


def test_errors_of_a_text_are_kept_up_to_a_number_and_counted_beyond() -> None:
    _, errors = parse_body(Source("a = 1\n" * 3_000, "x"))
    assert len(errors) == MOST_KEPT
    assert len(parse("a = 1\n" * 3_000).diagnostics) == 50


def test_what_an_argument_that_is_set_again_and_again_takes() -> None:
    """More than 2,000 bytes for each line when each had its diagnostic."""
    text = "a = 1\n" * 50_000
    tracemalloc.start()
    parse(text)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 1_000 * 50_000


@pytest.mark.parametrize(
    ("item", "rule"),
    [("a{n} = 1\n", "unsupported-argument"), ("a{n} {{}}\n", "unsupported-block"), ("job {{}}\n", "missing-label")],
    ids=lambda value: value.strip(),
)
def test_items_out_of_place_at_the_top_of_a_jobspec(item: str, rule: str) -> None:
    text = "".join(item.format(n=n) for n in range(1_000)) + 'job "x" {}\n'
    found = nomadspec.compile(text, environ={}).diagnostics
    assert [d.rule for d in found].count(rule) == MAX_UNEXPECTED


# -- specifications


def test_the_errors_of_a_policy_are_bounded_and_so_is_what_each_repeats() -> None:
    words = ", ".join(f'"c{n}"' for n in range(5_000))
    spec = nomadspec.read_spec(f'namespace "default" {{\n  capabilities = [{words}]\n}}\n', filename="policy.hcl")
    assert len(spec.diagnostics) == MOST_FAULTS
    assert max(len(d.nomad or "") for d in spec.diagnostics) < MAX_SHOWN + 100


@pytest.mark.parametrize(
    ("text", "said"),
    [("value.a == 1" + " or value.a == 1" * 50_000, ""), (" " * 900_000, "1:1 (0): no match found"), ("a " * 400_000, "1:3 (2): no match found")],
)
def test_long_selectors(text: str, said: str) -> None:
    assert selector_fault(text) == said


@pytest.mark.parametrize("text", ['{"Selector": "' + '\\"' * 300_000, 'a = "' + '\\"' * 40_000 + "\n"], ids=["cut off", "not closed"])
def test_the_kind_of_a_text_whose_quotes_are_escaped(text: str) -> None:
    assert kind_of(text) in ("", "values")


# -- configuration


def test_entries_that_name_rules_are_looked_up() -> None:
    entries = [f"X{n:05}" for n in range(50_000)]
    rules = [(f"ABC{n:03}", f"name-{n}") for n in range(1_000)]
    assert len(unknown_entries(entries, rules, 1)) == 50_000
    assert [specificity(frozenset(entries), code, name) for code, name in rules] == [-1] * 1_000


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("".join(f'[[environments]]\nname = "e{n}"\n' for n in range(101)), "x.toml:1: environments has 101 entries, but the limit is 100"),
        ('[[overrides]]\npaths = ["a"]\n' * 1_001, "x.toml:1: overrides has 1,001 entries, but the limit is 1,000"),
        ('[[suppress]]\nrules = ["DRV003"]\n' * 1_001, "x.toml:1: suppress has 1,001 entries, but the limit is 1,000"),
        (f"[[overrides]]\npaths = {['a'] * 600}\n" * 2, "x.toml:1: overrides has 1,200 paths, but the limit is 1,000"),
        (f"exclude = {['a'] * 1_001}\n", "x.toml:1: exclude has 1,001 entries, but the limit is 1,000"),
        ("\n" + "a" + ".a" * 400_000 + " = 1\n", "x.toml:2: a key has more than 100 parts"),
        ("\n[a" + '."a"' * 200_000 + "]\n", "x.toml:2: a key has more than 100 parts"),
    ],
    ids=["environments", "overrides", "suppress", "paths", "patterns", "dotted key", "dotted table"],
)
def test_configurations_are_bounded(text: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        parse_configuration(text, "x.toml")
    assert str(raised.value) == said


def test_dots_in_values_are_none_of_keys() -> None:
    with pytest.raises(ConfigurationError, match="unknown key 'x'"):
        parse_configuration('x = [\n"a.b.c", ' + '"a.b.c", ' * 200 + '\n"' + "a." * 200 + '"]\n', "x.toml")


def test_patterns_of_a_list_are_bounded() -> None:
    rules, bad = patterns([f"**/a{n}/**/b*" for n in range(MAX_PATTERNS + 1)])
    assert not bad
    assert matches(rules, f"x/a{MAX_PATTERNS - 1}/c/b1")
    assert not matches(rules, f"x/a{MAX_PATTERNS}/c/b1")


# -- rules in HCL

RULE = 'rule "ORG{0:04}" {{\n  name = "r{0}"\n  on = "task"\n  condition = {1}\n  message = "m"\n}}\n'
TASKS = "".join(f'task "t{n}" {{\ndriver = "docker"\nconfig {{ image = "x:1" }}\n}}\n' for n in range(300))


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (RULE.format(1, "length([for a in range(1000) : [for b in range(1000) : a]]) == 0"), "takes more work than is allowed"),
        ("".join(RULE.format(n, 'self.driver == "docker"') for n in range(1_000)), "the rules of this repository take more work for one file than is allowed"),
    ],
    ids=["one that is slow", "many"],
)
def test_rules_share_the_work_of_a_file(nomadspec: Runner, rules: str, said: str) -> None:
    nomadspec.write("nomadspec.toml", 'rule-files = ["rules.hcl"]\n')
    nomadspec.write("rules.hcl", rules)
    nomadspec.write("bomb.nomad.hcl", f'job "x" {{\ngroup "g" {{\n{TASKS}}}\n}}\n')
    result = nomadspec("lint", "-o", "json", "bomb.nomad.hcl")
    found = [one["message"] for one in json.loads(result.out)["findings"] if one["code"].startswith("ORG")]
    assert result.status == 1
    assert 1 <= len(found) <= 3
    assert said in found[-1]


def test_findings_of_all_rules_are_bounded_and_each_rule_keeps_one(nomadspec: Runner) -> None:
    nomadspec.write("nomadspec.toml", 'rule-files = ["rules.hcl"]\n')
    nomadspec.write("rules.hcl", "".join(RULE.format(n, "false") for n in range(100)))
    nomadspec.write("bomb.nomad.hcl", f'job "x" {{\ngroup "g" {{\n{TASKS}}}\n}}\n')
    codes = [one["code"] for one in json.loads(nomadspec("lint", "-o", "json", "bomb.nomad.hcl").out)["findings"] if one["code"].startswith("ORG")]
    assert len(codes) <= 10_100
    assert len(set(codes)) == 100


# -- placement tests


def test_the_runs_of_a_test_file_are_bounded_by_what_they_read(nomadspec: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nomadspec.workspace.placement_tests.running.MOST_READ", 100_000)
    nodes = [{"ID": f"n{n}", "Name": f"n{n}", "Status": "ready", "Datacenter": "dc1"} for n in range(300)]
    nomadspec.write("state.json", json.dumps({"format": "nomadspec-state/1", "nodes": nodes}))
    nomadspec.write("x.nomadtest.hcl", 'state = "state.json"\ntest "t" {\n  each = "node"\n  assert {\n    condition = true\n  }\n}\n')
    result = nomadspec("test", "x.nomadtest.hcl")
    assert result.status == 1
    assert "the tests of this file have more runs than are allowed on this state" in result.out


def test_the_jobspecs_of_a_test_file_are_bounded(nomadspec: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nomadspec.workspace.placement_tests.running.MOST_READ", 10_000)
    nomadspec.write("a.nomad.hcl", 'job "x" {}\n' + "#\n" * 500)
    nomadspec.write("x.nomadtest.hcl", 'test "t" {\n  jobs = ["a.nomad.hcl"]\n  assert {\n    condition = true\n  }\n}\n')
    result = nomadspec("test", "x.nomadtest.hcl")
    assert result.status == 1
    assert "the jobspecs of this file's tests are larger than is allowed" in result.out


def test_locals_of_a_test_file_share_its_work(nomadspec: Runner) -> None:
    slow = "locals {\n  l = [for a in range(1000) : [for b in range(1000) : a]]\n}\n"
    test = 'test "t{}" {{\n  assert {{\n    condition = length(local.l) == 1000\n  }}\n}}\n'
    nomadspec.write("x.nomadtest.hcl", slow + "".join(test.format(n) for n in range(200)))
    result = nomadspec("test", "x.nomadtest.hcl")
    assert result.status == 1
    assert "takes more work than is allowed" in result.out


# -- texts of nothing but small pieces


@pytest.mark.parametrize("text", ["a = [" + "1," * 50 + "]\n", "a = [" + "1," * 60 + "\n"], ids=["right", "wrong"])
def test_tokens_of_a_text_are_bounded(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("nomadspec.hcl.parser.MAX_TOKENS", 100)
    assert [d.rule for d in parse(text).diagnostics] == ["syntax-size"]


@pytest.mark.parametrize(
    ("limit", "text"),
    [
        ("BRACES", "a {}\n" * 30),
        ("BRACES", "a {\n}\n" * 30),
        ("BRACES", "a = [" + "{}," * 30 + "]\n"),
        ("BRACES", "a = [" + "{}," * 30 + "\n"),
        ("PARTS", 'a = "' + "${b}" * 30 + '"\n'),
        ("PARTS", 'a = "' + "%{ if b }%{ endif }" * 15 + '"\n'),
    ],
)
def test_what_stands_in_braces_is_bounded(monkeypatch: pytest.MonkeyPatch, limit: str, text: str) -> None:
    monkeypatch.setattr(f"nomadspec.hcl.parser.MAX_{limit}", 29)
    assert [d.rule for d in parse(text).diagnostics] == ["syntax-size"]
    monkeypatch.setattr(f"nomadspec.hcl.parser.MAX_{limit}", 30)
    assert "syntax-size" not in [d.rule for d in parse(text).diagnostics]


@pytest.mark.parametrize(
    ("limit", "text"), [("BRACES", '{"Job": {"ID": "x", "TaskGroups": [{}, {}]}}'), ("VALUES", '{"job": {"x": {"meta": {"a": [1, 2, 3, 4]}}}}')]
)
def test_values_in_json_are_bounded(monkeypatch: pytest.MonkeyPatch, limit: str, text: str) -> None:
    assert "syntax-size" not in [d.rule for d in nomadspec.compile(text, environ={}).diagnostics]
    monkeypatch.setattr(f"nomadspec.hcl.json_syntax.MAX_{limit}", 2)
    assert [d.rule for d in nomadspec.compile(text, environ={}).diagnostics] == ["syntax-size"]


def test_a_text_that_is_too_large_is_not_formatted() -> None:
    with pytest.raises(nomadspec.SyntaxError, match="more than 4000000 characters"):
        nomadspec.format("\n" * 4_000_001)


def test_what_it_takes_to_format_line_feeds() -> None:
    """250 bytes for each before lines that are empty were one."""
    tracemalloc.start()
    nomadspec.format("\n" * 100_000)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 100 * 100_000


def test_what_the_text_of_a_long_diff_takes() -> None:
    """Twice as much as the diff itself, when all lines with their pieces were made before the first was written."""
    services = "".join(f'service {{ name = "s{n}" }}\n' for n in range(2_000))
    job = nomadspec.compile(f'job "x" {{\ngroup "g" {{\ntask "t" {{\ndriver = "exec"\n{services}}}\n}}\n}}\n', environ={}).job
    made = nomadspec.diff(None, job)
    tracemalloc.start()
    text = made.to_text(verbose=True)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 6 * len(text)


# -- many allocations of one node

ROOMY: dict[str, object] = {
    "ID": "n0", "Name": "n0", "Datacenter": "dc1", "NodePool": "default", "Status": "ready", "SchedulingEligibility": "eligible", "Meta": {"rack": "r1"},
    "Attributes": {"kernel.name": "linux", "driver.docker": "1"}, "Drivers": {"docker": {"Detected": True, "Healthy": True}},
    "NodeResources": {
        "Cpu": {"CpuShares": 10**9}, "Memory": {"MemoryMB": 10**9}, "Disk": {"DiskMB": 10**9},
        "Networks": [{"Mode": "host", "Device": "eth0", "IP": "10.0.0.1", "MBits": 1000}],
        "NodeNetworks": [{"Mode": "host", "Device": "eth0", "Addresses": [{"Family": "ipv4", "Alias": "default", "Address": "10.0.0.1"}]}],
    },
}  # fmt: skip


@pytest.mark.parametrize(
    "block",
    [
        "",
        'network {\n port "p" {}\n}',
        'spread { attribute = "${meta.rack}" }',
        'constraint {\n operator = "distinct_property"\n attribute = "${meta.rack}"\n value = "9999"\n}',
    ],
    ids=["simple", "port", "spread", "distinct_property"],
)
def test_what_an_allocation_takes_does_not_grow_with_those_of_its_node(block: str) -> None:
    """4,000 of them took minutes when each looked at all that were placed before it."""
    text = f'job "x" {{\ngroup "g" {{\ncount = 4000\n{block}\ntask "t" {{\ndriver = "docker"\nconfig {{ image = "x:1" }}\n}}\n}}\n}}\n'
    state = ClusterState.from_dict({"nodes": [ROOMY]})
    job = nomadspec.compile(text, environ={}).job
    assert job is not None
    counted = 0

    def tracer(*_: object) -> None:
        nonlocal counted
        counted += 1

    sys.setprofile(tracer)
    try:
        made = nomadspec.plan(job, state)
    finally:
        sys.setprofile(None)
    assert len(made.placements) == 4_000
    assert counted < 4_000 * 300


# -- many tasks and groups


def _empty_groups(number: int) -> nomadspec.Compilation:
    return nomadspec.compile('job "x" {\n' + "".join(f'group "g{n}" {{}}\n' for n in range(number)) + "}\n", environ={})


def test_problems_of_one_check_beyond_the_first_thousand_are_counted() -> None:
    job = _empty_groups(3_000).job
    assert job is not None
    verdict = nomadspec.validate(job)
    missing = [d for d in verdict.errors if d.rule == "group-no-tasks"]
    assert [d.nomad for d in missing[:2]] == ["Missing tasks for task group"] * 2
    assert (len(missing), missing[-1].message) == (1_001, "2,000 more problems like this one are not shown")
    assert verdict.error_text.count("Missing tasks for task group") == 3_000


def test_what_the_text_of_a_compiled_job_takes() -> None:
    """Ten times its length, when the objects of all groups and a list of all their pieces were made before it was joined."""
    compiled = _empty_groups(3_000)
    tracemalloc.start()
    text = compiled.to_json()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 4 * len(text)


def test_parts_of_equal_groups_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = _groups(30), _groups(30)
    monkeypatch.setattr(differ, "GROUP", None)
    shown = nomadspec.diff(old, new).task_groups
    assert [(group.type, [task.name for task in group.tasks]) for group in shown] == [("None", ["t"])] * 30


def _services(*services: str) -> nomadspec.Job:
    job = nomadspec.compile('job "x" {\ngroup "g" {\ntask "t" { driver = "exec" }\n' + "".join(services) + "}\n}\n", environ={}).job
    assert job is not None
    return job


def test_old_and_new_services_are_looked_up() -> None:
    """Each was compared with every other: minutes for 10,000 of them."""
    old = _services(*[f'service {{ name = "s{n}" }}\n' for n in range(10_000)])
    new = _services(*[f'service {{\nname = "s{n}"\nport = "p"\n}}\n' for n in reversed(range(10_000))])
    shown = nomadspec.diff(old, new).task_groups[0].objects
    assert len(shown) == 10_000
    assert {item.type for item in shown} == {"Edited"}


CONNECT = 'service {{\nname = "s"\nport = "1"\nconnect {{\nsidecar_service {{\nproxy {{\nconfig {{ a = {} }}\n}}\n}}\n}}\n}}\n'


@pytest.mark.parametrize(
    ("services", "different"),
    [
        (['service { name = "s" }\n'] * 50, 1),
        (['service { name = "s" }\n', 'service { name = "t" }\n'] * 3, 6),
        ([CONNECT.format("true"), CONNECT.format("1")], 2),
    ],
    ids=["equal ones", "others between them", "values that are equal and no text of each other"],
)
def test_equal_services_in_a_row_are_compared_once(services: list[str], different: int) -> None:
    shown = [item for item in nomadspec.diff(None, _services(*services)).task_groups[0].objects if item.name == "Service"]
    assert len(shown) == len(services)
    assert len({id(item) for item in shown}) == different


def test_places_of_many_entries_are_looked_up() -> None:
    """Each was looked for from the beginning: minutes."""
    keys = "".join(f'A{n} = "b"\n' for n in range(40_000))
    job = nomadspec.compile(f'job "x" {{\n  meta {{\n{keys}}}\n}}\n', environ={}).job
    assert job is not None
    places: Any = policy_document(job, "x.nomad.hcl")["places"]
    assert [place["line"] for place in places if place["block"].startswith('job["x"].meta.')] == [*range(3, 40_003)]


def _groups(number: int) -> nomadspec.Job:
    groups = "".join(
        f'group "g{n}" {{\n  task "t" {{\n    driver = "docker"\n    config {{\n      image = "nginx:1.27"\n    }}\n  }}\n}}\n' for n in range(number)
    )
    job = nomadspec.compile(f'job "web" {{\n{groups}}}\n', environ={}).job
    assert job is not None
    return job


def test_a_job_is_stored_once_for_the_environments_of_all_its_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    stored: list[str | None] = []

    def counted(job: nomadspec.Job) -> nomadspec.Job:
        stored.append(job.id)
        return nomadspec.canonicalize(job)

    monkeypatch.setattr(environment, "canonicalize", counted)
    assert len(placed_tasks.environments(_groups(30), None)) == 30
    assert stored == ["web"]


@pytest.mark.parametrize(
    ("limit", "least", "said"),
    [
        ("MAX_TASKS", 2, "the job has 3 tasks, but the limit is 2; choose some with --group or --task"),
        ("MAX_CHARACTERS", 5_000, "the environments of all 3 tasks are too large to show at once; choose one with --group and --task"),
    ],
)
def test_the_environments_of_all_tasks_are_bounded_and_one_is_always_shown(monkeypatch: pytest.MonkeyPatch, limit: str, least: int, said: str) -> None:
    monkeypatch.setattr(placed_tasks, limit, least)
    job = _groups(3)
    with pytest.raises(placed_tasks.NoNode) as raised:
        placed_tasks.environments(job, None)
    assert str(raised.value) == said
    assert [placed.group for placed in placed_tasks.environments(job, None, group="g2")] == ["g2"]


def test_the_capacity_of_a_group_is_asked_without_the_other_groups() -> None:
    question = Question(_groups(30), ClusterState.empty(), None, None, None, 5)
    assert [group.name for group in question.ask("g7").job.group or ()] == ["g7"]


def test_the_capacity_of_many_groups_is_refused_and_that_of_one_is_not() -> None:
    job, state = _groups(300), ClusterState.empty()
    refused = nomadspec.capacity(job, state)
    assert refused.error == "the job has 300 groups, whose capacity takes more work than is allowed; choose one of them"
    assert list(nomadspec.capacity(job, state, "g7").groups) == ["g7"]


def test_changes_are_tried_as_far_as_the_work_of_the_question_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    node = {
        "ID": "n0", "Name": "n0", "Datacenter": "dc1", "NodePool": "default", "Status": "ready", "SchedulingEligibility": "eligible",
        "Attributes": {"kernel.name": "linux", "driver.docker": "1"}, "Drivers": {"docker": {"Detected": True, "Healthy": True}},
        "NodeResources": {
            "Cpu": {"CpuShares": 4000}, "Memory": {"MemoryMB": 1000}, "Disk": {"DiskMB": 50_000},
            "Networks": [{"Mode": "host", "Device": "eth0", "IP": "10.0.0.1", "MBits": 1000}],
        },
    }  # fmt: skip
    state = ClusterState.from_dict({"nodes": [node]})
    assert len(nomadspec.capacity(_groups(1), state).groups["g0"].suggestions) == 2
    monkeypatch.setattr("nomadspec.simulation.question.MOST_WITH_CHANGES", 60)
    assert len(nomadspec.capacity(_groups(1), state).groups["g0"].suggestions) == 1


# -- long names


def test_what_each_problem_says_of_a_long_group() -> None:
    services = "".join(f'service {{\nname = "${{TASKGROUP}}-${{JOB}}{n}"\n}}\n' for n in range(60))
    text = f'job "x" {{\ngroup "{"g" * 50_000}" {{\n{services}' + 'task "t" {\ndriver = "exec"\n}\n}\n}\n'
    verdict = nomadspec.validate(nomadspec.compile(text, environ={}).job or {})
    assert len(verdict.errors) > 50
    assert max(len(d.block or "") for d in verdict.errors) < 1_000
    assert len("".join(d.message for d in verdict.errors)) < 1_000 * len(verdict.errors)


def test_names_that_are_meant_are_looked_for_in_short_lists_and_for_the_first_problems() -> None:
    def helps(volumes: int, mounts: int) -> list[bool]:
        declared = "".join(f'volume "v{n}" {{\ntype = "host"\nsource = "s"\n}}\n' for n in range(volumes))
        used = "".join(f'volume_mount {{\nvolume = "w{n}"\ndestination = "/d{n}"\n}}\n' for n in range(mounts))
        job = nomadspec.compile(
            f'job "x" {{\ngroup "g" {{\n{declared}task "t" {{\ndriver = "exec"\nconfig {{ command = "x" }}\n{used}}}\n}}\n}}\n', environ={}
        ).job
        return ["Did you mean" in (d.help or "") for d in nomadspec.validate(job or {}).errors if d.code == "NOM7201"]

    assert helps(10, 1) == [True]
    assert helps(1_001, 1) == [False]
    assert sum(helps(10, 250)) <= 100


# -- many allocations of one job

STORED: dict[str, object] = {"ID": "x", "Name": "x", "Type": "service", "TaskGroups": [{"Name": "g", "Count": 2_000_000_000, "Tasks": [{"Name": "t"}]}]}


def _counted(count: int, name: str = "g") -> nomadspec.Job:
    text = f'job "x" {{\ngroup "{name}" {{\ncount = {count}\ntask "t" {{\ndriver = "docker"\nconfig {{ image = "x:1" }}\n}}\n}}\n}}\n'
    job = nomadspec.compile(text, environ={}, nomad_version="1.10").job
    assert job is not None
    return job


@pytest.mark.parametrize(
    ("job", "said"),
    [
        (_counted(2**62), "the job requests 4,611,686,018,427,387,904 allocations, but the limit is 1,000,000"),
        (_counted(50_000, "g" * 9_999), "the names of the job's 50,000 allocations are longer than 100,000,000 characters in total"),
    ],
    ids=["count", "names"],
)
def test_a_plan_of_too_many_allocations_is_refused(job: nomadspec.Job, said: str) -> None:
    """Servers before 1.11 have no limit of their own."""
    assert nomadspec.plan(job, ClusterState.empty()).error == said


def test_a_state_whose_job_asks_for_too_many_allocations_is_refused() -> None:
    with pytest.raises(nomadspec.StateError) as raised:
        ClusterState.from_dict({"jobs": [STORED]})
    assert str(raised.value) == "jobs[0]: the job requests 2,000,000,000 allocations, but the limit is 1,000,000"
    assert ClusterState.from_dict({"jobs": [{**STORED, "Stop": True}]}).job("default", "x") is not None


def test_a_group_is_scaled_to_what_a_job_may_ask_for() -> None:
    state = ClusterState.from_dict({"jobs": [{**STORED, "TaskGroups": [{"Name": "g", "Count": 1, "Tasks": [{"Name": "t"}]}]}]})
    made = nomadspec.simulate(state, [nomadspec.changes.ScaleGroup("x", "g", 10**12)])
    assert [text for _, text in made.refused] == ["the job requests 1,000,000,000,000 allocations, but the limit is 1,000,000"]


def test_the_capacity_of_a_group_with_a_long_name_is_asked_for_fewer() -> None:
    job = _counted(1, "g" * 60_000)
    assert nomadspec.capacity(job, ClusterState.empty()).error == "the names of the job's 2,000 allocations are longer than 100,000,000 characters in total"
    assert nomadspec.capacity(job, ClusterState.empty(), most=10).ok


# -- long outputs


def test_what_it_takes_to_write_a_long_json_document(capfd: pytest.CaptureFixture[str]) -> None:
    """More than ten times its text when each bracket was a string in one list."""
    value = [{"a": 1, "b": [2]} for _ in range(30_000)]
    tracemalloc.start()
    write_json(value)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    text = capfd.readouterr().out
    assert json.loads(text) == value
    assert text == json.dumps(value, indent=2) + "\n"
    assert most < 1.5 * len(text)


def test_the_lines_of_a_report_are_made_one_by_one() -> None:
    made = 0

    def lines() -> Iterator[list[tuple[str, str]]]:
        nonlocal made
        for number in range(1_000):
            made = number
            yield [("x", "")]

    found = text_lines([Section("a", diff=lines()), Section("b")])
    assert [next(found), next(found)] == [[("a", "title")], [("  ", ""), ("x", "")]]
    assert made == 0
    assert list(found)[-2:] == [[], [("b", "title")]]


def test_groups_and_tasks_of_a_plan_are_bounded(nomadspec: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    nomadspec.write("state.json", '{"format": "nomadspec-state/1", "nodes": []}')
    task = 'task "%s" {\n driver = "exec"\n config {\n  command = "/bin/x"\n }\n}\n'
    nomadspec.write("x.nomad.hcl", f'job "x" {{\ngroup "g" {{\n{task % "a"}{task % "b"}}}\n}}\n')
    monkeypatch.setattr("nomadspec.cli.commands.plan.MOST_ON_A_PAGE", 2)
    page = nomadspec("plan", "--state", "state.json", "-o", "html", "x.nomad.hcl")
    assert "a page shows at most 2 groups, tasks and blocks in them, and these are " in page.err
    monkeypatch.setattr("nomadspec.cluster.allocation_limit.MOST_PARTS", 2)
    result = nomadspec("plan", "--state", "state.json", "x.nomad.hcl")
    assert (result.status, "the job has 3 groups, tasks and services, but the limit is 2" in result.err) == (255, True)
