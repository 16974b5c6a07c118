"""Claims on volumes as allocations come and go.

A sticky host volume is claimed when the servers place an allocation on it; the claim stays when the allocation ends, and the next one of its group
there takes it over. A CSI volume is claimed when a client starts the allocation, and is free again when that client has stopped it: an allocation
that was lost with its node keeps its claim.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nomadspec.planner.identifiers import made_id
from nomadspec.scheduler.volumes import source_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nomadspec._generated.job_model import Job, VolumeRequest
    from nomadspec.cluster.objects import Node
    from nomadspec.cluster.state import Allocation
    from nomadspec.cluster.working_state import WorkingState


def claim_sticky(working: WorkingState, allocation: Allocation, job: Job, node: Node, index: int) -> None:
    """The claims of an allocation that the servers have placed."""
    volumes = node.raw.get("HostVolumes") or {}
    for request in _requests(job, allocation.group, "host"):
        volume = volumes.get(source_of(request, allocation.name)) or {}
        if not request.sticky or not volume.get("ID"):
            continue
        owner = {"Namespace": allocation.namespace, "JobID": allocation.job_id, "TaskGroupName": allocation.group, "VolumeID": volume["ID"]}
        known = next((claim for claim in working.host_volume_claims.values() if owner.items() <= claim.items()), None)
        if known is None:
            known = {"ID": made_id(f"claim/{sorted(owner.items())}"), **owner, "VolumeName": volume.get("Name") or request.source, "CreateIndex": index}
        working.put_row("task_group_host_volume_claims", {**known, "AllocID": allocation.id, "ModifyIndex": index})


def claim_csi(working: WorkingState, allocation: Allocation) -> None:
    """The claims of an allocation that its client has started."""
    for request, volume in _csi_volumes(working, allocation):
        member = "ReadAllocs" if request.read_only else "WriteAllocs"
        held = {**_claims(volume, member), allocation.id: None}
        # What a volume is used for is decided by the first that uses it.
        modes = {name: volume.get(name) or wanted or "" for name, wanted in (("AccessMode", request.access_mode), ("AttachmentMode", request.attachment_mode))}
        working.put_row("csi_volumes", {**volume, member: held, **modes})


def release_csi(working: WorkingState, allocation: Allocation) -> None:
    """The claims of an allocation that its client has stopped are free."""
    for _, volume in _csi_volumes(working, allocation):
        left = {name: {id_: None for id_ in _claims(volume, name) if id_ != allocation.id} for name in ("ReadAllocs", "WriteAllocs")}
        modes = {} if any(left.values()) else {"AccessMode": "", "AttachmentMode": ""}
        working.put_row("csi_volumes", {**volume, **left, **modes})


def _csi_volumes(working: WorkingState, allocation: Allocation) -> Iterable[tuple[VolumeRequest, Mapping[str, Any]]]:
    job = allocation.job if working.csi_volumes else None
    if job is not None:
        for request in _requests(job, allocation.group, "csi"):
            volume = working.csi_volumes.get((allocation.namespace, source_of(request, allocation.name)))
            if volume is not None:
                yield request, volume


def _requests(job: Job, group_name: str, kind: str) -> Iterable[VolumeRequest]:
    group = next((group for group in job.group or () if group.name == group_name), None)
    requests = (group.volume or {}).values() if group is not None else ()
    return [request for request in requests if request.type == kind]


def _claims(volume: Mapping[str, Any], member: str) -> dict[str, None]:
    claims = volume.get(member)
    return dict.fromkeys(id_ for id_ in claims if isinstance(id_, str)) if isinstance(claims, list | dict) else {}
