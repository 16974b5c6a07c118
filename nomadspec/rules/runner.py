"""Runs rules, whatever they look at, and makes diagnostics of what they find.

    run(walk.visits(RuleSet(rules), JobSubject(job)))                       a job: each block, with the rules that are asked about it
    run([(RepositoryVisit(subject, facts, source_of), rules)])              a repository: one visit
    run([(AgentVisit(subject, config), rules)])                             an agent's configuration: one visit

A rule that meets an unknown value says nothing; a rule that crashes is a finding of its own, and the run goes on. Rule modules are
imported only when they are asked.
"""

from __future__ import annotations

from nomadspec.jobspec.block import UnknownValue
from nomadspec.rules.rule import Finding, UnknownPlace
from nomadspec.source import Diagnostic, Edit, Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, Final

    from nomadspec.rules.agent_visit import AgentVisit
    from nomadspec.rules.repository_visit import RepositoryVisit
    from nomadspec.rules.rule import Rule, Visit
    from nomadspec.rules.spec_visit import SpecVisit
    from nomadspec.source import Span

    AnyVisit = Visit | RepositoryVisit | AgentVisit | SpecVisit
    """What a rule is given."""
    Check = Callable[[Any], Iterable[Finding]]
    Read = tuple[Callable[..., Iterable[Any]], list[str], bool]
    """The analysis of an `IF_ANY`, its arguments, and whether it gives all that it has when it is asked for no kinds."""

#: Findings one rule may have in one run: more help nobody.
MAX_FINDINGS = 200
#: Findings that all rules together may have in one run before each rule has one at most.
MAX_OF_ALL = 10_000

#: Whether a finding at a field that there is not raises. The tests switch it on; a user's finding is shown at the block.
strict_places = False

#: The flag of functions with a parameter `*kinds` (`inspect.CO_VARARGS`).
_TAKES_KINDS: Final = 4

_loaded: dict[str, Check] = {}
_analyses: dict[str, Read] = {}


def run(visits: Iterable[tuple[AnyVisit, Iterable[Rule]]]) -> list[Diagnostic]:
    """What the rules of each visit find there, in the order of the visits."""
    diagnostics: list[Diagnostic] = []
    counts: dict[str, int] = {}
    silent: set[str] = set()  # that have had all their findings
    for visit, rules in visits:
        nothing: set[tuple[str, ...]] = set()  # analyses, as in `IF_ANY`, that have nothing here for any of the rules that share them
        for rule in rules:
            if (nothing and rule.if_any and rule.if_any[:2] in nothing) or (silent and rule.code in silent):
                continue
            found = _run_one(rule, visit, nothing)
            if found:
                count = counts.get(rule.code, 0)
                most = MAX_FINDINGS if len(diagnostics) < MAX_OF_ALL else 1
                diagnostics += found[: max(most - count, 0)]
                counts[rule.code] = count + len(found)
                if counts[rule.code] >= most:
                    silent.add(rule.code)
    return diagnostics


def _run_one(rule: Rule, visit: AnyVisit, nothing: set[tuple[str, ...]]) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    visit.subject.asked = rule
    try:
        if rule.if_any and not _gives(rule, visit, nothing):
            return found
        for finding in (_loaded.get(rule.module) or load(rule))(visit):
            found.append(_diagnostic(rule, finding, visit))
            if len(found) > MAX_FINDINGS:
                break
    except UnknownValue:
        pass
    except UnknownPlace:
        raise
    except (Exception, SystemExit) as error:
        found += _of_state(visit, error) or [_crash(rule, visit, error)]
    return found


def load(rule: Rule) -> Check:
    """The rule's function; imports its module."""
    if rule.function is not None:
        return rule.function
    check = _loaded.get(rule.module)
    if check is None:
        check = _loaded[rule.module] = __import__(rule.module, fromlist=["check"]).check
    return check


