"""Rules of third parties, from the entry-point group `nomadspec.rules`.

An entry point names a module with the constants and the function of a rule (`rules/rule.py`), or a function that returns such modules. `SCOPE` is
"jobspec" (the default), "cluster" (only with a state) or "repository" (see `rules/repository_visit.py`);
`URL` is the address of the rule's page. What cannot be imported, has a wrong shape or takes a built-in code is a finding with its name; the run
goes on without it.
"""

from __future__ import annotations

from nomadspec.rules.registry import ENGINE, PLUGIN_FAILED, builtin
from nomadspec.rules.rule import Rule
from nomadspec.source import Diagnostic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

GROUP: Final = "nomadspec.rules"
MAX_RULES: Final = 1000

#: Scope → the function that a rule has.
_FUNCTIONS: Final = {"jobspec": "check", "cluster": "check", "repository": "check"}


class PluginRule(Rule):
    """A rule of a third party: its page is where the plugin says."""

    __slots__ = ("page",)

    page: str

    @property
    def url(self) -> str:
        return self.page


def rule_plugins() -> tuple[list[Rule], list[Diagnostic]]:
    """The rules that plugins offer, and what is wrong with those that cannot be used."""
    if not _offered(GROUP):
        return [], []
    from importlib.metadata import entry_points

    rules: list[Rule] = []
    problems: list[Diagnostic] = []
    taken = {word for rule in (*builtin(), *ENGINE) for word in (rule.code, rule.name)}

    def left_out(what: str, error: BaseException) -> None:
        text = f"{what} is left out: {type(error).__name__}: {error}"
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
            entries = list(os.scandir(folder or "."))
        except OSError:
            continue
        for entry in entries:
            if entry.name.endswith((".dist-info", ".egg-info")):
                try:
                    with open(os.path.join(entry.path, "entry_points.txt"), "rb") as file:
                        if wanted in file.read(1_000_000):
                            return True
                except OSError:
                    continue
            elif entry.name.endswith((".egg", ".zip")):
                return True
    return False


def describe(module: Any, taken: set[str]) -> Rule:
    """The rule of a module. Raises ValueError or AttributeError when its shape is wrong; `taken` are the codes and names there are."""
    import re
    import sys

    code, name, severity, scope = str(module.CODE), str(module.NAME), module.SEVERITY, getattr(module, "SCOPE", "jobspec")
    if not re.fullmatch("[A-Z]{2,12}[0-9]{1,6}", code) or not re.fullmatch("[a-z][a-z0-9-]{1,80}", name):
        raise ValueError(f"a code is letters and a number such as ABC001, a name kebab-case; not {code!r} and {name!r}")
    if code in taken or name in taken or code.startswith(("HCL", "EVA", "NOM", "LNT", "AGT")):
        raise ValueError(f"code {code} or name {name} belongs to nomadspec or another plugin")
    if severity not in ("error", "warning", "info"):
        raise ValueError(f"severity {severity!r} of {code} is not error, warning or info")
    if scope not in _FUNCTIONS:
        raise ValueError(f"scope {scope!r} of {code} is not {', '.join(_FUNCTIONS)}")
    if not callable(getattr(module, _FUNCTIONS[scope], None)):
        raise ValueError(f"{code} has no function {_FUNCTIONS[scope]}")
    on = () if scope == "repository" else tuple(str(type) for type in getattr(module, "BLOCKS", None) or module.ON)
    options = getattr(module, "OPTIONS", {})
    if not isinstance(options, dict):
        raise ValueError(f"OPTIONS of {code} is not a dict")
    sys.modules.setdefault(module.__name__, module)
    summary = str(module.__doc__ or name).strip().splitlines()[0]
    persona = "pedantic" if getattr(module, "PERSONA", "") == "pedantic" else "regular"
    rule = PluginRule(code, name, severity, scope, on, module.__name__, summary, persona, options, str(getattr(module, "FIXABLE", "")))
    rule.page = str(getattr(module, "URL", ""))
    return rule
