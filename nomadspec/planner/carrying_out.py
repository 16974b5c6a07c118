"""Applies the outcome of an evaluation to a working state: first the servers (`carry_out`), then the clients (`settle`).

Only what a scheduler or a report reads is written: an allocation's statuses and descriptions, its history, its part in a deployment. Identifiers
are drawn from the evaluation. A stopped allocation keeps its resources until its client has stopped it, as in a real cluster.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nomadspec.notation.moment import rfc3339
from nomadspec.planner.identifiers import made_id
from nomadspec.planner.volume_claims import claim_csi, claim_sticky, release_csi

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from nomadspec._generated.job_model import Job
    from nomadspec.cluster.objects import Deployment
    from nomadspec.cluster.resources import AllocatedNetwork, AllocatedPort, AllocatedResources, TaskAllocation
    from nomadspec.cluster.state import Allocation
    from nomadspec.cluster.working_state import WorkingState
    from nomadspec.scheduler.outcome import Outcome, Placement
    from nomadspec.scheduler.reconciler_model import Deployment as Planned
    from nomadspec.scheduler.reconciler_model import Existing, Stop, Update

_CLIENT_STATUS = 0
"""The field of `AllocStates` that a history of client statuses is kept under."""
_ENDED = ("complete", "failed", "lost")


def carry_out(
    working: WorkingState, job: Job, outcome: Outcome, *, eval_id: str, now: int, index: int, without: Collection[str] = (), seed: str = ""
) -> list[str]:
    """Writes the outcome of an evaluation of `job` at raft index `index`; the ids of the allocations that changed.

    `without`: ids of nodes whose part of the plan is dropped. `seed` tells apart the plans of one evaluation.
    """
    carried = _Carried(working, job, outcome, f"{eval_id}{seed}", eval_id, now, index)
    for stop in outcome.stops:
        if stop.alloc.node_id not in without:
            carried.stop(stop)
    for update in outcome.updates:
        if update.alloc.node_id not in without:
            carried.update(update)
    for number, placement in enumerate(outcome.placements):
        if placement.node.id not in without:
            carried.place(placement, number)
    carried.finish()
    return carried.changed


class _Carried:
    """One outcome on its way into the state."""

    def __init__(self, working: WorkingState, job: Job, outcome: Outcome, seed: str, eval_id: str, now: int, index: int) -> None:
        self.working = working
        self.job = job
        self.outcome = outcome
        self.seed = seed
        self.eval_id = eval_id
        self.now = now
        self.index = index
        self.changed: list[str] = []
        self.owner = (job.namespace or "default", job.id or "")
        self.deployments: dict[str, dict[str, Any]] = {}
        """Deployments that change, by id."""
        self.current = self._current()
        self.followups = {id(followup): made_id(f"{seed}/evaluation/{n}") for n, followup in enumerate(_followups(outcome))}

    # --- deployments ---

    def _current(self) -> str:
        """The id of the deployment under which this version of the job is placed; empty without one."""
        outcome, job = self.outcome, self.job
        for change in outcome.deployment_updates:
            if change.id in self.working.deployments:
                self._deployment(change.id).update(Status=change.status, StatusDescription=change.description)
        made = outcome.deployment
        if made is not None and made.new:
            id_ = made_id(f"{self.seed}/deployment")
            raw: dict[str, Any] = {
                "ID": id_,
                "Namespace": self.owner[0],
                "JobID": self.owner[1],
                "JobVersion": made.job_version,
                "JobModifyIndex": job.modify_index or 0,
                "JobSpecModifyIndex": job.job_modify_index or 0,
                "JobCreateIndex": made.job_create_index,
                "Status": made.status,
                "StatusDescription": made.description,
                "CreateIndex": self.index,
                "TaskGroups": {
                    name: None if state is None else {**state.to_dict(), "PlacedAllocs": 0, "HealthyAllocs": 0, "UnhealthyAllocs": 0}
                    for name, state in made.groups.items()
                },
            }
            for change in outcome.deployment_updates:
                if not change.id:
                    raw.update(Status=change.status, StatusDescription=change.description)
            self.deployments[id_] = raw
            return id_
        if made is not None and made.id in self.working.deployments:
            self._totals(made)
        latest = max(self.working.deployments_of_job(*self.owner), key=lambda deployment: deployment.create_index, default=None)
        return latest.id if latest is not None and self._holds(latest) else ""

    def _totals(self, made: Planned) -> None:
        """What the evaluation wants of the groups of a stored deployment."""
        raw = self._deployment(made.id)
        groups = dict(raw.get("TaskGroups") or {})
        for name, state in made.groups.items():
            if state is not None:
                groups[name] = {**(groups.get(name) or {}), **state.to_dict()}
        raw["TaskGroups"] = groups

    def _holds(self, deployment: Deployment) -> bool:
        from nomadspec.scheduler.reconciler_model import ACTIVE_DEPLOYMENTS

        status = self.deployments.get(deployment.id, deployment.raw).get("Status")
        return status in ACTIVE_DEPLOYMENTS and deployment.job_version == (self.job.version or 0)

    def _deployment(self, id_: str) -> dict[str, Any]:
        """The deployment, to be changed."""
        if id_ not in self.deployments:
            self.deployments[id_] = dict(self.working.deployments[id_].raw)
        return self.deployments[id_]

    def _deployment_of(self, placement: Placement) -> str:
        """The deployment that a new allocation belongs to: of its own version, where that is an older one."""
        if placement.job is self.job:
            return self.current
        of_version = [d for d in self.working.deployments_of_job(*self.owner) if d.job_version == (placement.job.version or 0)]
        return max(of_version, key=lambda deployment: deployment.create_index).id if of_version else ""

    def finish(self) -> None:
        for raw in self.deployments.values():
            self.working.put_deployment({**raw, "ModifyIndex": self.index})

    # --- allocations ---

    def _write(self, known: Allocation, values: dict[str, Any], resources: AllocatedResources | None = None) -> None:
        self.working.put_allocation({**known.raw, **values, "ModifyIndex": self.index, "ModifyTime": self.now}, resources)
        self.changed.append(known.id)

    def _stored(self, alloc: Existing) -> Allocation:
        return self.working.allocations[alloc.id]

    def _client(self, known: Allocation, status: str) -> dict[str, Any]:
        """The members that say a new client status."""
        if not status or status == known.client_status:
            return {}
        entry = {"Field": _CLIENT_STATUS, "Value": status, "Time": rfc3339(self.now)}
        return {"ClientStatus": status, "AllocStates": [*(known.raw.get("AllocStates") or ()), entry]}

    def stop(self, stop: Stop) -> None:
        known = self._stored(stop.alloc)
        values = {"DesiredStatus": stop.desired, **self._client(known, stop.client)}
        if stop.description:
            values["DesiredDescription"] = stop.description
        if stop.followup is not None:
            values["FollowupEvalID"] = self.followups[id(stop.followup)]
        self._write(known, values)

    def update(self, update: Update) -> None:
        known = self._stored(update.alloc)
        values: dict[str, Any] = {}
        resources = None
        if update.kind == "inplace":
            resources = self.outcome.resources.get(known.id)
            values["JobVersion"] = self.job.version or 0
            if resources is not None:
                values["AllocatedResources"] = resources_to_api(resources)
            if self.current != (known.raw.get("DeploymentID") or "") and self.job.type in ("service", "system"):
                values.update(DeploymentID=self.current, DeploymentStatus=None)
                self._count(self.current, known.group)
        elif update.kind in ("disconnect", "reconnect"):
            values.update(self._client(known, "unknown" if update.kind == "disconnect" else update.client))
        if update.followup is not None:
            values["FollowupEvalID"] = self.followups[id(update.followup)]
        if update.no_placement:
            values["RescheduleTracker"] = {**(known.raw.get("RescheduleTracker") or {}), "LastReschedule": "no-placement"}
        self._write(known, values, resources)

    def place(self, placement: Placement, number: int) -> None:
        raw = _allocation(placement, made_id(f"{self.seed}/allocation/{number}"), self.eval_id, self.now, self.index)
        deployment = self._deployment_of(placement)
        if deployment:
            raw["DeploymentID"] = deployment
            self._count(deployment, placement.group, raw["ID"] if placement.canary else "")
        previous = placement.previous
        if previous is not None:
            self._write(self._stored(previous), {"NextAllocation": raw["ID"]})
        for victim in placement.preempted:
            if victim.id:
                evicted = {"DesiredStatus": "evict", "DesiredDescription": f"Preempted by alloc ID {raw['ID']}", "PreemptedByAllocation": raw["ID"]}
                self._write(self.working.allocations[victim.id], evicted)
        placed = self.working.put_allocation(raw, placement.resources)
        claim_sticky(self.working, placed, placement.job, placement.node, self.index)
        self.changed.append(raw["ID"])

    def _count(self, deployment: str, group: str, canary: str = "") -> None:
        """One more allocation of the group belongs to the deployment; `canary` is its id when it is one."""
        if not deployment:
            return
        raw = self._deployment(deployment)
        groups = dict(raw.get("TaskGroups") or {})
        state = groups.get(group)
        if state is None:
            return
        state = groups[group] = {**state, "PlacedAllocs": (state.get("PlacedAllocs") or 0) + 1}
        if canary:
            state["PlacedCanaries"] = [*(state.get("PlacedCanaries") or ()), canary]
        raw["TaskGroups"] = groups


def _followups(outcome: Outcome) -> list[Any]:
    """The follow-ups that allocations wait for, each once."""
    found = [*(stop.followup for stop in outcome.stops), *(update.followup for update in outcome.updates)]
    return list({id(followup): followup for followup in found if followup is not None}.values())


def settle(working: WorkingState, ids: Iterable[str], now: int, *, everywhere: bool = False) -> list[str]:
    """The clients' part: what should stop has stopped, without a failure, and what was to start runs. The ids of those that stopped.

    Only on nodes that are ready, draining or not; `everywhere`: on all.
    """
    ended: list[str] = []
    for id_ in ids:
        allocation = working.allocations[id_]
        if allocation.client_terminal or not (everywhere or _reachable(working, allocation)):
            continue
        moment = rfc3339(now)
        if allocation.server_terminal:
            states = {name: {**(state or {}), "State": "dead", "Failed": False, "FinishedAt": moment} for name, state in _tasks(allocation).items()}
            release_csi(working, working.put_allocation({**allocation.raw, "ClientStatus": "complete", "TaskStates": states}))
            ended.append(id_)
        elif allocation.client_status == "pending":
            states = {name: {"State": "running", "Failed": False, "StartedAt": moment} for name in _tasks(allocation)}
            claim_csi(working, working.put_allocation({**allocation.raw, "ClientStatus": "running", "TaskStates": states}))
    return ended


def _reachable(working: WorkingState, allocation: Allocation) -> bool:
    node = working.nodes.get(allocation.node_id)
    return node is not None and node.status == "ready"


def _tasks(allocation: Allocation) -> dict[str, Any]:
    return {**dict.fromkeys(allocation.resources.tasks), **(allocation.raw.get("TaskStates") or {})}


def _allocation(placement: Placement, id_: str, eval_id: str, now: int, index: int) -> dict[str, Any]:
    job = placement.job
    raw: dict[str, Any] = {
        "ID": id_,
        "EvalID": eval_id,
        "Name": placement.name,
        "Namespace": job.namespace or "default",
        "JobID": job.id,
        "JobVersion": job.version or 0,
        "TaskGroup": placement.group,
        "NodeID": placement.node.id,
        "NodeName": placement.node.name,
        "DesiredStatus": "run",
        "ClientStatus": "pending",
        "AllocatedResources": resources_to_api(placement.resources),
        "CreateIndex": index,
        "ModifyIndex": index,
        "CreateTime": now,
        "ModifyTime": now,
    }
    if placement.previous is not None:
        raw["PreviousAllocation"] = placement.previous.id
    if placement.canary:
        raw["DeploymentStatus"] = {"Canary": True, "Healthy": None}
    if placement.events:
        raw["RescheduleTracker"] = {
            "Events": [
                {"RescheduleTime": event.time, "PrevAllocID": event.previous_id, "PrevNodeID": event.previous_node, "Delay": event.delay}
                for event in placement.events
            ]
        }
    return raw


def resources_to_api(resources: AllocatedResources) -> dict[str, Any]:
    """As the API's `AllocatedResources`."""
    return {
        "Shared": {
            "DiskMB": resources.disk,
            "Networks": [_network(network) for network in resources.networks],
            "Ports": [
                {"Label": port.label, "Value": port.value, "To": port.to, "HostIP": port.host_ip, "IgnoreCollision": port.ignore_collision}
                for port in resources.ports
            ],
        },
        "TaskLifecycles": {name: {"Hook": task.hook, "Sidecar": task.sidecar} for name, task in resources.tasks.items() if task.hook},
        "Tasks": {name: _task(task) for name, task in resources.tasks.items()},
    }


def _task(task: TaskAllocation) -> dict[str, Any]:
    return {
        "Cpu": {"CpuShares": task.cpu, "ReservedCores": list(task.cores)},
        "Memory": {"MemoryMB": task.memory, "MemoryMaxMB": task.memory_max},
        "Networks": [_network(network) for network in task.networks],
        "Devices": [{"Vendor": device.vendor, "Type": device.type, "Name": device.name, "DeviceIDs": list(device.ids)} for device in task.devices],
    }


def _network(network: AllocatedNetwork) -> dict[str, Any]:
    return {
        "Mode": network.mode,
        "Device": network.device,
        "IP": network.ip,
        "MBits": network.mbits,
        "ReservedPorts": [_port(port) for port in network.reserved_ports],
        "DynamicPorts": [_port(port) for port in network.dynamic_ports],
    }


def _port(port: AllocatedPort) -> dict[str, Any]:
    return {"Label": port.label, "Value": port.value, "To": port.to, "HostNetwork": port.host_network, "IgnoreCollision": port.ignore_collision}
