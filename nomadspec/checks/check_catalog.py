"""The list of all checks, for listing, selecting and explaining them. Not loaded while checking."""

from __future__ import annotations

from nomadspec.checks import (
    connect,
    connect_walk,
    constraints,
    credentials,
    group,
    job,
    network,
    policies,
    server_request,
    service,
    service_context,
    task,
    task_files,
)
from nomadspec.checks.check import Check

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Final

MODULES: Final[tuple[ModuleType, ...]] = (
    job, server_request, group, policies, network, service, service_context, connect, connect_walk, task, task_files, credentials, constraints,
)  # fmt: skip


def checks() -> tuple[Check, ...]:
    """Every check once, by code."""
    found: dict[str, Check] = {}
    for module in MODULES:
        for value in vars(module).values():
            for row in value if type(value) is tuple else ():
                check = row[1] if type(row) is tuple and len(row) == 2 else row
                if isinstance(check, Check):
                    found.setdefault(check.code, check)
    return tuple(found[code] for code in sorted(found))


#: (code, name, severity, message, help) of every check.
CHECKS: Final = (
    ("NOM1042", "json-field-type", "error", "json: cannot unmarshal {a} into Go struct field {b}",
     "Give the field a value of the type that the API has; durations are whole nanoseconds."),
    *((check.code, check.rule, check.severity, check.message.replace(":q}", "}"), check.help) for check in checks()),
)  # fmt: skip
