"""Examples of rules in HCL: the rule must report `bad` ones and must not report `good` ones. `nomadspec test` runs them.

An example is a jobspec, or what is inside of a job, a group or a task, as the rule is about one (of other blocks: inside of a group).
"""

from __future__ import annotations

import re
from textwrap import indent

from nomadspec.jobspec.compilation import compile_partly
from nomadspec.rules.hcl.checking import as_rule
from nomadspec.rules.rule import Rule
from nomadspec.rules.runner import run
from nomadspec.rules.subject import JobSubject
from nomadspec.rules.walk import visits
from nomadspec.source import Diagnostic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

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
            said = _failure(rule, whole(text, written.on), word)
            if said:
                yield Diagnostic("TST002", "test-failed", "error", f"{word} example {number} of {written.code}: {said}", span)


def _failure(rule: Rule, text: str, word: str) -> str:
    compiled = compile_partly(text, unset="unknown", environ={}, fs="none")
    if compiled.partial is None or not compiled.ok:
        return f"it does not compile: {compiled.diagnostics[0].message}" if compiled.diagnostics else "it does not compile"
    found = run(visits([rule], JobSubject(compiled.partial, compiled.source)))
    broken = next((one for one in found if one.message.startswith("this rule cannot be evaluated")), None)
    if broken is not None:
        return broken.message
    if word == "bad":
        return "" if found else "the rule finds nothing in it"
    return f"the rule finds: {found[0].message}" if found else ""
