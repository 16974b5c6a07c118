"""A command that tasks of the exec driver cannot see.

## What it does
Looks for a `command` of the exec driver with an absolute path that is neither in the folders that clients copy into the task's root (`/bin`, `/etc`, `/lib`, `/lib32`, `/lib64`, `/sbin`, `/usr` and a few in `/run`), nor in the task's own folder, nor written or mounted by the task. Where the state tells the clients' settings (`--state agent-config:DIR`), their `chroot_env` decides, and it is an error.

## Why is this bad?
Tasks run in a root of their own: `/opt/app/bin/server` of the machine is not there, and the task fails with `file … not found under path`.

## Example
```hcl task
driver = "exec"
config {
  command = "/opt/app/bin/server"
}
```

## Use instead
```hcl task
driver = "exec"
artifact {
  source      = "https://example.com/app.tar.gz"
  destination = "local/app"
}
config {
  command = "local/app/bin/server"
}
```
"""

from __future__ import annotations

from nomadspec.rules.destinations import plain
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.client_settings import Client
    from nomadspec.rules.rule import Visit

CODE = "DRV015"
NAME = "command-outside-chroot"
SEVERITY = "warning"
BLOCKS = ("Task",)
IF_WRITTEN = ("config.command",)
#: What clients copy unless `chroot_env` says otherwise, and what each task has.
_COPIED = ("/bin", "/etc", "/lib", "/lib32", "/lib64", "/run/resolvconf", "/run/systemd/resolve", "/sbin", "/usr")
_OWN = ("/alloc", "/local", "/secrets", "/tmp", "/dev", "/proc", "/sys")


def check(visit: Visit) -> Iterator[Finding]:
    task = visit.block
    command = (task.config or {}).get("command")
    if (
        visit.driver != "exec"
        or not isinstance(command, str)
        or not command.startswith("/")
        or "${" in command
        or _below(command, _OWN)
        or _is_brought(visit, command)
    ):
        return
    from nomadspec.rules.client_settings import all_known, clients

    found = clients(visit)
    if not all_known(found):
        if not _below(command, _COPIED):
            help = "Download it with an artifact, mount its folder with a volume, or add the folder to chroot_env of the clients."
            yield Finding(f"clients do not copy {command!r} into the root of the task", "config.command", help=help)
        return
    lacking = [client for client in found if not _below(command, _copied_by(client))]
    if lacking:
        none = len(lacking) == len(found)
        who = f"no eligible node (of {len(found)}) copies" if none else f"{len(lacking)} of {len(found)} eligible nodes do not copy"
        help = "The client setting is chroot_env."
        yield Finding(f"{who} {command!r} into the root of the task", "config.command", help=help, severity="error" if none else "warning")


def _copied_by(client: Client) -> tuple[str, ...]:
    """The folders and files in a client's tasks."""
    given = client.setting("chroot_env")
    return tuple(str(target) for target in given.values()) if isinstance(given, dict) and given else _COPIED


def _is_brought(visit: Visit, command: str) -> bool:
    """Whether the task mounts the folder, or writes something into it."""
    task = visit.block
    folders = [mount.destination or "" for mount in task.get("volume_mount") or ()]
    written = [block.destination or "" for name in ("template", "artifact") for block in task.get(name) or ()]
    if any("${" in place for place in (*folders, *written)):
        folders += [place for place in folders if "${" in place]
    own = plain(command)
    return _below(command, tuple(folders)) or any(own.partition("/")[0] == plain(place).partition("/")[0] for place in written)


def _below(path: str, folders: tuple[str, ...]) -> bool:
    return any(path == folder or path.startswith(folder.rstrip("/") + "/") for folder in folders)
