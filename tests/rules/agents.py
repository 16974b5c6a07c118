"""Agents' configurations for tests of rules, and what is found in them."""

from __future__ import annotations

from pathlib import Path

from nomadspec.agent import AgentConfig, load
from nomadspec.rules.agent_visit import AgentVisit
from nomadspec.rules.registry import builtin
from nomadspec.rules.rule import Rule
from nomadspec.rules.runner import run
from nomadspec.rules.subject import Subject
from nomadspec.source import Diagnostic


def run_agent(rules: list[Rule], config: AgentConfig) -> list[Diagnostic]:
    return run([(AgentVisit(Subject(), config), rules)])


RULES = {rule.name: rule for rule in builtin() if rule.scope == "agent"}


def found(rule: Rule, files: dict[str, str], folder: Path, root: Path | None = None) -> list[str]:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    config = load([folder], root=root)
    assert config.ok, config.diagnostics
    findings = run_agent([rule], config)
    assert all(d.rule == rule.name and d.span is not None for d in findings), findings
    return [d.message for d in findings]
