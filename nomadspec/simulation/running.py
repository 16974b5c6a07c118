"""A running simulation: changes are applied, evaluations run one after another, plans are applied, and clients act between the rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nomadspec.cluster.working_state import WorkingState
from nomadspec.planner.carrying_out import carry_out, settle
from nomadspec.planner.plan import evaluate
from nomadspec.scheduler.outcome import priority_of
from nomadspec.simulation.applying import Refused, apply, job_name
from nomadspec.simulation.evaluations import DEREGISTER, WOKEN, Delayed, Evaluation, Queue
from nomadspec.simulation.plan_check import refused_nodes
from nomadspec.simulation.result import Simulation

if TYPE_CHECKING:
    from collections.abc import Callable

    from nomadspec._generated.job_model import Job
    from nomadspec.changes import Change
    from nomadspec.cluster.state import ClusterState
    from nomadspec.scheduler.outcome import Outcome

    #: (namespace, job id, n) → the id of the job's n-th evaluation.
    EvalId = Callable[[str, str, int], str]

#: The k-th evaluation sees the state at this many indexes more than the one before it.
INDEXES_AN_EVALUATION: Final = 1000
#: Maximum number of rounds of a simulation. (No recorded one needs more than three.)
MOST_ROUNDS: Final = 50
#: How often servers retry a plan without progress.
_TRIES: Final = {"batch": 2, "sysbatch": 5}
_SERVICE_TRIES: Final = 5
_SECOND: Final = 1_000_000_000


class Run:
    """A running simulation: the working state, the queue, and the history."""

    def __init__(self, state: ClusterState, now: int, eval_id: EvalId, blocked: set[str]) -> None:
        self.before = state
        self.working = WorkingState(state)
        self.now = now
        self.eval_id = eval_id
        self.blocked_before = frozenset(blocked)
        self.blocked = blocked
        self.queue = Queue()
        self.evaluations: list[Evaluation] = []
        self.counts: dict[tuple[str, str], int] = {}
        self.refused: list[tuple[Change, str]] = []
        self.touched: dict[str, None] = dict.fromkeys(
            a.id for a in state.allocations.values() if not a.client_terminal and (a.server_terminal or a.client_status == "pending")
        )
        """Allocations whose clients may have something to do."""
        self.round = 1
        self.woken = False

    # --- changes and triggers ---

    def change(self, change: Change, index: int) -> None:
        try:
            apply(change, self.working, self, index)
        except Refused as refused:
            self.refused.append((change, str(refused)))

    def trigger(self, namespace: str, job_id: str, reason: str) -> None:
        """Queues an evaluation of the job."""
        job = self.working.raw_job(namespace, job_id)
        if job is not None:
            priority = job.get("Priority")
            self.queue.add(namespace, job_id, reason, 50 if priority is None else priority)

    def wake(self) -> None:
        """A change freed resources: all waiting jobs are retried after the changes."""
        self.woken = True

    def try_again(self) -> None:
        """All jobs that wait for room are evaluated."""
        for name in sorted(self.blocked):
            namespace, _, job_id = name.partition("/")
            self.trigger(namespace, job_id, WOKEN)

    # --- rounds ---

    def play(self, progress: Callable[[int, int], None] | None = None) -> None:
        if self.woken:
            self.try_again()
        while self.queue and self.round <= MOST_ROUNDS:
            before = len(self.evaluations)
            while self.queue:
                self.evaluate(*self.queue.next())
                if progress is not None:
                    progress(len(self.evaluations), len(self.evaluations) + len(self.queue))
            freed = settle(self.working, self.touched, self.now)
            self.touched = {}
            self.round += 1
            if freed or _worth_another_try(self.evaluations[before:]):
                self.try_again()

    def evaluate(self, namespace: str, job_id: str, trigger: str) -> None:
        """Runs an evaluation."""
        job = self.working.job(namespace, job_id)
        if job is None:
            return
        number = self.counts[namespace, job_id] = self.counts.get((namespace, job_id), 0) + 1
        k = len(self.evaluations) + 1
        record = Evaluation(
            k=k,
            round=self.round,
            namespace=namespace,
            job_id=job_id,
            type="service" if trigger == DEREGISTER else job.type or "service",
            priority=priority_of(job),
            trigger=trigger,
            id=self.eval_id(namespace, job_id, number),
            latest_index=self.before.latest_index + INDEXES_AN_EVALUATION * k,
        )
        self.evaluations.append(record)
        self.plan(record, job.changed(type="service") if trigger == DEREGISTER and job.type != "service" else job)
        name = job_name(namespace, job_id)
        if record.blocked or record.status == "failed":
            self.blocked.add(name)
        else:
            self.blocked.discard(name)

    def plan(self, record: Evaluation, job: Job) -> None:
        """Plans until the servers accept the whole plan or give up."""
        most = _TRIES.get(record.type, _SERVICE_TRIES)
        left, index = most, record.latest_index
        while left:
            self.working.at_index(index)
            outcome = evaluate(self.working, job, eval_id=record.id, now=self.now)
            record.plans += 1
            without = refused_nodes(self.working, outcome)
            self.commit(record, job, outcome, index, without)
            progress = _progress(outcome, without)
            record.committed = record.committed or progress
            if not without:
                return
            record.nodes_rejected += len(without)
            index += progress
            left = most if progress else left - 1
        record.status = "failed"

    def commit(self, record: Evaluation, job: Job, outcome: Outcome, index: int, without: list[str]) -> None:
        """Carries an outcome out and notes what follows from it."""
        changed = carry_out(
            self.working, job, outcome, eval_id=record.id, now=self.now, index=index, without=without, seed=f"/{record.plans}" if record.plans > 1 else ""
        )
        self.touched.update(dict.fromkeys(changed))
        record.failed = outcome.failed
        record.blocked = any(made.status == "blocked" for made in outcome.evals)
        record.delayed = [Delayed(made.triggered_by, (made.wait_until - self.now) / _SECOND) for made in outcome.evals if made.wait_until]
        record.certain = record.certain and all(placement.certain for placement in outcome.placements)
        for placement in outcome.placements:
            if placement.node.id not in without:
                for victim in placement.preempted:
                    self.trigger(victim.namespace, victim.job_id, "preemption")

    def result(self) -> Simulation:
        return Simulation(
            before=self.before,
            after=self.working,
            evaluations=tuple(self.evaluations),
            refused=tuple(self.refused),
            blocked_before=self.blocked_before,
            blocked_after=frozenset(self.blocked),
            finished=not self.queue,
        )


def _worth_another_try(round_: list[Evaluation]) -> bool:
    """Whether a plan was refused to the end while the cluster changed: on what it is like now, another plan may be accepted."""
    return any(one.status == "failed" for one in round_) and any(one.committed for one in round_)


def _progress(outcome: Outcome, without: list[str]) -> bool:
    """Whether anything of the plan is left without the nodes that were refused."""
    nodes = {placement.node.id for placement in outcome.placements} | {stop.alloc.node_id for stop in outcome.stops}
    return bool(nodes - set(without)) or outcome.deployment is not None
