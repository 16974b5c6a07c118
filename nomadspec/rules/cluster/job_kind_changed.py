"""The job exists, and Nomad does not let it become this.

## What it does
Compares the type of the job, and whether it is periodic or parameterized, with the job of this name in the cluster.

## Why is this bad?
`validate` and `plan` accept it; `run` refuses it. The old job must be stopped and purged, or the new one be given another name.
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
_HELP = "Stop it with -purge first, or give this one another name."


def check(visit: Visit) -> Iterator[Finding]:
    state, job = visit.subject.state, visit.block
    old = state.job(job.namespace or "default", job.id or "") if state is not None else None
    if old is None or old.stop:
        return
    kinds = (old.type or "service", job.type or "service")
    if kinds[0] != kinds[1]:
        yield Finding(f"the job exists and is of type {kinds[0]}: it cannot become {kinds[1]}", "type", help=_HELP)
    for name in ("periodic", "parameterized"):
        before, now = getattr(old, name) is not None, getattr(job, name) is not None
        if before != now:
            text = f"the job exists and is {name}: it cannot stop being so" if before else f"the job exists and is not {name}: it cannot become so"
            yield Finding(text, name if now else None, help=_HELP)
