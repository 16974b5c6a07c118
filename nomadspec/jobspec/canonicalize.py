"""The job as a server would store it: defaults and admission changes.

`canonicalize` is what everybody needs who compares or schedules jobs; `canonical_and_refusal` also says whether a hook refused the job, which
ends a validation or a plan with Nomad's words.
"""

from __future__ import annotations

from nomadspec._generated.job_model import Job
from nomadspec.jobspec.admission.draft import Draft
from nomadspec.jobspec.admission.hooks import admit
from nomadspec.jobspec.block import release_of
from nomadspec.jobspec.json.stored import StoredJob
from nomadspec.jobspec.server_settings import DEFAULT, ServerSettings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Protocol

    from nomadspec.jobspec.admission.refusal import Refusal
    from nomadspec.releases import Release

    class Cluster(Protocol):
        """A `ClusterState`: it knows the settings of its servers."""

        @property
        def server_settings(self) -> ServerSettings: ...


def canonicalize(job: Job | Mapping[str, object], settings: ServerSettings | Cluster | None = None, *, nomad_version: str | Release | None = None) -> StoredJob:
    """The job, a typed one or an API JSON object, with defaults and the server's admission changes, as it would be stored.

    `settings`: those of the server, or the ClusterState whose servers take the job; None: a server in its default configuration. `nomad_version`:
    the release whose defaults these are (None: the one that the job was compiled for). A job that a hook refuses comes back as far as it got;
    unknown fields stay unknown, origins of written blocks are kept. Raises ValueError when a typed job was compiled for another release.
    """
    return canonical_and_refusal(job, settings, nomad_version=nomad_version)[0]


def canonical_and_refusal(
    job: Job | Mapping[str, object], settings: ServerSettings | Cluster | None = None, *, nomad_version: str | Release | None = None
) -> tuple[StoredJob, Refusal | None]:
    """The canonical job, and the refusal of the hook that ended its way, if one did."""
    if not isinstance(job, Job):
        from nomadspec.jobspec.json.api import from_api
        from nomadspec.releases import release

        job = from_api(job, release(nomad_version))
    of = release_of(job, nomad_version)
    asked = DEFAULT if settings is None else settings if isinstance(settings, ServerSettings) else settings.server_settings
    fields, refusal = admit(job, asked, of, again=isinstance(job, StoredJob))
    canonical: StoredJob = Draft(StoredJob, fields, fields.origin, fields.unsure).block()
    canonical.release = of
    return canonical, refusal
