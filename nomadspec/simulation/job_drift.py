"""drift(): compares jobspecs with the running jobs: same, changed, missing, or not described by any file.

Both sides are compared as a server stores them, so that what a server fills in is no drift: defaults, admission changes, bookkeeping, tokens, the tag of
a version, and the counts of groups that a scaling policy may change. Children of periodic and parameterized jobs have no file of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from nomadspec.checks.resolve_settings import settings_of
from nomadspec.cluster.state_faults import StateError
from nomadspec.jobdiff import redact as without_secrets
from nomadspec.jobdiff.differ import compare
from nomadspec.jobspec.block import unknown_fields
from nomadspec.jobspec.canonicalize import canonicalize
from nomadspec.jobspec.json.api import JobJsonError, from_api
from nomadspec.jobspec.request import requested
from nomadspec.planner.specification import from_store, same_specification
from nomadspec.source.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nomadspec._generated.job_model import Job, ScalingPolicy
    from nomadspec.cluster.state import ClusterState
    from nomadspec.jobdiff.result import JobDiff

SAME, CHANGED, MISSING, UNMANAGED, UNKNOWN = "same", "changed", "missing", "unmanaged", "unknown"

#: Members of a job that servers or operators set, and that a jobspec cannot contain.
_NOTED: Final = {"nomad_token_id": None, "dispatch_idempotency_token": None, "version_tag": None}


class Entry(Record):
    """One job. `status`: same, changed (with `diff`, from the running job to the file), missing (not in the cluster, or stopped there), unmanaged (no file
    describes it), unknown (the file cannot be compared; `reason` says why)."""

    namespace: str
    job_id: str
    path: str
    status: str
    diff: JobDiff | None = None
    reason: str = ""
    stopped: bool = False
    """Whether the job is stopped in the cluster."""

    def to_dict(self, redact: bool = False) -> dict[str, Any]:
        """As JSON; `redact`: without the values of environments, templates and secrets."""
        out: dict[str, Any] = {"namespace": self.namespace, "job": self.job_id, "path": self.path, "status": self.status}
        if self.diff is not None:
            out["diff"] = (without_secrets(self.diff) if redact else self.diff).to_api()
        if self.reason:
            out["reason"] = self.reason
        if self.stopped:
            out["stopped"] = True
        return out


class Drift(Record):
    """The entries: those of files in their order, then jobs without a file by namespace and id."""

    entries: tuple[Entry, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing has drifted."""
        return all(entry.status == SAME for entry in self.entries)

    def to_dict(self, redact: bool = False) -> dict[str, Any]:
        """As JSON; `redact`: without the values of environments, templates and secrets."""
        counts = {status: sum(entry.status == status for entry in self.entries) for status in (SAME, CHANGED, MISSING, UNMANAGED, UNKNOWN)}
        return {"ok": self.ok, "counts": counts, "entries": [entry.to_dict(redact) for entry in self.entries]}


def drift(
    jobs: Iterable[Job | Mapping[str, object]],
    state: ClusterState,
    *,
    paths: Sequence[str] = (),
    all: bool = False,
    namespace: str | None = None,
    region: str | None = None,
) -> Drift:
    """Each job compared with the running job of the same name in the cluster `state`, and running jobs that `jobs` does not describe.

    `paths`: the files of the jobs, in the same order. Jobs without a file are listed for the namespaces of `jobs` (for all namespaces if `jobs` is empty);
    `all`: for every namespace, including stopped jobs; `namespace`, `region`: for jobs that set none. Never raises: a job that cannot be compared is `unknown`.
    """
    settings = settings_of(state)
    entries: list[Entry] = []
    for number, job in enumerate(jobs):
        path = paths[number] if number < len(paths) else ""
        try:
            typed = requested(from_api(job) if isinstance(job, Mapping) else job, namespace=namespace, region=region)
        except JobJsonError as error:
            entries.append(Entry("", "", path, UNKNOWN, reason=str(error)))
            continue
        entries.append(_compared(typed, state, path, settings))
    described = {(entry.namespace, entry.job_id) for entry in entries}
    namespaces = {namespace for namespace, job_id in described if job_id}
    for namespace, job_id in sorted(state.job_keys()):
        raw = state.raw_job(namespace, job_id) or {}
        if (namespace, job_id) in described or raw.get("ParentID"):
            continue
        if all or (not raw.get("Stop") and (not namespaces or namespace in namespaces)):
            entries.append(Entry(namespace, job_id, "", UNMANAGED, stopped=bool(raw.get("Stop"))))
    return Drift(tuple(entries))


def _compared(job: Job, state: ClusterState, path: str, settings: Any) -> Entry:
    """The entry of one job that a file describes."""
    namespace, job_id = job.get("namespace") or "default", job.get("id") or ""
    unknown = list(unknown_fields(job))
    if unknown:
        return Entry(namespace, job_id, path, UNKNOWN, reason="parts of the job are unknown: " + ", ".join(unknown[:10]))
    try:
        known = state.job(namespace, job_id)
    except StateError as error:
        return Entry(namespace, job_id, path, UNKNOWN, reason=str(error))
    new: Job = canonicalize(job if job.region else job.changed(region=settings.region), settings)
    if known is None or (known.stop and not new.stop):
        return Entry(namespace, job_id, path, MISSING, stopped=known is not None)
    old, new = _comparable(from_store(known)), _with_scaled_counts(_comparable(new), known)
    if same_specification(old, new):
        return Entry(namespace, job_id, path, SAME)
    return Entry(namespace, job_id, path, CHANGED, compare(old, new))


def _comparable(job: Job) -> Job:
    """The job without the members that servers or operators set, on the job itself and on its scaling policies."""
    groups = []
    for group in job.group or ():
        tasks = [task.changed(scaling=[_policy(policy) for policy in task.scaling]) if task.scaling else task for task in group.task or ()]
        groups.append(group.changed(task=tasks, scaling=_policy(group.scaling) if group.scaling is not None else None))
    return job.changed(group=groups, **_NOTED)


def _policy(policy: ScalingPolicy) -> ScalingPolicy:
    """A server gives a policy an identifier and indexes, and one of a task without `max` the number -1."""
    return policy.changed(id="", create_index=0, modify_index=0, max=None if policy.max == -1 else policy.max)


def _with_scaled_counts(job: Job, running: Job) -> Job:
    """The job with the counts that run, where a scaling policy may change them."""
    counts = {group.name: group.count for group in running.group or ()}
    groups = [
        group.changed(count=counts[group.name]) if group.scaling is not None and group.scaling.enabled is not False and group.name in counts else group
        for group in job.group or ()
    ]
    return job.changed(group=groups)
