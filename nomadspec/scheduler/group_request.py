"""GroupRequest: what a task group asks of a node, read once from the job."""

from __future__ import annotations

from nomadspec.cluster.resources import TaskAllocation, usage_of
from nomadspec.cluster.targets import names_unique, resolve
from nomadspec.notation.constraint_operators import matches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from nomadspec._generated.job_model import Affinity, Constraint, Job, NetworkResource, RequestedDevice, Spread, Task, TaskGroup, VolumeRequest
    from nomadspec.cluster.objects import Node
    from nomadspec.cluster.resources import Usage
    from nomadspec.scheduler.fit import Fit


class Check:
    """A constraint, or the condition of an affinity."""

    __slots__ = ("_memo", "left", "operator", "reason", "right", "unique", "weight")

    def __init__(self, left: str, operator: str, right: str, weight: int = 0) -> None:
        self.left = left
        self.operator = operator
        self.right = right
        self.weight = weight
        self.reason = f"{left} {operator} {right}"
        self.unique = names_unique(left) or names_unique(right)
        self._memo: dict[tuple[str, bool, str, bool], bool] = {}

    def holds(self, node: Node) -> bool:
        """Whether the node satisfies it."""
        values = (*resolve(self.left, node), *resolve(self.right, node))
        found = self._memo.get(values)
        if found is None:
            found = self._memo[values] = matches(self.operator, *values)
        return found


class TaskAsk:
    """What one task asks for."""

    __slots__ = ("cores", "cpu", "devices", "hook", "memory", "memory_max", "name", "networks", "secrets", "sidecar")

    def __init__(self, task: Task) -> None:
        resources, lifecycle = task.resources, task.lifecycle
        self.name: str = task.name or ""
        self.cpu: int = (resources.cpu if resources else 0) or 0
        self.cores: int = (resources.cores if resources else 0) or 0
        self.memory: int = (resources.memory if resources else 0) or 0
        self.memory_max: int = (resources.memory_max if resources else 0) or 0
        self.secrets: int = (resources.secrets if resources else 0) or 0
        self.networks: list[NetworkResource] = (resources.network if resources else None) or []
        self.devices: list[RequestedDevice] = (resources.device if resources else None) or []
        self.hook: str = (lifecycle.hook if lifecycle else "") or ""
        self.sidecar: bool = bool(lifecycle and lifecycle.sidecar)

    def allocation(self, *, oversubscription: bool = False) -> TaskAllocation:
        """What it would hold, cores, devices and networks aside."""
        memory_max = self.memory_max + self.secrets if oversubscription and self.memory_max else 0
        return TaskAllocation(self.cpu, self.memory + self.secrets, memory_max, hook=self.hook, sidecar=self.sidecar)


