"""`stop_after_client_disconnect` is ignored since Nomad 1.10.

## What it does
Looks for `stop_after_client_disconnect` of a group.

## Why is this bad?
Nomad silently drops it, so allocations on a lost client are treated as if it were unset.

## Example
```hcl group
stop_after_client_disconnect = "1h"
```

## Use instead
```hcl group
disconnect {
  stop_on_client_after = "1h"
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

CODE = "DEP008"
NAME = "stop-after-client-disconnect"
SEVERITY = "error"
SINCE = "1.10.0"
BLOCKS = ("TaskGroup",)
IF_WRITTEN = ("stop_after_client_disconnect",)
FIXABLE = "unsafe"


def check(visit: Visit) -> Iterator[Finding]:
    if visit.has("stop_after_client_disconnect"):
        yield Finding(
            "stop_after_client_disconnect is ignored since Nomad 1.10",
            "stop_after_client_disconnect",
            help="Use disconnect.stop_on_client_after.",
            fix=one_block(visit.block, "stop_after_client_disconnect"),
        )
