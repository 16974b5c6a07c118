"""What well-known drivers that are plugins accept in a task's `config` block: podman, exec2 and containerd, from the documentation of their current releases.

Which version of a plugin a client has is not known: what rules find by these tables is a warning, not an error. A schema that the user's configuration
gives for a driver (`drivers.podman.schema`) is used instead.
"""

from __future__ import annotations

from nomadspec.schema.drivers import Option as O

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_PODMAN: Final[dict[str, O]] = {
    "apparmor_profile": O("string"),
    "args": O("list(string)"),
    "auth": O("", kind="block", fields={"password": O("string"), "tls_verify": O("bool"), "username": O("string")}),
    "auth_soft_fail": O("bool"),
    "cap_add": O("list(string)"),
    "cap_drop": O("list(string)"),
    "command": O("string"),
    "cpu_cfs_period": O("number"),
    "cpu_hard_limit": O("bool"),
    "devices": O("list(string)"),
    "dns": O("list(string)", deprecated=True),
    "entrypoint": O("any", note="a string or a list"),
    "extra_hosts": O("list(string)"),
    "force_pull": O("bool"),
    "hostname": O("string"),
    "image": O("string", required=True),
    "image_pull_timeout": O("string"),
    "init": O("bool"),
    "init_path": O("string"),
    "labels": O("list(map(string))"),
    "logging": O("", kind="block", fields={"driver": O("string"), "options": O("list(map(string))")}),
    "memory_reservation": O("string"),
    "memory_swap": O("string"),
    "memory_swappiness": O("number"),
    "network_mode": O("string"),
    "pids_limit": O("number"),
    "port_map": O("list(map(number))", deprecated=True),
    "ports": O("list(string)"),
    "privileged": O("bool"),
    "readonly_rootfs": O("bool"),
    "security_opt": O("list(string)"),
    "selinux_opts": O("list(string)"),
    "shm_size": O("string"),
    "socket": O("string"),
    "sysctl": O("list(map(string))"),
    "tmpfs": O("list(string)"),
    "tty": O("bool"),
    "ulimit": O("list(map(string))"),
    "userns": O("string"),
    "volumes": O("list(string)"),
    "working_dir": O("string"),
}

_EXEC2: Final[dict[str, O]] = {
    "args": O("list(string)"),
    "command": O("string", required=True),
    "oom_score_adj": O("number"),
    "unveil": O("list(string)"),
}

_CONTAINERD: Final[dict[str, O]] = {
    "args": O("list(string)"),
    "auth": O("", kind="block", fields={"password": O("string"), "username": O("string")}),
    "cap_add": O("list(string)"),
    "cap_drop": O("list(string)"),
    "command": O("string"),
    "cwd": O("string"),
    "devices": O("list(string)"),
    "entrypoint": O("list(string)"),
    "extra_hosts": O("list(string)"),
    "file_limit": O("number"),
    "host_dns": O("bool"),
    "host_network": O("bool"),
    "hostname": O("string"),
    "image": O("string", required=True),
    "image_pull_timeout": O("string"),
    "mounts": O("", kind="block-list", fields={"options": O("list(string)"), "source": O("string"), "target": O("string", required=True), "type": O("string")}),
    "pid_mode": O("string"),
    "pids_limit": O("number"),
    "privileged": O("bool"),
    "readonly_rootfs": O("bool"),
    "runtime": O("string"),
    "seccomp": O("bool"),
    "seccomp_profile": O("string"),
    "shm_size": O("string"),
    "sysctl": O("list(map(string))"),
}

#: Driver → its options.
EXTERNAL_DRIVERS: Final[dict[str, dict[str, O]]] = {"containerd-driver": _CONTAINERD, "exec2": _EXEC2, "podman": _PODMAN}