class GroupRequest:
    """What a group of a job asks for."""

    __slots__ = (
        "_affinity_scores",
        "_plain_tasks",
        "affinities",
        "affinity_weight",
        "constraints",
        "count",
        "csi_volumes",
        "depends_on_plan",
        "disk",
        "distinct_hosts",
        "distinct_properties",
        "drivers",
        "escaped",
        "fits_by_sums",
        "group",
        "has_cores",
        "has_devices",
        "has_task_networks",
        "host_volumes",
        "job",
        "job_constraints",
        "job_escaped",
        "name",
        "needs_ports",
        "network",
        "plain",
        "secret_providers",
        "spreads",
        "tasks",
        "usage",
    )  # fmt: skip

    def __init__(self, job: Job, group: TaskGroup) -> None:
        self.job = job
        self.group = group
        self.name: str = group.name or ""
        self.count: int = 1 if group.count is None else group.count
        tasks = group.task or []
        self.tasks = [TaskAsk(task) for task in tasks]
        self.disk: int = (group.ephemeral_disk.size if group.ephemeral_disk else 0) or 0
        self.drivers: list[str] = sorted({task.driver for task in tasks})
        self.job_constraints = _checks(job.constraint)
        self.constraints = _checks(group.constraint)
        for task in tasks:
            self.constraints += _checks(task.constraint)
        self.network = group.network[0] if group.network else None
        self.has_devices = any(task.devices for task in self.tasks)
        self.has_cores = any(task.cores for task in self.tasks)
        self.has_task_networks = any(task.networks for task in self.tasks)
        self.needs_ports = bool(self.network and (self.network.reserved_ports or self.network.port))
        self.plain = not (self.has_devices or self.has_cores or self.has_task_networks)
        self.usage: Usage = usage_of((task.allocation() for task in self.tasks), self.disk)
        """Exact when no task asks for cores."""
        self.secret_providers: list[str] = sorted({secret.provider for task in tasks for secret in task.secret or () if secret.provider})
        volumes: list[VolumeRequest] = list((group.volume or {}).values())
        self.host_volumes = [v for v in volumes if v.type == "host"]
        self.csi_volumes = [v for v in volumes if v.type == "csi"]
        self.job_escaped = any(check.unique for check in self.job_constraints)
        self.escaped = any(check.unique for check in self.constraints) or bool(self.csi_volumes)
        own, jobs = _distinct_hosts(group.constraint), _distinct_hosts(job.constraint)
        self.distinct_hosts: str = "job" if jobs else "group" if own else ""
        """Whose allocations must not share a node: of the whole `job`, of the `group`, or nobody's ("")."""
        self.distinct_properties = [(c, "") for c in job.constraint or () if c.operator == "distinct_property"]
        self.distinct_properties += [(c, self.name) for c in group.constraint or () if c.operator == "distinct_property"]
        """Constraint and the group whose allocations count ("" for all of the job)."""
        self.depends_on_plan = bool(self.host_volumes or self.csi_volumes or self.distinct_hosts or self.distinct_properties)
        """Whether what runs on a node, or the allocation's name, plays a part in whether the node can run the group."""
        self.affinities = _affinities(job.affinity) + _affinities(group.affinity)
        for task in tasks:
            self.affinities += _affinities(task.affinity)
        self._plain_tasks: dict[bool, dict[str, TaskAllocation]] = {}
        self.fits_by_sums: dict[tuple[int | str, ...], Fit] = {}
        """By the sizes of a node, what is in use there, the group's own allocations there and the algorithm; `fitting` keeps it."""
        self._affinity_scores: dict[str, float] = {}
        self.affinity_weight = float(sum(abs(check.weight) for check in self.affinities))
        self.spreads: list[Spread] = [*(job.spread or ()), *(group.spread or ())]

    def plain_tasks(self, *, oversubscription: bool) -> dict[str, TaskAllocation]:
        """What each task would hold, cores, devices and networks aside: the same objects each time."""
        found = self._plain_tasks.get(oversubscription)
        if found is None:
            found = self._plain_tasks[oversubscription] = {task.name: task.allocation(oversubscription=oversubscription) for task in self.tasks}
        return found

    def affinity_score(self, node: Node) -> float:
        """The weighted share of affinities that the node matches, from -1 to 1."""
        found = self._affinity_scores.get(node.id)
        if found is None:
            found = self._affinity_scores[node.id] = self._affinity_score(node)
        return found

    def _affinity_score(self, node: Node) -> float:
        total = 0.0
        for check in self.affinities:
            if check.holds(node):
                total += float(check.weight)
        return total / self.affinity_weight if self.affinity_weight else 0.0


def _checks(constraints: Iterable[Constraint] | None) -> list[Check]:
    return [Check(c.attribute or "", c.operator or "", c.value or "") for c in constraints or () if c.operator not in ("distinct_hosts", "distinct_property")]


def _affinities(affinities: Iterable[Affinity] | None) -> list[Check]:
    return [Check(a.attribute or "", a.operator or "", a.value or "", 0 if a.weight is None else a.weight) for a in affinities or ()]


def _distinct_hosts(constraints: Iterable[Constraint] | None) -> bool:
    """The first such constraint decides; it is off only when its value reads as false."""
    for constraint in constraints or ():
        if constraint.operator == "distinct_hosts":
            return constraint.value not in ("0", "f", "F", "false", "False", "FALSE")
    return False
