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
FOREIGN_TEMPLATE: Final = Rule("LNT006", "foreign-template", "error", "engine", (), "", "The file is a template of another tool and must be rendered first.")
FAULT: Final = Rule("LNT007", "internal-fault", "error", "engine", (), "", "nomadspec itself failed on this file and continued with the others.")
STALE_BASELINE: Final = Rule("LNT008", "stale-baseline-entry", "info", "engine", (), "", "The baseline lists findings that no longer occur.")
RULE_FILE: Final = Rule("LNT010", "rule-file", "error", "engine", (), "", "A file of rules in HCL cannot be read, or a rule in it is wrong.")
FOREIGN_KIND: Final = Rule("LNT009", "other-kind-of-file", "error", "engine", (), "", "The command does not accept this kind of file.")
TIME_LIMIT: Final = Rule("LNT011", "time-limit", "error", "engine", (), "", "The run took longer than allowed, and not everything was checked.")

# What `lint --upgrade-to` says of things that both releases take (`workspace/upgrade.py`): `since` is the release from which they are otherwise.
UPGRADE_DISTINCT_HOSTS: Final = Rule(
    "UPG001",
    "upgrade-distinct-hosts",
    "info",
    "engine",
    (),
    "",
    "distinct_hosts no longer considers jobs of the same name in other namespaces.",
    since="1.7.0",
)
UPGRADE_CONSUL_TEMPLATES: Final = Rule(
    "UPG002",
    "upgrade-consul-templates",
    "info",
    "engine",
    (),
    "",
    "The template reads from Consul, but the task no longer gets a Consul identity automatically.",
    since="1.10.0",
)
UPGRADE_PREFERENCES_IN_PLACE: Final = Rule(
    "UPG003",
    "upgrade-preferences-in-place",
    "info",
    "engine",
    (),
    "",
    "Changing affinities or spreads no longer replaces running allocations.",
    since="1.10.0",
)
UPGRADE_SYSTEM_DEPLOYMENTS: Final = Rule(
    "UPG004",
    "upgrade-system-deployments",
    "info",
    "engine",
    (),
    "",
    "System jobs have deployments: canary, auto_revert, health checks and deadlines in update apply.",
    since="1.11.0",
)
UPGRADE_DOCKER_AUTH_EMAIL: Final = Rule(
    "UPG005", "upgrade-docker-auth-email", "info", "engine", (), "", "The docker driver no longer reads auth.email.", since="1.11.1"
)
UPGRADE_QEMU_PATHS: Final = Rule(
    "UPG006",
    "upgrade-qemu-paths",
    "info",
    "engine",
    (),
    "",
    "Tasks of the qemu driver see the host's paths instead of their own file system.",
    since="1.11.2",
)
UPGRADE_LOST_AFTER_RESCHEDULE: Final = Rule(
    "UPG007",
    "upgrade-lost-after-reschedule",
    "info",
    "engine",
    (),
    "",
    "An allocation on a lost node is replaced according to the reschedule block, not immediately.",
    since="1.11.2",
)

UPGRADE: Final = (
    UPGRADE_DISTINCT_HOSTS,
    UPGRADE_CONSUL_TEMPLATES,
    UPGRADE_PREFERENCES_IN_PLACE,
    UPGRADE_SYSTEM_DEPLOYMENTS,
    UPGRADE_DOCKER_AUTH_EMAIL,
    UPGRADE_QEMU_PATHS,
    UPGRADE_LOST_AFTER_RESCHEDULE,
)

ENGINE: Final = (
    CRASHED,
    UNUSED_SUPPRESSION,
    BAD_SUPPRESSION,
    SUPPRESSION_WITHOUT_REASON,
    PLUGIN_FAILED,
    FOREIGN_TEMPLATE,
    FAULT,
    STALE_BASELINE,
    RULE_FILE,
    TIME_LIMIT,
    FOREIGN_KIND,
    *UPGRADE,
)


def builtin(*scopes: str) -> tuple[Rule, ...]:
    """The rules that ship, in order of code: those of these scopes, or all."""
    from nomadspec._generated.rule_index import RULES

    if len(scopes) == 1:
        return RULES[scopes[0]]
    return tuple(sorted((rule for scope in scopes or RULES for rule in RULES[scope]), key=lambda rule: rule.code))
