"""Everything that can be selected, suppressed or explained: rules, checks, and the codes of syntax and evaluation."""

from __future__ import annotations

import json

from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from nomadspec.rules.rule import Rule


def stage_codes() -> list[tuple[str, str]]:
    """(code, name) of what syntax, evaluation and checks report."""
    from nomadspec.checks.check_catalog import CHECKS
    from nomadspec.evaluation.problems import RULES
    from nomadspec.hcl.errors import SYNTAX_RULES
    from nomadspec.jobspec.decode_errors import ERRORS

    decode = [(code, name) for name, code in ERRORS.items()]
    return [*SYNTAX_RULES.values(), *RULES.values(), *decode, *((check[0], check[1]) for check in CHECKS), *agent_codes()]


def known_rules(plugins: Iterable[Rule] = ()) -> list[tuple[str, str]]:
    """(code, name) of everything that can be selected or suppressed; `plugins` are the rules of third parties."""
    from nomadspec.rules.registry import ENGINE, builtin

    return [*((rule.code, rule.name) for rule in (*builtin(), *ENGINE, *plugins)), *stage_codes()]


def agent_codes() -> list[tuple[str, str]]:
    """(code, name) of what loading and validating agent configuration reports."""
    from nomadspec.agent.agent_codes import LOADING, VALIDATION

    return [*LOADING, *VALIDATION]


class NomadMessage(Record):
    """Something that Nomad itself says: a code of syntax, evaluation, checks or agents. `text` is its text, as a template where values vary."""

    code: str
    name: str
    severity: str
    text: str
    help: str


def nomad_messages() -> list[NomadMessage]:
    """All that Nomad itself says, by code."""
    from nomadspec.checks.check_catalog import CHECKS
    from nomadspec.evaluation.problems import RULES
    from nomadspec.hcl.errors import SYNTAX_RULES
    from nomadspec.hcl.wording import WORDS
    from nomadspec.jobspec.decode_errors import ERRORS

    found = {code: NomadMessage(code, name, severity, text, help) for code, name, severity, text, help in CHECKS}
    for summary, (code, name) in (*SYNTAX_RULES.items(), *RULES.items()):
        advice = {row[2] for row in WORDS.get(summary, ()) if row[2]}
        help = advice.pop() if len(advice) == 1 else ""
        help = "" if "{0}" in help or "{name}" in help else help
        found.setdefault(code, NomadMessage(code, name, "error", summary, help))
    for name, code in (*ERRORS.items(), *((name, code) for code, name in agent_codes())):
        found.setdefault(code, NomadMessage(code, name, "error", name.removeprefix("agent-").replace("-", " ").capitalize(), ""))
    order = ("HCL", "EVA", "NOM", "AGT")
    return sorted(found.values(), key=lambda said: (order.index(said.code[:3]), said.code))


def _rules(plugins: Iterable[Rule]) -> list[Rule]:
    from nomadspec.rules.registry import ENGINE, builtin

    return sorted((*builtin(), *ENGINE, *plugins), key=lambda rule: rule.code)


def listing(as_json: bool, plugins: Iterable[Rule] = (), prefix: str = "") -> str:
    """All rules, with those of plugins, then all that Nomad itself says, a line each; or as JSON, where the scope of the latter is "nomad".
    `prefix`: those whose code begins so; nothing when there is none."""
    rules = [rule for rule in _rules(plugins) if rule.code.startswith(prefix)]
    said = [one for one in nomad_messages() if one.code.startswith(prefix)]
    if as_json:
        return json.dumps([*map(_row, rules), *map(_said_row, said)], indent=2, ensure_ascii=False) + "\n"
    if not rules and not said:
        return ""
    width = max(len(name) for name in (*(rule.name for rule in rules), *(one.name for one in said)))
    lines = [f"{rule.code:8} {rule.name:{width}}  {rule.severity:7}  {rule.summary}" for rule in rules]
    if rules and said:
        lines += ["", "What Nomad itself says:", ""]
    lines += [f"{one.code:8} {one.name:{width}}  {one.severity:7}  {_one_line(one.text)}" for one in said]
    return "\n".join(lines) + "\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _said_row(said: NomadMessage) -> dict[str, Any]:
    row = {"code": said.code, "name": said.name, "severity": said.severity, "scope": "nomad", "persona": "regular", "fixable": "", "options": {}}
    return {**row, "summary": _one_line(said.text), "url": None}


def _row(rule: Rule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity,
        "scope": rule.scope,
        "persona": rule.persona,
        "fixable": rule.fixable,
        "options": rule.options,
        "summary": rule.summary,
        "url": rule.url,
    }


def explain(word: str, as_json: bool, plugins: Iterable[Rule] = ()) -> str | None:
    """The manual page of the rule with this code or name; None when there is none."""
    for rule in _rules(plugins):
        if word.upper() == rule.code or word == rule.name:
            page = _page(rule)
            return json.dumps({**_row(rule), "page": page}, indent=2) + "\n" if as_json else page
    for said in nomad_messages():
        if word.upper() == said.code or word == said.name:
            page = f"{said.code}: {said.name} ({said.severity})\n\nNomad says: {said.text}\n" + (f"\n{said.help}\n" if said.help else "")
            return json.dumps({**_said_row(said), "page": page}, indent=2, ensure_ascii=False) + "\n" if as_json else page
    from nomadspec.interpolation.env_codes import CODES

    for code, name, severity, text in CODES:
        if word.upper() == code or word == name:
            page = f"{code}: {name} ({severity})\n\n{text} Told by `nomadspec env`.\n"
            return json.dumps({"code": code, "name": name, "severity": severity, "scope": "env", "page": page}, indent=2) + "\n" if as_json else page
    return None


def _page(rule: Rule) -> str:
    head = f"{rule.code}: {rule.name} ({rule.severity})\n\n{rule.summary}\n"
    if not rule.module:
        return head
    import inspect

    text = inspect.cleandoc(__import__(rule.module, fromlist=["CODE"]).__doc__ or "")
    body = text.partition("\n")[2].strip()
    return f"{head}\n{body}\n" if body else head
