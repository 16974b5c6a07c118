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

from nomadspec.rules.job_summary import Fact
from nomadspec.rules.rule import Finding
from nomadspec.source.closest import closest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.repository_visit import RepositoryVisit

CODE = "REP102"
NAME = "node-pool-not-described"
SEVERITY = "warning"
BLOCKS = ()


def check(visit: RepositoryVisit) -> Iterator[Finding]:
    known = {spec["name"] for spec in visit.specs if spec["spec"] == "node_pool"}
    for job in visit.jobs if known else ():
        name = job.get("node_pool", "default")
        if name not in known and name not in ("default", "all") and "${" not in name:
            near = closest(name, known, 0.6)
            help = f"Did you mean {near}?" if near else "Add a specification file for it, or ignore this rule if it is kept elsewhere."
            yield Finding(f"no file of this repository describes the node pool {name!r}", Fact(job, job["at"], block=f'job["{job.get("id")}"]'), help=help)
