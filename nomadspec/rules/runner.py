"""Runs rules over a job and makes diagnostics of what they find.

A rule that meets an unknown value says nothing; a rule that crashes is a finding of its own, and the run goes on. Rule modules are
imported only when the job has a block that they look at.
"""

from __future__ import annotations

from nomadspec.jobspec.block import JobBlock, UnknownValue
from nomadspec.jobspec.origin import place
from nomadspec.jobspec.path import ModelPath
from nomadspec.rules.rule import Finding
from nomadspec.rules.walk import routes, walk, written
from nomadspec.source import Diagnostic, Edit, Fix, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

    from nomadspec.rules.job_summary import Facts, RepositoryFinding
    from nomadspec.rules.rule import Rule, Visit
    from nomadspec.rules.subject import Subject
    from nomadspec.rules.walk import Routes
    from nomadspec.source import Source

    Check = Callable[[Visit], Iterable[Finding]]
    ByType = dict[str, tuple[tuple[Routes, ...], tuple[Rule, ...]]]

#: Findings one rule may have in one job: more help nobody.
MAX_FINDINGS = 200

_loaded: dict[str, Check] = {}
_analyses: dict[str, Callable[..., Iterable[Any]]] = {}
_prepared: dict[tuple[Rule, ...], ByType] = {}
_NONE: tuple[tuple[Routes, ...], tuple[Rule, ...]] = ((), ())


def load(rule: Rule) -> Check:
    """The rule's function; imports its module."""
    check = _loaded.get(rule.module)
    if check is None:
        check = _loaded[rule.module] = __import__(rule.module, fromlist=["check"]).check
    return check


def run(rules: Iterable[Rule], subject: Subject) -> list[Diagnostic]:
    """What `rules` find in the subject's job, in the order of the walk."""
    by_type = _by_type(tuple(rules))
    diagnostics: list[Diagnostic] = []
    counts: dict[str, int] = {}
    for visit in walk(subject):
        ways, here = by_type.get(visit.block.TYPE, _NONE)
        there = written(visit, ways)
        for rule in here:
            if rule.if_written and there.isdisjoint(rule.if_written):
                continue
            for diagnostic in _run_one(rule, visit):
                counts[rule.code] = counts.get(rule.code, 0) + 1
                if counts[rule.code] <= MAX_FINDINGS:
                    diagnostics.append(diagnostic)
    return diagnostics


def _by_type(rules: tuple[Rule, ...]) -> ByType:
    """By type of block, the rules that look at it and the routes of their `IF_WRITTEN`. Kept, for most files have the same rules."""
    known = _prepared.get(rules)
    if known is None:
        if len(_prepared) > 32:
            _prepared.clear()
        known = _prepared[rules] = {}
        for type in dict.fromkeys(type for rule in rules for type in rule.blocks):
            here = [rule for rule in rules if type in rule.blocks]
            known[type] = (routes(type, dict.fromkeys(text for rule in here for text in rule.if_written)), tuple(here))
    return known


def _run_one(rule: Rule, visit: Visit) -> Sequence[Diagnostic]:
    found: list[Diagnostic] = []
    try:
        if rule.if_any and not _gives(rule, visit):
            return ()
        for finding in (_loaded.get(rule.module) or load(rule))(visit):
            found.append(diagnostic(rule, finding, visit))
            if len(found) > MAX_FINDINGS:
                break
    except UnknownValue:
        pass
    except (Exception, SystemExit) as error:
        found.append(crash(rule, visit, error))
    return found


def _gives(rule: Rule, visit: Visit) -> bool:
    """Whether the analysis that the rule reads has anything for it."""
    analysis = _analyses.get(rule.code)
    if analysis is None:
        module, name = rule.if_any[:2]
        analysis = _analyses[rule.code] = getattr(__import__(module, fromlist=[name]), name)
    for _ in analysis(visit, *rule.if_any[2:]):
        return True
    return False


