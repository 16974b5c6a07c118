"""simulate(): applies changes to a cluster and simulates everything that follows.

    apply the changes → evaluations wait in a queue → the first one runs, its plan is carried out → … → the clients act → waiting jobs are tried again

Jobs compete for the same resources, so evaluations run one after another by priority, each on the state left by the previous one. A round ends when the
queue is empty. The clients then stop what should stop, and if that frees resources, every waiting job is evaluated again. Nothing is random, and
everything is bounded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.planner.identifiers import made_id
from nomadspec.planner.plan import clock
from nomadspec.planner.refusal import Refused
from nomadspec.simulation.applying import job_name
from nomadspec.simulation.plain_changes import read
from nomadspec.simulation.running import Run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from nomadspec.changes import Change
    from nomadspec.cluster.state import ClusterState
    from nomadspec.simulation.result import Simulation
    from nomadspec.simulation.running import EvalId


def simulate(
    state: ClusterState,
    changes: Sequence[Change | Mapping[str, object]],
    *,
    now: datetime | str | None = None,
    eval_id: EvalId | None = None,
    blocked: Iterable[str] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Simulation:
    """What the scheduler does after `changes` to the cluster `state`. All changes are made before the first evaluation.

    `changes`: of `nomadspec.changes`, or their plain form; `now`: as for a plan; `eval_id`: gives the id of a job's n-th evaluation (drawn from the
    job's name and the state's index by default); `blocked`: jobs that wait for capacity, as `namespace/job`, in addition to those in the state's evaluations;
    `progress`: called with the number of evaluations that have run, and of all that are known so far.
    Raises ValueError for a `now` that is not a time, and `nomadspec.changes.ChangeError`, a ValueError, for a plain change that cannot be read.
    """
    wanted = [read(change) for change in changes]
    try:
        moment = clock(now, state)
    except Refused as refused:
        raise ValueError(refused.message) from None
    run = Run(state, moment, eval_id or _drawn(state), {*blocked, *waiting(state)})
    for number, change in enumerate(wanted):
        run.change(change, state.latest_index + number + 1)
    run.play(progress)
    return run.result()


def waiting(state: ClusterState) -> set[str]:
    """The jobs that wait for capacity, from the state's blocked evaluations."""
    return {
        job_name(row.get("Namespace") or "default", row["JobID"]) for row in state.evaluations.values() if row.get("Status") == "blocked" and row.get("JobID")
    }


def _drawn(state: ClusterState) -> EvalId:
    """Ids of evaluations that depend on the state's index and on the job alone."""
    return lambda namespace, job_id, number: made_id(f"{state.latest_index}/{namespace}/{job_id}/{number}")
