"""What the built-in task drivers accept in a task's `config` block, as their own decoders have it.

Nothing of this is checked by a server: the client reports it when it starts the task. `allowed` and notes are what is checked at the start
itself, or by the container daemon. A hand-kept table.
"""

from __future__ import annotations

from nomadspec.source.on_demand import OnDemand
from nomadspec.source.record import EMPTY, Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from dataclasses import KW_ONLY
    from typing import Any, Final


class Option(Record):
    """An option of a driver: `kind` "attribute" ("block", "block-list", "block-map"), `type` "string" "number" "bool" "list(string)" "list(map(string))" …

    `since`, `until`: the first and the last release of Nomad that has it, such as "1.8.1"; "" when all that we know have it. What it does is in
    `schema.documentation.of_option(driver, name)`.
    """

    type: str
    _: KW_ONLY
    kind: str = "attribute"
    required: bool = False
    default: Any = None
    allowed: tuple[str, ...] = ()
    deprecated: bool = False
    note: str = ""
    fields: Mapping[str, Option] = EMPTY
    since: str = ""
    until: str = ""


class Options(dict[str, Option]):
    """The options of a driver by name, with the names of those that are `required`: few of many."""

    __slots__ = ("required",)

    def __init__(self, options: Mapping[str, Option]) -> None:
        super().__init__(options)
        self.required: Final = required(options)


def required(options: Mapping[str, Option]) -> Sequence[str]:
    """The options that a block must have."""
    return options.required if isinstance(options, Options) else [name for name, option in options.items() if option.required]


O = Option  # noqa: E741 - the table reads better


def _mount() -> dict[str, Option]:
    return {
        "bind_options": O(
            "",
            kind="block",
            fields={
                "propagation": O("string"),
            },
        ),
        "readonly": O("bool"),
        "source": O("string"),
        "target": O("string"),
        "tmpfs_options": O(
            "",
            kind="block",
            fields={
                "mode": O("number"),
                "size": O("number"),
            },
        ),
        "type": O("string", default="volume", allowed=("volume", "bind", "tmpfs"), note="source must be empty for tmpfs"),
        "volume_options": O(
            "",
            kind="block",
            fields={
                "driver_config": O(
                    "",
                    kind="block",
                    fields={
                        "name": O("string"),
                        "options": O("list(map(string))"),
                    },
                ),
                "labels": O("list(map(string))"),
                "no_copy": O("bool"),
            },
        ),
    }


def _mock_run() -> dict[str, Option]:
    return {
        "exit_code": O("number"),
        "exit_err_msg": O("string"),
        "exit_signal": O("number"),
        "run_for": O("string"),
        "signal_error": O("string"),
        "stderr_repeat": O("number"),
        "stderr_repeat_duration": O("string"),
        "stderr_string": O("string"),
        "stdout_repeat": O("number"),
        "stdout_repeat_duration": O("string"),
        "stdout_string": O("string"),
    }


