"""What the built-in drivers refuse when they start a task, although their decoder took the `config` block.

Two tables of (driver, option) → judge: one for whole values, one for each item of a list or repeated block. A judge answers with the
driver's complaint, or "". Values with references are left alone: what they become is known on the client only. What is beside them is judged.
"""

from __future__ import annotations

from nomadspec.jobspec.block import PartlyKnown, PartlyKnownList, known_items
from nomadspec.schema.drivers import DRIVERS
from nomadspec.source.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any, Final

    from nomadspec.schema.drivers import Option

    Judge = Callable[[Any], str]
    Row = tuple[Judge | None, Judge | None, tuple[str, ...]]
    """What judges the items of an option, and its value, and the values that are allowed."""

_CAPABILITIES: Final = """
audit_control audit_read audit_write block_suspend bpf checkpoint_restore chown dac_override dac_read_search fowner fsetid ipc_lock ipc_owner kill
lease linux_immutable mac_admin mac_override mknod net_admin net_bind_service net_broadcast net_raw perfmon setfcap setgid setpcap setuid
sys_admin sys_boot sys_chroot sys_module sys_nice sys_pacct sys_ptrace sys_rawio sys_resource sys_time sys_tty_config syslog wake_alarm all
"""
_LIMITS: Final = "as core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack"
_SECURITY: Final = "apparmor credentialspec label no-new-privileges seccomp systempaths writable-cgroups"
CAPABILITIES: Final = frozenset(_CAPABILITIES.split())
_ULIMIT: Final = pattern(r"(-1|[0-9]{1,18})(:(-1|[0-9]{1,18}))?")
LIMITS: Final = frozenset(_LIMITS.split())
_PROPAGATION: Final = frozenset(("private", "rprivate", "shared", "rshared", "slave", "rslave"))
#: What may stand behind the second colon of a volume.
_VOLUME_MODES: Final = _PROPAGATION | frozenset(("rw", "ro", "z", "Z", "nocopy", "consistent", "cached", "delegated"))
_SECURITY_OPTIONS: Final = frozenset(_SECURITY.split())
_MOUNTING: Final = ("volumes", "mount", "mounts")
#: What Nomad itself mounts into each container.
_TAKEN: Final = ("/alloc", "/local", "/secrets")
_CPUS: Final = pattern(r"\s*[0-9]+(-[0-9]+)?(\s*,\s*[0-9]+(-[0-9]+)?)*\s*")
_SHELL_VARIABLE: Final = pattern(r"\$[A-Za-z_]")
_of_driver: Final[dict[str, Mapping[str, Row]]] = {}
_MAC: Final = pattern(r"[0-9A-Fa-f]{2}([:-][0-9A-Fa-f]{2}){5}")
#: The path, tag and digest of an image reference, behind the host of a registry.
_IMAGE_PATH: Final = pattern(
    r"[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?(@[A-Za-z0-9+._-]+:[0-9a-fA-F]+)?"
)


def problems(driver: str, config: dict[str, Any], memory: float | None = None) -> Iterator[tuple[str, int | None, str]]:
    """(option, index of the item or None, complaint) of everything in the block that the driver would refuse at the start.

    `memory`: the MB that the task asks for, where they are its limit.
    """
    judged = _of_driver.get(driver) or _judged(driver)
    values = config if config.__class__ is dict else dict(known_items(config))
    for name, value in values.items():
        if name not in judged or value is None:
            continue
        of_items, of_value, allowed = judged[name]
        if of_items is not None:
            for index, item in _items(value):
                complaint = of_items(item)
                if complaint:
                    yield name, index, complaint
        if not (allowed or of_value) or not _is_plain(value):
            continue
        if allowed and isinstance(value, str) and value and value not in allowed:
            yield name, None, f"{name} must be one of {', '.join(allowed)}"
        complaint = of_value(value) if of_value is not None else ""
        if complaint:
            yield name, None, complaint
    if driver == "java" and config and not any(values.get(name) or (name in config and name not in values) for name in ("class", "jar_path")):
        yield "", None, "java requires jar_path or class"
    if driver == "raw_exec" and values.get("cgroup_v1_override") and values.get("cgroup_v2_override"):
        yield "cgroup_v2_override", None, "only one of cgroup_v1_override and cgroup_v2_override may be set"
    if driver == "docker":
        if not values.keys().isdisjoint(_MOUNTING):
            yield from _mounted_twice(values)
        hard = values.get("memory_hard_limit")
        if memory is not None and isinstance(hard, int | float) and 0 < hard < memory:
            yield "memory_hard_limit", None, f"memory_hard_limit ({hard} MB) must not be below the task's memory ({memory} MB)"


def _judged(driver: str) -> Mapping[str, Row]:
    """The options of a driver that are judged here: few of many."""
    options: Mapping[str, Option] = DRIVERS.get(driver) or {}
    rows = {name: (_ITEM_JUDGES.get((driver, name)), _JUDGES.get((driver, name)), option.allowed) for name, option in options.items()}
    _of_driver[driver] = {name: row for name, row in rows.items() if any(row)}
    return _of_driver[driver]


