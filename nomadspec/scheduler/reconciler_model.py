"""The values a reconciliation works on: existing allocations and deployments as it sees them, and what it decides.

Nothing here refers to the cluster's state: an `Existing` carries the state of its node and the job version it belongs to, so that a
reconciliation is a function of its arguments alone. Times are nanoseconds since 1970, 0 where there is none; identifiers are texts.
"""

from __future__ import annotations

from nomadspec.jobspec.groups import group_named
from nomadspec.source.record import Record, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Final

    from nomadspec._generated.job_model import Job, TaskGroup


SECOND: Final = 1_000_000_000

#: Allocations of one group never get indexes beyond this (a bound for damaged states; Nomad has no limit of its own).
MAX_INDEX: Final = 1 << 24

LOST_TEXT: Final = "alloc is lost since its node is down"
NOT_NEEDED_TEXT: Final = "alloc not needed due to job update"
MIGRATING_TEXT: Final = "alloc is being migrated"
UPDATING_TEXT: Final = "alloc is being updated due to job update"
RESCHEDULED_TEXT: Final = "alloc was rescheduled because it failed"
RECONNECT_TEXT: Final = "alloc not needed due to disconnected client reconnect"
TAINTED_TEXT: Final = "alloc not needed as node is tainted"

ACTIVE_DEPLOYMENTS: Final = frozenset({"running", "paused", "pending", "initializing", "blocked", "unblocking"})
PAUSED_DEPLOYMENTS: Final = frozenset({"paused", "pending", "initializing"})

#: States of an allocation's node. All but `fine` are "tainted".
FINE, DRAINING, DISCONNECTED, DOWN, MISSING = "fine", "draining", "disconnected", "down", "missing"


class RescheduleEvent(Record, eq=True):
    """One entry of an allocation's reschedule history."""

    time: int
    previous_id: str
    previous_node: str
    delay: int


class TaskRun(Record, eq=True):
    """How a task of an allocation stands: `state` is pending, running or dead."""

    state: str = ""
    failed: bool = False
    started: int = 0
    finished: int = 0
    last_restart: int = 0
    restarts: int = 0


class Existing(Record):
    """An allocation of the job. Two are the same only when they are one object."""

    id: str
    name: str
    group: str
    node_id: str
    job: Job
    """The job version it belongs to."""
    desired: str = "run"
    client: str = "running"
    node_state: str = FINE
    node_name: str = ""
    create_index: int = 0
    modify_time: int = 0
    deployment_id: str = ""
    canary: bool = False
    healthy: bool | None = None
    migrate: bool = False
    reschedule: bool = False
    force_reschedule: bool = False
    migrate_disable_placement: bool = False
    previous_id: str = ""
    next_id: str = ""
    followup_eval_id: str = ""
    last_reschedule: str = ""
    tracked: bool = False
    """Whether it has a reschedule history, be it one without a list of events."""
    events: tuple[RescheduleEvent, ...] | None = None
    states: tuple[tuple[int, str, int], ...] = ()
    """(field, value, time), oldest first; field 0 is the client status."""
    tasks: tuple[tuple[str, TaskRun], ...] = ()
    best_score: float | None = None

    @property
    def index(self) -> int:
        """The number in brackets at the end of the name; 0 when it has none."""
        return index_of(self.name)

    @property
    def server_terminal(self) -> bool:
        return self.desired in ("stop", "evict")

    @property
    def client_terminal(self) -> bool:
        return self.client in ("complete", "failed", "lost")

    @property
    def terminal(self) -> bool:
        return self.server_terminal or self.client_terminal

    @property
    def version(self) -> int:
        return self.job.version or 0

    @property
    def own_group(self) -> TaskGroup | None:
        """The group of the job version it belongs to."""
        return group_named(self.job, self.group)


def index_of(name: str) -> int:
    """The index in an allocation's name (`web.api[3]` → 3); 0 when there is none."""
    start = name.rfind("[")
    digits = name[start + 1 : -1] if start >= 0 and name.endswith("]") else ""
    return min(int(digits), MAX_INDEX) if digits.isascii() and digits.isdigit() and len(digits) < 20 else 0


