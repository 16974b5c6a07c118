"""A job runs in a node pool that no file of the repository describes.

## What it does
Reports jobs in node pools that the repository does not describe. `default` and `all` always exist; a repository that describes no node pools is skipped.

## Why is this bad?
Nomad rejects a job whose node pool does not exist. Most often the name is misspelled.

## Example
```hcl spec file=gpu.hcl
node_pool "gpu" {
  description = "nodes with a GPU"
}
```

```hcl job file=web.nomad.hcl
node_pool = "gpus"
```

## Use instead
```hcl spec file=gpu.hcl
node_pool "gpu" {
  description = "nodes with a GPU"
}
```

```hcl job file=web.nomad.hcl
node_pool = "gpu"
```
"""

from __future__ import annotations

from nomadspec.rules.described import undescribed_in_jobs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.repository_visit import RepositoryVisit
    from nomadspec.rules.rule import Finding

CODE = "REP102"
NAME = "node-pool-not-described"
SEVERITY = "warning"
BLOCKS = ()


def check(visit: RepositoryVisit) -> Iterator[Finding]:
    return undescribed_in_jobs(visit, "node_pool")