def _items(value: Any) -> Iterator[tuple[int | None, Any]]:
    """The known items of a list, by index, or the value alone. What is not known in a block is like a reference."""
    rows = known_items(value) if isinstance(value, list) else [(None, value)]
    for index, row in rows:
        if isinstance(row, dict):
            known = dict(known_items(row))
            yield index, {name: known.get(name, "${}") for name in row}
        elif _is_plain(row):
            yield index, row


def _is_plain(value: Any) -> bool:
    """Whether the value is known, without references."""
    if isinstance(value, str):
        return "${" not in value and "%{" not in value
    if isinstance(value, (PartlyKnown, PartlyKnownList)):
        return False
    if isinstance(value, dict):
        return all(map(_is_plain, value.values()))
    return not isinstance(value, list) or all(map(_is_plain, value))


def _absolute(value: Any) -> str:
    return "work_dir must be an absolute path" if isinstance(value, str) and value and not value.startswith("/") else ""


def _absolute_anywhere(value: Any) -> str:
    """As `_absolute`, for containers, which may be those of Windows."""
    return "" if isinstance(value, str) and (value[1:3] in (":\\", ":/") or value.startswith("\\")) else _absolute(value)


def _program(value: Any) -> str:
    """No shell reads it, so nothing in it is expanded."""
    if isinstance(value, str) and (value.startswith("~/") or _SHELL_VARIABLE.match(value)):
        return f"no shell expands the command {value!r}, and there is no such program"
    return ""


def _between(option: str, least: int, most: int) -> Judge:
    words = f"between {least} and {most}"

    def judge(value: Any) -> str:
        try:
            return "" if least <= float(value) <= most else f"{option} must be {words}"
        except (TypeError, ValueError, OverflowError):
            return ""

    return judge


def _not_negative(option: str) -> Judge:
    def judge(value: Any) -> str:
        try:
            return f"{option} must not be negative" if float(value) < 0 else ""
        except (TypeError, ValueError, OverflowError):
            return ""

    return judge


def _capability(value: Any) -> str:
    if not isinstance(value, str) or value.lower().removeprefix("cap_") in CAPABILITIES:
        return ""
    return f"unknown capability {value}"


def _parts(volume: Any) -> tuple[str, str, str] | None:
    """`source:target:mode` as docker splits it; None for paths of Windows, which have a colon of their own."""
    if not isinstance(volume, str) or "\\" in volume:
        return None
    source, _, rest = volume.partition(":")
    target, _, mode = rest.partition(":")
    return None if len(source) == 1 and "/" in mode else (source, target, mode)


def _volume(value: Any) -> str:
    parts = _parts(value)
    if parts is None:
        return ""
    source, target, mode = parts
    if not source or not target:
        return f"volume {value!r} has no destination (source:destination)"
    if not target.startswith("/"):
        return f"the destination of volume {value!r} must be an absolute path"
    unknown = sorted({word for word in mode.split(",") if word} - _VOLUME_MODES)
    return f"volume {value!r} has an unknown mode {unknown[0]!r}" if unknown else ""


def _ulimit(row: Any) -> str:
    for name, limit in row.items() if isinstance(row, dict) else ():
        if name not in LIMITS:
            return f"unknown ulimit {name!r}"
        if limit is None or "${" in str(limit):
            continue
        if not _ULIMIT.fullmatch(str(limit)):
            return f"ulimit {name} must be a number or soft:hard, not {str(limit)[:40]!r}"
        soft, _, hard = str(limit).partition(":")
        if hard and soft != "-1" and hard != "-1" and int(soft) > int(hard):
            return f"ulimit {name}: soft limit {soft} is above the hard limit {hard}"
    return ""


def _mount(row: Any) -> str:
    if not isinstance(row, dict):
        return ""
    kind, target = row.get("type") or "volume", row.get("target") or ""
    if not _is_plain(kind):
        return ""
    if kind not in ("volume", "bind", "tmpfs"):
        return f"mount type must be volume, bind or tmpfs, not {kind!r}"
    if kind == "tmpfs" and row.get("source"):
        return "a tmpfs mount must not have a source"
    if not target:
        return "a mount requires target"
    if isinstance(target, str) and not target.startswith(("/", "${")) and target[1:2] != ":":
        return f"the target of a mount must be an absolute path, not {target!r}"
    for options in _rows(row.get("bind_options")):
        propagation = options.get("propagation") if isinstance(options, dict) else None
        if isinstance(propagation, str) and propagation and _is_plain(propagation) and propagation not in _PROPAGATION:
            return f"propagation must be one of {', '.join(sorted(_PROPAGATION))}, not {propagation!r}"
    return ""


