"""Unknown network mode.

## What it does
Compares `mode` with `none`, `bridge`, `host` and `cni/<name>`.

## Why is this bad?
Nomad does not check the mode. No node has a network with a misspelled mode, so the job is never placed.

## Example
```hcl group
network {
  mode = "brigde"
}
```

## Use instead
```hcl group
network {
  mode = "bridge"
}
```

## Fix safety
Offered if one name is near. Safe where it is the only one.
"""

from __future__ import annotations

from nomadspec.rules.fixes import use_near
from nomadspec.rules.rule import Finding
from nomadspec.source.closest import closest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "NET001"
NAME = "network-mode-unknown"
SEVERITY = "error"
FIXABLE = "sometimes"
BLOCKS = ("NetworkResource",)
IF_WRITTEN = ("mode",)
_MODES = ("none", "bridge", "host")


def check(visit: Visit) -> Iterator[Finding]:
    mode = visit.block.mode
    if mode and mode not in _MODES and not mode.startswith("cni/"):
        near = closest(mode.lower(), _MODES, 0.5)
        yield Finding(
            f"unknown network mode {mode!r}",
            "mode",
            help=f'Did you mean "{near}"?' if near else "Use none, bridge, host or cni/<name>.",
            fix=use_near(visit.block, "mode", near, _MODES),
        )
