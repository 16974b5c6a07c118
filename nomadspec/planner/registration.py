"""Changes of a stored job that `nomad job run` refuses although a plan can be made, because only the registration checks them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec._generated.job_model import Job


def refused_by_run(stored: Job | None, planned: Job) -> str:
    """Nomad's text for a change that registration refuses, or ""."""
    if stored is None:
        return ""
    before, after = stored.type or "service", planned.type or "service"
    if before != after:
        return f'cannot update job from type "{before}" to "{after}"'
    for kind in ("periodic", "parameterized"):
        was, now = (job.get(kind) is not None for job in (stored, planned))
        if was and not now:
            return f"cannot update {kind} job to being non-{kind}"
        if now and not was:
            return f"cannot update non-{kind} job to being {kind}"
    return ""
