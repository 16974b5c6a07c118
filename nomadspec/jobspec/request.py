"""The namespace and region of the request that submits a job: they are those of a job that names none."""

from __future__ import annotations

from nomadspec.jobspec.block import JobBlock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, TypeVar

    from nomadspec._generated.job_model import Job

    JobLike = TypeVar("JobLike", bound=Job | Mapping[str, object])

_API = {"namespace": "Namespace", "region": "Region"}


def requested(job: JobLike, *, namespace: str | None = None, region: str | None = None) -> JobLike:
    """The job, typed or an API JSON object with or without the outer `Job`, as it is submitted with these."""
    given: Any = {name: value for name, value in (("namespace", namespace), ("region", region)) if value}
    typed: Any = job
    if not given:
        return job
    if isinstance(job, JobBlock):
        changes = {name: value for name, value in given.items() if typed.known(name) and not typed.get(name)}
        typed = typed.changed(**changes) if changes else typed
    elif hasattr(job, "get"):
        inner: Any = typed.get("Job")
        if hasattr(inner, "get"):
            typed = {**typed, "Job": requested(inner, namespace=namespace, region=region)}
        else:
            typed = {**typed, **{_API[name]: value for name, value in given.items() if not typed.get(_API[name])}}
    out: JobLike = typed
    return out
