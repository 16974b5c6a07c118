"""Everything that can be selected, suppressed or explained: rules, checks, and the codes of syntax and evaluation."""

from __future__ import annotations

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from nomadspec.rules.rule import Rule


def stage_codes() -> list[tuple[str, str]]:
    """(code, name) of what syntax, evaluation and checks report."""
    from nomadspec.checks.catalog import CHECKS
    from nomadspec.evaluation.problems import RULES
    from nomadspec.hcl.errors import SYNTAX_RULES
    from nomadspec.jobspec.decode_errors import ERRORS

    decode = [(code, name) for name, code in ERRORS.items()]
    return [*SYNTAX_RULES.values(), *RULES.values(), *decode, *((check[0], check[1]) for check in CHECKS), *agent_codes()]


def agent_codes() -> list[tuple[str, str]]:
    """(code, name) of what loading and validating agent configuration reports."""
    from nomadspec.agent.codes import LOADING
    from nomadspec.agent.validation import CHECKS

    return [*LOADING, *((code, rule) for code, rule, _ in CHECKS)]


def _rules(plugins: Iterable[Rule]) -> list[Rule]:
    from nomadspec.rules.registry import ENGINE, builtin

    return sorted((*builtin(), *ENGINE, *plugins), key=lambda rule: rule.code)


def listing(as_json: bool, plugins: Iterable[Rule] = ()) -> str:
    """All rules, with those of plugins, a line each; or as JSON."""
    rules = _rules(plugins)
    if as_json:
        return json.dumps([_row(rule) for rule in rules], indent=2) + "\n"
    width = max((len(rule.name) for rule in rules), default=0)
    return "".join(f"{rule.code:8} {rule.name:{width}}  {rule.severity:7}  {rule.summary}\n" for rule in rules)


def _row(rule: Rule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity,
        "scope": rule.scope,
        "persona": rule.persona,
        "fixable": rule.fixable,
        "options": rule.options,
        "summary": rule.summary,
        "url": rule.url,
    }


def explain(word: str, as_json: bool, plugins: Iterable[Rule] = ()) -> str | None:
    """The manual page of the rule with this code or name; None when there is none."""
    for rule in _rules(plugins):
        if word.upper() == rule.code or word == rule.name:
            page = _page(rule)
            return json.dumps({**_row(rule), "page": page}, indent=2) + "\n" if as_json else page
    from nomadspec.checks.catalog import CHECKS

    for code, name, severity, text, help in CHECKS:
        if word.upper() == code or word == name:
            return f"{code}: {name} ({severity})\n\nNomad says: {text}\n\n{help}\n"
    for code, name in stage_codes():
        if word.upper() == code or word == name:
            return f"{code}: {name}\n\nWhat Nomad itself says: its own text is shown with each finding.\n"
    return None


def _page(rule: Rule) -> str:
    head = f"{rule.code}: {rule.name} ({rule.severity})\n\n{rule.summary}\n"
    if not rule.module:
        return head
    import inspect

    text = inspect.cleandoc(__import__(rule.module, fromlist=["CODE"]).__doc__ or "")
    body = text.partition("\n")[2].strip()
    return f"{head}\n{body}\n" if body else head
