"""What clients let tasks do, where the state tells: settings of their agents and drivers, for the rules about what only a client refuses.

A predicted node (`agent-config:`) has them as `ClientConfig`; of a live one only some attributes of drivers tell. What is not known is None, and no
rule speaks of it.
"""

from __future__ import annotations

from nomadspec.notation.template.functions import DENIED
from nomadspec.source.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, Final

    from nomadspec.cluster.objects import Node
    from nomadspec.rules.rule import Visit

_NUMBER: Final = pattern("[0-9]{1,10}")
_TRUE: Final = (True, "true", "1", 1)
#: What drivers let tasks add when `allow_caps` is not set.
DEFAULT_CAPABILITIES: Final = (
    "audit_write", "chown", "dac_override", "fowner", "fsetid", "kill", "mknod", "net_bind_service", "setfcap", "setgid", "setpcap", "setuid", "sys_chroot",
)  # fmt: skip
DEFAULT_RUNTIMES: Final = ("runc", "nvidia")
#: Users that may not run tasks of some drivers, unless the client's options say otherwise.
DENIED_USERS: Final = "root,Administrator"
CHECKED_DRIVERS: Final = "exec,qemu,java"


class Client:
    """The settings of one node's client. Each question has the answer True, False or None (not known)."""

    __slots__ = ("_config", "node")

    def __init__(self, node: Node) -> None:
        self.node: Final = node
        self._config: Final[dict[str, Any] | None] = node.raw.get("ClientConfig")

    def setting(self, route: str) -> Any:
        """A setting such as "max_kill_timeout" or "template.disable_file_sandbox"; None where it is not set or not known."""
        value: Any = self._config
        for step in route.split("."):
            value = value.get(step) if isinstance(value, dict) else None
        return value

    def driver(self, driver: str, option: str) -> Any:
        """An option of a driver's plugin block; None where it is not set or not known."""
        return ((self.setting("plugins") or {}).get(driver) or {}).get(option)

    @property
    def known(self) -> bool:
        """Whether the settings are known, so that what is not set has its default."""
        return self._config is not None

    def knows(self, driver: str) -> bool:
        """The same of a driver's."""
        return driver in (self.setting("plugins") or {})

    def docker(self, option: str, attribute: str) -> bool | None:
        """A switch of the docker driver, which is off by default; its attribute tells it, too."""
        if self.knows("docker"):
            return self.driver("docker", option) in _TRUE
        attributes = self.node.attributes
        return attributes.get(f"driver.docker.{attribute}") in _TRUE if "driver.docker.version" in attributes else None

    def adds(self, driver: str, capability: str) -> bool | None:
        """Whether a task may add a capability."""
        if not self.knows(driver):
            return None
        allowed = {capability_name(name) for name in _texts(self.driver(driver, "allow_caps")) or DEFAULT_CAPABILITIES}
        return "all" in allowed or capability_name(capability) in allowed

    def runs(self, runtime: str) -> bool | None:
        """Whether the docker driver may use a container runtime."""
        there = self.node.attributes.get("driver.docker.runtimes")
        if there and runtime not in map(str.strip, there.split(",")):
            return False
        return runtime in (_texts(self.driver("docker", "allow_runtimes")) or DEFAULT_RUNTIMES) if self.knows("docker") else None

    def drops(self, driver: str, variable: str) -> bool | None:
        """Whether a driver takes a variable out of its tasks' environments."""
        if not self.knows(driver):
            return None
        from fnmatch import fnmatchcase

        # Only the asterisk stands for anything.
        return any(fnmatchcase(variable, name.replace("[", "[[]").replace("?", "[?]")) for name in _texts(self.driver(driver, "denied_envvars")))

    def user(self, driver: str, user: str) -> bool | None:
        """Whether a user may run tasks of a driver."""
        if not self.known:
            return None
        options = self.setting("options") or {}
        checked = options.get("user.checked_drivers") or CHECKED_DRIVERS
        denied = options.get("user.denylist") or options.get("user.blacklist") or DENIED_USERS
        if driver in map(str.strip, checked.split(",")) and user in map(str.strip, denied.split(",")):
            return False
        number = "0" if user == "root" else user
        return not (_NUMBER.fullmatch(number) and any(low <= int(number) <= high for low, high in _ranges(self.driver(driver, "denied_host_uids"))))

    def denies(self, function: str) -> bool:
        """Whether templates may not call a function."""
        denied = self.setting("template.function_denylist")
        return function in (DENIED if denied is None else denied)


def capability_name(text: str) -> str:
    """A capability as drivers compare it."""
    return text.lower().removeprefix("cap_")


def clients(visit: Visit) -> list[Client]:
    """The clients that may get the task that is visited, or in which a block is: those with its driver, where any has it. Empty where nothing is known of a
    cluster."""
    if visit.subject.state is None:
        return []
    from nomadspec.rules.candidates import nodes
    from nomadspec.scheduler.feasibility import has_driver

    found, driver = nodes(visit), (visit.enclosing("Task") or visit).driver
    return [Client(node) for node in [node for node in found if driver and has_driver(node, driver)] or found]


def all_known(found: Iterable[Client]) -> bool:
    """Whether there are clients and the settings of all are known."""
    found = list(found)
    return bool(found) and all(client.known for client in found)


def _texts(value: Any) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _ranges(text: Any) -> list[tuple[int, int]]:
    """Numbers and ranges such as "0,10-15"."""
    found = []
    for part in text.split(",") if isinstance(text, str) else ():
        low, dash, high = part.strip().partition("-")
        if _NUMBER.fullmatch(low) and (_NUMBER.fullmatch(high) or not dash):
            found.append((int(low), int(high or low)))
    return found
