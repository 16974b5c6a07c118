"""What an evaluation comes to: the values that a plan is made of, whatever the type of the job."""

from __future__ import annotations

from nomadspec.scheduler.reconciler_model import Counts, Deployment, DeploymentUpdate, Existing, FollowUp, RescheduleEvent, Stop, Update
from nomadspec.source.record import Record, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from nomadspec._generated.job_model import Job, TaskGroup
    from nomadspec.cluster.objects import Node
    from nomadspec.cluster.resources import AllocatedResources
    from nomadspec.cluster.state import Allocation
    from nomadspec.scheduler.metric import AllocMetric

    #: (old version, new version, group name) → whether running allocations of the group must be replaced.
    Replaces = Callable[[Job, Job, str], bool]


class Placement(Record):
    """A new allocation. `score` is its node's final score; `metric` tells how the node was found."""

    name: str
    group: str
    node: Node
    job: Job
    resources: AllocatedResources
    metric: AllocMetric
    score: float
    canary: bool = False
    previous: Existing | None = None
    preempted: tuple[Allocation, ...] = ()
    events: tuple[RescheduleEvent, ...] = ()
    certain: bool = False
    """Whether every shuffle of the nodes leads to this node; False where that cannot be shown."""


class CreatedEval(Record, frozen=False):
    """An evaluation that the plan creates: blocked until there is room, or pending until `wait_until` (nanoseconds, 0: none)."""

    triggered_by: str
    status: str
    description: str
    type: str
    priority: int
    wait_until: int = 0
    node: str = ""
    class_eligibility: dict[str, bool] | None = None
    escaped: bool = False
    missing: tuple[str, ...] = ()
    """Resources that no node has, such as `csi-volume:default:data`."""


def follow_up_eval(followup: FollowUp, job: Job) -> CreatedEval:
    """A follow-up as an evaluation of the job."""
    return CreatedEval(followup.trigger, "pending", followup.description, job.type or "service", priority_of(job), wait_until=followup.wait_until)


def priority_of(job: Job) -> int:
    """The job's priority; 50 when it has none."""
    return 50 if job.priority is None else job.priority


class Outcome(Record, frozen=False, eq=True):
    """The whole result. `resources` are those of allocations updated in place, by allocation id."""

    counts: dict[str, Counts] = field(default_factory=dict)
    placements: list[Placement] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)
    updates: list[Update] = field(default_factory=list)
    resources: dict[str, AllocatedResources] = field(default_factory=dict)
    preempted: list[Allocation] = field(default_factory=list)
    failed: dict[str, AllocMetric] = field(default_factory=dict)
    evals: list[CreatedEval] = field(default_factory=list)
    queued: dict[str, int] = field(default_factory=dict)
    deployment: Deployment | None = None
    deployment_updates: list[DeploymentUpdate] = field(default_factory=list)
    groups: dict[str, TaskGroup] = field(default_factory=dict)


def must_replace_in_place(alloc: Existing, job: Job, replaces: Replaces) -> str:
    """What can be said of an update without looking at the node: `ignore`, `destructive`, or `` where the node decides."""
    if (alloc.job.job_modify_index or 0) == (job.job_modify_index or 0):
        return "ignore"
    return "destructive" if replaces(alloc.job, job, alloc.group) else ""
