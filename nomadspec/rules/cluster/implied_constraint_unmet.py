"""No eligible node has what the group needs without saying so.

## What it does
Evaluates the constraints that Nomad adds by itself: Consul for its services, Vault, CNI plugins for bridge networks, signals, plugins of secrets.

## Why is this bad?
The job is accepted and never placed, for a reason that the jobspec does not show.
"""

from __future__ import annotations

from nomadspec.rules.candidates import ask_of, nodes
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CLU006"
NAME = "cluster-implied-constraint-unmet"
SEVERITY = "error"
BLOCKS = ("TaskGroup",)
_REASONS = (
    ("${attr.consul", 'A service with the provider consul (the default) needs Consul on the node: say provider = "nomad".'),
    ("${attr.vault", "A vault block needs Vault on the node."),
    ("${attr.plugins.cni", "A bridge network needs the CNI plugins on the node."),
    ("${attr.os.signals", "The node must know the signals of kill_signal and change_signal."),
    ("${attr.plugins.secrets", "A secret needs its provider's plugin on the node."),
)


def check(visit: Visit) -> Iterator[Finding]:
    found = nodes(visit)
    ask = ask_of(visit) if found else None
    if ask is None:
        return
    written = {(c.attribute, c.operator or "=", c.value) for owner in (visit.block, *(visit.block.task or ())) for c in owner.constraint or ()}
    unmet: dict[str, list[str]] = {}
    for test in ask.constraints:
        if (test.left, test.operator, test.right) in written or test.operator in ("distinct_hosts", "distinct_property"):
            continue
        if not any(test.holds(node) for node in found):
            unmet.setdefault(_why(test.left), []).append(test.reason.strip())
    for why, reasons in unmet.items():
        yield Finding(f"none of {len(found)} eligible nodes meets {' and '.join(reasons)}, which the group implies", None, help=why)


def _why(attribute: str) -> str:
    return next((text for beginning, text in _REASONS if attribute.startswith(beginning)), "Nomad adds this constraint by itself.")
