"""plan(): the dry run of a job against a cluster's state, as a server does it.

    canonicalize and admit → validate → compare with the stored job → evaluate → annotate the diff

Each step is in another module; this one only runs them in order and turns every error into a refused `Plan`. Nothing is random: without an
evaluation id, one is derived from the job and the state, and without a time, that of the state is used.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from nomadspec.cluster.state_faults import StateError
from nomadspec.jobspec.block import JobBlock, release_of
from nomadspec.jobspec.request import requested
from nomadspec.planner.refusal import Refused
from nomadspec.planner.result import Plan
from nomadspec.releases import release

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from nomadspec._generated.job_model import Job
    from nomadspec.cluster.state import ClusterState
    from nomadspec.releases import Release
    from nomadspec.scheduler.outcome import Outcome

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def plan(
    job: Job | Mapping[str, object],
    state: ClusterState,
    now: datetime | str | None = None,
    eval_id: str | None = None,
    *,
    nomad_version: str | Release | None = None,
    namespace: str | None = None,
    region: str | None = None,
) -> Plan:
    """What running `job` would do to the cluster `state`. Never raises: a refused plan has `ok` False.

    `job` is typed or API JSON with or without the outer `Job`; `now` a time or RFC 3339 text (None: the state's `captured_at`, else the clock);
    `eval_id` a UUID that seeds Nomad's shuffle of nodes (None: drawn from job and state, so that equal questions have equal answers); `nomad_version`
    the release of the servers (None: the one that the job was compiled for); `namespace`, `region`: for a job that sets none; the scheduler is always the newest. Raises ValueError for a release that is not
    known, and when the job was compiled for another one.
    """
    job = requested(job, namespace=namespace, region=region)
    of = release_of(job, nomad_version) if isinstance(job, JobBlock) else release(nomad_version)
    try:
        return _plan(job, state, now, eval_id, of)
    except Refused as refused:
        return Plan(state=state, refused=refused)
    except StateError as error:
        return Plan(state=state, refused=Refused("state", str(error)))
    except Exception as error:  # the contract: no input raises
        return Plan(state=state, refused=Refused("internal", f"internal fault while planning: {type(error).__name__}: {error}"))


def _plan(job: Job | Mapping[str, object], state: ClusterState, now: datetime | str | None, eval_id: str | None, of: Release) -> Plan:
    from nomadspec.jobdiff.annotate import annotate
    from nomadspec.jobdiff.differ import compare
    from nomadspec.planner.registration import refused_by_run
    from nomadspec.planner.specification import as_planned, from_store
    from nomadspec.planner.submission import submit

    submitted = submit(job, state, of)
    canonical = _as_hashed(submitted.job, state)
    for where, (id, reason) in state.left_out.items():
        if id and id == canonical.id:
            raise Refused("state", f"{where} does not compile, so its changes are unknown: {reason}")
    moment = clock(now, state)
    known = state.job(canonical.namespace or "default", canonical.id or "")
    stored = from_store(known) if known is not None else None
    planned, changed = as_planned(canonical, stored)
    drawn = eval_id is None
    eval_id = eval_id or drawn_eval_id(canonical, state)
    outcome = evaluate(state, planned, eval_id=eval_id, now=moment)
    for victim in outcome.preempted:
        _ = victim.job  # what prints it needs the type: a job that does not read shows here, not there
    diff = annotate(compare(stored, planned), {name: counts.to_dict() for name, counts in outcome.counts.items()})
    return Plan(
        state=state,
        job=planned,
        diff=diff,
        outcome=outcome,
        warnings=submitted.warnings,
        warnings_text=submitted.warnings_text,
        job_modify_index=(stored.job_modify_index or 0) if stored is not None else 0,
        next_periodic_launch=next_launch(planned, moment),
        eval_id=eval_id,
        drawn=drawn,
        now=moment,
        spec_changed=changed,
        refused_by_run=refused_by_run(stored, planned),
    )


def _as_hashed(job: Job, state: ClusterState) -> Job:
    """The job with the hashes that a redacted state has in place of values, so that what is equal compares as equal."""
    salt = state.document.get("redaction")
    if not salt:
        return job
    from nomadspec.cluster.redaction import redacted_job
    from nomadspec.jobspec.canonicalize import canonicalize
    from nomadspec.jobspec.json.api import to_api

    return canonicalize(redacted_job(to_api(job), str(salt)))


def evaluate(state: ClusterState, job: Job, *, eval_id: str, now: int) -> Outcome:
    """Runs the scheduler of the job's type."""
    from nomadspec.jobdiff.update import tasks_updated

    def replaces(old: Job, new: Job, group: str) -> bool:
        return bool(tasks_updated(old, new, group))

    if job.type in ("system", "sysbatch"):
        from nomadspec.scheduler.system import evaluate as run
    else:
        from nomadspec.scheduler.generic import evaluate as run
    return run(state, job, eval_id=eval_id, now=now, replaces=replaces)


def clock(now: datetime | str | None, state: ClusterState) -> int:
    """The moment to plan for, in nanoseconds since 1970."""
    from nomadspec.notation.moment import nanoseconds

    if now is None:
        now = state.captured_at or datetime.now(UTC)
    if isinstance(now, str):
        moment = nanoseconds(now)
        if not moment:
            raise Refused("parse", f"{now!r} is not a time in RFC 3339")
        return moment
    if not isinstance(now, datetime):
        raise Refused("parse", f"now must be a datetime or a time in RFC 3339, not {type(now).__name__}")
    if now.tzinfo is None:
        now = now.replace(tzinfo=UTC)
    return (now - _EPOCH) // timedelta(microseconds=1) * 1000


def drawn_eval_id(job: Job, state: ClusterState) -> str:
    """An evaluation id that depends on job and state alone."""
    from nomadspec.jobspec.json.stored import block_to_stored

    sizes = [state.latest_index, state.captured_at, len(state.nodes), len(state.allocations)]
    text = json.dumps([block_to_stored(job), sizes], sort_keys=True, default=str)
    from hashlib import sha256

    drawn = sha256(text.encode()).hexdigest()
    return f"{drawn[:8]}-{drawn[8:12]}-{drawn[12:16]}-{drawn[16:20]}-{drawn[20:32]}"


def next_launch(job: Job, now: int) -> str | None:
    """The next launch of a periodic job after `now`, RFC 3339 in the job's time zone."""
    if job.periodic is None or job.periodic.enabled is False:
        return None
    from nomadspec.jobspec.periodic import next_launches

    launches = next_launches(job, _EPOCH + timedelta(microseconds=now // 1000), 1)
    return launches[0].isoformat().replace("+00:00", "Z") if launches else None
