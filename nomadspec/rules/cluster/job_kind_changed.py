"""The job's type differs from that of the existing job and cannot be changed.

## What it does
Compares the type of the job, and whether it is periodic or parameterized, with the job of the same name in the cluster.

## Why is this bad?
`validate` and `plan` accept the job; `run` fails. The old job must be stopped and purged, or the new one needs another name.

## Example
```json state
{"jobs": [{"ID": "web", "Type": "batch", "TaskGroups": [{"Name": "web"}]}]}
```

```hcl job
type = "service"
```

## Use instead
```hcl job
type = "batch"
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CLU013"
NAME = "cluster-job-kind-changed"
SEVERITY = "error"
BLOCKS = ("Job",)
_HELP = "Run nomad job stop -purge first, or give this job another name."


def check(visit: Visit) -> Iterator[Finding]:
    state, job = visit.subject.state, visit.block
    old = state.job(job.namespace or "default", job.id or "") if state is not None else None
    if old is None or old.stop:
        return
    kinds = (old.type or "service", job.type or "service")
    if kinds[0] != kinds[1]:
        yield Finding(f"the existing job has type {kinds[0]!r}, which cannot be changed to {kinds[1]!r}", "type", help=_HELP)
    for name in ("periodic", "parameterized"):
        before, now = getattr(old, name) is not None, getattr(job, name) is not None
        if before != now:
            text = f"the existing job is {name}, and the new one is not" if before else f"the existing job is not {name} and cannot be changed to be"
            yield Finding(text, name if now else None, help=_HELP)
