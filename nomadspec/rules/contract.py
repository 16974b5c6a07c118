"""Reads the constants of a rule module (`rules/rule.py` lists them) into a `Rule`, and refuses what cannot be right with a sentence that names both.

The generator of the index and the loader of plugins read rules here and nowhere else, so that a rule means the same in either. A constant that
is misspelt by its value (a block type, a route, a severity) would otherwise be a rule that never runs and says nothing.
"""

from __future__ import annotations

from nomadspec.rules.rule import Rule
from nomadspec.source import SEVERITIES
from nomadspec.source.closest import closest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any, Final

SCOPES: Final = ("jobspec", "repository", "cluster", "agent", "spec")
PERSONAS: Final = ("regular", "pedantic")
FIXABLE: Final = ("", "safe", "unsafe", "sometimes")

#: Scopes whose rules look at blocks of a job.
_OF_BLOCKS: Final = ("jobspec", "cluster")

#: Constant → the name that it had; plugins may still use that.
FORMER: Final = {"BLOCKS": "ON", "IF_WRITTEN": "WHEN", "IF_ANY": "READS", "SAME_AS": "ALSO"}


class ContractError(ValueError):
    """A module is not a rule; the message says which constant is wrong, and how."""


def rule_of(module: Any, scope: str, page: str | None = None) -> Rule:
    """The rule of a module. `page`: the address of its manual page where the module names none (None: in nomadspec's own manual).

    Raises `ContractError`.
    """
    code, name = _named(module)
    try:
        return _rule(module, scope, code, name, page)
    except ContractError as error:
        raise ContractError(f"rule {code} ({name}): {error}") from None


def _named(module: Any) -> tuple[str, str]:
    import re

    of = getattr(module, "__name__", type(module).__name__)
    code, name = getattr(module, "CODE", None), getattr(module, "NAME", None)
    if not isinstance(code, str) or not re.fullmatch("[A-Z]{2,12}[0-9]{1,6}", code):
        raise ContractError(f"{of}: CODE must be capital letters and a number, such as ABC001; not {code!r}")
    if not isinstance(name, str) or not re.fullmatch("[a-z][a-z0-9-]{1,80}", name):
        raise ContractError(f"{of}: NAME must be kebab-case, such as image-not-pinned; not {name!r}")
    return code, name


def _rule(module: Any, scope: str, code: str, name: str, page: str | None) -> Rule:
    _one_of("SCOPE", scope, SCOPES)
    blocks = _texts(module, "BLOCKS")
    if scope in _OF_BLOCKS:
        _known_blocks(blocks)
    elif scope == "spec":
        _known_kinds(blocks)
    elif blocks:
        raise ContractError(f"BLOCKS must be empty in a rule about {'a repository' if scope == 'repository' else 'an agent'}")
    if_written = _texts(module, "IF_WRITTEN")
    for route in if_written:
        _known_route(route, blocks)
    if not callable(getattr(module, "check", None)):
        raise ContractError("the function check(visit) is missing")
    return Rule(
        code,
        name,
        _one_of("SEVERITY", getattr(module, "SEVERITY", None), SEVERITIES),
        scope,
        blocks,
        module.__name__,
        str(module.__doc__ or name).strip().splitlines()[0],
        persona=_one_of("PERSONA", getattr(module, "PERSONA", "regular"), PERSONAS),
        options=_options(getattr(module, "OPTIONS", {})),
        fixable=_one_of("FIXABLE", getattr(module, "FIXABLE", ""), FIXABLE),
        same_as=_check(_constant(module, "SAME_AS", "")),
        since=_release("SINCE", getattr(module, "SINCE", "")),
        until=_release("UNTIL", getattr(module, "UNTIL", "")),
        if_written=if_written,
        if_any=_analysis(_texts(module, "IF_ANY")),
        stops_agent=_stops_agent(getattr(module, "STOPS_AGENT", False), scope),
        page=_page(getattr(module, "URL", page)),
    )


def _constant(module: Any, name: str, default: Any) -> Any:
    return getattr(module, name, getattr(module, FORMER.get(name, name), default))


def _one_of(constant: str, value: Any, allowed: Sequence[str]) -> Any:
    if value not in allowed:
        *others, last = [repr(one) for one in allowed if one]
        raise ContractError(f"{constant} must be {', '.join(others)} or {last}, not {value!r}{_near(value, allowed)}")
    return value


