"""Examples of rules in HCL: the rule must report `bad` ones and must not report `good` ones. `nomadspec test` runs them.

An example is a jobspec, or what is inside of a job, a group or a task, as the rule is about one (of other blocks: inside of a group). For a rule about a
repository it is one file or several, with a line `---` between; for a rule about nodes, what `self` is, as arguments.
"""

from __future__ import annotations

import re
from textwrap import indent

from nomadspec.jobspec.compilation import compile_partly
from nomadspec.rules.hcl.checking import as_rule
from nomadspec.rules.hcl.words import NODE, REPOSITORY
from nomadspec.rules.rule import Rule
from nomadspec.rules.rule_set import RuleSet
from nomadspec.rules.runner import run
from nomadspec.rules.subject import JobSubject
from nomadspec.rules.walk import visits
from nomadspec.source import Diagnostic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, Final

    from nomadspec.jobspec.compilation import Compilation
    from nomadspec.rules.hcl.reading import WrittenRule

_JOB = re.compile(r'^job\s+"', re.M)


def whole(text: str, on: str) -> str:
    """The jobspec of an example."""
    if _JOB.search(text):
        return text
    text = text.rstrip("\n")
    if on == "task":
        head = "" if re.search(r"^\s*driver\b", text, re.M) else 'driver = "docker"\n'
        text = f'task "example" {{\n{indent(head + text, "  ")}\n}}'
    if on != "job":
        if not re.search(r"^\s*task\b", text, re.M):
            text += '\ntask "example" {\n  driver = "docker"\n}'
        text = f'group "example" {{\n{indent(text, "  ")}\n}}'
    elif not re.search(r"^\s*group\b", text, re.M):
        text += '\ngroup "example" {\n  task "example" {\n    driver = "docker"\n  }\n}'
    return f'job "example" {{\n{indent(text, "  ")}\n}}\n'


def failures(written: WrittenRule) -> Iterator[Diagnostic]:
    """The failures of a rule's examples."""
    rule = as_rule(written)
    span = written.source.span(written.block.start, written.block.header_end)
    for word, examples in (("bad", written.bad), ("good", written.good)):
        for number, text in enumerate(examples, 1):
            said = _failure(rule, written.on, text, word)
            if said:
                yield Diagnostic("TST002", "test-failed", "error", f"{word} example {number} of {written.code}: {said}", span)


def _failure(rule: Rule, on: str, text: str, word: str) -> str:
    try:
        found = _FINDERS.get(on, _in_jobspec)(rule, text, on)
    except _Unreadable as error:
        return str(error)
    broken = next((one for one in found if one.startswith("this rule cannot be evaluated")), None)
    if broken is not None:
        return broken
    if word == "bad":
        return "" if found else "the rule finds nothing in it"
    return f"the rule finds: {found[0]}" if found else ""


class _Unreadable(Exception):
    """An example that does not compile."""


def _compiled(text: str) -> Compilation:
    compiled = compile_partly(text, unset="unknown", environ={}, fs="none")
    if compiled.partial is None or not compiled.ok:
        raise _Unreadable(f"it does not compile: {compiled.diagnostics[0].message}" if compiled.diagnostics else "it does not compile")
    return compiled


def _in_jobspec(rule: Rule, text: str, on: str) -> list[str]:
    """What the rule says of a jobspec."""
    compiled = _compiled(whole(text, on))
    assert compiled.partial is not None
    return [one.message for one in run(visits(RuleSet([rule]), JobSubject(compiled.partial, compiled.source)))]


def _in_repository(rule: Rule, text: str, on: str) -> list[str]:
    """What the rule says of a repository with these files."""
    from nomadspec.rules.job_summary import facts_of
    from nomadspec.rules.repository_visit import RepositoryVisit
    from nomadspec.rules.subject import Subject
    from nomadspec.specs.reading import read_spec
    from nomadspec.workspace.discovery import spec_kind
    from nomadspec.workspace.spec_linting import facts_of as facts_of_spec

    facts: list[dict[str, Any]] = []
    for number, part in enumerate(re.split(r"^---[ \t]*\n", text, flags=re.M), 1):
        kind = spec_kind(part)
        if kind:
            spec = read_spec(part, kind=kind)
            if not spec.ok:
                raise _Unreadable(f"file {number} is not valid: {spec.diagnostics[0].message}")
            facts.append(facts_of_spec(spec, f"{number}.hcl"))
        else:
            compiled = _compiled(whole(part, "job"))
            if compiled.job is not None:
                facts.append(facts_of(compiled.job, f"{number}.nomad.hcl"))
    return [one.message for one in run([(RepositoryVisit(Subject(), facts, lambda path: None), [rule])])]


def _in_node(rule: Rule, text: str, on: str) -> list[str]:
    """What the rule says of a node."""
    from nomadspec.evaluation.expressions import evaluate
    from nomadspec.evaluation.scope import Scope
    from nomadspec.hcl.parser import parse
    from nomadspec.rules.hcl.checking import NodeVisit
    from nomadspec.rules.hcl.reading import surroundings
    from nomadspec.rules.subject import Subject

    file = parse(text, "example.hcl")
    problems = [one for one in file.diagnostics if one.severity == "error"]
    scope = Scope(surroundings(file.source), {})
    node = {item.name: evaluate(item.expr, scope, problems) for item in file.body.attributes}
    if problems:
        raise _Unreadable(f"it cannot be read: {problems[0].message}")
    return [one.message for one in (rule.function(NodeVisit(node, Subject())) if rule.function is not None else ())]


_FINDERS: Final[dict[str, Callable[[Rule, str, str], list[str]]]] = {REPOSITORY: _in_repository, NODE: _in_node}
