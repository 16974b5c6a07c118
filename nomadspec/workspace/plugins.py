"""Rules of third parties, from the entry-point group `nomadspec.rules`.

An entry point names a module with the constants and the function of a rule (`rules/rule.py`), or a function that returns such modules.
One that cannot be imported, has a wrong shape or takes a built-in code is a finding with its name; the run goes on without it.
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


def rule_plugins() -> tuple[list[Rule], list[Diagnostic]]:
    """The rules that plugins offer, and what is wrong with those that cannot be used."""
    if not _offered(GROUP):
        return [], []
    from importlib.metadata import entry_points

    rules: list[Rule] = []
    problems: list[Diagnostic] = []
    for point in entry_points(group=GROUP):
        try:
            offered = point.load()
            modules = list(offered()) if callable(offered) else [offered]
            taken = {rule.code for rule in (*builtin(), *ENGINE, *rules)}
            for module in modules[:MAX_RULES]:
                rules.append(describe(module, taken))
                taken.add(rules[-1].code)
        except Exception as error:
            text = f"plugin {point.name} ({point.value}) is left out: {type(error).__name__}: {error}"
            problems.append(Diagnostic(PLUGIN_FAILED.code, PLUGIN_FAILED.name, "warning", text, url=PLUGIN_FAILED.url))
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
    """The rule of a module. Raises ValueError or AttributeError when its shape is wrong."""
    import sys

    code, name, severity = str(module.CODE), str(module.NAME), module.SEVERITY
    if code in taken or code.startswith(("HCL", "EVA", "NOM", "LNT", "AGT")):
        raise ValueError(f"code {code} belongs to nomadspec or another plugin")
    if severity not in ("error", "warning", "info"):
        raise ValueError(f"severity {severity!r} of {code} is not error, warning or info")
    if not callable(getattr(module, "check", None)):
        raise ValueError(f"{code} has no function check(visit)")
    sys.modules.setdefault(module.__name__, module)
    summary = (module.__doc__ or name).strip().splitlines()[0]
    return Rule(
        code, name, severity, "jobspec", tuple(module.ON), module.__name__, summary, getattr(module, "PERSONA", "regular"), getattr(module, "OPTIONS", {})
    )
