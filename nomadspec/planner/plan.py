"""plan(): the dry run of a job against a cluster's state, as a server does it.

    canonicalize and admit → validate → compare with the stored job → evaluate → annotate the diff

Each step is another module's; this one only puts them in a row and turns what goes wrong into a refused `Plan`. Nothing is random: without an
evaluation's id one is drawn from the job and the state, and without a clock the state's moment is taken.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from nomadspec.planner.result import Plan, Refused

if TYPE_CHECKING:
    from nomadspec.cluster.state import ClusterState
    from nomadspec.jobspec.model import Job
    from nomadspec.jobspec.settings import ServerSettings
    from nomadspec.scheduler.outcome import Outcome
    from nomadspec.source import Diagnostic

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def plan(job: Job | dict[str, Any], state: ClusterState, now: datetime | str | None = None, eval_id: str | None = None) -> Plan:
    """What running `job` would do to the cluster `state`. Never raises: a refused plan has `ok` False.

    `job` is typed or API JSON with or without the outer `Job`; `now` a time or RFC 3339 text (None: the state's `captured_at`, else the clock);
    `eval_id` a UUID that seeds Nomad's shuffle of nodes (None: drawn from job and state, so that equal questions have equal answers).
    """
    try:
        return _plan(job, state, now, eval_id)
    except Refused as refused:
        return Plan(state=state, refused=refused)
    except Exception as error:  # the contract: no input raises
        return Plan(state=state, refused=Refused("internal", f"internal fault while planning: {type(error).__name__}: {error}"))
