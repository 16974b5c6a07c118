"""All rules there are: the built-in ones of the generated index, and those of plugins.

Codes that no rule module has (a crash, suppressions, plugins) are described here, so that they can be selected and explained too.
"""

from __future__ import annotations

from nomadspec.rules.rule import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

CRASHED: Final = Rule("LNT001", "rule-crashed", "warning", "engine", (), "", "A rule crashed; the run continued without it.")
UNUSED_SUPPRESSION: Final = Rule("LNT002", "unused-suppression", "warning", "engine", (), "", "An unused suppression comment.", fixable="safe")
BAD_SUPPRESSION: Final = Rule("LNT003", "invalid-suppression", "warning", "engine", (), "", "A suppression comment that is malformed or names an unknown rule.")
SUPPRESSION_WITHOUT_REASON: Final = Rule(
    "LNT004", "suppression-without-reason", "info", "engine", (), "", "A suppression comment without a reason.", persona="pedantic"
)
PLUGIN_FAILED: Final = Rule("LNT005", "plugin-failed", "warning", "engine", (), "", "A plugin could not be loaded or violates its contract.")
FOREIGN_TEMPLATE: Final = Rule("LNT006", "foreign-template", "warning", "engine", (), "", "The file is a template of another tool and must be rendered first.")
FAULT: Final = Rule("LNT007", "internal-fault", "error", "engine", (), "", "nomadspec itself failed on this file; the run continued with the others.")
STALE_BASELINE: Final = Rule("LNT008", "stale-baseline-entry", "info", "engine", (), "", "The baseline accepts findings that no longer occur.")

ENGINE: Final = (CRASHED, UNUSED_SUPPRESSION, BAD_SUPPRESSION, SUPPRESSION_WITHOUT_REASON, PLUGIN_FAILED, FOREIGN_TEMPLATE, FAULT, STALE_BASELINE)


def builtin() -> tuple[Rule, ...]:
    """The rules that ship, in order of code."""
    from nomadspec._generated.rule_index import RULES

    return RULES
