"""Everything that can be selected, suppressed or explained: rules, checks, and the codes of syntax and evaluation."""

from __future__ import annotations

import json

from nomadspec.source.record import Record
from nomadspec.version import message_url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any, Final

    from nomadspec.rules.rule import Rule


def stage_codes() -> list[tuple[str, str]]:
    """(code, name) of what syntax, evaluation and checks report."""
    from nomadspec.checks.check_catalog import CHECKS
    from nomadspec.evaluation.problems import RULES
    from nomadspec.hcl.errors import SYNTAX_RULES
    from nomadspec.jobspec.decode_errors import ERRORS

    decode = [(code, name) for name, code in ERRORS.items()]
    return [*SYNTAX_RULES.values(), *RULES.values(), *decode, *((check[0], check[1]) for check in CHECKS), *agent_codes(), *spec_codes()]


def known_rules(plugins: Iterable[Rule] = ()) -> list[tuple[str, str]]:
    """(code, name) of everything that can be selected or suppressed; `plugins` are the rules of third parties."""
    from nomadspec.rules.registry import ENGINE, builtin

    return [*((rule.code, rule.name) for rule in (*builtin(), *ENGINE, *plugins)), *stage_codes()]


def agent_codes() -> list[tuple[str, str]]:
    """(code, name) of what loading and validating agent configuration reports."""
    from nomadspec.agent.agent_codes import LOADING, VALIDATION

    return [(code, name) for code, name, _ in (*LOADING, *VALIDATION)]


def spec_codes() -> list[tuple[str, str]]:
    """(code, name) of what reading the other kinds of specification reports."""
    from nomadspec.specs.spec import CODES

    return [(code, name) for name, code in CODES.items()]


class NomadMessage(Record):
    """A code of syntax, evaluation, checks, agents or specifications. `text` is Nomad's own, as a template where values vary, "" where Nomad says nothing of the kind;
    `cause` when it is reported, where the text does not say that; `help` what to do."""

    code: str
    name: str
    severity: str
    text: str
    cause: str
    help: str

    @property
    def url(self) -> str | None:
        """The address of its row on the page of all; None while the project has no home."""
        return message_url(self.code)


def nomad_messages() -> list[NomadMessage]:
    """All codes that do not belong to a rule."""
    from nomadspec.agent.agent_codes import LOADING, VALIDATION
    from nomadspec.checks.check_catalog import CHECKS
    from nomadspec.evaluation.problems import RULES
    from nomadspec.hcl.errors import SYNTAX_RULES
    from nomadspec.hcl.wording import WORDS
    from nomadspec.jobspec.decode_errors import ERRORS, NOTES
    from nomadspec.workspace.code_texts import CODE_TEXTS

    found = {check[0]: NomadMessage(check[0], check[1], check[2], check[3], "", check[4]) for check in CHECKS}
    for summary, (code, name) in (*SYNTAX_RULES.items(), *RULES.items()):
        text, cause, help = CODE_TEXTS.get(code) or ("", *_wording(WORDS.get(summary, ())))
        found.setdefault(code, NomadMessage(code, name, "error", text or ("" if code in _OWN else summary), cause, help))
    for name, code, severity in (
        *((name, code, "info" if name in NOTES else "error") for name, code in ERRORS.items()),
        *((name, code, level) for code, name, level in (*LOADING, *VALIDATION)),
        *((name, code, "error") for code, name in spec_codes()),
    ):
        found.setdefault(code, NomadMessage(code, name, severity, *CODE_TEXTS[code]))
    order = ("HCL", "EVA", "NOM", "AGT", "SPC")
    return sorted(found.values(), key=lambda said: (order.index(said.code[:3]), said.code))


#: Codes of limits that nomadspec has and Nomad has not, and of messages that have no one text.
_OWN: Final = frozenset(["HCL060", "HCL090", "HCL091", "EVA098", "EVA099"])


def _wording(rows: Sequence[tuple[str, str, str]]) -> tuple[str, str]:
    """The cause and the remedy that findings give, where they always give the same."""
    causes = {said for _, said, _ in rows if "{" not in said}
    advice = {help for _, _, help in rows if help and "{0}" not in help and "{name}" not in help}
    cause = f"{next(iter(causes))[:1].upper()}{next(iter(causes))[1:]}." if len(causes) == 1 else ""
    return cause, advice.pop() if len(advice) == 1 else ""


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
        lines += ["", "Reported by Nomad itself:", ""]
    lines += [f"{one.code:8} {one.name:{width}}  {one.severity:7}  {_one_line(one.text or one.cause)}" for one in said]
    return "\n".join(lines) + "\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _said_row(said: NomadMessage) -> dict[str, Any]:
    row = {"code": said.code, "name": said.name, "severity": said.severity, "scope": "nomad", "persona": "regular", "fixable": "", "options": {}}
    return {**row, "summary": _one_line(said.text or said.cause), "url": said.url}


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
    """The manual page of the rule with this code or name (or a name that it had); None when there is none."""
    from nomadspec.rules.selection import RENAMED

    word = RENAMED.get(word, word)
    for rule in _rules(plugins):
        if word.upper() == rule.code or word == rule.name:
            page = _page(rule)
            return json.dumps({**_row(rule), "page": page}, indent=2) + "\n" if as_json else page
    for said in nomad_messages():
        if word.upper() == said.code or word == said.name:
            parts = [f"{said.code}: {said.name} ({said.severity})", f"Nomad says: {said.text}" if said.text else "", said.cause, said.help]
            page = "\n\n".join(part for part in parts if part) + "\n"
            return json.dumps({**_said_row(said), "page": page}, indent=2, ensure_ascii=False) + "\n" if as_json else page
    from nomadspec.workspace.code_texts import CODE_TEXTS

    for command, codes in _command_codes().items():
        for code, name, severity in codes:
            if word.upper() == code or word == name:
                _, cause, help = CODE_TEXTS[code]
                page = f"{code}: {name} ({severity})\n\n{cause} Reported by `nomadspec {command}`.\n\n{help}\n"
                return json.dumps({"code": code, "name": name, "severity": severity, "scope": command, "page": page}, indent=2) + "\n" if as_json else page
    return None


def _command_codes() -> dict[str, Sequence[tuple[str, str, str]]]:
    """Command → (code, name, severity) of what it alone reports."""
    from nomadspec.interpolation.env_codes import CODES
    from nomadspec.workspace.placement_tests.reading import CODES as TEST_CODES

    return {"env": CODES, "test": TEST_CODES}


def _page(rule: Rule) -> str:
    head = f"{rule.code}: {rule.name} ({rule.severity})\n\n{rule.summary}\n"
    if rule.manual:
        return f"{head}\n{rule.manual}"
    if not rule.module:
        from nomadspec.workspace.code_texts import CODE_TEXTS

        return head + "".join(f"\n{part}\n" for part in CODE_TEXTS.get(rule.code, ()) if part)
    import inspect

    text = inspect.cleandoc(__import__(rule.module, fromlist=["CODE"]).__doc__ or "")
    body = text.partition("\n")[2].strip()
    return f"{head}\n{body}\n" if body else head