def diagnostic(rule: Rule, finding: Finding, visit: Visit) -> Diagnostic:
    """The diagnostic of a finding: its place looked up, the rule's description added."""
    if not isinstance(finding, Finding):
        raise TypeError(f"a rule gives findings, not {type(finding).__name__}")
    path, span, trail = locate(visit, finding.at)
    return Diagnostic(
        rule.code,
        rule.name,
        finding.severity or rule.severity,
        finding.message,
        span,
        block=str(path),
        help=finding.help,
        fix=_with_line_ends(finding.fix, visit) if finding.fix is not None else None,
        url=rule.url,
        trail=trail,
        related=tuple((text, place(visit.job, where)[0]) for text, where in finding.related),
        secret=finding.secret,
    )


def _with_line_ends(fix: Fix, visit: Visit) -> Fix:
    """The fix with lines that end as those of the file do."""
    source = visit.subject.source
    if source is None or "\r\n" not in source.text or not any("\n" in edit.text for edit in fix.edits):
        return fix
    edits = [Edit(edit.path, edit.start, edit.end, edit.text.replace("\r\n", "\n").replace("\n", "\r\n")) for edit in fix.edits]
    return Fix(fix.title, tuple(edits), safe=fix.safe)


def locate(visit: Visit, at: str | ModelPath | Span | None) -> tuple[ModelPath, Span | None, tuple[tuple[str, Span | None], ...]]:
    """The path, the span and the trail of what a finding points at."""
    if isinstance(at, Span):
        return visit.path, at, ()
    path = visit.path
    if isinstance(at, ModelPath):
        path = at
    elif at is not None:
        for name in at.split("."):
            path = path / name
    span, trail = place(visit.job, path)
    return path, span, trail


def crash(rule: Rule, visit: Visit, error: BaseException) -> Diagnostic:
    """A fault of a rule, as a finding."""
    from nomadspec.rules.registry import CRASHED

    block: JobBlock = visit.block
    origin = block.get("origin")
    trace, line = error.__traceback__, 0
    while trace is not None:
        # The place in the rule's own module, however deep it was called from there.
        line = trace.tb_lineno if trace.tb_frame.f_globals.get("__name__") == rule.module else line
        trace = trace.tb_next
    where = f" at line {line} of {rule.module}" if line else f": {error}"
    return Diagnostic(
        CRASHED.code,
        CRASHED.name,
        "warning",
        f"rule {rule.code} ({rule.name}) failed here: {type(error).__name__}{where}",
        origin.header if origin is not None else None,
        block=str(visit.path),
        help="This is a fault of the rule, not of the jobspec: please report it, and ignore the rule meanwhile.",
        url=CRASHED.url,
    )


def run_repository(
    rules: Iterable[Rule], facts: Sequence[Facts], options: Mapping[str, Mapping[str, Any]], source_of: Callable[[str], Source | None]
) -> list[Diagnostic]:
    """What rules about a repository find in the facts of its jobs. Their modules have `check_repository(facts, options)`; `source_of` reads
    a file again, for the places of findings only."""
    found: list[Diagnostic] = []
    for rule in rules:
        try:
            check = __import__(rule.module, fromlist=["check_repository"]).check_repository
            for count, finding in enumerate(check(facts, {**rule.options, **options.get(rule.name, {})})):
                if count == MAX_FINDINGS:
                    break
                found.append(_repository_diagnostic(rule, finding, source_of))
        except (Exception, SystemExit) as error:
            from nomadspec.rules.registry import CRASHED

            text = f"rule {rule.code} ({rule.name}) failed: {type(error).__name__}"
            found.append(Diagnostic(CRASHED.code, CRASHED.name, "warning", text, url=CRASHED.url))
    return found


def _repository_diagnostic(rule: Rule, finding: RepositoryFinding, source_of: Callable[[str], Source | None]) -> Diagnostic:
    def span(path: str, at: list[int] | None) -> Span | None:
        source = source_of(path)
        return source.span(*(at or (0, 0))) if source is not None else None

    related = tuple((text, span(facts["path"], at)) for text, facts, at in finding.related)
    where = span(finding.facts["path"], finding.at)
    return Diagnostic(rule.code, rule.name, rule.severity, finding.message, where, block=finding.block, help=finding.help, url=rule.url, related=related)