def _release(constant: str, value: Any) -> str:
    if value == "":
        return ""
    from nomadspec.releases import ReleaseError, release

    try:
        if isinstance(value, str) and release(value).text == value:
            return value
    except ReleaseError:
        pass
    raise ContractError(f"{constant} must be the full version of a known Nomad release, such as '1.10.0', not {value!r}")


def _texts(module: Any, constant: str) -> tuple[str, ...]:
    value = _constant(module, constant, ())
    if not isinstance(value, tuple | list) or not all(isinstance(item, str) for item in value):
        raise ContractError(f"{constant} must be a tuple of strings, not {value!r}")
    return tuple(value)


def _known_blocks(blocks: tuple[str, ...]) -> None:
    from nomadspec.schema.blocks import BLOCKS

    if not blocks:
        raise ContractError("BLOCKS must name the block types that the rule looks at")
    for type in blocks:
        if type not in BLOCKS:
            raise ContractError(f"BLOCKS names the unknown block type {type!r}{_near(type, BLOCKS)}")


def _known_kinds(kinds: tuple[str, ...]) -> None:
    from nomadspec.specs.file_kinds import SPECS

    if not kinds:
        raise ContractError("BLOCKS must name the kinds of specification that the rule looks at")
    for kind in kinds:
        if kind not in SPECS:
            raise ContractError(f"BLOCKS names the unknown kind {kind!r}{_near(kind, SPECS)}")


def _known_route(route: str, blocks: tuple[str, ...]) -> None:
    """Refuses a route that none of the block types has."""
    if not blocks:
        raise ContractError("IF_WRITTEN is for rules that look at blocks")
    problems = [problem for problem in (_missing_step(type, route) for type in blocks) if problem]
    if len(problems) == len(blocks):
        raise ContractError(f"IF_WRITTEN has the route {route!r}, but {problems[0]}")


def _missing_step(block: str, route: str) -> str:
    """What stops a route from a block type, or ""."""
    from nomadspec.schema.blocks import BLOCKS

    first, *rest = route.split(".")
    of_job = first == "job" and all(field.name != "job" for field in BLOCKS[block])
    type = "Job" if of_job else block
    for name in rest if of_job else (first, *rest):
        if not type:
            return f"a value of {block} has no fields: {name!r}"
        field = next((field for field in BLOCKS[type] if field.name == name), None)
        if field is None:
            return f"{type} has no field {name!r}{_near(name, [field.name for field in BLOCKS[type]])}"
        if field.type.startswith("map("):
            return ""  # free keys
        type = field.block
    return ""


def _options(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
        raise ContractError("OPTIONS must be a dict from names to defaults")
    for name, default in value.items():
        texts = isinstance(default, list | tuple) and all(isinstance(item, str) for item in default)
        if not texts and not isinstance(default, str | int | float | bool):
            raise ContractError(f"OPTIONS: the default of {name!r} must be a string, a number, a boolean or a list of strings, not {default!r}")
    return value


def _check(value: Any) -> str:
    from nomadspec.checks.check_catalog import CHECKS

    codes = [check[0] for check in CHECKS] if value != "" else [""]
    if value not in codes:
        raise ContractError(f"SAME_AS names the unknown check {value!r}")
    return str(value)


def _analysis(value: tuple[str, ...]) -> tuple[str, ...]:
    """The constant IF_ANY, whose module is imported to see that the function is there."""
    if not value:
        return ()
    if len(value) < 2:
        raise ContractError("IF_ANY must name a module and a function in it")
    try:
        module = __import__(value[0], fromlist=[value[1]])
    except ImportError:
        raise ContractError(f"IF_ANY names the module {value[0]!r}, which cannot be imported") from None
    if not callable(getattr(module, value[1], None)):
        raise ContractError(f"IF_ANY names the function {value[1]!r}, which {value[0]} does not have{_near(value[1], vars(module))}")
    return value


def _stops_agent(value: Any, scope: str) -> bool:
    if not isinstance(value, bool):
        raise ContractError(f"STOPS_AGENT must be True or False, not {value!r}")
    if value and scope != "agent":
        raise ContractError("STOPS_AGENT is for rules about agents")
    return value


def _page(value: Any) -> str | None:
    if value is not None and not isinstance(value, str):
        raise ContractError(f"URL must be a string, not {value!r}")
    return value


def _near(word: Any, known: Iterable[str]) -> str:
    near = closest(str(word), list(known), 0.6)
    return f"; did you mean {near!r}?" if near else ""