def _gives(rule: Rule, visit: AnyVisit, nothing: set[tuple[str, ...]]) -> bool:
    """Whether the analysis that the rule reads has anything for it; `nothing` learns of one that has nothing for any rule, or reads what is not known."""
    analysis, arguments, shared = _analyses.get(rule.code) or _analysis(rule)
    try:
        if shared and not _any(analysis(visit)):  # in most blocks
            nothing.add(rule.if_any[:2])
            return False
        return not arguments or _any(analysis(visit, *arguments))
    except UnknownValue:
        if shared:
            nothing.add(rule.if_any[:2])
        return False


def _any(found: Iterable[Any]) -> bool:
    """Whether there is one, whatever it is."""
    for _ in found:
        return True
    return False


def _analysis(rule: Rule) -> Read:
    module, name, *arguments = rule.if_any
    analysis = getattr(__import__(module, fromlist=[name]), name)
    code = getattr(analysis, "__code__", None)
    takes_kinds = code is not None and bool(code.co_flags & _TAKES_KINDS)
    _analyses[rule.code] = analysis, arguments, takes_kinds or not arguments
    return _analyses[rule.code]


def _diagnostic(rule: Rule, finding: Finding, visit: AnyVisit) -> Diagnostic:
    """The diagnostic of a finding: its place looked up, the rule's description added."""
    if not isinstance(finding, Finding):
        raise TypeError(f"a rule must yield findings, not {type(finding).__name__}")
    if strict_places and isinstance(finding.at, str):
        visit.refuse_unknown(finding.at)
    block, span, trail = visit.locate(finding.at)
    return Diagnostic(
        rule.code,
        rule.name,
        finding.severity or rule.severity,
        finding.message,
        span,
        block=block,
        help=finding.help,
        fix=_with_line_ends(finding.fix, span) if finding.fix is not None else None,
        url=rule.url,
        nomad=finding.nomad,
        trail=trail,
        related=tuple((text, visit.locate(where)[1]) for text, where in finding.related),
        secret=finding.secret,
    )


def _with_line_ends(fix: Fix, span: Span | None) -> Fix:
    """The fix with lines that end as those of the file do."""
    if span is None or not any("\n" in edit.text for edit in fix.edits) or "\r\n" not in span.source.text:
        return fix
    edits = [Edit(edit.path, edit.start, edit.end, edit.text.replace("\r\n", "\n").replace("\n", "\r\n")) for edit in fix.edits]
    return Fix(fix.title, tuple(edits), safe=fix.safe)


def _of_state(visit: AnyVisit, error: BaseException) -> list[Diagnostic]:
    """The faults of a state that a rule could not read: it is the state's fault, not the rule's. Each rule that reads the same part says so, and
    `workspace/finish.py` says it once."""
    from nomadspec.cluster.state_faults import StateError

    if not isinstance(error, StateError):
        return []
    span = visit.locate(None)[1]
    return [fault if fault.span is not None else fault.replace(span=span) for fault in error.diagnostics]


def _crash(rule: Rule, visit: AnyVisit, error: BaseException) -> Diagnostic:
    """A fault of a rule, as a finding."""
    from nomadspec.rules.registry import CRASHED

    trace, line = error.__traceback__, 0
    while trace is not None:
        # The place in the rule's own module, however deep it was called from there.
        line = trace.tb_lineno if trace.tb_frame.f_globals.get("__name__") == rule.module else line
        trace = trace.tb_next
    where = f" at line {line} of {rule.module}" if line else f": {error}"
    block, span, _ = visit.locate(None)
    return Diagnostic(
        CRASHED.code,
        CRASHED.name,
        "warning",
        f"rule {rule.code} ({rule.name}) failed here: {type(error).__name__}{where}",
        span,
        block=block,
        help="This is a bug in the rule, not in the file. Please report it, and ignore the rule until it is fixed.",
        url=CRASHED.url,
    )
