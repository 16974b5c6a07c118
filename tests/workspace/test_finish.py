"""Selection, suppression, persona, severities, crashes and masking are the same for rules about a jobspec, a repository and an agent."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from nomadspec.agent import load
from nomadspec.rules.job_summary import Fact
from nomadspec.rules.rule import Finding
from nomadspec.source import Diagnostic
from nomadspec.workspace.agents import lint_agent
from nomadspec.workspace.configuration import Configurations, from_mapping
from nomadspec.workspace.linting import lint_one
from nomadspec.workspace.plugins import describe
from nomadspec.workspace.repository import lint_files

SECRET = "hunter2-hunter2"
JOB = 'variable "word" {\n  default = "x"\n}\njob "web" {\n  group "g" {\n    service {\n      name = var.word\n      provider = "nomad"\n    }\n  }\n}\n'
AGENT = f'server {{\n  enabled = true\n  encrypt = "{SECRET}"\n}}\n'
SCOPES = ("jobspec", "repository", "agent")

#: What is linted, the place that the rule finds there, what it has read of the secret, and its block as the finding shows it.
TEXTS = {"jobspec": JOB, "repository": JOB, "agent": AGENT}
PLACES: dict[str, Callable[[Any], Any]] = {
    "jobspec": lambda _: None,
    "repository": lambda visit: Fact(visit.jobs[0], visit.jobs[0]["at"], block='job["web"]'),
    "agent": lambda _: "server",
}
READ: dict[str, Callable[[Any], str]] = {
    "jobspec": lambda visit: visit.job.group[0].service[0].name,
    "repository": lambda visit: visit.jobs[0]["services"][0]["name"],
    "agent": lambda visit: visit.config.get("server.encrypt"),
}
BLOCKS = {"jobspec": 'job["web"]', "repository": 'job["web"]', "agent": "server"}


@pytest.fixture(params=SCOPES)
def lint(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lint:
    return Lint(request.param, tmp_path, monkeypatch)


class Lint:
    """Lints a text of a scope with one rule of a plugin, whose findings are given by `find` (a text, or what is raised)."""

    numbers = count()

    def __init__(self, scope: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.scope = scope
        self.folder = folder
        self.monkeypatch = monkeypatch

    def __call__(self, find: Callable[[Any], str], text: str | None = None, config: dict[str, Any] | None = None, **constants: Any) -> list[Diagnostic]:
        def check(visit: Any) -> Iterator[Finding]:
            yield Finding(find(visit), PLACES[self.scope](visit))

        module = ModuleType(f"acme_finish.{next(self.numbers)}")
        blocks = ("Job",) if self.scope == "jobspec" else ()
        vars(module).update({"CODE": "ACM001", "NAME": "acme", "SEVERITY": "warning", "SCOPE": self.scope, "BLOCKS": blocks, "check": check, **constants})
        self.monkeypatch.setitem(sys.modules, module.__name__, module)
        rules = [describe(module, set())]
        configuration = from_mapping(config or {})
        text = TEXTS[self.scope] if text is None else text
        if self.scope == "jobspec":
            found = lint_one(text, configuration, None, {"filename": "a.nomad.hcl"}, rules).findings
        elif self.scope == "repository":
            paths = [self.folder / "a.nomad.hcl", self.folder / "b.nomad.hcl"]
            paths[0].write_text(text)
            paths[1].write_text(JOB.replace('job "web"', 'job "other"'))
            found = lint_files([str(path) for path in paths], Configurations(configuration), plugins=rules).findings
        else:
            found = lint_agent(load([__file__], texts={__file__: text}), Configurations(configuration), rules)
        return [d for d in found if d.code in ("ACM001", "LNT001", "LNT002", "LNT003")]


def seen(_: Any) -> str:
    return "seen"


def test_a_finding_has_its_place_and_block(lint: Lint) -> None:
    found = lint(seen)
    assert [(d.code, d.message, d.severity, d.block, d.span is not None) for d in found] == [("ACM001", "seen", "warning", BLOCKS[lint.scope], True)]


def test_a_crash_is_a_finding_and_says_where(lint: Lint) -> None:
    def fail(_: Any) -> str:
        raise LookupError("nothing there")

    def end(_: Any) -> str:
        raise SystemExit(3)

    assert [(d.code, d.severity, d.message) for d in lint(fail)] == [("LNT001", "warning", "rule ACM001 (acme) failed here: LookupError: nothing there")]
    assert [(d.code, d.message) for d in lint(end)] == [("LNT001", "rule ACM001 (acme) failed here: SystemExit: 3")]
    assert lint(fail, config={"ignore": ["rule-crashed"]}) == []


def test_what_is_no_finding_is_a_crash(lint: Lint) -> None:
    found = lint(seen, check=lambda visit: ["seen"])
    assert [(d.code, d.message) for d in found] == [("LNT001", "rule ACM001 (acme) failed here: TypeError: a rule must yield findings, not str")]


def test_a_pedantic_rule_is_for_pedants(lint: Lint) -> None:
    assert lint(seen, PERSONA="pedantic") == []
    assert [d.code for d in lint(seen, PERSONA="pedantic", config={"persona": "pedantic"})] == ["ACM001"]
    assert [d.code for d in lint(seen, PERSONA="pedantic", config={"extend-select": ["ACM001"]})] == ["ACM001"]
    assert [d.severity for d in lint(seen, PERSONA="pedantic", config={"persona": "pedantic", "severity": {"ACM": "error"}})] == ["error"]


def test_selection_and_severity(lint: Lint) -> None:
    assert lint(seen, config={"ignore": ["ACM"]}) == []
    assert lint(seen, config={"select": ["NOM"]}) == []
    assert [d.severity for d in lint(seen, config={"severity": {"acme": "info"}})] == ["info"]


def test_comments_suppress(lint: Lint) -> None:
    text = TEXTS[lint.scope]
    assert [d.code for d in lint(seen, "# nomadspec: ignore-file[ACM001] known\n" + text)] == []
    block = text.replace('job "web"', '# nomadspec: ignore[acme] known\njob "web"').replace("server {", "# nomadspec: ignore[acme] known\nserver {")
    assert [d.code for d in lint(seen, block)] == []


def test_a_comment_about_a_rule_that_does_not_run_is_no_mistake(lint: Lint) -> None:
    text = "# nomadspec: ignore-file[ACM001] known\n" + TEXTS[lint.scope]
    assert lint(seen, text, PERSONA="pedantic") == []


def test_the_configuration_suppresses(lint: Lint) -> None:
    def table(**values: Any) -> dict[str, Any]:
        return {"suppress": [{"rules": ["ACM001"], "reason": "-", **values}]}

    assert lint(seen, config=table()) == []
    assert lint(seen, config=table(block=BLOCKS[lint.scope])) == []
    assert [d.code for d in lint(seen, config=table(block="else"))] == ["ACM001"]


def test_what_is_said_twice_of_a_place_is_said_once(lint: Lint) -> None:
    place = PLACES[lint.scope]
    found = lint(seen, check=lambda visit: [Finding("one", place(visit)), Finding("two", place(visit)), Finding("one", place(visit))])
    assert [d.message for d in found] == ["one", "two"]


def test_secrets_are_masked(lint: Lint) -> None:
    lint.monkeypatch.setenv("NOMAD_VAR_word", SECRET)
    found = lint(lambda visit: f"{READ[lint.scope](visit)} was read")
    assert [d.message for d in found] == ["***word was read" if lint.scope == "repository" else "*** was read"]


def test_options(lint: Lint) -> None:
    constants: dict[str, Any] = {"OPTIONS": {"most": 3}, "check": lambda visit: [Finding(f"most {visit.option('most')}", PLACES[lint.scope](visit))]}
    assert [d.message for d in lint(seen, **constants)] == ["most 3"]
    assert [d.message for d in lint(seen, config={"rules": {"acme": {"most": 5}}}, **constants)] == ["most 5"]


def test_findings_at_most(lint: Lint) -> None:
    found = lint(seen, check=lambda visit: (Finding(f"number {number}", PLACES[lint.scope](visit)) for number in count()))
    assert len(found) == 200
