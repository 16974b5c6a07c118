"""What a change means for running allocations: nothing, an update in place, or a replacement.

`tasks_updated` compares what an allocation was made from, part by part in Nomad's order, and names the first that a running one cannot
take over. `spec_changed` says whether there is anything to register at all.
"""

from __future__ import annotations

from nomadspec.jobspec.block import release_of
from nomadspec.jobspec.groups import group_named
from nomadspec.schema.blocks import BLOCKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Final

    from nomadspec._generated.job_model import Job, NetworkResource, Service, Task, TaskGroup

#: Fields of a job that a server keeps for itself: no part of what was specified.
BOOKKEEPING: Final = frozenset(field.name for field in BLOCKS["Job"] if field.kept_by == "server")

#: Parts of a task that must be equal, up to its metadata, and what a difference is called.
TASK_PARTS: Final = (
    ("driver", "task driver"),
    ("user", "task user"),
    ("config", "task config"),
    ("env", "task env"),
    ("artifact", "task artifacts"),
    ("vault", "task vault"),
    ("secret", "task secrets"),
    ("consul", "task consul"),
    ("template", "task templates"),
    ("csi_plugin", "task csi config"),
    ("volume_mount", "task volume mount"),
)
RESOURCE_PARTS: Final = (
    ("cpu", "task cpu"),
    ("cores", "task cores"),
    ("memory", "task memory"),
    ("memory_max", "task memory max"),
    ("secrets", "task secrets memory"),
    ("device", "task devices"),
    ("numa", "numa"),
)
NETWORK_PARTS: Final = (("mode", "network mode"), ("mbits", "network mbits"), ("hostname", "network hostname"), ("dns", "network dns"), ("cni", "network cni"))
CONSUL_PARTS: Final = (("namespace", "consul namespace"), ("cluster", "consul cluster"), ("partition", "consul partition"))
CONNECT_PARTS: Final = (("native", "connect native"), ("gateway", "connect gateway"), ("sidecar_task", "connect sidecar task"))


def spec_changed(old: Job, new: Job) -> bool:
    """Whether two canonical jobs differ in what was specified; indexes, version and status play no part, `stop` does."""
    return any(old.get(name) != new.get(name) for name in new.__slots__ if name not in BOOKKEEPING)


def tasks_updated(old: Job, new: Job, group: str) -> str:
    """The first part that makes allocations of `group` be replaced; "" when they can stay. Both jobs are canonical and have the group."""
    a, b = group_named(old, group), group_named(new, group)
    if a is None or b is None:
        return "task group"
    return _group(a, b) or _preferences(old, new, a, b) or next(filter(None, (_task(task, other, (old, a), (new, b)) for task, other in _pairs(a, b))), "")


def _preferences(old: Job, new: Job, a: TaskGroup, b: TaskGroup) -> str:
    """Affinities and spreads, whose change older releases take for a destructive one."""
    if release_of(new).does("preferences-change-in-place"):
        return ""
    if _all_of("affinity", old, a) != _all_of("affinity", new, b):
        return "affinities"
    return "spreads" if _all_of("spread", old, a) != _all_of("spread", new, b) else ""


def _all_of(field: str, job: Job, group: TaskGroup) -> list[object]:
    """The blocks of job, group and its tasks that count for the group; tasks have no spreads."""
    owners = (job, group, *(group.task or ())) if field == "affinity" else (job, group)
    return [block for owner in owners for block in getattr(owner, field) or ()]


def _pairs(old: TaskGroup, new: TaskGroup) -> list[tuple[Task, Task]]:
    tasks = {task.name: task for task in old.task or ()}
    return [(tasks[task.name], task) for task in new.task or ()]


def _group(old: TaskGroup, new: TaskGroup) -> str:
    before, after = old.task or [], new.task or []
    if len(before) != len(after):
        return "number of tasks"
    if {task.name for task in before} != {task.name for task in after}:
        return "task deleted"
    if old.ephemeral_disk != new.ephemeral_disk:
        return "ephemeral disk"
    found = _networks(old.network, new.network)
    if not found and old.consul is not None and new.consul is not None:  # adding or removing the whole block replaces nothing
        found = _parts(old.consul, new.consul, CONSUL_PARTS)
    found = found or _connect(old.service, new.service)
    if found:
        return found
    if (old.volume or {}) != (new.volume or {}):
        return "volume request"
    if _renders(old) != _renders(new):
        return "group restart render_templates"
    return ""


def _renders(block: TaskGroup | Task) -> bool:
    return block.restart is not None and bool(block.restart.render_templates)


def _networks(old: Sequence[NetworkResource] | None, new: Sequence[NetworkResource] | None) -> str:
    before, after = old or (), new or ()
    if len(before) != len(after):
        return "network length"
    for a, b in zip(before, after, strict=True):
        found = _parts(a, b, NETWORK_PARTS)
        if found:
            return found
        if _port_map(a) != _port_map(b):
            return "network port map"
    return ""


def _port_map(network: NetworkResource) -> dict[str, tuple[int, int, str]]:
    return {port.label: (port.static, port.to, port.host_network) for port in (*(network.port or ()), *(network.reserved_ports or ()))}


def _connect(old: Sequence[Service] | None, new: Sequence[Service] | None) -> str:
    """What changed in the Connect blocks of services of the same name."""
    services = {service.name: service for service in old or ()}
    for service in new or ():
        before = services.get(service.name)
        if before is None or (before.connect is None and service.connect is None):
            continue
        a, b = before.connect, service.connect
        if a is None or b is None:
            return "connect service added" if a is None else "connect service removed"
        found = _parts(a, b, CONNECT_PARTS)
        if found:
            return found
        if (a.sidecar_service is None) != (b.sidecar_service is None) or (
            a.sidecar_service is not None and b.sidecar_service is not None and a.sidecar_service.port != b.sidecar_service.port
        ):
            return "connect sidecar service"
        if before.port != service.port:
            return "connect service port label"
        if before.cluster != service.cluster:
            return "connect service cluster"
    return ""


def _task(old: Task, new: Task, before: tuple[Job, TaskGroup], after: tuple[Job, TaskGroup]) -> str:
    found = _parts(old, new, TASK_PARTS)
    if found:
        return found
    if _meta(*before, old) != _meta(*after, new):
        return "task meta"
    a, b = old.resources, new.resources
    if a is not None and b is not None:
        found = _networks(a.network, b.network) or _parts(a, b, RESOURCE_PARTS)
        if found:
            return found
    if old.default_identity != new.default_identity or (old.identity or []) != (new.identity or []):
        return "task identity"
    if old.logs is not None and new.logs is not None and old.logs.disabled != new.logs.disabled:
        return "task log disabled"
    if _renders(old) != _renders(new):
        return "task restart render_templates"
    return ""


def _meta(job: Job, group: TaskGroup, task: Task) -> dict[str, str]:
    """The metadata that a task sees."""
    return {**(job.meta or {}), **(group.meta or {}), **(task.meta or {})}


def _parts(old: Any, new: Any, parts: tuple[tuple[str, str], ...]) -> str:
    """What the first part that differs is called. Empty and null are the same."""
    for name, word in parts:
        if (getattr(old, name) or None) != (getattr(new, name) or None):
            return word
    return ""
