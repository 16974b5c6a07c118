"""The cluster as it would be after a plan: what the next of several jobs is planned against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.cluster.working_state import WorkingState
from nomadspec.planner.carrying_out import carry_out, settle

if TYPE_CHECKING:
    from nomadspec.cluster.state import ClusterState
    from nomadspec.planner.result import Plan


def applied(state: ClusterState, plan: Plan) -> ClusterState:
    """`state` with the plan carried out, by the servers and by the clients; the same state for a plan that is refused."""
    job, outcome = plan.job, plan.outcome
    if not plan.ok or job is None or outcome is None:
        return state
    working = WorkingState(state)
    index = state.latest_index + 1
    if plan.spec_changed:
        working.put_job(job.changed(modify_index=index))
    changed = carry_out(working, job, outcome, eval_id=plan.eval_id, now=plan.now, index=index)
    settle(working, dict.fromkeys(changed), plan.now, everywhere=True)
    working.at_index(index)
    return working
