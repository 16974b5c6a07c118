"""Clients refuse a setting in the task's `config` or its `user`.

## What it does
Compares a task with the settings of the clients that may run it: `allow_privileged`, `volumes.enabled`, `allow_caps`, `allow_runtimes` and `pids_limit` of the docker driver, `allow_caps` of exec and java, `image_paths`, `args_allowlist` and `emulators_allowlist` of qemu, `denied_host_uids`, and the client options `user.denylist` and `user.checked_drivers`. `agent-config:DIR` tells all of them, a running cluster only whether docker may run privileged containers and mount host paths. Without `volumes.enabled` docker mounts nothing from outside of the allocation, and no volumes of its own.

## Why is this bad?
The scheduler does not know these settings: the task is placed there and fails to start. The finding is a warning if some eligible nodes accept the task.

## Example
```json state
{"nodes": [{"Name": "c1", "Attributes": {"driver.docker.version": "27.1"}}, {"Name": "c2", "Attributes": {"driver.docker.version": "27.1"}}]}
```

```hcl task
driver = "docker"
config {
  image      = "nginx:1.27"
  privileged = true
}
```

## Use instead
```hcl task
driver = "docker"
config {
  image = "nginx:1.27"
}
```
"""

from __future__ import annotations

from posixpath import normpath

from nomadspec.jobspec.block import known_items
from nomadspec.rules.client_settings import clients
from nomadspec.rules.rule import Finding
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from nomadspec.jobspec.path import ModelPath
    from nomadspec.rules.client_settings import Client
    from nomadspec.rules.rule import Visit

    Demands = Callable[[str, Any, ModelPath], Iterator["Demand"]]
    """What an option of a driver asks for: (driver, value, place) → demands."""

CODE = "CLU016"
NAME = "driver-start-client-refuses"
SEVERITY = "error"
BLOCKS = ("Task",)
IF_WRITTEN = ("config", "user")


class Demand(Record):
    """What a task asks for (`what`, at a place), whether a client grants it (None: not known), and the setting that would."""

    what: str
    at: ModelPath
    grants: Callable[[Client], bool | None]
    setting: str


def check(visit: Visit) -> Iterator[Finding]:
    found = clients(visit)
    if not found:
        return
    for demand in _demands(visit):
        refusing = [client.node.name or client.node.id for client in found if demand.grants(client) is False]
        if refusing and len(refusing) == len(found):
            who = f"every eligible node (of {len(found)}) refuses"
        elif refusing:
            from nomadspec.rules.candidates import some

            who = f"{len(refusing)} of {len(found)} eligible nodes ({some(set(refusing))}) refuse"
        else:
            continue
        help = f"The client setting is {demand.setting}."
        yield Finding(f"{who} {demand.what}", demand.at, help=help, severity=None if len(refusing) == len(found) else "warning")


def _demands(visit: Visit) -> Iterator[Demand]:
    driver, at = visit.driver, visit.path / "config"
    config = dict(known_items(visit.block.config or {}))
    for option, value in config.items():
        of_option = _DEMANDS.get((driver, option))
        if of_option is not None:
            for index, item in known_items(value) if isinstance(value, list) else [(None, value)]:
                if not (isinstance(item, str) and "${" in item):
                    yield from of_option(driver, item, at / option if index is None else at.item(option, index))
    user = visit.block.get("user")
    if user and "${" not in user:
        yield Demand(
            f"tasks of user {user!r} with the {driver} driver",
            visit.path / "user",
            lambda client: client.user(driver, user),
            "user.denylist in options, or denied_host_uids of the driver's plugin",
        )


def _privileged(driver: str, value: Any, at: ModelPath) -> Iterator[Demand]:
    if value in (True, "true"):
        yield Demand("privileged containers", at, lambda client: client.docker("allow_privileged", "privileged.enabled"), "allow_privileged of plugin docker")


def _volume(driver: str, value: Any, at: ModelPath) -> Iterator[Demand]:
    source = value.partition(":")[0] if isinstance(value, str) else ""
    yield from _host_path(source, at)


def _mount(driver: str, value: Any, at: ModelPath) -> Iterator[Demand]:
    row = dict(known_items(value)) if isinstance(value, dict) else {}
    kind, source = row.get("type", "volume"), row.get("source")
    if kind == "bind" and isinstance(source, str):
        yield from _host_path(source, at)
    elif kind == "volume":
        yield Demand("mounts of docker volumes", at, _mounts_host_paths, "volumes.enabled of plugin docker")


def _host_path(path: str, at: ModelPath) -> Iterator[Demand]:
    """A relative path begins at the task's own folder, which lies in that of the allocation."""
    if path.startswith("/") or normpath(path).startswith("../.."):
        yield Demand(f"host path {path!r} in a container", at, _mounts_host_paths, "volumes.enabled of plugin docker")


def _volume_driver(driver: str, value: Any, at: ModelPath) -> Iterator[Demand]:
    if value:
        yield Demand(f"volume driver {value!r}", at, _mounts_host_paths, "volumes.enabled of plugin docker")


def _mounts_host_paths(client: Client) -> bool | None:
    return client.docker("volumes.enabled", "volumes.enabled")


def _capability(driver: str, value: Any, at: ModelPath) -> Iterator[Demand]:
    if isinstance(value, str):
        yield Demand(f"capability {value}", at, lambda client: client.adds(driver, value), f"allow_caps of plugin {driver}")


def _runtime(driver: str, value: Any, at: ModelPath) -> Iterator[Demand]:
    if isinstance(value, str) and value:
        yield Demand(f"runtime {value!r}", at, lambda client: client.runs(value), "allow_runtimes of plugin docker")


def _pids_limit(driver: str, value: Any, at: ModelPath) -> Iterator[Demand]:
    def grants(client: Client) -> bool | None:
        most = client.driver("docker", "pids_limit")
        return not isinstance(most, int) or most <= 0 or value <= most if client.knows("docker") else None

    if isinstance(value, int):
        yield Demand(f"pids_limit {value}", at, grants, "pids_limit of plugin docker")


def _allowlist(option: str, what: str, begins: str, inside: Callable[[str, str], bool], *, empty: bool) -> Demands:
    """A demand, of values that begin so, that a list of the driver's plugin must have; `empty`: whether a list without anything grants all."""

    def demands(driver: str, value: Any, at: ModelPath) -> Iterator[Demand]:
        def grants(client: Client) -> bool | None:
            allowed = client.driver(driver, option)
            if not client.knows(driver):
                return None
            return any(inside(value, item) for item in allowed if isinstance(item, str)) if isinstance(allowed, list) and allowed else empty

        if isinstance(value, str) and value.startswith(begins):
            yield Demand(f"{what} {value!r}", at, grants, f"{option} of plugin {driver}")

    return demands


def _below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")


_DEMANDS: dict[tuple[str, str], Demands] = {
    ("docker", "privileged"): _privileged,
    ("docker", "volumes"): _volume,
    ("docker", "mount"): _mount,
    ("docker", "mounts"): _mount,
    ("docker", "volume_driver"): _volume_driver,
    ("docker", "cap_add"): _capability,
    ("docker", "runtime"): _runtime,
    ("docker", "pids_limit"): _pids_limit,
    ("exec", "cap_add"): _capability,
    ("java", "cap_add"): _capability,
    ("qemu", "image_path"): _allowlist("image_paths", "image_path", "/", _below, empty=False),
    ("qemu", "args"): _allowlist("args_allowlist", "argument", "-", str.__eq__, empty=True),
    ("qemu", "emulator"): _allowlist("emulators_allowlist", "emulator", "", str.__eq__, empty=True),
}
