"""The node profile: facts about a client's machine that the configuration does not contain. A small TOML or JSON file; omitted settings have defaults.

    count = 3                      # how many such nodes; their names get -1, -2, …
    hostname = "worker.example"    # default: the configuration's name
    cores = 8
    mhz = 3000                     # of one core
    memory_mb = 32768
    disk_total_mb = 500000
    cni_plugins = { bridge = "v1.6.2" }     # installed plugins; {} for none
    cni_networks = ["mynet"]       # names of networks in cni_config_dir
    consul = "1.20.0"              # version of the Consul that the client reaches; false for none. Default: reached if the configuration speaks of it
    vault = false
    root = "image"                 # a folder that stands for the machine's file system: cni_config_dir is read below it

    [attributes]                   # any attribute, as it is
    "os.name" = "debian"

    [drivers.docker]               # a driver that is found; `healthy = false` for one that is not
    version = "27.5.1"             # any other key is an attribute of the driver

    [[interfaces]]                 # the first that is no loopback is that of the default route
    device = "eth0"
    addresses = ["10.0.0.5", "fd00::5"]
    speed = 10000

    [[devices]]                    # as NodeResources.Devices of a node

Nothing is fingerprinted on the local machine.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping
from typing import Any, Final

from nomadspec.source import Diagnostic, Source, Span
from nomadspec.source.closest import closest

#: A plain Linux server of middling size, with docker and what Connect needs.
DEFAULTS: Final[dict[str, Any]] = {
    "count": 1,
    "hostname": "",
    "cores": 4,
    "mhz": 2500,
    "memory_mb": 16384,
    "disk_total_mb": 102400,
    "disk_free_mb": 0,  # accepted, and unused: Nomad counts the whole disk
    "bridge": True,
    "cni_plugins": dict.fromkeys(("bridge", "firewall", "host-local", "loopback", "portmap"), "v1.6.2"),
    "cni_networks": [],
    "consul": None,
    "vault": None,
    "root": "",
    "attributes": {},
    "drivers": {"docker": {"version": "27.5.1"}, "exec": {}, "java": {"healthy": False}, "qemu": {"healthy": False}},
    "interfaces": [],
    "devices": [],
}
#: Attributes of the default machine.
ATTRIBUTES: Final = {
    "cpu.arch": "amd64",
    "cpu.modelname": "",
    "kernel.arch": "x86_64",
    "kernel.landlock": "v4",
    "kernel.name": "linux",
    "kernel.version": "6.8.0",
    "os.cgroups.version": "2",
    "os.name": "ubuntu",
    "os.signals": "SIGABRT,SIGALRM,SIGBUS,SIGCHLD,SIGCONT,SIGFPE,SIGHUP,SIGILL,SIGINT,SIGIO,SIGIOT,SIGKILL,SIGNULL,SIGPIPE,SIGPROF,SIGQUIT,SIGSEGV,SIGSTOP,"
    "SIGSYS,SIGTERM,SIGTRAP,SIGTSTP,SIGTTIN,SIGTTOU,SIGURG,SIGUSR1,SIGUSR2,SIGWINCH,SIGXCPU,SIGXFSZ",
    "os.version": "24.04",
    "unique.storage.volume": "/dev/sda1",
}
#: The loopback interface, which every machine has.
LOOPBACK: Final = {"device": "lo", "addresses": ["127.0.0.1", "::1"], "speed": 1000, "mac": ""}
MAX_COUNT: Final = 10_000
MAX_BYTES: Final = 1_000_000


def _whole(value: Any) -> str:
    return "" if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**40 else "a whole number"


def _counted(value: Any) -> str:
    return "" if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MAX_COUNT else f"a number from 1 to {MAX_COUNT}"


def _text(value: Any) -> str:
    return "" if isinstance(value, str) else "text"


def _flag(value: Any) -> str:
    return "" if isinstance(value, bool) else "true or false"


def _service(value: Any) -> str:
    return "" if value is False or isinstance(value, str) else "a version, or false"


def _texts(value: Any) -> str:
    return "" if isinstance(value, list) and all(isinstance(item, str) for item in value) else "a list of strings"


def _table(value: Any) -> str:
    fits = isinstance(value, dict) and all(isinstance(item, str | int | float | bool) for item in value.values())
    return "" if fits else "a table of strings"


def _tables(value: Any) -> str:
    return "" if isinstance(value, dict) and all(isinstance(item, dict) and not _table(item) for item in value.values()) else "a table of tables"


def _interfaces(value: Any) -> str:
    wanted = "a list of tables with `device` and `addresses` (IP addresses)"
    if not isinstance(value, list) or not all(isinstance(item, dict) and isinstance(item.get("device"), str) for item in value):
        return wanted
    for item in value:
        if _texts(item.get("addresses", [])) or not all(_is_address(text) for text in item.get("addresses", [])):
            return wanted
        if _whole(item.get("speed", 0)) or _text(item.get("mac", "")):
            return wanted
    return ""


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _rows(value: Any) -> str:
    return "" if isinstance(value, list) and all(isinstance(item, dict) for item in value) else "a list of tables"


#: Key → what is wrong with a value, as what is wanted instead.
_CHECKS: Final[dict[str, Callable[[Any], str]]] = {
    "count": _counted,
    "hostname": _text,
    "cores": _counted,
    "mhz": _whole,
    "memory_mb": _whole,
    "disk_total_mb": _whole,
    "disk_free_mb": _whole,
    "bridge": _flag,
    "cni_plugins": _table,
    "cni_networks": _texts,
    "consul": _service,
    "vault": _service,
    "root": _text,
    "attributes": _table,
    "drivers": _tables,
    "interfaces": _interfaces,
    "devices": _rows,
}


class NodeProfile:
    """The facts of a machine: `facts` by key of the profile, defaults included."""

    def __init__(self, facts: Mapping[str, Any] | None = None, diagnostics: tuple[Diagnostic, ...] = ()) -> None:
        self.given: Final = dict(facts or {})
        self.facts: Final[dict[str, Any]] = {**DEFAULTS, **self.given}
        self.diagnostics: Final = diagnostics

    @property
    def ok(self) -> bool:
        """Whether the profile could be read."""
        return not self.diagnostics

    def over(self, base: NodeProfile) -> NodeProfile:
        """This profile, with missing settings taken from `base`; tables are merged key by key."""
        merged = dict(base.given)
        for key, value in self.given.items():
            merged[key] = {**merged[key], **value} if isinstance(value, dict) and isinstance(merged.get(key), dict) else value
        return NodeProfile(merged, (*base.diagnostics, *self.diagnostics))


def read_profile(path: str) -> NodeProfile:
    """The profile in a file: JSON if its name ends in `.json`, else TOML. Never raises: what is wrong is a diagnostic."""
    from nomadspec.source.regular_file import read_regular

    try:
        text = read_regular(path, MAX_BYTES).decode()
    except (OSError, ValueError) as error:
        return _refused(path, "", getattr(error, "strerror", None) or "not UTF-8 text")
    return parse_profile(text, path)


def parse_profile(text: str, path: str = "node-profile.toml") -> NodeProfile:
    """The profile in a text: JSON if `path` ends in `.json`, else TOML."""
    import re

    if path.endswith(".json"):
        from nomadspec.source.json_reader import JsonError, read_json

        try:
            found: Any = read_json(text.encode())
        except JsonError as error:
            return _refused(path, text, error.message, error.line or 1, error.column or 1)
    else:
        import tomllib

        try:
            found = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
            place = re.search(r" \(at line (\d+), column (\d+)\)$", str(error))
            message = str(error)[: place.start()] if place else str(error)
            return _refused(path, text, message, *(int(part) for part in place.groups()) if place else (1, 1))
    if not isinstance(found, dict):
        return _refused(path, text, "not a table")
    problems = []
    facts: dict[str, Any] = {}
    for key, value in found.items():
        check = _CHECKS.get(key)
        if check is None:
            near = closest(key, _CHECKS)
            problems.append(_problem(path, text, f"unknown key {key!r}" + (f"; did you mean {near!r}?" if near else ""), key=key))
        elif wanted := check(value):
            problems.append(_problem(path, text, f"{key}: must be {wanted}", key=key))
        else:
            facts[key] = value
    return NodeProfile(facts, tuple(problems))


def _refused(path: str, text: str, message: str, line: int = 1, column: int = 1) -> NodeProfile:
    return NodeProfile({}, (_problem(path, text, message, line=line, column=column),))


def _problem(path: str, text: str, message: str, *, key: str = "", line: int = 1, column: int = 1) -> Diagnostic:
    """A problem at a key's first line, or at a line and column."""
    lines = text.split("\n")
    if key:
        line = next((number for number, row in enumerate(lines, 1) if row.lstrip(' ["').startswith(key)), 1)
    start = min(len(text), sum(len(row) + 1 for row in lines[: line - 1]) + column - 1)
    span = Span(Source(text, path), start, start + len(key))
    return Diagnostic("AGT090", "agent-node-profile", "error", f"node profile: {message}", span)
