"""What a change of a field does to allocations that run: whether they are replaced, from the tables by which the planner decides it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.jobdiff.update import CONNECT_PARTS, CONSUL_PARTS, NETWORK_PARTS, RESOURCE_PARTS, TASK_PARTS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final

#: (block type, field) → a change of it, or of anything in it, replaces allocations.
_REPLACING: Final = frozenset(
    [
        *(("Task", name) for name, _ in TASK_PARTS),
        *(("Resources", name) for name, _ in RESOURCE_PARTS),
        *(("NetworkResource", name) for name, _ in NETWORK_PARTS),
        *(("ConsulConnect", name) for name, _ in CONNECT_PARTS),
        *(("Consul", name) for name, _ in CONSUL_PARTS),
        *(("NetworkResource", name) for name in ("port", "reserved_ports")),
        *(("Task", name) for name in ("meta", "identity")),
        *(("TaskGroup", name) for name in ("meta", "volume", "ephemeral_disk")),
        ("Job", "meta"),
        ("LogConfig", "disabled"),
        ("RestartPolicy", "render_templates"),
    ]
)
#: Where it depends on more than the field: whether the node still fits, how many run, whether the service is in the mesh.
_DEPENDS: Final = frozenset(
    [
        ("TaskGroup", "count"),
        *((type_, name) for type_ in ("TaskGroup", "Task") for name in ("constraint", "affinity", "spread", "name")),
        *(("Service", name) for name in ("port", "cluster", "name", "connect")),
    ]
)
#: Block types whose fields are part of what runs.
_RUNNING: Final = frozenset(["TaskGroup", "Task"])


def effect(steps: Sequence[tuple[str, str]]) -> str:
    """What changing a field does, as a sentence; "" where that is not known. `steps`: block type and field on the way from the job to it."""
    if any(step in _REPLACING for step in steps):
        return "A change replaces running allocations."
    if any(step in _DEPENDS for step in steps):
        return ""
    return "A change does not replace running allocations." if any(type_ in _RUNNING for type_, _ in steps) else ""
