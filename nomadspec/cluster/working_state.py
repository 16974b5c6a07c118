"""WorkingState: a cluster's state that is worked on, change by change.

Made from a `ClusterState`, which stays as it is. To make one costs a copy of the tables (not of what is in them); to change it costs what the change
touches: one node, one allocation, one job version. What the scheduler derived from the state is kept as far as the change leaves it true, so that
two thousand evaluations on ten thousand nodes do not read the nodes two thousand times.

    working = WorkingState(state)
    working.put_node({**node.raw, "Status": "down"})
    working.put_allocation(raw)
"""

from __future__ import annotations

from nomadspec.cluster.objects import Deployment, Node
from nomadspec.cluster.state import EACH_NODE, EACH_NODE_ALLOCATIONS, NODES, Allocation, ClusterState

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from nomadspec._generated.job_model import Job
    from nomadspec.cluster.resources import AllocatedResources

#: Lists of the document that the state keeps as tables of its own.
_TABLES = ("nodes", "allocations", "deployments", "jobs")
#: Indexes by owner, and how an entry names its owner.
_BY_JOB, _BY_NODE, _DEPLOYMENTS = "allocations_by_job", "allocations_by_node", "deployments_by_job"
#: What is derived as tables by node id.
_BY_ID = (EACH_NODE, EACH_NODE_ALLOCATIONS)


class WorkingState(ClusterState):
    """A state that changes. Evaluations may hold it only until the next change."""

    __slots__ = ("_members", "_own")

    def __init__(self, base: ClusterState) -> None:
        for name in (_BY_JOB, _BY_NODE, _DEPLOYMENTS):
            base._index(name)
        self.diagnostics, self.left_out = base.diagnostics, base.left_out
        self.jobs_alone, self.nodes_alone = base.jobs_alone, base.nodes_alone
        self.nodes = dict(base.nodes)
        self.allocations = dict(base.allocations)
        self.deployments = dict(base.deployments)
        self._jobs = dict(base._jobs)
        self._members: dict[str, Any] = {name: value for name, value in base._document.items() if name not in _TABLES}
        if isinstance(base, WorkingState):
            self._members.update(base._own_rows())
        self._document = self._members
        self._cache = {key: dict(value) if key in (_BY_JOB, _BY_NODE, _DEPLOYMENTS) else value for key, value in base._cache.items()}
        self._derived = {of: {key: dict(value) if of in _BY_ID else value for key, value in made.items()} for of, made in base._derived.items()}
        self._own: set[tuple[str, Any]] = set()
        """Lists of the indexes, and tables of other lists, that are this state's own and may be changed."""

    # --- nodes ---

    def put_node(self, raw: Mapping[str, Any]) -> Node:
        """The node is there, or is changed."""
        node = self.nodes[raw["ID"]] = Node(raw)
        self._derived.pop(NODES, None)
        self._stale(EACH_NODE, node.id)
        return node

    def _stale(self, of: str, node_id: str) -> None:
        for table in self._derived.get(of, {}).values():
            table.pop(node_id, None)

    # --- allocations and deployments ---

    def put_allocation(self, raw: Mapping[str, Any], resources: AllocatedResources | None = None) -> Allocation:
        """The allocation is there, or is changed; `resources` are those of `raw`, where they are known already."""
        allocation = Allocation(raw, self)
        known = self.allocations.get(allocation.id)
        allocation._resources = resources if resources is not None or known is None else known._resources
        self.allocations[allocation.id] = allocation
        self._enter(_BY_JOB, (allocation.namespace, allocation.job_id), known, allocation)
        self._enter(_BY_NODE, allocation.node_id, known, allocation)
        self._stale(EACH_NODE_ALLOCATIONS, allocation.node_id)
        return allocation

    def put_deployment(self, raw: Mapping[str, Any]) -> Deployment:
        """The deployment is there, or is changed."""
        deployment = Deployment(raw)
        known = self.deployments.get(deployment.id)
        self.deployments[deployment.id] = deployment
        self._enter(_DEPLOYMENTS, (deployment.namespace, deployment.job_id), known, deployment)
        return deployment

    def _enter(self, index: str, owner: Any, known: Any, new: Any) -> None:
        """Puts `new` into the list of its owner, in the place of `known`. An object never changes its owner."""
        lists = self._index(index)
        if (index, owner) not in self._own:
            self._own.add((index, owner))
            lists[owner] = list(lists.get(owner, ()))
        members = lists[owner]
        if known is None:
            members.append(new)
        else:
            members[members.index(known)] = new

    def _index(self, name: str) -> dict[Any, list[Any]]:
        found: dict[Any, list[Any]] = self._cache[name]
        return found

    # --- jobs and the rest ---

    def put_job(self, job: Job) -> None:
        """A new version of a job, with the numbers under which it is stored."""
        from nomadspec.jobspec.json.stored import block_to_stored

        raw = block_to_stored(job)
        key = (raw.get("Namespace") or "default", raw["ID"])
        self._jobs[key] = [raw, *self._jobs.get(key, ())]
        self._cache["job", id(raw)] = job

    def put_row(self, name: str, row: Mapping[str, Any]) -> None:
        """An object of another list of the document is there, or is changed."""
        from nomadspec.cluster.state_document import LISTS

        if ("by", name) not in self._own:
            self._own.add(("by", name))
            self._cache["by", name] = dict(self._by_key(name))
        key = LISTS[name].key(row)
        self._cache["by", name][key if len(key) > 1 else key[0]] = row

    def _own_rows(self) -> dict[str, list[Any]]:
        """The lists that `put_row` has changed."""
        return {name: list(self._cache["by", name].values()) for kind, name in self._own if kind == "by"}

    def put_scheduler_config(self, raw: Mapping[str, Any]) -> None:
        """The scheduler configuration of the cluster."""
        self._members["scheduler_config"] = raw
        self._derived.get(NODES, {}).pop("server settings", None)
        for key in [key for key in self._cache if isinstance(key, tuple) and key[0] == "config"]:
            del self._cache[key]

    def at_index(self, index: int) -> None:
        """The state is that of raft index `index`."""
        self._members["latest_index"] = index

    def discard(self) -> None:
        """Nobody needs the state any more. Its tables and the allocations in them refer to each other; afterwards they go without the cyclic collector."""
        self.nodes, self.allocations, self.deployments, self._jobs, self._cache, self._derived = {}, {}, {}, {}, {}, {}

    def _complete(self) -> Mapping[str, Any]:
        return {
            **self._members,
            **self._own_rows(),
            "nodes": [node.raw for node in self.nodes.values()],
            "allocations": [allocation.raw for allocation in self.allocations.values()],
            "deployments": [deployment.raw for deployment in self.deployments.values()],
            "jobs": [raw for versions in self._jobs.values() for raw in versions],
        }
