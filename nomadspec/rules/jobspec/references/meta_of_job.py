"""A reference to the node's metadata that means the job's.

## What it does
Looks for `${meta.KEY}` in texts of tasks, services and networks where the job, group or task has a `meta` key of that name.

## Why is this bad?
`${meta.…}` is the metadata of the node. The job's own is `${NOMAD_META_…}`. On a node without the key the reference is left as literal text.

## Exceptions
With a state, nodes that have the key are believed (see [REF014](REF014.md)). In the driver's `config` see [DRV052](DRV052.md).

## Example
```hcl task
meta {
  owner = "platform"
}
env {
  OWNER = "${meta.owner}"
}
```

## Use instead
```hcl task
meta {
  owner = "platform"
}
env {
  OWNER = "${NOMAD_META_owner}"
}
```

## Fix safety
Unsafe: the nodes may have the key, too.
"""

from __future__ import annotations

from nomadspec.rules.fixes import respell
from nomadspec.rules.references import own_meta
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "REF022"
NAME = "meta-of-job"
SEVERITY = "warning"
BLOCKS = ("TaskGroup", "Task")
FIXABLE = "unsafe"
IF_ANY = ("nomadspec.rules.references", "texts", "${meta.")


def check(visit: Visit) -> Iterator[Finding]:
    for path, key in own_meta(visit):
        instead = f"${{NOMAD_META_{key}}}"
        yield Finding(
            f"`${{meta.{key}}}` is metadata of the node, not of the job",
            path,
            help=f"For the job's own, write `{instead}`.",
            fix=respell(visit, path, f"${{meta.{key}}}", instead),
        )
