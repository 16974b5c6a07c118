"""The hooks through which a server passes a submitted job, in its order. The first that refuses ends the job's way."""

from __future__ import annotations

from nomadspec.jobspec.admission import constraints, identities
from nomadspec.jobspec.admission.canonical import canonical_job
from nomadspec.jobspec.admission.draft import UNKNOWN
from nomadspec.jobspec.admission.refusal import Refusal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec._generated.job_model import Job
    from nomadspec.jobspec.admission.draft import Draft
    from nomadspec.jobspec.server_settings import ServerSettings
    from nomadspec.releases import Release


def admit(job: Job, settings: ServerSettings, release: Release, *, again: bool = False) -> tuple[Draft, Refusal | None]:
    """The draft of the job as far as the hooks took it, and the refusal that ended its way if one did.

    `again`: the job is a canonical one, which is to stay as it is.
    """
    fields = canonical_job(job, release)
    if fields.get("priority") == 0:
        fields["priority"] = settings.job_default_priority
    if fields.get("region") == "" and fields.get("multiregion", UNKNOWN) is None:
        fields["region"] = settings.region
    try:
        constraints.imply_partitions(fields, again=again)
        if _connects(fields):
            from nomadspec.jobspec.admission import connect_tasks, expose

            connect_tasks.inject(fields)
            expose.open_checks(fields, release)
        constraints.imply(fields, release, again=again)
        if fields.get("node_pool") == "":
            fields["node_pool"] = "default"
        identities.imply(fields, settings)
    except Refusal as refusal:
        return fields, refusal
    return fields, None


def _connects(job: Draft) -> bool:
    """Whether a service of a group has a `connect` block: most jobs have none, and the hooks about it are long."""
    for group in job.get("group") or ():
        for service in group.get("service") or ():
            if service.get("connect") is not None:
                return True
    return False


HOOKS: Final = ("canonicalize", "vault", "consul", "connect", "expose-check", "constraints", "node-pool", "implicit-identities")
