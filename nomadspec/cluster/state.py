"""ClusterState: a Nomad cluster at one moment, as the scheduler, the rules and the reports see it.

A state is made from the state document (part 3 of the public contract) and does not change. `from_dict` checks the whole document against
`nomadspec.cluster.state_document` and refuses a bad one with every fault and its JSON path; after that everybody may rely on types. Objects are thin:
each keeps the API's object as `raw` and names what is read often. Jobs become typed (`nomadspec._generated.job_model.Job`) when asked for.

    state = ClusterState.from_dict(json.load(file))      # StateError with .diagnostics
    state.node(id), state.allocations_of_job(namespace, job_id), state.job(namespace, job_id), state.latest_index
"""

from __future__ import annotations

from nomadspec.cluster.objects import Deployment, Node, SchedulerConfig
from nomadspec.cluster.resources import CLIENT_TERMINAL, AllocatedResources
from nomadspec.cluster.state_faults import StateError, check_document, diagnostic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, Self, TypeVar

    from nomadspec._generated.job_model import Job
    from nomadspec.jobspec.server_settings import ServerSettings
    from nomadspec.source import Diagnostic
    from nomadspec.source.json_types import JsonObject

    T = TypeVar("T")

_NOBODY: list[Any] = []
#: What `ClusterState.derived` can be derived from.
NODES, EACH_NODE, EACH_NODE_ALLOCATIONS = "nodes", "each node", "allocations of each node"


class Allocation:
    """An allocation that exists. What it holds is `resources`; less often read members are in `raw`."""

    __slots__ = (
        "_resources",
        "client_status",
        "create_index",
        "derived",
        "desired_status",
        "group",
        "id",
        "job_id",
        "job_version",
        "name",
        "namespace",
        "node_id",
        "raw",
        "state",
    )

    def __init__(self, raw: Mapping[str, Any], state: ClusterState) -> None:
        get = raw.get
        self.raw = raw
        self.state = state
        self.id: str = raw["ID"]
        self.name: str = get("Name") or ""
        self.namespace: str = get("Namespace") or "default"
        self.job_id: str = get("JobID") or ""
        self.job_version: int = get("JobVersion") or 0
        self.group: str = get("TaskGroup") or ""
        self.node_id: str = get("NodeID") or ""
        self.desired_status: str = get("DesiredStatus") or "run"
        self.client_status: str = get("ClientStatus") or "pending"
        self.create_index: int = get("CreateIndex") or 0
        self._resources: AllocatedResources | None = None
        self.derived: Any = None
        """A place for what the scheduler derives from the allocation."""

    @property
    def resources(self) -> AllocatedResources:
        """What it holds of its node."""
        if self._resources is None:
            self._resources = AllocatedResources.from_api(self.raw.get("AllocatedResources"))
        return self._resources

    @property
    def job(self) -> Job | None:
        """The job in the version it runs (the nearest one where that version is no longer stored)."""
        return self.state.job_at(self.namespace, self.job_id, self.job_version)

    @property
    def priority(self) -> int:
        """The priority of its job, 50 when the job is unknown."""
        return self.state.priority_of(self)

    @property
    def server_terminal(self) -> bool:
        """Desired status stop or evict."""
        return self.desired_status in ("stop", "evict")

    @property
    def client_terminal(self) -> bool:
        """Client status complete, failed or lost: it holds nothing any more."""
        return self.client_status in CLIENT_TERMINAL

    @property
    def terminal(self) -> bool:
        """Server-terminal or client-terminal."""
        return self.desired_status in ("stop", "evict") or self.client_status in CLIENT_TERMINAL

    def __repr__(self) -> str:
        return f"<Allocation {self.name} {self.id[:8]}>"


