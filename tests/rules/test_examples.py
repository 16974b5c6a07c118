"""Every rule's manual page is run: its example gives the finding, what it says to use instead does not; what is found is part of the page."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest

import nomadspec
from nomadspec.rules.registry import builtin
from nomadspec.rules.rule import Rule
from nomadspec.workspace.fixing import fix_text
from tools.examples import PageError, complete, examples, findings, jobspec, sections

EXAMPLES = {"Example", "Use instead"}


@pytest.mark.parametrize("rule", builtin(), ids=lambda rule: rule.code)
def test_page_is_complete(rule: Rule) -> None:
    page = sections(rule)
    assert page[""], "a first line that says what is wrong"
    wanted = {"What it does", "Why is this bad?"} | EXAMPLES
    wanted |= {"Fix safety"} if rule.fixable else set()
    wanted |= {"Options"} if rule.options else set()
    assert wanted <= set(page)


@pytest.mark.parametrize("rule", builtin(), ids=lambda rule: rule.code)
def test_example_is_found(rule: Rule) -> None:
    found = examples(rule, "Example")
    assert found
    assert [example for example in found if not findings(rule, example)] == [], "the rule finds nothing in its example"


@pytest.mark.parametrize("rule", builtin(), ids=lambda rule: rule.code)
def test_use_instead_is_clean(rule: Rule) -> None:
    found = examples(rule, "Use instead")
    assert found
    assert [example for example in found if findings(rule, example)] == [], "the rule finds something in what it recommends"


#: What a part of a job lacks by its nature: the task that uses a port or a volume, the shutdown delay beside a service.
OF_PARTS = {"NET007", "STO002", "NOM2081", "NOM4341", "NOM6141"}


@pytest.mark.parametrize("rule", [rule for rule in builtin() if rule.scope == "jobspec"], ids=lambda rule: rule.code)
def test_nothing_else_is_wrong_with_what_to_use_instead(rule: Rule) -> None:
    for example in examples(rule, "Use instead"):
        found = nomadspec.lint(jobspec(example[0]), filename="example.nomad.hcl", environ={})
        assert [(d.code, d.message) for d in found if d.code not in OF_PARTS] == []


@pytest.mark.parametrize("rule", [rule for rule in builtin() if rule.fixable == "safe" and rule.scope == "jobspec"], ids=lambda rule: rule.code)
def test_safe_fixes_cure_the_example(rule: Rule) -> None:
    def lint(text: str) -> list[nomadspec.Diagnostic]:
        found = nomadspec.lint(text, filename="example.nomad.hcl", environ={})
        return [d for d in found if d.rule == rule.name or (rule.same_as and d.code == rule.same_as)]

    found = examples(rule, "Example")
    assert found
    for example in found:
        text = jobspec(example[0])
        fixed = fix_text(text, "example.nomad.hcl", lint)
        assert fixed.cured, "a fix was promised"
        assert nomadspec.compile(fixed.text, environ={}).ok
        assert len(lint(fixed.text)) < len(lint(text))


def test_each_folder_of_rules_has_its_tests() -> None:
    here = Path(__file__).parent
    folders = {rule.module.split(".")[3] if rule.scope == "jobspec" else rule.scope for rule in builtin()}
    assert {name for name in folders if not (here / f"test_{name}.py").exists()} == set()


def test_codes_and_names_are_unique() -> None:
    rules = builtin()
    assert len({rule.code for rule in rules}) == len(rules)
    assert len({rule.name for rule in rules}) == len(rules)
    assert all(re.fullmatch(r"[A-Z]{3}\d{3}", rule.code) and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name) for rule in rules)


def test_index_and_pages_are_fresh() -> None:
    from tools.generate_rules import files

    fresh = list(files())
    assert len(fresh) > len(builtin())
    for path, text in fresh:
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: run `make generate`"


@pytest.mark.parametrize(
    ("part", "text", "whole"),
    [
        (
            "task",
            "leader = true\n",
            'job "web" {\n  group "web" {\n    task "server" {\n      driver = "docker"\n      config {\n        image = "nginx:1.27"\n      }\n      leader = true\n    }\n  }\n}\n',
        ),
        (
            "task",
            'driver = "raw_exec"\n',
            'job "web" {\n  group "web" {\n    task "server" {\n      driver = "raw_exec"\n    }\n  }\n}\n',
        ),
        (
            "group",
            'count = 2\ntask "a" {\n}\n',
            'job "web" {\n  group "web" {\n    count = 2\n    task "a" {\n    }\n  }\n}\n',
        ),
        (
            "job",
            'group "a" {\n}\n',
            'job "web" {\n  group "a" {\n  }\n}\n',
        ),
        ("", 'job "a" {\n}\n', 'job "a" {\n}\n'),
    ],
)
def test_a_fragment_is_completed_to_a_jobspec(part: str, text: str, whole: str) -> None:
    assert complete(part, text) == whole


def _rule(monkeypatch: pytest.MonkeyPatch, example: str, scope: str = "jobspec") -> Rule:
    """DRV009, which reports the tag `latest`, with another page."""
    module = ModuleType("page_under_test", f"A page.\n\n## Example\n{example}\n")
    monkeypatch.setitem(__import__("sys").modules, module.__name__, module)
    return Rule("DRV009", "docker-latest", "warning", scope, ("Task",), module.__name__, "A page.")


@pytest.mark.parametrize(
    ("example", "scope", "complaint"),
    [
        ("No fence.", "jobspec", "the section 'Example' needs an example"),
        ("```HCL task\nleader = true\n```", "jobspec", "unknown fence ```HCL task; a rule of scope 'jobspec' may use ```hcl, ```hcl task"),
        ("```hcl tasks\nleader = true\n```", "jobspec", "unknown fence ```hcl tasks"),
        ("```hcl agent\nleader = true\n```", "jobspec", "unknown fence ```hcl agent"),
        ("```hcl task\nleader = true\n```\n\n## Use instead\n```hcl task\n```", "jobspec", "the rule finds nothing in its example"),
        ("```hcl task\nlaeder = true\n```\n\n## Use instead\n```hcl task\n```", "jobspec", "the example does not compile"),
        ("```hcl job\n```", "repository", "needs a file name, such as file=a.nomad.hcl"),
    ],
)
def test_a_page_that_cannot_be_run_is_refused(monkeypatch: pytest.MonkeyPatch, example: str, scope: str, complaint: str) -> None:
    from tools.generate_rules import page

    rule = _rule(monkeypatch, example, scope)
    with pytest.raises(PageError, match=re.escape(complaint)):
        page(rule, __import__("sys").modules[rule.module])


def test_what_a_rule_prints_is_below_its_example(monkeypatch: pytest.MonkeyPatch) -> None:
    from tools.examples import rendered

    rule = _rule(monkeypatch, '```hcl task\nconfig {\n  image = "nginx:latest"\n}\n```')
    text = rendered(rule, "Example", sections(rule)["Example"])
    assert text.startswith('Inside a task:\n```hcl\nconfig {\n  image = "nginx:latest"\n}\n```\n\n```text\ninfo[DRV009]: ')
    assert '6 |         image = "nginx:latest"\n  |         ^^^^^^^^^^^^^^^^^^^^^^\n' in text


@pytest.mark.parametrize("rule", [rule for rule in builtin() if rule.scope == "jobspec"], ids=lambda rule: rule.code)
def test_use_instead_leads_to_no_other_rule(rule: Rule) -> None:
    """Whoever writes what a page says has no next warning; notes, and Nomad's advice on delays at shutdown, are not meant."""
    for example in examples(rule, "Use instead"):
        found = nomadspec.lint(jobspec(example[0]), filename="example.nomad.hcl", environ={}, fs="none")
        assert [(d.code, d.message) for d in found if d.severity != "info" and not d.code.startswith("NOM")] == []
