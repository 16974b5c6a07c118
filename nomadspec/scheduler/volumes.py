"""Host volumes and CSI volumes: can this node serve the group's requests?"""

from __future__ import annotations

from nomadspec.cluster.state import EACH_NODE_ALLOCATIONS
from nomadspec.jobspec.groups import group_named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from nomadspec._generated.job_model import Job, VolumeRequest
    from nomadspec.cluster.objects import Node
    from nomadspec.cluster.state import ClusterState
    from nomadspec.scheduler.context import PlanContext

MISSING_HOST_VOLUMES = "missing compatible host volumes"

_WRITER_MODES = ("single-node-writer", "single-node-single-writer", "single-node-multi-writer", "multi-node-single-writer", "multi-node-multi-writer")
_ONE_WRITER = ("single-node-writer", "single-node-single-writer", "multi-node-single-writer")


def allocation_index(name: str) -> str:
    """`[2]` of `job.group[2]`, "" where there is none."""
    at = name.rfind("[")
    return name[at:] if at >= 0 and name.endswith("]") else ""


def source_of(request: VolumeRequest, name: str) -> str:
    """The volume that the allocation `name` needs for this request."""
    return (request.source or "") + (allocation_index(name) if request.per_alloc else "")


# --- host volumes ---


class StickyClaims:
    """Claims of sticky volumes that the job has and that no allocation of the plan meets: its next allocations must go there."""

    __slots__ = ("_unmet",)

    def __init__(self, context: PlanContext, job: Job) -> None:
        state = context.state
        self._unmet: list[str] = []
        for claim in state.host_volume_claims.values():
            if (claim.get("Namespace") or "default", claim.get("JobID")) != (job.namespace or "default", job.id):
                continue
            allocation, volume = state.allocations.get(claim.get("AllocID") or ""), state.host_volumes.get(claim.get("VolumeID") or "")
            if allocation is None or volume is None:
                continue
            if not any(
                other.id == allocation.id
                or (
                    (other.namespace, other.job_id, other.group) == (claim.get("Namespace") or "default", claim.get("JobID"), claim.get("TaskGroupName"))
                    and other.node_id == allocation.node_id
                )
                for other in context.proposed(volume.get("NodeID") or "")
                if not other.terminal
            ):
                self._unmet.append(claim.get("VolumeID") or "")

    def volumes(self) -> list[str]:
        """Ids of claimed volumes, one for each unmet claim."""
        return list(self._unmet)


def host_volumes_fit(context: PlanContext, job: Job, node: Node, requests: Iterable[VolumeRequest], name: str, unmet: list[str] | None) -> bool:
    """Whether the node has every volume that the allocation `name` asks for.

    `unmet` are the job's unmet sticky claims; one that the node meets is taken off, for the rest of the selection.
    """
    left = unmet if unmet is not None else []
    volumes = node.raw.get("HostVolumes") or {}
    for request in requests:
        if host_volume_fault(context, job, node, request, name):
            return False
        held = volumes[source_of(request, name)].get("ID")
        if held and request.sticky and left:
            if held not in left:
                return False
            left.remove(held)
    return True


def host_volume_fault(context: PlanContext, job: Job, node: Node, request: VolumeRequest, name: str) -> str:
    """Why the node cannot serve the request of the allocation `name`, whatever the job's sticky claims are; "" where it can."""
    source = source_of(request, name)
    volume = (node.raw.get("HostVolumes") or {}).get(source)
    if volume is None:
        return f"no host volume {source!r}"
    if not volume.get("ID"):
        if request.sticky:
            return f"host volume {source!r} is static, and sticky requires a dynamic host volume"
        if volume.get("ReadOnly") and not request.read_only:
            return f"host volume {source!r} is read-only, and the job does not set read_only"
        return ""
    stored = context.state.host_volumes.get(volume["ID"])
    if stored is None:
        return f"dynamic host volume {source!r} is not known to the servers"
    return _dynamic_fault(context, job, node, request, source, stored)


def _dynamic_fault(context: PlanContext, job: Job, node: Node, request: VolumeRequest, source: str, volume: Mapping[str, Any]) -> str:
    if (volume.get("Namespace") or "default") != (job.namespace or "default"):
        return f"host volume {source!r} is in namespace {volume.get('Namespace') or 'default'!r}"
    if volume.get("State") != "ready":
        return f"host volume {source!r} is {volume.get('State') or 'in no known state'}, not ready"
    access = request.access_mode or ("single-node-reader-only" if request.read_only else "single-node-writer")
    attachment = request.attachment_mode or "file-system"
    offered = [(c.get("AccessMode") or "", c.get("AttachmentMode") or "") for c in volume.get("RequestedCapabilities") or ()]
    if (access, attachment) not in offered:
        have = ", ".join(sorted(f"{mode} ({kind})" for mode, kind in offered)) or "none"
        return f"host volume {source!r} has access mode {have}, and the job needs {access} ({attachment})"
    if access == "single-node-reader-only" and not request.read_only:
        return f"access mode {access} of host volume {source!r} requires read_only = true"
    if access == "single-node-writer" and request.read_only:
        return f"access mode {access} of host volume {source!r} excludes read_only = true"
    if access == "single-node-single-writer" and any(_writes(context, job, other, source) for other in context.proposed(node.id)):
        return f"another allocation writes to host volume {source!r}, which has a single writer"
    return ""