class DeploymentState(Record, frozen=False, eq=True):
    """What a deployment keeps per group."""

    auto_revert: bool = False
    auto_promote: bool = False
    progress_deadline: int = 0
    promoted: bool = False
    desired_canaries: int = 0
    desired_total: int = 0
    placed_canaries: tuple[str, ...] = ()
    healthy: int = 0

    def to_dict(self) -> dict[str, object]:
        """As the plan document shows it."""
        return {
            "AutoPromote": self.auto_promote,
            "AutoRevert": self.auto_revert,
            "DesiredCanaries": self.desired_canaries,
            "DesiredTotal": self.desired_total,
            "ProgressDeadline": self.progress_deadline,
            "Promoted": self.promoted,
        }


class Deployment(Record, frozen=False, eq=True):
    """A deployment, stored or new (`id` is then empty)."""

    id: str
    status: str
    description: str
    job_version: int
    job_create_index: int
    create_index: int
    groups: dict[str, DeploymentState | None] = field(default_factory=dict)
    new: bool = False

    @property
    def active(self) -> bool:
        return self.status in ACTIVE_DEPLOYMENTS


class DeploymentUpdate(Record, eq=True):
    """A change of a deployment's status; `id` is empty for the plan's own new deployment."""

    id: str
    status: str
    description: str


class FollowUp(Record, eq=True):
    """An evaluation to be run later."""

    trigger: str
    description: str
    wait_until: int


class Stop(Record, frozen=False):
    """An allocation to be stopped. `client` is empty when the client's status stays as it is."""

    alloc: Existing
    description: str
    client: str = ""
    desired: str = "stop"
    followup: FollowUp | None = None

    @property
    def has_followup(self) -> bool:
        return self.followup is not None or bool(self.alloc.followup_eval_id)


class Update(Record):
    """An existing allocation that is written again: `kind` is inplace, reconnect, disconnect or attribute."""

    alloc: Existing
    kind: str
    client: str
    followup: FollowUp | None = None
    no_placement: bool = False
    """The reschedule found no node; the allocation keeps that in its history."""

    @property
    def has_followup(self) -> bool:
        return self.followup is not None or bool(self.alloc.followup_eval_id)


class Wanted(Record):
    """An allocation to be placed: `replaces` is the one whose place it takes."""

    name: str
    group: str
    replaces: Existing | None = None
    canary: bool = False
    reschedule: bool = False
    destructive: bool = False
    downgrade: bool = False
    """While canaries run: a replacement of what is not a canary gets the version last known to be good."""


class Counts(Record, frozen=False, eq=True):
    """The counters of one group that a plan is annotated with. `place` can be below zero for sysbatch; Nomad then shows it as unsigned."""

    canary: int = 0
    destructive: int = 0
    disconnect: int = 0
    ignore: int = 0
    in_place: int = 0
    migrate: int = 0
    place: int = 0
    preemptions: int = 0
    reconnect: int = 0
    reschedule_later: int = 0
    reschedule_now: int = 0
    stop: int = 0

    def to_dict(self) -> dict[str, int]:
        """As the API shows it, unsigned 64-bit numbers."""
        return {api: getattr(self, name) & 0xFFFF_FFFF_FFFF_FFFF for api, name in COUNT_NAMES.items()}


#: Counter in the API → here.
COUNT_NAMES: Final = {
    "Canary": "canary",
    "DestructiveUpdate": "destructive",
    "Disconnect": "disconnect",
    "Ignore": "ignore",
    "InPlaceUpdate": "in_place",
    "Migrate": "migrate",
    "Place": "place",
    "Preemptions": "preemptions",
    "Reconnect": "reconnect",
    "RescheduleLater": "reschedule_later",
    "RescheduleNow": "reschedule_now",
    "Stop": "stop",
}

if TYPE_CHECKING:
    #: Says of an allocation left running under a new job version: ignore, inplace or destructive.
    UpdateKind = Callable[[Existing, TaskGroup], str]


class Reconciliation(Record, frozen=False, eq=True):
    """What is to be done, before any node is looked for. `place` is in Nomad's order; destructive replacements come first of all."""

    stops: list[Stop] = field(default_factory=list)
    updates: list[Update] = field(default_factory=list)
    destructive: list[Wanted] = field(default_factory=list)
    place: list[Wanted] = field(default_factory=list)
    counts: dict[str, Counts] = field(default_factory=dict)
    followups: list[FollowUp] = field(default_factory=list)
    deployment: Deployment | None = None
    """The new deployment, or the stored one when the plan changes it."""
    deployment_updates: list[DeploymentUpdate] = field(default_factory=list)
    current: Deployment | None = None
    """The deployment under which new allocations are placed."""
