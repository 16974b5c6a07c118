"""A written rule as a rule that runs as any other: its function evaluates `when` and `condition`, and says `message` where the condition is false."""

from __future__ import annotations

from nomadspec.evaluation.expressions import evaluate
from nomadspec.evaluation.scope import WORK, Scope
from nomadspec.evaluation.values import Unknown, is_known
from nomadspec.rules.hcl.needs import needs_of
from nomadspec.rules.hcl.reading import surroundings
from nomadspec.rules.hcl.values import value_of, value_of_visit
from nomadspec.rules.hcl.words import NODE, REPOSITORY, fields_of, types_of
from nomadspec.rules.job_summary import Fact
from nomadspec.rules.rule import Finding, Rule
from nomadspec.rules.runner import MAX_FINDINGS
from nomadspec.rules.subject import Subject
from nomadspec.source import Diagnostic
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any, Final

    from nomadspec.evaluation.values import Value
    from nomadspec.rules.hcl.reading import WrittenRule
    from nomadspec.rules.repository_visit import RepositoryVisit
    from nomadspec.rules.rule import Visit

#: Names of the blocks around the one that a rule is about.
_AROUND: Final = {"job": "Job", "group": "TaskGroup", "task": "Task"}
#: Scope of rules about a node: they run once, not for a job.
NODE_SCOPE: Final = "node"
#: Units of work that it takes to ask a rule about a block, besides those of its expressions.
_ASKED: Final = 15
#: Units of work for each node of a state, beyond those that every subject has.
_WORK_FOR_A_NODE: Final = 100


def as_rule(written: WrittenRule, persona: str = "regular") -> Rule:
    """The rule that a written one is."""
    scope = {REPOSITORY: "repository", NODE: NODE_SCOPE}.get(written.on, "jobspec")
    checker = Checker(written)
    summary = written.summary or f"A rule of {written.source.path}."
    severity: Any = written.severity
    function: Any = {"repository": checker.repository, NODE_SCOPE: checker.node}.get(scope, checker.block)
    return Rule(
        *(written.code, written.name, severity, scope, types_of(written.on) if scope == "jobspec" else (), "", summary),
        persona=persona,
        page=written.url,
        function=function,
        manual=manual(written),
    )


def manual(written: WrittenRule) -> str:
    """The manual page of a rule: where it is, what it says, its examples."""
    source, block = written.source, written.block
    text = source.text[block.start : block.end]
    return f"Written in {source.path}, line {source.line_of(block.start)}:\n\n{text}\n"


class Checker:
    """Evaluates one rule."""

    def __init__(self, written: WrittenRule) -> None:
        self.written: Final = written
        self.fields: Final = fields_of(written.on)
        self.needs: Final = needs_of(written.per_block.values(), ("self", *_AROUND))
        self.around: Final = surroundings(written.source)
        self.read_around: Final = [(word, type_) for word, type_ in _AROUND.items() if word in self.needs]

    def block(self, visit: Visit) -> Iterator[Finding]:
        """What the rule says of a block of a job."""
        if visit.name not in self.fields or visit.subject.work < 0:
            return
        names: dict[str, Any] = {"self": value_of_visit(visit, self.needs["self"])} if "self" in self.needs else {"self": None}
        for word, type_ in self.read_around:
            around = visit.enclosing(type_)
            names[word] = value_of_visit(around, self.needs[word]) if around is not None else None
        yield from self.finding(names, visit.subject, visit, lambda route: _written(visit, route))

    def repository(self, visit: RepositoryVisit) -> Iterator[Finding]:
        """What the rule says of a repository: `self.jobs` and `self.specs`, what each file left behind."""
        names = {"self": {"jobs": value_of(list(visit.jobs)), "specs": value_of(list(visit.specs))}}
        yield from self.finding(names, visit.subject, visit, lambda route: _fact(visit, route))

    def node(self, visit: NodeVisit) -> Iterator[Finding]:
        """What the rule says of a node of a state."""
        yield from self.finding({"self": visit.value}, visit.subject, None, lambda route: None)

    def finding(self, names: dict[str, Any], subject: Subject, visit: Any, place: Any) -> Iterator[Finding]:
        """What the rule says of one block, as long as the subject has work left: where that ends is reported, and nothing after it."""
        if subject.work < 0:
            return
        subject.work -= _ASKED
        if subject.work < 0:
            expression = self.written.per_block["condition"]
            text = "the rules of this repository take more work for one file than is allowed; what is left of it is not checked"
            yield self.broken(Diagnostic("", "", "error", text, self.written.source.span(expression.start, expression.end)), visit)
            return
        self.around.work = given = min(WORK, subject.work)
        yield from self.evaluated(names, visit, place)
        subject.work -= given - self.around.work

    def evaluated(self, names: dict[str, Any], visit: Any, place: Any) -> Iterator[Finding]:
        problems: list[Diagnostic] = []
        scope = Scope(self.around, {**self.written.shared, **names})
        for word, wanted in (("when", True), ("condition", False)):
            expression = self.written.per_block.get(word)
            if expression is None:
                continue
            value = evaluate(expression, scope, problems)
            if problems:
                if all(map(is_known, names.values())):  # what fails for a value that is not known may hold for the one that it gets
                    yield self.broken(problems[0], visit)
                return
            if isinstance(value, Unknown):
                return
            if not isinstance(value, bool):
                said = Diagnostic("", "", "error", f"{word} must be true or false", self.written.source.span(expression.start, expression.end))
                yield self.broken(said, visit)
                return
            if value is not wanted:
                return
        texts = {}
        for word in ("message", "help", "at"):
            expression = self.written.per_block.get(word)
            if expression is not None:
                text = _text(evaluate(expression, scope, problems))
                if problems and all(map(is_known, names.values())):
                    yield self.broken(problems[0], visit)
                    return
                texts[word] = text if not problems else ""
                problems.clear()
        yield Finding(texts.get("message") or self.written.name, place(texts.get("at") or ""), help=texts.get("help"))

    def broken(self, problem: Diagnostic, visit: Any) -> Finding:
        """What goes wrong in a rule, at its place in the file of the rule."""
        message = f"this rule cannot be evaluated: {problem.message}"
        return Finding(message, problem.span if visit is not None and hasattr(visit, "path") else None, help=problem.help, severity="error")


