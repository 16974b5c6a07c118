"""From what a user submits to the job a server would store, or the server's refusal."""

from __future__ import annotations

from collections.abc import Mapping

from nomadspec.cluster.allocation_limit import too_many_of
from nomadspec.jobspec.block import UnknownValue, unknown_fields
from nomadspec.planner.refusal import Refused
from nomadspec.releases import NEWEST
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec._generated.job_model import Job
    from nomadspec.cluster.state import ClusterState
    from nomadspec.releases import Release
    from nomadspec.source import Diagnostic


class Submitted(Record):
    """A job that a server takes: as it would be stored, with the server's warnings."""

    job: Job
    warnings: tuple[Diagnostic, ...]
    warnings_text: str


def submit(job: Job | Mapping[str, object], state: ClusterState, release: Release | None = None) -> Submitted:
    """What a server of the cluster, of that release (None: the one that the job was compiled for), makes of the job. Raises `Refused` with Nomad's text."""
    from nomadspec.checks.resolve_settings import settings_of
    from nomadspec.checks.validation import verdict_of
    from nomadspec.jobspec.canonicalize import canonical_and_refusal
    from nomadspec.jobspec.json.api import JobJsonError, from_api

    if isinstance(job, Mapping):
        try:
            job = from_api(job, release or NEWEST)
        except JobJsonError as error:
            raise Refused("parse", str(error)) from error
    unknown = list(unknown_fields(job))
    if unknown:
        raise Refused("unknown", "parts of the job are unknown: " + ", ".join(unknown[:10]) + (" and more" if len(unknown) > 10 else ""))
    settings = settings_of(state)
    if state.jobs_alone and job.region:
        from nomadspec.jobspec.server_settings import partly_known

        settings = partly_known(region=job.region)
    if not job.region:
        # The agent that takes the request fills in its own region, before any default applies.
        job = job.changed(region=settings.region)
    elif job.region != settings.region:
        raise Refused("admission", "No path to region")
    try:
        canonical, refusal = canonical_and_refusal(job, settings, nomad_version=release)
        verdict = verdict_of(canonical, refusal, settings, job)
    except UnknownValue as error:
        raise Refused("unknown", str(error)) from error
    if not verdict.ok:
        raise Refused("admission", verdict.error_text)
    text = too_many_of(canonical)
    if text:
        raise Refused("admission", text)
    return Submitted(canonical, verdict.warnings, verdict.warnings_text)
