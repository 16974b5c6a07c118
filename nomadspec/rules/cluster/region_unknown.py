"""The cluster does not have the job's region.

## What it does
Compares the job's `region` with the regions of the state.

## Why is this bad?
The job cannot be sent to that region. `nomad job validate` silently falls back to checking the job locally.

## Example
```json state
{"region": "global", "regions": ["global", "eu"], "nodes": [{"Name": "c1"}]}
```

```hcl job
region = "us"
```

## Use instead
```hcl job
region = "eu"
```
"""

from __future__ import annotations

from nomadspec.rules.candidates import some, state_of
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CLU001"
NAME = "cluster-region-unknown"
SEVERITY = "warning"
BLOCKS = ("Job",)


def check(visit: Visit) -> Iterator[Finding]:
    state = state_of(visit)
    region = visit.block.region
    if state is None or not region or not state.regions:
        return
    known = {state.region, *state.regions}
    if region not in known:
        yield Finding(f"the cluster has no region {region!r}", "region", help=f"Regions of the cluster: {some(known)}.")