def _text(value: Value) -> str:
    if isinstance(value, Unknown):
        return "a value that is not known"
    return value if isinstance(value, str) else "" if value is None else str(value)


def _written(visit: Visit, route: str) -> Any:
    """The route as far as the block has such fields: what is below a field may be anything."""
    from nomadspec.rules.rule import UnknownPlace

    if not route:
        return None
    try:
        visit.refuse_unknown(route)
    except UnknownPlace:
        return None
    return route


def _fact(visit: RepositoryVisit, route: str) -> Any:
    """The place of a fact: `jobs[0]`, `specs[2]`."""
    word, _, number = route.partition("[")
    rows = {"jobs": visit.jobs, "specs": visit.specs}.get(word, ())
    index = int(number.rstrip("]")) if number.rstrip("]").isdigit() and len(number) < 8 else 0
    fact = rows[index] if index < len(rows) else next(iter(visit.jobs or visit.specs), None)
    return Fact(fact, fact["at"]) if fact is not None else None


def snake(value: Any, depth: int = 0) -> Any:
    """An API object with names as jobspecs write them: `NodePool` is `node_pool`, `ID` is `id`. Keys of attributes and metadata stay."""
    if isinstance(value, dict):
        free = depth > 0 and any("." in key for key in value)
        return {key if free else _snake(key): inner if key in ("Attributes", "Meta", "Links") else snake(inner, depth + 1) for key, inner in value.items()}
    return [snake(inner, depth + 1) for inner in value] if isinstance(value, list) else value


def _snake(name: str) -> str:
    import re

    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


class NodeVisit(Record):
    """A node of a state as rules see it: as the API has it, with names in snake case."""

    value: Value
    subject: Subject


def node_findings(rules: Iterable[Rule], nodes: Iterable[Mapping[str, Any]]) -> list[Diagnostic]:
    """What rules about nodes say of the nodes of a state."""
    found: list[Diagnostic] = []
    chosen = [rule for rule in rules if rule.scope == NODE_SCOPE and rule.function is not None]
    subject = Subject()
    counts = dict.fromkeys((rule.code for rule in chosen), 0)
    for node in nodes if chosen else ():
        subject.work += _WORK_FOR_A_NODE if subject.work >= 0 else 0
        visit = NodeVisit(value_of(snake(node)), subject)
        for rule in chosen:
            for finding in rule.function(visit) if rule.function is not None and counts[rule.code] < MAX_FINDINGS else ():
                counts[rule.code] += 1
                block = f'node["{node.get("Name") or node.get("ID")}"]'
                severity = finding.severity or rule.severity
                found.append(Diagnostic(rule.code, rule.name, severity, finding.message, None, block=block, help=finding.help, url=rule.url))
    return found
