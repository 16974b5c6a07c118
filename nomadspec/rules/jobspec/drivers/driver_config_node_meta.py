"""The task fails on nodes without a meta key that `config` uses.

## What it does
Looks for `${meta.<key>}` in the `config` block if no constraint of the job requires nodes with the key. Where a state tells the nodes that the job may run on, they decide: the finding is an error if none has the key, and there is none if all have it.

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

    from nomadspec.cluster.objects import Node
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
    from nomadspec.rules.runtime_names import clean
    from nomadspec.schema.attributes import CLIENT_META

    meta = {key for block in (visit.job, visit.group, visit.task) if block is not None for key in block.meta or {}}
    for path, name in wanted:
        if name in asked:
            continue
        key = name.removeprefix("meta.")
        if key in CLIENT_META:
            continue
        of_job = f"`${{NOMAD_META_{clean(key)}}}`"
        own = f"The job's own metadata is {of_job}." if key in meta else f"Add a constraint on `${{{name}}}`, or use the job's own metadata: {of_job}."
        found = _nodes(visit)
        without = [node for node in found if key not in node.meta]
        if not found:
            yield Finding(f"the task fails on nodes without meta key {key!r}", path, help=own)
        elif len(without) == len(found):
            yield Finding(f"no eligible node (of {len(found)}) has meta key {key!r}, so the task fails", path, help=own, severity="error")
        elif without:
            yield Finding(f"{len(without)} of {len(found)} eligible nodes have no meta key {key!r}, and the task fails there", path, help=own)


def _nodes(visit: Visit) -> list[Node]:
    """The nodes that the job may run on, where a state tells them."""
    if visit.subject.state is None:
        return []
    from nomadspec.rules.candidates import nodes

    return nodes(visit)
