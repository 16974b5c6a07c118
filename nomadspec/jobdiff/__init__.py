"""What changes between two versions of a job, said as Nomad says it.

`diff` compares, `annotate` adds the scheduler's counts, `tasks_updated` says which field forces a replacement, `spec_changed` whether
there is anything to register. `JobDiff.to_api` is the API's tree and `JobDiff.to_text` the CLI's text.
"""

from __future__ import annotations

from nomadspec.jobdiff.annotate import annotate
from nomadspec.jobdiff.diff_tree import FieldDiff, ObjectDiff, TaskDiff, TaskGroupDiff
from nomadspec.jobdiff.differ import compare
from nomadspec.jobdiff.redact import redact
from nomadspec.jobdiff.result import JobDiff
from nomadspec.jobdiff.unknown import with_placeholders
from nomadspec.jobdiff.update import spec_changed, tasks_updated
from nomadspec.jobspec.block import JobBlock, UnknownValue
from nomadspec.jobspec.canonicalize import canonicalize
from nomadspec.jobspec.request import requested

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from nomadspec._generated.job_model import Job
    from nomadspec.jobspec.server_settings import ServerSettings
    from nomadspec.releases import Release

__all__ = ["FieldDiff", "JobDiff", "ObjectDiff", "TaskDiff", "TaskGroupDiff", "annotate", "compare", "diff", "redact", "spec_changed", "tasks_updated"]


def diff(
    old: Job | Mapping[str, object] | None,
    new: Job | Mapping[str, object] | None,
    settings: ServerSettings | None = None,
    *,
    nomad_version: str | Release | None = None,
    namespace: str | None = None,
    region: str | None = None,
) -> JobDiff:
    """The annotated difference between two jobs (typed or API JSON), in canonical form. None means no job.

    Unknown values are shown as `(not known)`. `nomad_version`: the release that compares (None: the release that the jobs were compiled for).
    `namespace`, `region`: for jobs that set none. Raises ValueError for an unknown release, and if the jobs were compiled for different releases.
    """
    old, new = (None if job is None else requested(job, namespace=namespace, region=region) for job in (old, new))
    release = _release(old, new, nomad_version)
    before = None if old is None else canonicalize(old, settings, nomad_version=release)
    after = None if new is None else canonicalize(new, settings, nomad_version=release)
    try:
        return compare(before, after)
    except UnknownValue:
        return compare(with_placeholders(before), with_placeholders(after))


def _release(old: object, new: object, asked: str | Release | None) -> str | Release | None:
    """The release of the jobs where one remembers it: a job in the API's JSON is of the same."""
    if asked is None:
        asked = next((job.get("release") for job in (new, old) if isinstance(job, JobBlock) and job.get("release") is not None), None)
    return asked
