"""The job as a server would store it: defaults and admission changes.

`canonicalize` is what everybody needs who compares or schedules jobs; `canonical_and_refusal` also says whether a hook refused the job, which
ends a validation or a plan with Nomad's words.
"""

from __future__ import annotations

from nomadspec._generated.job_model import Job
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
    """The job (typed or API JSON) as a server would store it, with defaults and admission changes.

    `settings`: those of the server, or the ClusterState of the cluster; None: a server in its default configuration. `nomad_version`: the
    release whose defaults to use (None: the release that the job was compiled for). If an admission hook refuses the job, the result is the job
    before that hook. Unknown fields stay unknown, and the origins of written blocks are kept. Raises ValueError if a typed job was compiled for
    another release.
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
    canonical: StoredJob = fields.block(StoredJob)
    canonical.release = of
    return canonical, refusal
