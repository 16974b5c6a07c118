"""Reads a file of rules: what each says, as expressions, and what is wrong with the file."""

from __future__ import annotations

import re

from nomadspec.evaluation.expressions import evaluate
from nomadspec.evaluation.functions.calling import FunctionContext
from nomadspec.evaluation.locals import evaluate_locals
from nomadspec.evaluation.scope import Scope, Surroundings
from nomadspec.hcl.ast import Attribute, Block
from nomadspec.hcl.parser import parse
from nomadspec.rules.hcl.functions import FUNCTIONS
from nomadspec.rules.hcl.words import ABOUT, types_of, words
from nomadspec.source import SEVERITIES, Diagnostic
from nomadspec.source.closest import closest
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, Final

    from nomadspec.hcl.ast import Expression, Node
    from nomadspec.source import Source

#: What is wrong with a file of rules.
CODE, NAME = "LNT010", "rule-file"

MAX_RULES: Final = 1000
_CODE: Final = re.compile(r"[A-Z]{2,12}[0-9]{1,6}")
_NAME: Final = re.compile(r"[a-z][a-z0-9-]{1,80}")
#: Attribute → whether it is evaluated for each block, and not once.
ATTRIBUTES: Final = {
    "name": False,
    "severity": False,
    "on": False,
    "when": True,
    "condition": True,
    "at": True,
    "message": True,
    "help": True,
    "url": False,
    "summary": False,
    "good": False,
    "bad": False,
}


class WrittenRule(Record):
    """A rule as its file has it. `per_block`: the expressions that are evaluated for each block; `shared`: `var` and `local`; `good` and `bad`: examples
    that must not and that must match."""

    code: str
    name: str
    severity: str
    on: str
    block: Block
    source: Source
    per_block: Mapping[str, Expression]
    shared: Mapping[str, Any]
    url: str = ""
    summary: str = ""
    good: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()


def surroundings(source: Source) -> Surroundings:
    """What the expressions of a file of rules may use: no file, and the functions over jobs."""
    return Surroundings(source, FunctionContext("none", environ={}, extra=FUNCTIONS), runtime_references=False)


def read_rules(text: str, path: str, taken: Iterable[str] = ()) -> tuple[list[WrittenRule], list[Diagnostic]]:
    """The rules of a file, and what is wrong with it. `taken`: codes and names that others have. Never raises."""
    file = parse(text, path)
    found = [one for one in file.diagnostics if one.severity == "error"]
    if found:
        return [], found
    return _Reader(file.source, set(taken)).rules(file.body.items, file.body)


class _Reader:
    def __init__(self, source: Source, taken: set[str]) -> None:
        self.source: Final = source
        self.taken: Final = taken
        self.around: Final = surroundings(source)
        self.problems: Final[list[Diagnostic]] = []

    def refuse(self, node: Node, message: str, help: str | None = None, end: int = -1) -> None:
        span = self.source.span(node.start, node.end if end < 0 else end)
        self.problems.append(Diagnostic(CODE, NAME, "error", message, span, help=help))

    def rules(self, items: list[Attribute | Block], body: Any) -> tuple[list[WrittenRule], list[Diagnostic]]:
        shared = {"var": self.variables(items), "local": {}}
        shared["local"] = evaluate_locals(body, {"var": shared["var"]}, self.around, self.problems)
        rules: list[WrittenRule] = []
        for item in items:
            if isinstance(item, Block) and item.type == "rule":
                rule = self.rule(item, shared)
                if rule is not None and len(rules) < MAX_RULES:
                    rules.append(rule)
                    self.taken.update((rule.code, rule.name))
            elif isinstance(item, Attribute) or item.type not in ("variable", "locals"):
                word = item.name if isinstance(item, Attribute) else item.type
                end = item.name_end if isinstance(item, Attribute) else item.type_end
                self.refuse(item, f"unexpected {word} in a file of rules", 'It may have rule "CODE" { … }, variable and locals blocks.', end)
        return rules, self.problems

    def variables(self, items: list[Attribute | Block]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for item in items:
            if isinstance(item, Block) and item.type == "variable" and item.labels:
                default = next((one for one in item.body.attributes if one.name == "default"), None)
                if default is None:
                    self.refuse(item, f"variable {item.labels[0].value} needs a default: it cannot be set from outside", None, item.header_end)
                else:
                    values[item.labels[0].value] = evaluate(default.expr, Scope(self.around, {}), self.problems)
        return values

    def rule(self, block: Block, shared: Mapping[str, Any]) -> WrittenRule | None:
        before = len(self.problems)
        code = block.labels[0].value if len(block.labels) == 1 else ""
        if not _CODE.fullmatch(code):
            self.refuse(block, "a rule needs exactly one label, its code: capital letters and a number", 'Write rule "ORG001" { … }.', block.header_end)
        elif code in self.taken:
            self.refuse(block, f"another rule has the code {code}", None, block.header_end)
        given: dict[str, Attribute] = {}
        for item in block.body.items:
            word = item.name if isinstance(item, Attribute) else item.type
            if isinstance(item, Attribute) and word in ATTRIBUTES:
                given[word] = item
            else:
                near = closest(word, ATTRIBUTES, 0.6)
                end = item.name_end if isinstance(item, Attribute) else item.type_end
                self.refuse(item, f"unknown argument {word} in a rule", f"Did you mean {near}?" if near else "It has " + ", ".join(ATTRIBUTES) + ".", end)
        for word in ("on", "condition", "message"):
            if word not in given:
                self.refuse(block, f"missing argument {word} in the rule", None, block.header_end)
        texts = {word: self.text(given[word]) for word in given if not ATTRIBUTES[word] and word not in ("good", "bad")}
        self.check(given, texts, code)
        examples = {word: self.texts(given[word]) if word in given else () for word in ("good", "bad")}
        if len(self.problems) > before:
            return None
        return WrittenRule(
            code,
            texts.get("name") or code.lower(),
            texts.get("severity") or "warning",
            texts["on"],
            block,
            self.source,
            {word: item.expr for word, item in given.items() if ATTRIBUTES[word]},
            shared,
            texts.get("url") or "",
            texts.get("summary") or "",
            examples["good"],
            examples["bad"],
        )

    def check(self, given: Mapping[str, Attribute], texts: Mapping[str, str], code: str) -> None:
        name, severity, on = texts.get("name"), texts.get("severity"), texts.get("on")
        if name and (not _NAME.fullmatch(name) or (name in self.taken)):
            said = "the name must be kebab-case, such as task-memory-limit" if not _NAME.fullmatch(name) else f"another rule has the name {name}"
            self.refuse(given["name"].expr, said)
        if severity and severity not in SEVERITIES:
            self.refuse(given["severity"].expr, f"severity must be one of {', '.join(SEVERITIES)}")
        if on and on not in ABOUT and not types_of(on):
            near = closest(on, [*words(), *ABOUT], 0.6)
            self.refuse(given["on"].expr, f"{on} is not a block of a jobspec", f"Did you mean {near}?" if near else None)

    def text(self, item: Attribute) -> str:
        value = evaluate(item.expr, Scope(self.around, {}), self.problems)
        if isinstance(value, str):
            return value
        self.refuse(item.expr, f"{item.name} must be a string")
        return ""

    def texts(self, item: Attribute) -> tuple[str, ...]:
        value = evaluate(item.expr, Scope(self.around, {}), self.problems)
        rows = value if isinstance(value, tuple) else (value,)
        if all(isinstance(row, str) for row in rows):
            return tuple(str(row) for row in rows)
        self.refuse(item.expr, f"{item.name} must be a string or a list of strings")
        return ()
