"""`max_client_disconnect` is ignored since Nomad 1.10.

## What it does
Looks for `max_client_disconnect` of a group.

## Why is this bad?
Nomad silently drops it, so allocations on a lost client are treated as if it were unset.

## Example
```hcl group
max_client_disconnect = "1h"
```

## Use instead
```hcl group
disconnect {
  lost_after = "1h"
}
```

## Fix safety
Unsafe, because it changes behaviour: the job then does what the old field says, which it did not do before.
"""

from __future__ import annotations

from nomadspec.rules.disconnect import one_block
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "DEP007"
NAME = "max-client-disconnect"
SEVERITY = "error"
SINCE = "1.10.0"
BLOCKS = ("TaskGroup",)
IF_WRITTEN = ("max_client_disconnect",)
FIXABLE = "unsafe"


def check(visit: Visit) -> Iterator[Finding]:
    if visit.has("max_client_disconnect"):
        yield Finding(
            "max_client_disconnect is ignored since Nomad 1.10",
            "max_client_disconnect",
            help="Use disconnect.lost_after.",
            fix=one_block(visit.block, "max_client_disconnect"),
        )
