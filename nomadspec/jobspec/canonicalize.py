"""The job as a server would store it: defaults and admission changes.

`canonicalize` is what everybody needs who compares or schedules jobs; `canonical_and_refusal` also says whether a hook refused the job, which
ends a validation or a plan with Nomad's words.
"""

from __future__ import annotations

from nomadspec._generated.job_model import Job
from nomadspec.jobspec.admission.draft import Draft
from nomadspec.jobspec.admission.hooks import admit
from nomadspec.jobspec.json.api import from_api
from nomadspec.jobspec.json.stored import StoredJob
from nomadspec.jobspec.server_settings import DEFAULT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from nomadspec.jobspec.admission.refusal import Refusal
    from nomadspec.jobspec.server_settings import ServerSettings


def canonicalize(job: Job | Mapping[str, object], settings: ServerSettings | None = None) -> StoredJob:
    """The job, a typed one or an API JSON object, with defaults and the server's admission changes, as it would be stored.

    A job that a hook refuses comes back as far as it got. Unknown fields stay unknown. Origins of written blocks are kept.
    """
    return canonical_and_refusal(job, settings)[0]


def canonical_and_refusal(job: Job | Mapping[str, object], settings: ServerSettings | None = None) -> tuple[StoredJob, Refusal | None]:
    """The canonical job, and the refusal of the hook that ended its way, if one did."""
    if not isinstance(job, Job):
        job = from_api(job)
    fields, refusal = admit(job, settings or DEFAULT, again=isinstance(job, StoredJob))
    return Draft(StoredJob, fields, fields.origin).block(), refusal
