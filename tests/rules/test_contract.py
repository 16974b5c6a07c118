"""What a module must be to be a rule: each wrong constant is refused with a sentence that names the rule and the constant."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from nomadspec.rules.contract import ContractError, rule_of
from tools.generate_rules import rule_modules


def module(**constants: Any) -> ModuleType:
    made = ModuleType("acme_rules.tags", "Too many tags.\n\nMore about it.")
    vars(made).update({"CODE": "ACM001", "NAME": "tags-many", "SEVERITY": "warning", "BLOCKS": ("Service",), "check": lambda visit: [], **constants})
    return made


def test_the_constants_become_a_rule() -> None:
    rule = rule_of(
        module(
            PERSONA="pedantic",
            OPTIONS={"max": 3},
            FIXABLE="safe",
            IF_WRITTEN=("tags", "meta.any", "job.update.canary"),
            IF_ANY=("nomadspec.rules.references", "strays", "port"),
            SAME_AS="NOM1107",
        ),
        "jobspec",
    )
    assert (rule.code, rule.name, rule.severity, rule.scope, rule.blocks) == ("ACM001", "tags-many", "warning", "jobspec", ("Service",))
    assert (rule.module, rule.summary, rule.persona, rule.options, rule.fixable) == ("acme_rules.tags", "Too many tags.", "pedantic", {"max": 3}, "safe")
    assert rule.if_written == ("tags", "meta.any", "job.update.canary")
    assert rule.if_any == ("nomadspec.rules.references", "strays", "port")
    assert rule.same_as == "NOM1107"


def test_the_former_names_of_constants_are_read() -> None:
    former = module(ON=("Task",), WHEN=("user",), READS=("nomadspec.rules.references", "strays"), ALSO="NOM1107")
    del former.BLOCKS
    rule = rule_of(former, "jobspec")
    assert (rule.blocks, rule.if_written, rule.if_any, rule.same_as) == (("Task",), ("user",), ("nomadspec.rules.references", "strays"), "NOM1107")


RULE = "rule ACM001 (tags-many): "

#: Scope, the constant that is wrong, the sentence.
REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("jobspec", {"CODE": "acme-1"}, "acme_rules.tags: CODE must be capital letters and a number, such as ABC001; not 'acme-1'"),
    ("jobspec", {"NAME": "Tags"}, "acme_rules.tags: NAME must be kebab-case, such as image-not-pinned; not 'Tags'"),
    ("jobspec", {"SEVERITY": "note"}, RULE + "SEVERITY must be 'error', 'warning' or 'info', not 'note'"),
    ("jobspec", {"SEVERITY": "warn"}, RULE + "SEVERITY must be 'error', 'warning' or 'info', not 'warn'; did you mean 'warning'?"),
    ("jobspec", {"PERSONA": "pedant"}, RULE + "PERSONA must be 'regular' or 'pedantic', not 'pedant'; did you mean 'pedantic'?"),
    ("jobspec", {"FIXABLE": "always"}, RULE + "FIXABLE must be 'safe', 'unsafe' or 'sometimes', not 'always'"),
    ("job", {}, RULE + "SCOPE must be 'jobspec', 'repository', 'cluster', 'agent' or 'spec', not 'job'; did you mean 'jobspec'?"),
    ("jobspec", {"BLOCKS": ("Jobs",)}, RULE + "BLOCKS names the unknown block type 'Jobs'; did you mean 'Job'?"),
    ("jobspec", {"BLOCKS": "Job"}, RULE + "BLOCKS must be a tuple of strings, not 'Job'"),
    ("jobspec", {"BLOCKS": ()}, RULE + "BLOCKS must name the block types that the rule looks at"),
    ("repository", {}, RULE + "BLOCKS must be empty in a rule about a repository"),
    ("agent", {}, RULE + "BLOCKS must be empty in a rule about an agent"),
    (
        "jobspec",
        {"IF_WRITTEN": ("tag",)},
        RULE + "IF_WRITTEN has the route 'tag', but Service has no field 'tag'; did you mean 'tags'?",
    ),
    (
        "jobspec",
        {"IF_WRITTEN": ("check.tls",)},
        RULE + "IF_WRITTEN has the route 'check.tls', but ServiceCheck has no field 'tls'",
    ),
    (
        "jobspec",
        {"IF_WRITTEN": ("job.updat",)},
        RULE + "IF_WRITTEN has the route 'job.updat', but Job has no field 'updat'; did you mean 'update'?",
    ),
    ("jobspec", {"IF_WRITTEN": ("port.label",)}, RULE + "IF_WRITTEN has the route 'port.label', but a value of Service has no fields: 'label'"),
    ("jobspec", {"IF_ANY": ("nomadspec.rules.references",)}, RULE + "IF_ANY must name a module and a function in it"),
    ("jobspec", {"IF_ANY": ("acme_none", "all")}, RULE + "IF_ANY names the module 'acme_none', which cannot be imported"),
    (
        "jobspec",
        {"IF_ANY": ("nomadspec.rules.references", "stray")},
        RULE + "IF_ANY names the function 'stray', which nomadspec.rules.references does not have; did you mean 'strays'?",
    ),
    ("jobspec", {"SAME_AS": "NOM110"}, RULE + "SAME_AS names the unknown check 'NOM110'"),
    ("jobspec", {"OPTIONS": ["max"]}, RULE + "OPTIONS must be a dict from names to defaults"),
    (
        "jobspec",
        {"OPTIONS": {"max": None}},
        RULE + "OPTIONS: the default of 'max' must be a string, a number, a boolean or a list of strings, not None",
    ),
    ("jobspec", {"STOPS_AGENT": True}, RULE + "STOPS_AGENT is for rules about agents"),
    ("agent", {"BLOCKS": (), "STOPS_AGENT": "yes"}, RULE + "STOPS_AGENT must be True or False, not 'yes'"),
    ("jobspec", {"URL": 5}, RULE + "URL must be a string, not 5"),
    ("jobspec", {"check": "none"}, RULE + "the function check(visit) is missing"),
]


@pytest.mark.parametrize(("scope", "constants", "said"), REFUSED, ids=lambda value: next(iter(value), "SCOPE") if isinstance(value, dict) else "")
def test_a_wrong_constant_is_refused(scope: str, constants: dict[str, Any], said: str) -> None:
    with pytest.raises(ContractError) as refused:
        rule_of(module(**constants), scope)
    assert str(refused.value) == said


def test_every_rule_keeps_the_contract() -> None:
    modules = rule_modules()
    assert modules
    for scope, one in modules:
        assert rule_of(one, scope).code == one.CODE
