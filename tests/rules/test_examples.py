"""Every rule's manual page is run: its example gives the finding, what it says to use instead does not."""

from __future__ import annotations

import inspect
import re
from importlib import import_module

import pytest

import nomadspec
from nomadspec.rules.registry import builtin
from nomadspec.rules.rule import Rule

FENCE = re.compile(r"^```hcl\n(.*?)^```$", re.M | re.S)
JOBSPEC_RULES = [rule for rule in builtin() if rule.scope == "jobspec"]


def sections(rule: Rule) -> dict[str, str]:
    """The sections of a rule's page by heading; "" is what stands before the first."""
    text = inspect.cleandoc(import_module(rule.module).__doc__ or "")
    parts = re.split(r"^## (.+)$", text, flags=re.M)
    return {"": parts[0].strip(), **{name: body.strip() for name, body in zip(parts[1::2], parts[2::2], strict=True)}}


def found(rule: Rule, text: str) -> list[str]:
    config = {"select": [rule.code], "persona": "pedantic"}
    return [d.message for d in nomadspec.lint(text, config=config, filename="example.nomad.hcl", environ={}) if says(rule, d)]


def says(rule: Rule, diagnostic: nomadspec.Diagnostic) -> bool:
    """Whether the finding is the rule's: its own, or Nomad's where Nomad says the same."""
    return diagnostic.rule == rule.name or (bool(rule.same_as) and diagnostic.code == rule.same_as)


@pytest.mark.parametrize("rule", builtin(), ids=lambda rule: rule.code)
def test_page_is_complete(rule: Rule) -> None:
    page = sections(rule)
    assert page[""], "a first line that says what is wrong"
    wanted = {"What it does", "Why is this bad?"} | ({"Example", "Use instead"} if rule.scope == "jobspec" else set())
    wanted |= {"Fix safety"} if rule.fixable else set()
    wanted |= {"Options"} if rule.options else set()
    assert wanted <= set(page)


@pytest.mark.parametrize("rule", JOBSPEC_RULES, ids=lambda rule: rule.code)
def test_example_is_found(rule: Rule) -> None:
    for text in FENCE.findall(sections(rule)["Example"]):
        assert found(rule, text), text


@pytest.mark.parametrize("rule", JOBSPEC_RULES, ids=lambda rule: rule.code)
def test_use_instead_is_clean(rule: Rule) -> None:
    texts = FENCE.findall(sections(rule)["Use instead"])
    assert texts
    for text in texts:
        assert nomadspec.compile(text, environ={}).ok, nomadspec.compile(text, environ={}).diagnostics
        assert not found(rule, text), text


@pytest.mark.parametrize("rule", [rule for rule in JOBSPEC_RULES if rule.fixable == "safe"], ids=lambda rule: rule.code)
def test_safe_fixes_cure_the_example(rule: Rule) -> None:
    from nomadspec.workspace.fixing import fix_text

    def lint(text: str) -> list[nomadspec.Diagnostic]:
        return [d for d in nomadspec.lint(text, filename="example.nomad.hcl", environ={}) if says(rule, d)]

    for text in FENCE.findall(sections(rule)["Example"]):
        fixed = fix_text(text, "example.nomad.hcl", lint)
        assert fixed.cured, "a fix was promised"
        assert nomadspec.compile(fixed.text, environ={}).ok
        assert len(lint(fixed.text)) < len(lint(text))


def test_codes_and_names_are_unique() -> None:
    rules = builtin()
    assert len({rule.code for rule in rules}) == len(rules)
    assert len({rule.name for rule in rules}) == len(rules)
    assert all(re.fullmatch(r"[A-Z]{3}\d{3}", rule.code) and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name) for rule in rules)


def test_index_and_pages_are_fresh() -> None:
    from tools.generate_rules import files

    for path, text in files().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: run `make generate`"