def _writes(context: PlanContext, job: Job, other: Any, source: str) -> bool:
    """Whether an allocation holds the volume for writing, by the current version of its job; an allocation without a job might."""
    own: Job | None = job if (other.namespace, other.job_id) == (job.namespace or "default", job.id) else context.state.job(other.namespace, other.job_id)
    if own is None:
        return True
    group = group_named(own, other.group)
    requests = (group.volume or {}).values() if group is not None else ()
    return any(r.type == "host" and not r.read_only and source_of(r, other.name) == source for r in requests)


# --- CSI volumes ---


def csi_fault(state: ClusterState, job: Job, node: Node, requests: Iterable[VolumeRequest], name: str) -> str | None:
    """Why the node cannot serve the CSI volumes of the allocation `name`, or None."""
    namespace = job.namespace or "default"
    wanted = [(request, source_of(request, name)) for request in requests]
    missing = missing_csi_volumes(state, job, requests, name)
    if missing:
        return f"missing CSI volume(s) {', '.join(missing)}"
    for request, source in wanted:
        volume = state.csi_volumes[(namespace, source)]
        fault = _plugin_fault(state, node, volume) or _claim_fault(state, job, request, volume)
        if fault:
            return fault
    return None


def missing_csi_volumes(state: ClusterState, job: Job, requests: Iterable[VolumeRequest], name: str) -> list[str]:
    """Ids of the volumes that the cluster does not have."""
    sources = [source_of(request, name) for request in requests]
    return [source for source in dict.fromkeys(sources) if (job.namespace or "default", source) not in state.csi_volumes]


def _plugin_fault(state: ClusterState, node: Node, volume: Mapping[str, Any]) -> str | None:
    plugin_id = volume.get("PluginID") or ""
    plugin = (node.raw.get("CSINodePlugins") or {}).get(plugin_id)
    if plugin is None:
        return f"CSI plugin {plugin_id} is missing from client {node.id}"
    if not plugin.get("Healthy"):
        return f"CSI plugin {plugin_id} is unhealthy on client {node.id}"
    info = plugin.get("NodeInfo") or {}
    most = info.get("MaxVolumes")
    if most is not None and len(_volumes_in_use(state, node).get(plugin_id, ())) >= most:
        return f"CSI plugin {plugin_id} has the maximum number of volumes on client {node.id}"
    topologies = [t for t in volume.get("Topologies") or () if t]
    if topologies:
        segments = (info.get("AccessibleTopology") or {}).get("Segments") or {}
        if not segments or not any(_contained(t.get("Segments") or {}, segments) for t in topologies):
            return "did not meet topology requirement"
    return None


def _contained(wanted: Mapping[str, str], segments: Mapping[str, str]) -> bool:
    return all(segments.get(key) == value for key, value in wanted.items())


def _volumes_in_use(state: ClusterState, node: Node) -> dict[str, set[str]]:
    """By plugin, the volumes that stored allocations of the node refer to; sources count as they are written."""
    table: dict[str, dict[str, set[str]]] = state.derived("scheduler.csi_in_use", dict, of=EACH_NODE_ALLOCATIONS)
    found = table.get(node.id)
    if found is None:
        found = table[node.id] = {}
        for allocation in state.allocations_on_node(node.id):
            if allocation.desired_status != "run" and allocation.client_status != "running":
                continue
            job = allocation.job
            group = group_named(job, allocation.group) if job else None
            for request in (group.volume or {}).values() if group is not None else ():
                volume = state.csi_volumes.get((allocation.namespace, request.source or "")) if request.type == "csi" else None
                if volume is not None:
                    found.setdefault(volume.get("PluginID") or "", set()).add(volume["ID"])
    return found


def _exhausted(volume: Mapping[str, Any]) -> bool:
    value = volume.get("ResourceExhausted")
    return bool(value) and not (isinstance(value, str) and value.startswith("0001-01-01T00:00:00"))


def _claim_fault(state: ClusterState, job: Job, request: VolumeRequest, volume: Mapping[str, Any]) -> str | None:
    name, usable = volume["ID"], bool(volume.get("Schedulable")) and not _exhausted(volume)
    if request.read_only:
        return None if usable else f"CSI volume {name} is unschedulable or has exhausted its available reader claims"
    mode = volume.get("AccessMode") or ""
    writable = mode in _WRITER_MODES if mode else any(c.get("AccessMode") in _WRITER_MODES for c in volume.get("RequestedCapabilities") or ())
    if not usable or not writable:
        return f"CSI volume {name} is unschedulable or is read-only"
    claims = volume.get("WriteAllocs")
    writers = list(claims) if isinstance(claims, list | dict) else []
    if mode not in _ONE_WRITER or not writers:
        return None
    for allocation_id in writers:
        claimant = state.allocations.get(allocation_id) if isinstance(allocation_id, str) else None
        if claimant is None:
            return (
                f"CSI volume {name} has exhausted its available writer claims and is claimed by a garbage collected allocation {allocation_id}; "
                "waiting for claim to be released"
            )
        if (claimant.namespace, claimant.job_id) != (job.namespace or "default", job.id):
            return f"CSI volume {name} has exhausted its available writer claims"
    return None