class ClusterState:
    """A cluster at one moment. Immutable; values derived from the document are computed once, when first needed."""

    __slots__ = ("_cache", "_derived", "_document", "_jobs", "allocations", "deployments", "diagnostics", "jobs_alone", "left_out", "nodes", "nodes_alone")

    def __init__(self, document: Mapping[str, Any], diagnostics: tuple[Diagnostic, ...] = ()) -> None:
        """From a document already checked; use `from_dict` for one from outside."""
        self._document = document
        self.diagnostics = diagnostics
        """Warnings: what is odd about the document without making it useless."""
        self.nodes: dict[str, Node] = {raw["ID"]: Node(raw) for raw in document.get("nodes") or ()}
        """By id."""
        self.allocations: dict[str, Allocation] = {raw["ID"]: Allocation(raw, self) for raw in document.get("allocations") or ()}
        """By id."""
        self.deployments: dict[str, Deployment] = {raw["ID"]: Deployment(raw) for raw in document.get("deployments") or ()}
        """By id."""
        self._jobs: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
        for raw in document.get("jobs") or ():
            self._jobs.setdefault((raw.get("Namespace") or "default", raw["ID"]), []).append(raw)
        for versions in self._jobs.values():
            versions.sort(key=lambda j: j.get("Version") or 0, reverse=True)
        self.jobs_alone = False
        """Whether it describes jobs and nothing of their cluster (a git revision): which namespaces, node pools and regions there are is not known."""
        self.nodes_alone = False
        """Whether it describes nodes and what their agents say, and nothing else of their cluster (agent configuration): its namespaces and its Vault and
        Consul clusters are not known."""
        self.left_out: Mapping[str, tuple[str, str]] = {}
        """What the state should have and has not, by where it is: the id of a job ("" if it is not known), and why."""
        self._cache: dict[Any, Any] = {}
        self._derived: dict[str, dict[str, Any]] = {}
        """What `derived` made, by what it was made of."""

    @classmethod
    def from_dict(cls, document: Mapping[str, object]) -> Self:
        """A state from a state document. Raises `StateError` with each fault and its JSON path."""
        return cls(document, check_document(document))

    @classmethod
    def empty(cls) -> Self:
        """A cluster without anything."""
        return cls({})

    @property
    def document(self) -> Mapping[str, Any]:
        """The state document as it was given, without missing members. Must not be changed."""
        return self._document

    def to_dict(self) -> JsonObject:
        """The complete state document: missing lists are empty."""
        from nomadspec.cluster.state_document import FORMAT, LISTS

        out: dict[str, Any] = {
            "format": FORMAT,
            "source": "",
            "captured_at": None,
            "latest_index": 0,
            "region": "global",
            "regions": [],
            "scheduler_config": {},
        }
        out.update({name: [] for name in LISTS})
        out.update({name: list(value) if isinstance(value, list) else value for name, value in self._complete().items() if value is not None})
        return out

    def _complete(self) -> Mapping[str, Any]:
        """The document with every list that the state has."""
        return self._document

    def derived(self, key: str, make: Callable[[], T], *, of: str) -> T:
        """What `make` returns, made once for this state: a place for what others derive from it.

        `of` says of what, so that a state that is worked on (`working_state`) knows what a change makes stale: `NODES` (all nodes together),
        `EACH_NODE` (a table by node id, each entry of that node alone), `EACH_NODE_ALLOCATIONS` (a table by node id, of the allocations there).
        """
        known = self._derived.setdefault(of, {})
        if key not in known:
            known[key] = make()
        found: T = known[key]
        return found

    @property
    def server_settings(self) -> ServerSettings:
        """The settings of the servers that affect how they change and check a job."""
        from nomadspec.cluster.state_settings import of_document

        if self.jobs_alone:
            from nomadspec.jobspec.server_settings import partly_known

            return partly_known()
        if self.nodes_alone:
            from nomadspec.cluster.state_settings import of_nodes

            return of_nodes(self.to_dict())
        return self.derived("server settings", lambda: of_document(self.to_dict()), of=NODES)

    # --- the document's plain members ---

    @property
    def latest_index(self) -> int:
        """The latest raft index; part of the shuffle's seed."""
        return self._document.get("latest_index") or 0

    @property
    def captured_at(self) -> str | None:
        """RFC 3339, when known."""
        return self._document.get("captured_at")

    @property
    def source(self) -> str:
        """Where the state came from."""
        return self._document.get("source") or ""

    @property
    def region(self) -> str:
        """The cluster's region."""
        return self._document.get("region") or "global"

    @property
    def regions(self) -> list[str]:
        """All regions known to it."""
        return self._document.get("regions") or []

    def scheduler_config(self, pool: str = "") -> SchedulerConfig:
        """The scheduler configuration that applies to jobs in the node pool `pool`."""
        key = ("config", pool)
        if key not in self._cache:
            self._cache[key] = SchedulerConfig(self._document.get("scheduler_config") or {}, self.node_pools.get(pool))
        found: SchedulerConfig = self._cache[key]
        return found

    # --- lists by name ---

    def _by_key(self, name: str) -> dict[Any, Mapping[str, Any]]:
        """The objects of a list by what identifies them: one value, or a tuple."""
        found: dict[Any, Mapping[str, Any]] | None = self._cache.get(("by", name))
        if found is None:
            from nomadspec.cluster.state_document import LISTS

            of = LISTS[name]
            rows = self._document.get(name) or ()
            found = self._cache["by", name] = {of.key(row): row for row in rows} if len(of.keys) > 1 else {of.key(row)[0]: row for row in rows}
        return found

    @property
    def node_pools(self) -> dict[str, Mapping[str, Any]]:
        """API objects by name."""
        return self._by_key("node_pools")

    @property
    def namespaces(self) -> dict[str, Mapping[str, Any]]:
        """API objects by name."""
        return self._by_key("namespaces")

    @property
    def csi_volumes(self) -> dict[tuple[str, str], Mapping[str, Any]]:
        """API objects by (namespace, id)."""
        return self._by_key("csi_volumes")

    @property
    def csi_plugins(self) -> dict[str, Mapping[str, Any]]:
        """API objects by id."""
        return self._by_key("csi_plugins")

    @property
    def host_volumes(self) -> dict[str, Mapping[str, Any]]:
        """Dynamic host volumes, API objects by id."""
        return self._by_key("host_volumes")

    @property
    def host_volume_claims(self) -> dict[str, Mapping[str, Any]]:
        """Claims of sticky volumes, API objects by id."""
        return self._by_key("task_group_host_volume_claims")

    @property
    def services(self) -> list[Mapping[str, Any]]:
        """Registered Nomad services as the API lists them."""
        return list(self._document.get("services") or ())

    @property
    def evaluations(self) -> dict[str, Mapping[str, Any]]:
        """Blocked evaluations, API objects by id."""
        return self._by_key("evaluations")

    @property
    def servers(self) -> dict[str, Mapping[str, Any]]:
        """Servers by name, each with `Name`, `Version` and `Region`."""
        return self._by_key("servers")

    # --- jobs ---

    def raw_versions(self, namespace: str, job_id: str) -> list[Mapping[str, Any]]:
        """API objects of every stored version, newest first."""
        return self._jobs.get((namespace, job_id), [])

    def job_keys(self) -> list[tuple[str, str]]:
        """(namespace, id) of every job."""
        return list(self._jobs)

    def raw_job(self, namespace: str, job_id: str) -> Mapping[str, Any] | None:
        """The API object of the current version."""
        versions = self._jobs.get((namespace, job_id))
        return versions[0] if versions else None

    def job(self, namespace: str, job_id: str) -> Job | None:
        """The current version, typed."""
        raw = self.raw_job(namespace, job_id)
        return None if raw is None else self._typed(raw)

    def job_versions(self, namespace: str, job_id: str) -> list[Job]:
        """Every stored version, newest first."""
        return [self._typed(raw) for raw in self.raw_versions(namespace, job_id)]

    def job_version(self, namespace: str, job_id: str, version: int) -> Job | None:
        """Exactly this version, if it is stored."""
        for raw in self.raw_versions(namespace, job_id):
            if (raw.get("Version") or 0) == version:
                return self._typed(raw)
        return None

    def job_at(self, namespace: str, job_id: str, version: int) -> Job | None:
        """This version, or the nearest one that is still stored (servers keep only the last few)."""
        raw = self._raw_at(namespace, job_id, version)
        return None if raw is None else self._typed(raw)

    def _raw_at(self, namespace: str, job_id: str, version: int) -> Mapping[str, Any] | None:
        versions = self._jobs.get((namespace, job_id))
        if not versions:
            return None
        if (versions[0].get("Version") or 0) == version:
            return versions[0]
        return min(versions, key=lambda j: abs((j.get("Version") or 0) - version))

    def _typed(self, raw: Mapping[str, Any]) -> Job:
        key = ("job", id(raw))
        if key not in self._cache:
            from nomadspec.jobspec.json.api import JobJsonError, from_api

            try:
                self._cache[key] = from_api(raw)
            except JobJsonError as error:
                index = next((i for i, row in enumerate(self._document.get("jobs") or ()) if row is raw), 0)
                raise StateError((diagnostic("STA001", "state-mistyped", f"jobs[{index}] (job {raw['ID']!r}): {error}"),)) from None
        found: Job = self._cache[key]
        return found

    def priority_of(self, allocation: Allocation) -> int:
        """The priority of the allocation's job version, 50 when the job is unknown."""
        raw = self._raw_at(allocation.namespace, allocation.job_id, allocation.job_version)
        priority = None if raw is None else raw.get("Priority")
        return 50 if priority is None else priority

    # --- allocations and deployments by owner ---

    def _index(self, name: str) -> dict[Any, list[Any]]:
        if name not in self._cache:
            index: dict[Any, list[Any]] = {}
            if name == "deployments_by_job":
                for deployment in self.deployments.values():
                    index.setdefault((deployment.namespace, deployment.job_id), []).append(deployment)
            else:
                by_job = name == "allocations_by_job"
                for allocation in self.allocations.values():
                    index.setdefault((allocation.namespace, allocation.job_id) if by_job else allocation.node_id, []).append(allocation)
            self._cache[name] = index
        found: dict[Any, list[Any]] = self._cache[name]
        return found

    def node(self, node_id: str) -> Node | None:
        """The node with this id."""
        return self.nodes.get(node_id)

    def allocations_of_job(self, namespace: str, job_id: str) -> list[Allocation]:
        """All versions, live and terminal, in the document's order."""
        return self._index("allocations_by_job").get((namespace, job_id), [])

    def allocations_on_node(self, node_id: str) -> list[Allocation]:
        """Live and terminal, in the document's order."""
        return self._index("allocations_by_node").get(node_id, _NOBODY)

    def deployments_of_job(self, namespace: str, job_id: str) -> list[Deployment]:
        """In the document's order."""
        return self._index("deployments_by_job").get((namespace, job_id), [])

    def __repr__(self) -> str:
        return f"<ClusterState {len(self.nodes)} nodes, {len(self._jobs)} jobs, {len(self.allocations)} allocations>"
