"""The namespace and region of the request that submits a job: they are those of a job that names none."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from nomadspec._generated.job_model import Job


def requested(job: Job, *, namespace: str | None = None, region: str | None = None) -> Job:
    """The job as it is submitted with these."""
    changes: dict[str, Any] = {name: given for name, given in (("namespace", namespace), ("region", region)) if given and job.known(name) and not job.get(name)}
    return job.changed(**changes) if changes else job
