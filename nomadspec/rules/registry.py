"""All rules there are: the built-in ones of the generated index, and those of plugins.

Codes that no rule module has (a crash, suppressions, plugins) are described here, so that they can be selected and explained too.
"""

from __future__ import annotations

from nomadspec.rules.rule import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

CRASHED: Final = Rule("LNT001", "rule-crashed", "warning", "engine", (), "", "A rule failed; the run went on without it.")
UNUSED_SUPPRESSION: Final = Rule("LNT002", "unused-suppression", "warning", "engine", (), "", "A suppression comment that suppresses nothing.", fixable="safe")
BAD_SUPPRESSION: Final = Rule(
    "LNT003", "invalid-suppression", "warning", "engine", (), "", "A suppression comment that cannot be understood, or names no rule."
)
SUPPRESSION_WITHOUT_REASON: Final = Rule(
    "LNT004", "suppression-without-reason", "info", "engine", (), "", "A suppression comment that does not say why.", persona="pedantic"
)
PLUGIN_FAILED: Final = Rule("LNT005", "plugin-failed", "warning", "engine", (), "", "A plugin could not be loaded or broke its contract.")
FOREIGN_TEMPLATE: Final = Rule(
    "LNT006", "foreign-template", "warning", "engine", (), "", "The file is a template of another tool and has to be rendered first."
)
FAULT: Final = Rule("LNT007", "internal-fault", "error", "engine", (), "", "nomadspec itself failed on this file; the run went on with the others.")

ENGINE: Final = (CRASHED, UNUSED_SUPPRESSION, BAD_SUPPRESSION, SUPPRESSION_WITHOUT_REASON, PLUGIN_FAILED, FOREIGN_TEMPLATE, FAULT)


def builtin() -> tuple[Rule, ...]:
    """The rules that ship, in order of code."""
    from nomadspec._generated.rule_index import RULES

    return RULES
