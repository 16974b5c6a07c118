"""`prevent_reschedule_on_lost` is ignored since Nomad 1.10.

## What it does
Looks for `prevent_reschedule_on_lost` of a group. If it is `false`, the default, the finding is a warning.

## Why is this bad?
Nomad silently drops it and replaces lost allocations.

## Example
```hcl group
prevent_reschedule_on_lost = true
```

## Use instead
```hcl group
disconnect {
  replace = false
}
```

## Fix safety
Unsafe, because it changes behaviour: the job then does what the old field says, which it did not do before. Removing `false` is safe, because it is the default.
"""

from __future__ import annotations

from nomadspec.rules.disconnect import one_block
from nomadspec.rules.fixes import remove_attribute
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "DEP009"
NAME = "prevent-reschedule-on-lost"
SEVERITY = "error"
SINCE = "1.10.0"
BLOCKS = ("TaskGroup",)
IF_WRITTEN = ("prevent_reschedule_on_lost",)
FIXABLE = "unsafe"


def check(visit: Visit) -> Iterator[Finding]:
    if visit.has("prevent_reschedule_on_lost"):
        asked = not visit.block.known("prevent_reschedule_on_lost") or visit.block.prevent_reschedule_on_lost
        yield Finding(
            "prevent_reschedule_on_lost is ignored since Nomad 1.10",
            "prevent_reschedule_on_lost",
            help="Use disconnect with replace = false." if asked else "Remove it. Lost allocations are replaced by default.",
            fix=one_block(visit.block, "prevent_reschedule_on_lost")
            if asked
            else remove_attribute(visit.block, "prevent_reschedule_on_lost", "remove prevent_reschedule_on_lost", safe=True),
            severity=None if asked else "warning",
        )
