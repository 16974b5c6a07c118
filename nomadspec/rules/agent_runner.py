"""Runs rules over an agent's configuration. A rule that crashes is a finding of its own, and the run goes on."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from nomadspec.rules.agent_finding import AgentFinding
from nomadspec.rules.registry import CRASHED
from nomadspec.rules.runner import MAX_FINDINGS
from nomadspec.source import Diagnostic, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nomadspec.agent import AgentConfig
    from nomadspec.rules.rule import Rule


def run_agent(rules: Iterable[Rule], config: AgentConfig) -> list[Diagnostic]:
    """What rules find in a configuration that could be loaded, rule by rule."""
    found: list[Diagnostic] = []
    for rule in rules:
        try:
            check = __import__(rule.module, fromlist=["check_agent"]).check_agent
            found += [_diagnostic(rule, finding, config) for finding in islice(check(config), MAX_FINDINGS)]
        except Exception as error:
            text = f"rule {rule.code} ({rule.name}) failed: {type(error).__name__}"
            found.append(Diagnostic(CRASHED.code, CRASHED.name, "warning", text, config.place(""), url=CRASHED.url))
    return found


def _diagnostic(rule: Rule, finding: AgentFinding, config: AgentConfig) -> Diagnostic:
    if not isinstance(finding, AgentFinding):
        raise TypeError(f"a rule gives findings, not {type(finding).__name__}")
    span = finding.at if isinstance(finding.at, Span) else config.place(finding.at)
    return Diagnostic(
        rule.code,
        rule.name,
        finding.severity or rule.severity,
        finding.message,
        span,
        block=finding.at if isinstance(finding.at, str) else "",
        help=finding.help,
        fix=finding.fix,
        url=rule.url,
        nomad=finding.nomad,
        related=finding.related,
    )
