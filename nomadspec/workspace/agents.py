"""What `agent lint` is: the verdict of `nomad config validate`, then the rules about agent configuration, selection and suppression.

All paths together are one agent's configuration. Every finding has the secrets of the files masked, its excerpt included.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from nomadspec.agent import validate
from nomadspec.agent.secrets import Masking
from nomadspec.hcl.v1 import lexer
from nomadspec.rules import suppression
from nomadspec.rules.agent_visit import AgentVisit
from nomadspec.rules.registry import ENGINE, builtin
from nomadspec.rules.runner import run
from nomadspec.rules.subject import Subject
from nomadspec.workspace.code_catalog import known_rules
from nomadspec.workspace.linting import configured_away

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from nomadspec.agent import AgentConfig
    from nomadspec.hcl.v1 import ast
    from nomadspec.rules.rule import Rule
    from nomadspec.source import Diagnostic
    from nomadspec.workspace.configuration import Configuration, Configurations

#: Suppression comments that are read in a file.
MAX_SUPPRESSIONS: Final = 500


def lint_agent(config: AgentConfig, configurations: Configurations, plugins: Sequence[Rule] = ()) -> list[Diagnostic]:
    """All findings of one agent's configuration, in the order of the files. Rules run only when everything could be loaded."""
    verdict = validate(config)
    rules = [rule for rule in (*builtin(), *plugins) if rule.scope == "agent"]
    first = config.files[0].source.path if config.files else ""
    visit = AgentVisit(Subject(_of(first, configurations).options(first)), config)
    found: list[Diagnostic] = [*verdict.errors, *verdict.warnings, *(run([(visit, rules)]) if config.ok else ())]
    named = {rule.code: rule for rule in (*rules, *ENGINE)}
    kept = [d for d in (_selected(d, configurations, named) for d in found) if d is not None]
    for file in config.files:
        kept = _suppress(kept, file, configurations, named, complete=config.ok)
    order = {file.source.path: number for number, file in enumerate(config.files)}
    kept.sort(key=lambda d: (order.get(d.span.path, -1), d.span.start_offset, d.code) if d.span is not None else (-1, -1, d.code))
    return masked(config, kept)


def masked(config: AgentConfig, findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Findings without the secrets that the files hold."""
    masking = Masking(config)
    return [
        d.replace(
            message=masking.text(d.message),
            span=masking.span(d.span),
            nomad=masking.text(d.nomad) if d.nomad is not None else None,
            help=masking.text(d.help) if d.help is not None else None,
            related=tuple((masking.text(text), masking.span(span)) for text, span in d.related),
        )
        for d in findings
    ]


def _of(path: str, configurations: Configurations) -> Configuration:
    return configurations.of(path or "./x")


def _selected(diagnostic: Diagnostic, configurations: Configurations, named: dict[str, Rule]) -> Diagnostic | None:
    path = diagnostic.span.path if diagnostic.span is not None else ""
    configuration = _of(path, configurations)
    selection = configuration.selection(path)
    if diagnostic.code == "AGT001":
        return diagnostic  # A syntax error cannot be switched off.
    rule = named.get(diagnostic.code)
    if rule is not None and not selection.enabled(rule):
        return None
    chosen = selection.apply(diagnostic) if rule is None or rule.persona == "regular" else diagnostic
    if chosen is None or (configuration.get("suppress") and configured_away(chosen, path, configuration)):
        return None
    return chosen


def _suppress(findings: list[Diagnostic], file: ast.File, configurations: Configurations, named: dict[str, Rule], *, complete: bool) -> list[Diagnostic]:
    """Without what the comments of one file suppress, and with remarks about these comments."""
    source = file.source
    if "nomadspec:" not in source.text or source.text.lstrip()[:1] == "{":
        return findings
    body: Any = file.root
    comments = (place for place in lexer.comments(source.text) if "nomadspec:" in source.text[slice(*place)])
    suppressions, problems = suppression.collect(source, body, islice(comments, MAX_SUPPRESSIONS))
    here = [d for d in findings if d.span is not None and d.span.path == source.path and d.code != "AGT001"]
    left = suppression.filter(here, suppressions)
    # What is about the configuration as a whole has an empty place: a comment about any whole file will do.
    whole = [d for d in findings if d.span is not None and d.span.start_offset == d.span.end_offset == 0 and d.span.path != source.path]
    of_file = [s for s in suppressions if s.start == 0 and s.end > len(source.text)]
    here += whole
    left += suppression.filter(whole, of_file)
    gone = {id(d) for d in here} - {id(d) for d in left}
    selection = _of(source.path, configurations).selection(source.path)
    full = complete and selection.select == ("ALL",) and not selection.ignore
    problems += suppression.remarks(source, suppressions, known_rules(), judge_unused=full)
    remarks = (_selected(d, configurations, named) for d in problems)
    return [d for d in findings if id(d) not in gone] + [d for d in remarks if d is not None]
