"""Rules of third parties, from the entry-point group `nomadspec.rules`.

An entry point names a module with the constants and the function of a rule (`rules/rule.py`, read by `rules/contract.py`), or a function that returns
such modules. `SCOPE` is "jobspec" (the default), "cluster" (only with a state), "repository" or "agent"; `URL` is the address of the rule's page. What
cannot be imported, has a wrong shape or takes a built-in code is a finding with its name; the run goes on without it.
"""

from __future__ import annotations

from nomadspec.rules.registry import ENGINE, PLUGIN_FAILED, builtin
from nomadspec.source import Diagnostic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from nomadspec.rules.rule import Rule

GROUP: Final = "nomadspec.rules"
MAX_RULES: Final = 1000

#: What codes of plugins cannot begin with.
RESERVED: Final = ("HCL", "EVA", "NOM", "LNT", "AGT", "SPC")


def rule_plugins() -> tuple[list[Rule], list[Diagnostic]]:
    """The rules that plugins offer, and what is wrong with those that cannot be used."""
    if not _offered(GROUP):
        return [], []
    from importlib.metadata import entry_points

    from nomadspec.rules.contract import ContractError

    rules: list[Rule] = []
    problems: list[Diagnostic] = []
    taken = {word for rule in (*builtin(), *ENGINE) for word in (rule.code, rule.name)}

    def left_out(what: str, error: BaseException) -> None:
        text = f"{what} is ignored: {error if isinstance(error, ContractError) else f'{type(error).__name__}: {error}'}"
        problems.append(Diagnostic(PLUGIN_FAILED.code, PLUGIN_FAILED.name, "warning", text, url=PLUGIN_FAILED.url))

    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        try:
            offered = point.load()
            modules = list(offered()) if callable(offered) else [offered]
        except (Exception, SystemExit) as error:
            left_out(f"plugin {point.name} ({point.value})", error)
            continue
        for module in modules[:MAX_RULES]:
            try:
                rule = describe(module, taken)
            except (Exception, SystemExit) as error:
                left_out(f"plugin {point.name} ({point.value}): {getattr(module, '__name__', type(module).__name__)}", error)
                continue
            rules.append(rule)
            taken |= {rule.code, rule.name}
    return rules, problems


def _offered(group: str) -> bool:
    """Whether an installed distribution has entry points of the group: `importlib.metadata` costs more than a whole lint, so look first."""
    import os
    import sys

    wanted = f"[{group}]".encode()
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")
        except OSError:
            continue
        for name in names:
            if name.endswith((".dist-info", ".egg-info")):
                if wanted in _beginning(f"{folder or '.'}/{name}/entry_points.txt"):
                    return True
            elif name.endswith((".egg", ".zip")):
                return True
    return False


def _beginning(path: str) -> bytes:
    """The first million bytes of a file; nothing of one that cannot be read. There is one for each distribution, so it does without a file object."""
    import os

    try:
        number = os.open(path, os.O_RDONLY)
        try:
            return os.read(number, min(os.fstat(number).st_size, 1_000_000))
        finally:
            os.close(number)
    except OSError:
        return b""


def describe(module: Any, taken: set[str]) -> Rule:
    """The rule of a module; `taken` are the codes and names there are. Raises `ContractError`."""
    import sys

    from nomadspec.rules.contract import ContractError, rule_of

    rule = rule_of(module, getattr(module, "SCOPE", "jobspec"), page="")
    if rule.code in taken or rule.name in taken or rule.code.startswith(RESERVED):
        raise ContractError(f"code {rule.code} or name {rule.name} is already used by nomadspec or another plugin")
    sys.modules.setdefault(module.__name__, module)
    return rule