def _rows(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _mounted_twice(values: dict[str, Any]) -> Iterator[tuple[str, int | None, str]]:
    """Volumes and mounts at one path, or at one that Nomad mounts itself."""
    seen: set[str] = set()
    for name in _MOUNTING:
        for index, item in _items(values[name]) if name in values else ():
            target = item.get("target") if isinstance(item, dict) else (_parts(item) or ("", "", ""))[1]
            if not isinstance(target, str) or not target.startswith("/") or not _is_plain(target):
                continue
            path = target.rstrip("/")
            if path in _TAKEN:
                yield name, index, f"Nomad mounts {path} itself"
            elif path in seen:
                yield name, index, f"two volumes are mounted at {target}"
            seen.add(path)


def _image(value: Any) -> str:
    if not isinstance(value, str) or value.startswith(("$", "_", "@", "%")):
        return ""  # another tool replaces it
    if value == "":
        return "image must not be empty"
    address = value.removeprefix("https://").removeprefix("http://").removesuffix(":")
    host, slash, path = address.partition("/")
    if not slash or not ("." in host or ":" in host or host == "localhost" or host != host.lower()):
        path = address
    if _IMAGE_PATH.fullmatch(path):
        return ""
    name = path.partition("@")[0].rpartition(":")[0] or path
    return f"invalid image reference {value!r}: " + ("names are written in lower case" if name != name.lower() else "not a name with a tag or digest")


def _device(row: Any) -> str:
    if isinstance(row, dict):
        if not row.get("host_path"):
            return "a device requires host_path"
        permissions = str(row.get("cgroup_permissions") or "")
        if "${" not in permissions and set(permissions) - set("rwm"):
            return "cgroup_permissions may contain only the letters r, w and m"
    return ""


def _mode(option: str, *words: str) -> Judge:
    """Of a namespace: one of these words, or that of another container."""

    def judge(value: Any) -> str:
        if not isinstance(value, str) or not value or value in words or value.partition(":")[0] in ("container", "task"):
            return ""
        return f"{option} must be {' or '.join(words)}, not {value!r}"

    return judge


def _extra_host(value: Any) -> str:
    """`name:address`, or with the `=` of newer docker clients."""
    name, mark, address = str(value).partition("=" if "=" in str(value) else ":")
    if not name or not mark or not address:
        return f"extra_hosts: {value!r} is not name:address"
    return "" if address == "host-gateway" or _is_address(address.removeprefix("[").removesuffix("]")) else f"extra_hosts: invalid address {address!r}"


def _is_address(text: str, version: int = 0) -> bool:
    from ipaddress import ip_address

    try:
        return version in (0, ip_address(text).version)
    except ValueError:
        return False


def _logging(row: Any) -> str:
    from nomadspec.rules.docker_logging import complaint

    return complaint(row)


def _security_option(value: Any) -> str:
    name = str(value).partition("=")[0].partition(":")[0]
    return "" if name in _SECURITY_OPTIONS else f"unknown security option {value!r}"


def _timeout(value: Any) -> str:
    from nomadspec.notation.duration import DurationError, parse

    try:
        parse(str(value))
    except DurationError:
        return f"image_pull_timeout must be a duration such as 5m, not {value!r}" if value else ""
    return ""


def _cpus(value: Any) -> str:
    return "" if not value or _CPUS.fullmatch(str(value)) else f"cpuset_cpus must be a list such as 0-3,5, not {value!r}"


_JUDGES: Final[dict[tuple[str, str], Judge]] = {
    ("exec", "command"): _program,
    ("raw_exec", "command"): _program,
    ("exec", "work_dir"): _absolute,
    ("java", "work_dir"): _absolute,
    ("raw_exec", "work_dir"): _absolute,
    ("raw_exec", "oom_score_adj"): _not_negative("oom_score_adj"),
    ("docker", "cpu_cfs_period"): _between("cpu_cfs_period", 0, 1_000_000),
    ("docker", "cpuset_cpus"): _cpus,
    ("docker", "image"): _image,
    ("docker", "image_pull_timeout"): _timeout,
    ("docker", "ipc_mode"): _mode("ipc_mode", "none", "private", "shareable", "host"),
    ("docker", "ipv4_address"): lambda value: "" if not value or _is_address(str(value), 4) else f"invalid ipv4_address {value!r}",
    ("docker", "ipv6_address"): lambda value: "" if not value or _is_address(str(value), 6) else f"invalid ipv6_address {value!r}",
    ("docker", "mac_address"): lambda value: "" if not value or _MAC.fullmatch(str(value)) else f"invalid mac_address {value!r}",
    ("docker", "oom_score_adj"): _between("oom_score_adj", -1000, 1000),
    ("docker", "pid_mode"): _mode("pid_mode", "host"),
    ("docker", "shm_size"): _not_negative("shm_size"),
    ("docker", "userns_mode"): _mode("userns_mode", "host"),
    ("docker", "uts_mode"): _mode("uts_mode", "host"),
    ("docker", "work_dir"): _absolute_anywhere,
}
_ITEM_JUDGES: Final[dict[tuple[str, str], Judge]] = {
    ("exec", "cap_add"): _capability,
    ("java", "cap_add"): _capability,
    ("docker", "cap_add"): _capability,
    ("docker", "cap_drop"): _capability,
    ("docker", "devices"): _device,
    ("docker", "extra_hosts"): _extra_host,
    ("docker", "logging"): _logging,
    ("docker", "mount"): _mount,
    ("docker", "mounts"): _mount,
    ("docker", "security_opt"): _security_option,
    ("docker", "ulimit"): _ulimit,
    ("docker", "volumes"): _volume,
}
