"""A capability that the policy of the block already grants.

## What it does
Reports capabilities in a block whose `policy` already includes them.

## Why is this bad?
The list looks as if it granted something extra.

## Example
```hcl spec
namespace "default" {
  policy       = "write"
  capabilities = ["submit-job"]
}
```

## Use instead
```hcl spec
namespace "default" {
  policy = "write"
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding
from nomadspec.specs.acl_capabilities import STANDS_FOR
from nomadspec.specs.acl_policies import BLOCKS as POLICY_BLOCKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.spec_visit import SpecVisit

CODE = "SPC105"
NAME = "acl-capability-in-policy"
SEVERITY = "info"
PERSONA = "pedantic"
BLOCKS = ("acl-policy",)


def check(visit: SpecVisit) -> Iterator[Finding]:
    for block in POLICY_BLOCKS:
        if not block.name:
            continue
        for number, row in enumerate(visit.spec.api[block.member] or ()):
            of_policy = STANDS_FOR[block.word].get(row["Policy"], ())
            twice = [one for one in of_policy if (row["Capabilities"] or []).count(one) > of_policy.count(one)]
            brought = [one for one in twice if not one.startswith("host-volume-")]
            if brought:
                yield Finding(
                    f"the policy {row['Policy']} already grants {', '.join(brought)}", f"{block.word}[{number}]", help="Remove them from capabilities."
                )
