"""What the built-in task drivers accept in their `plugin "…" { config { … } }` block of agent configuration, as their own decoders have it.

`nomad config validate` looks at nothing of this: the agent reports it when it starts. A hand-kept table, found by trying.
"""

from __future__ import annotations

from nomadspec.schema.drivers import Option

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

O = Option  # noqa: E741 - the table reads better

PLUGINS: Final[dict[str, dict[str, Option]]] = {
    "docker": {
        "allow_caps": O("list(string)"),
        "allow_privileged": O("bool", default=False),
        "allow_runtimes": O("list(string)", default=["runc", "nvidia"]),
        "auth": O("", kind="block", fields={"config": O("string"), "helper": O("string")}),
        "container_exists_attempts": O("number", default=5),
        "disable_log_collection": O("bool", default=False),
        "endpoint": O("string"),
        "extra_labels": O("list(string)"),
        "gc": O(
            "",
            kind="block",
            fields={
                "container": O("bool", default=True),
                "dangling_containers": O(
                    "",
                    kind="block",
                    fields={
                        "creation_grace": O("string", default="5m", note="duration"),
                        "dry_run": O("bool", default=False),
                        "enabled": O("bool", default=True),
                        "period": O("string", default="5m", note="duration"),
                    },
                ),
                "image": O("bool", default=True),
                "image_delay": O("string", default="3m", note="duration"),
            },
        ),
        "image_pull_timeout": O("string", default="5m", note="duration"),
        "infra_image": O("string"),
        "infra_image_pull_timeout": O("string", default="5m", note="duration"),
        "logging": O("", kind="block", fields={"config": O("map(string)", kind="block-map"), "type": O("string", default="json-file")}),
        "nvidia_runtime": O("string", default="nvidia"),
        "pids_limit": O("number"),
        "pull_activity_timeout": O("string", default="2m", note="duration"),
        "tls": O("", kind="block", fields={"ca": O("string"), "cert": O("string"), "key": O("string")}),
        "volumes": O("", kind="block", fields={"enabled": O("bool", default=False), "selinuxlabel": O("string")}),
        "windows_allow_insecure_container_admin": O("bool", default=False),
    },
    "exec": {
        "allow_caps": O("list(string)"),
        "default_ipc_mode": O("string", default="private", allowed=("private", "host")),
        "default_pid_mode": O("string", default="private", allowed=("private", "host")),
        "denied_host_gids": O("string"),
        "denied_host_uids": O("string"),
        "no_pivot_root": O("bool", default=False),
    },
    "java": {
        "allow_caps": O("list(string)"),
        "default_ipc_mode": O("string", default="private", allowed=("private", "host")),
        "default_pid_mode": O("string", default="private", allowed=("private", "host")),
    },
    "qemu": {
        "args_allowlist": O("list(string)"),
        "emulators_allowlist": O("list(string)"),
        "image_paths": O("list(string)"),
    },
    "raw_exec": {
        "denied_envvars": O("list(string)"),
        "denied_host_gids": O("string"),
        "denied_host_uids": O("string"),
        "enabled": O("bool", default=False),
    },
}