_DRIVERS: dict[str, Callable[[], dict[str, Option]]] = {
    "docker": lambda: {
        "advertise_ipv6_address": O("bool"),
        "args": O("list(string)"),
        "auth": O(
            "",
            kind="block",
            fields={
                "email": O("string"),
                "password": O("string"),
                "server_address": O("string"),
                "username": O("string"),
            },
        ),
        "auth_soft_fail": O("bool"),
        "cap_add": O("list(string)"),
        "cap_drop": O("list(string)"),
        "cgroupns": O("string", allowed=("host", "private"), since="1.10.3"),
        "command": O("string"),
        "container_exists_attempts": O("number", since="1.8.1"),
        "cpu_cfs_period": O("number", default=100000),
        "cpu_hard_limit": O("bool"),
        "cpuset_cpus": O("string"),
        "devices": O(
            "",
            kind="block-list",
            fields={
                "cgroup_permissions": O("string", default="rwm", note="any mix of the letters r, w, m"),
                "container_path": O("string", note="defaults to host_path"),
                "host_path": O("string", note="needed at task start"),
            },
        ),
        "dns_options": O("list(string)"),
        "dns_search_domains": O("list(string)"),
        "dns_servers": O("list(string)"),
        "entrypoint": O("list(string)"),
        "extra_hosts": O("list(string)"),
        "force_pull": O("bool"),
        "group_add": O("list(string)"),
        "healthchecks": O(
            "",
            kind="block",
            fields={
                "disable": O("bool"),
            },
        ),
        "hostname": O("string"),
        "image": O(
            "string", required=True, note='required; an empty text passes the decoder and fails at task start ("image name required for docker driver")'
        ),
        "image_pull_timeout": O("string", note="Go duration text; when absent the client setting applies (5m)"),
        "init": O("bool"),
        "interactive": O("bool"),
        "ipc_mode": O("string"),
        "ipv4_address": O("string"),
        "ipv6_address": O("string"),
        "isolation": O("string", allowed=("default", "process", "hyperv"), note="Windows only"),
        "labels": O("list(map(string))"),
        "load": O("string"),
        "logging": O(
            "",
            kind="block",
            fields={
                "config": O("list(map(string))"),
                "driver": O("string"),
                "type": O("string", deprecated=True, note="older name of driver"),
            },
        ),
        "mac_address": O("string"),
        "memory_hard_limit": O("number", note="MB; must not be below resources.memory"),
        "mount": O("", kind="block-list", fields=_mount()),
        "mounts": O("", kind="block-list", fields=_mount()),
        "network_aliases": O("list(string)"),
        "network_mode": O("string", note="free text: default, bridge, host, none, container:<id>, task:<task>, user networks"),
        "oom_score_adj": O("number", since="1.8.1"),
        "pid_mode": O("string"),
        "pids_limit": O("number"),
        "port_map": O(
            "list(map(number))", deprecated=True, note="only maps ports of task-level networks; with group ports the task start fails; use ports and port.to"
        ),
        "ports": O(
            "list(string)",
            note='labels of ports of the group network; an unknown label fails at task start (Port "X" not found, check network block); ignored when the group network is bridge/cni',
        ),
        "privileged": O(
            "bool", note="needs allow_privileged on the client; otherwise the task start fails (Docker privileged mode is disabled on this Nomad agent)"
        ),
        "readonly_rootfs": O("bool"),
        "runtime": O("string"),
        "security_opt": O("list(string)"),
        "shm_size": O("number"),
        "storage_opt": O("map(string)", kind="block-map"),
        "sysctl": O("list(map(string))"),
        "tty": O("bool"),
        "ulimit": O("list(map(string))", note='name = "soft[:hard]" with integers'),
        "userns_mode": O("string"),
        "uts_mode": O("string"),
        "volume_driver": O("string"),
        "volumes": O("list(string)", note="src:dst[:mode]; absolute host paths need volumes enabled on the client"),
        "work_dir": O("string"),
    },
    "exec": lambda: {
        "args": O("list(string)"),
        "cap_add": O("list(string)", note="Linux capability names known to the system"),
        "cap_drop": O("list(string)"),
        "command": O("string", required=True),
        "ipc_mode": O("string", allowed=("private", "host")),
        "pid_mode": O("string", allowed=("private", "host")),
        "work_dir": O("string", note="must be absolute", since="1.9.2"),
    },
    "java": lambda: {
        "args": O("list(string)"),
        "cap_add": O("list(string)", note="Linux capability names known to the system"),
        "cap_drop": O("list(string)"),
        "class": O("string", note="one of jar_path and class is needed"),
        "class_path": O("string"),
        "ipc_mode": O("string", allowed=("private", "host")),
        "jar_path": O("string", note="one of jar_path and class is needed (not expressible in the schema)"),
        "jvm_options": O("list(string)"),
        "pid_mode": O("string", allowed=("private", "host")),
        "work_dir": O("string", note="must be absolute", since="1.9.2"),
    },
    "mock_driver": lambda: {
        "driver_advertise": O("bool"),
        "driver_ip": O("string"),
        "driver_port_map": O("string"),
        "exec_command": O("", kind="block", fields=_mock_run()),
        "kill_after": O("string"),
        "plugin_exit_after": O("string"),
        "start_block_for": O("string"),
        "start_error": O("string"),
        "start_error_recoverable": O("bool"),
        **_mock_run(),
    },
    "qemu": lambda: {
        "accelerator": O("string", default="tcg", note="kvm on Linux, hvf on macOS \u2026"),
        "args": O("list(string)"),
        "drive_interface": O("string", default="ide", allowed=("ide", "scsi", "sd", "mtd", "floppy", "pflash", "virtio", "none")),
        "emulator": O("string", note="must be allowed by the client's plugin configuration", since="1.11.1"),
        "graceful_shutdown": O("bool"),
        "guest_agent": O("bool"),
        "image_path": O("string", required=True),
        "machine_type": O("string", default="pc", since="1.11.1"),
        "port_map": O("list(map(number))"),
    },
    "raw_exec": lambda: {
        "args": O("list(string)"),
        "cgroup_v1_override": O("list(map(string))", note="not together with cgroup_v2_override", since="1.8.0"),
        "cgroup_v2_override": O("string", since="1.8.0"),
        "command": O("string", required=True),
        "denied_envvars": O("list(string)", since="1.10.0"),
        "oom_score_adj": O("number", note=">= 0", since="1.8.1"),
        "work_dir": O("string", note="must be absolute", since="1.9.2"),
    },
}


def _of(table: Callable[[], dict[str, Option]]) -> Callable[[], Options]:
    return lambda: Options(table())


#: Driver → its options. They are made at the first reading: a job has few of the drivers.
DRIVERS: Mapping[str, Options] = OnDemand({driver: _of(table) for driver, table in _DRIVERS.items()})
