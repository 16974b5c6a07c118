"""What the built-in drivers refuse when they start a task, although their decoder took the `config` block.

A table of (driver, option) → judge; a judge answers with the driver's complaint, or "". Values with references are left alone: what
they become is known on the client only.
"""

from __future__ import annotations

from nomadspec.jobspec.block import known_items, wholly_known
from nomadspec.schema.drivers import DRIVERS
from nomadspec.source.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, Final

    Judge = Callable[[Any], str]

_CAPABILITIES: Final = """
audit_control audit_read audit_write block_suspend bpf checkpoint_restore chown dac_override dac_read_search fowner fsetid ipc_lock ipc_owner kill
lease linux_immutable mac_admin mac_override mknod net_admin net_bind_service net_broadcast net_raw perfmon setfcap setgid setpcap setuid
sys_admin sys_boot sys_chroot sys_module sys_nice sys_pacct sys_ptrace sys_rawio sys_resource sys_time sys_tty_config syslog wake_alarm all
"""
CAPABILITIES: Final = frozenset(_CAPABILITIES.split())
_ULIMIT: Final = pattern(r"(-1|[0-9]+)(:(-1|[0-9]+))?")


def problems(driver: str, config: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(option, complaint) of everything in the block that the driver would refuse at the start."""
    known = DRIVERS.get(driver)
    if known is None:
        return
    for name, value in known_items(config):
        if name not in known or value is None or not wholly_known(value) or _has_reference(value):
            continue
        allowed = known[name].allowed
        if allowed and isinstance(value, str) and value and value not in allowed:
            yield name, f"{name} must be one of {', '.join(allowed)}"
        judge = _JUDGES.get((driver, name))
        complaint = judge(value) if judge is not None else ""
        if complaint:
            yield name, complaint
    values = dict(known_items(config))
    if driver == "java" and config and not any(values.get(name) or (name in config and name not in values) for name in ("class", "jar_path")):
        yield "", "java requires jar_path or class"
    if driver == "raw_exec" and values.get("cgroup_v1_override") and values.get("cgroup_v2_override"):
        yield "cgroup_v2_override", "only one of cgroup_v1_override and cgroup_v2_override may be set"


def _has_reference(value: Any) -> bool:
    if isinstance(value, str):
        return "${" in value or "%{" in value
    if isinstance(value, dict):
        return any(map(_has_reference, value.values()))
    return isinstance(value, list) and any(map(_has_reference, value))


def _absolute(value: Any) -> str:
    return "work_dir must be an absolute path" if isinstance(value, str) and value and not value.startswith("/") else ""


def _period(value: Any) -> str:
    try:
        return "" if 0 <= float(value) <= 1_000_000 else "cpu_cfs_period must be between 0 and 1000000"
    except (TypeError, ValueError):
        return ""


def _not_negative(value: Any) -> str:
    try:
        return "oom_score_adj must not be negative" if float(value) < 0 else ""
    except (TypeError, ValueError):
        return ""


def _capabilities(value: Any) -> str:
    names = [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
    bad = [name for name in names if name.lower().removeprefix("cap_") not in CAPABILITIES]
    return f"unknown capability {', '.join(bad)}" if bad else ""


def _volumes(value: Any) -> str:
    """As docker splits `source:target:mode`; a Windows path has a colon of its own."""
    for item in value if isinstance(value, list) else ():
        if isinstance(item, str) and "\\" not in item and not all(item.partition(":")):
            return f"volume {item!r} has no destination (source:destination)"
    return ""


def _ulimits(value: Any) -> str:
    for row in value if isinstance(value, list) else [value]:
        for name, limit in row.items() if isinstance(row, dict) else ():
            if limit is not None and not _ULIMIT.fullmatch(str(limit)):
                return f"ulimit {name} must be a number or soft:hard, not {limit!r}"
            soft, _, hard = str(limit).partition(":")
            if hard and soft != "-1" and hard != "-1" and int(soft) > int(hard):
                return f"ulimit {name}: soft limit {soft} is above the hard limit {hard}"
    return ""


def _mounts(value: Any) -> str:
    for row in value if isinstance(value, list) else [value]:
        if not isinstance(row, dict):
            continue
        kind = row.get("type") or "volume"
        if kind not in ("volume", "bind", "tmpfs"):
            return f"mount type must be volume, bind or tmpfs, not {kind!r}"
        if kind == "tmpfs" and row.get("source"):
            return "a tmpfs mount must not have a source"
    return ""


def _image(value: Any) -> str:
    return "image must not be empty" if value == "" else ""


def _devices(value: Any) -> str:
    for row in value if isinstance(value, list) else [value]:
        if isinstance(row, dict):
            if not row.get("host_path"):
                return "a device requires host_path"
            if set(str(row.get("cgroup_permissions") or "")) - set("rwm"):
                return "cgroup_permissions may contain only the letters r, w and m"
    return ""


_JUDGES: Final[dict[tuple[str, str], Judge]] = {
    ("exec", "work_dir"): _absolute,
    ("java", "work_dir"): _absolute,
    ("raw_exec", "work_dir"): _absolute,
    ("raw_exec", "oom_score_adj"): _not_negative,
    ("exec", "cap_add"): _capabilities,
    ("java", "cap_add"): _capabilities,
    ("docker", "cpu_cfs_period"): _period,
    ("docker", "cap_add"): _capabilities,
    ("docker", "cap_drop"): _capabilities,
    ("docker", "volumes"): _volumes,
    ("docker", "ulimit"): _ulimits,
    ("docker", "mount"): _mounts,
    ("docker", "mounts"): _mounts,
    ("docker", "image"): _image,
    ("docker", "devices"): _devices,
}
