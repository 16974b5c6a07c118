"""The task fails on nodes without a meta key that `config` uses.

## What it does
Looks for `${meta.<key>}` in the `config` block if no constraint of the job requires nodes with the key.

## Why is this bad?
`meta.` in a reference is the *node's* metadata, which each client's configuration sets. On a node without the key the task fails with `Unsupported attribute`. The job's own metadata is `${NOMAD_META_<key>}`.

## Example
```hcl task
config {
  image = "nginx:1.27"
  args  = ["--zone", "${meta.zone}"]
}
```

## Use instead
```hcl job
constraint {
  attribute = "${meta.zone}"
  operator  = "is_set"
}
group "web" {
  task "server" {
    driver = "docker"
    config {
      image = "nginx:1.27"
      args  = ["--zone", "${meta.zone}"]
    }
  }
}
```
"""

from __future__ import annotations

from nomadspec.rules.driver_references import references
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "DRV052"
NAME = "driver-config-node-meta"
SEVERITY = "warning"
BLOCKS = ("Task",)
IF_ANY = ("nomadspec.rules.driver_references", "references")


def check(visit: Visit) -> Iterator[Finding]:
    wanted = [(path, name) for path, name, _ in references(visit) if name.startswith("meta.")]
    if not wanted:
        return
    asked = {
        (constraint.attribute or "").removeprefix("${").removesuffix("}")
        for block in (visit.job, visit.group, visit.task)
        if block is not None
        for constraint in block.constraint or ()
    }
    meta = {key for block in (visit.job, visit.group, visit.task) if block is not None for key in block.meta or {}}
    for path, name in wanted:
        if name in asked:
            continue
        key = name.removeprefix("meta.")
        own = (
            f"The job's own metadata is `${{NOMAD_META_{key}}}`."
            if key in meta
            else f"Add a constraint on `${{{name}}}`, or use the job's own metadata: `${{NOMAD_META_{key}}}`."
        )
        yield Finding(f"the task fails on nodes without meta key {key!r}", path, help=own)
