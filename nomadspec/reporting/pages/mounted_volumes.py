"""The volumes of an allocation as a text: `data (host web-data)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.jobspec.groups import group_named
from nomadspec.scheduler.volumes import source_of

if TYPE_CHECKING:
    from nomadspec._generated.job_model import VolumeRequest
    from nomadspec.cluster.state import Allocation


class MountedVolumes:
    """The requests of each group are looked up once: of fifty thousand allocations most share one."""

    def __init__(self) -> None:
        self._requests: dict[tuple[str, str, int, str], list[VolumeRequest]] = {}

    def of(self, allocation: Allocation) -> str:
        """Volume and kind of each request, in the order of the group."""
        key = (allocation.namespace, allocation.job_id, allocation.job_version, allocation.group)
        if key not in self._requests:
            group = group_named(allocation.job, allocation.group) if allocation.job is not None else None
            self._requests[key] = list((group.volume or {}).values()) if group is not None else []
        return ", ".join(f"{source_of(request, allocation.name)} ({request.type or 'host'})" for request in self._requests[key])
