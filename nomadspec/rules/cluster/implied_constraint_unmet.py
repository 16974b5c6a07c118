"""No eligible node meets a constraint that the group implies.

## What it does
Evaluates the constraints that Nomad adds itself: Consul for Consul services, Vault, CNI plugins for bridge networks, signals, plugins for secrets.

## Why is this bad?
Nomad accepts the job and never places it, for a reason that the jobspec does not show.

## Example
```json state
{"nodes": [{"Name": "c1"}, {"Name": "c2"}]}
```

```hcl group
service {
  name = "web"
}
```

## Use instead
```hcl group
service {
  name     = "web"
  provider = "nomad"
}
```
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
    (
        "${attr.consul",
        'A service with provider "consul" (the default) needs Consul on the node. Without a connect block, provider = "nomad" registers it in Nomad.',
    ),
    ("${attr.vault", "A vault block needs Vault on the node."),
    ("${attr.plugins.cni", "A bridge network needs the CNI plugins on the node."),
    ("${attr.os.signals", "The node must support the signals in kill_signal and change_signal."),
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
        yield Finding(f"no eligible node (of {len(found)}) meets {' and '.join(reasons)}, which the group implies", None, help=why)


def _why(attribute: str) -> str:
    return next((text for beginning, text in _REASONS if attribute.startswith(beginning)), "Nomad adds this constraint itself.")
