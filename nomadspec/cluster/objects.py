"""The objects of a state that know nothing of each other: nodes, deployments, the scheduler's configuration.

They are thin: each keeps the API's object as `raw` and names what is read often. Allocations, which ask their state for their job, are in `state.py`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


class Node:
    """A client node."""

    __slots__ = ("computed_class", "datacenter", "id", "name", "node_class", "pool", "raw", "status")

    def __init__(self, raw: Mapping[str, Any]) -> None:
        get = raw.get
        self.raw = raw
        self.id: str = raw["ID"]
        self.name: str = get("Name") or ""
        self.datacenter: str = get("Datacenter") or ""
        self.node_class: str = get("NodeClass") or ""
        self.pool: str = get("NodePool") or "default"
        self.computed_class: str = get("ComputedClass") or ""
        self.status: str = get("Status") or ""

    def answers_to(self, word: str) -> bool:
        """Whether the word is the node's name, its id, or the beginning of its id."""
        return word in (self.name, self.id) or (len(word) >= 4 and self.id.startswith(word))

    @property
    def attributes(self) -> Mapping[str, str]:
        """Fingerprinted attributes, `${attr.…}`."""
        return self.raw.get("Attributes") or {}

    @property
    def meta(self) -> Mapping[str, str]:
        """`${meta.…}`."""
        return self.raw.get("Meta") or {}

    @property
    def draining(self) -> bool:
        """Whether it has a drain strategy."""
        return self.raw.get("DrainStrategy") is not None or bool(self.raw.get("Drain"))

    @property
    def eligible(self) -> bool:
        """Whether it accepts new allocations."""
        return (self.raw.get("SchedulingEligibility") or "eligible") == "eligible"

    @property
    def ready(self) -> bool:
        """Status ready, eligible and not draining: a candidate for new allocations."""
        return self.status == "ready" and self.eligible and not self.draining

    @property
    def resources(self) -> Mapping[str, Any]:
        """`NodeResources` of the API."""
        return self.raw.get("NodeResources") or {}

    @property
    def reserved(self) -> Mapping[str, Any]:
        """`ReservedResources` of the API."""
        return self.raw.get("ReservedResources") or {}

    def __repr__(self) -> str:
        return f"<Node {self.name or self.id}>"


class Deployment:
    """A deployment; its groups are `raw["TaskGroups"]` by name, here `groups`."""

    __slots__ = ("id", "job_id", "job_version", "namespace", "raw", "status")

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw
        self.id: str = raw["ID"]
        self.namespace: str = raw.get("Namespace") or "default"
        self.job_id: str = raw.get("JobID") or ""
        self.job_version: int = raw.get("JobVersion") or 0
        self.status: str = raw.get("Status") or ""

    @property
    def groups(self) -> Mapping[str, Mapping[str, Any]]:
        """State of each group (`DesiredCanaries`, `HealthyAllocs`, …)."""
        return {name: state for name, state in (self.raw.get("TaskGroups") or {}).items() if state is not None}

    @property
    def create_index(self) -> int:
        """When it was made."""
        return self.raw.get("CreateIndex") or 0

    def __repr__(self) -> str:
        return f"<Deployment {self.job_id} {self.status}>"


class SchedulerConfig:
    """The cluster's scheduler configuration, with a node pool's own where it has one."""

    __slots__ = ("algorithm", "memory_oversubscription", "node_limit", "preemption", "raw")

    def __init__(self, raw: Mapping[str, Any], pool: Mapping[str, Any] | None = None) -> None:
        # As the API answers it, the configuration lies one level deeper.
        raw = raw.get("SchedulerConfig") or raw
        own = (pool or {}).get("SchedulerConfiguration") or {}
        self.raw = raw
        self.algorithm: str = own.get("SchedulerAlgorithm") or raw.get("SchedulerAlgorithm") or "binpack"
        over = own.get("MemoryOversubscriptionEnabled")
        self.memory_oversubscription: bool = bool(raw.get("MemoryOversubscriptionEnabled") if over is None else over)
        self.node_limit: int = raw.get("NodeLimitForFeasibilityChecks") or 0
        flags = raw.get("PreemptionConfig") or {}
        self.preemption: dict[str, bool] = {
            "system": bool(flags.get("SystemSchedulerEnabled", True)),
            "sysbatch": bool(flags.get("SysBatchSchedulerEnabled", False)),
            "batch": bool(flags.get("BatchSchedulerEnabled", False)),
            "service": bool(flags.get("ServiceSchedulerEnabled", False)),
        }
