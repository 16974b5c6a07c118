"""Checks of the networks of a group and of its tasks (NOM3…).

Labels, static ports and CNI arguments are taken once in a group, by its own networks first and then by those of its tasks. `Taken` is
what the blocks before have taken; the walk carries it from block to block as `scope.within`.
"""

from __future__ import annotations

from nomadspec.checks.check import Check, Found

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from nomadspec.checks.check import Scope

LAST_PORT = 65535
GROUP_OWNER = "taskgroup network"


class Taken:
    """What is taken in a group: labels with their owner, static ports by host network with owner and label, CNI arguments.

    `owner` and `mode` are those of the network at hand; an unknown mode is "".
    """

    __slots__ = ("arguments", "labels", "mode", "owner", "statics")

    def __init__(self) -> None:
        self.owner = GROUP_OWNER
        self.mode = ""
        self.labels: Final[dict[str, str]] = {}
        self.statics: Final[dict[tuple[str, int], str]] = {}
        self.arguments: Final[set[str]] = set()

    def take(self, port: Any, *, label: bool) -> None:
        """Note a port that has been checked; a task's labels are its own."""
        number = port.get("static")
        if number and number <= LAST_PORT:
            self.statics.setdefault(_place(port), f"{self.owner}:{port.get('label')}")
        if label and port.known("label"):
            self.labels.setdefault(port.label, self.owner)


def _place(port: Any) -> tuple[str, int]:
    return (port.get("host_network") or "default", port.static)


def _label_taken(port: Any, scope: Scope) -> Any:
    owner = scope.within.labels.get(port.label)
    return owner and Found(label=port.label, owner=owner)


def _static_taken(port: Any, scope: Scope) -> Any:
    if not port.static or port.static > LAST_PORT or port.host_network is None:
        return None
    holder = scope.within.statics.get(_place(port))
    return holder and Found(n=port.static, holder=holder)


_LABEL = Check("NOM3001", "network-port-label-duplicate", "Port label {label} already in use by {owner}", "",
               "Give each port of the group a different label.",
               _label_taken)  # fmt: skip
_RANGE = Check("NOM3002", "network-static-port-range", "Port {label} ({n}) cannot be greater than 65535", "static",
               "Use a port from 1 to 65535.",
               lambda port, _: (port.static or 0) > LAST_PORT and Found(label=port.label, n=port.static))  # fmt: skip

#: Of each port of a group's network.
PORT = (
    _LABEL,
    _RANGE,
    Check("NOM3003", "network-static-port-conflict", "Static port {n} already reserved by {holder}", "ignore_collision",
          "Use another port, another host_network, or set ignore_collision = true if both are meant to use it.",
          lambda port, scope: not port.ignore_collision and _static_taken(port, scope)),
    Check("NOM3004", "network-port-to-negative", "Port {label:q} cannot be mapped to negative value {n}", "to",
          "Use a port from 0 to 65535, or -1 for the number that is assigned to the port.",
          lambda port, _: (port.to or 0) < -1 and Found(label=port.label, n=port.to)),
    Check("NOM3005", "network-port-to-range", "Port {label:q} cannot be mapped to a port ({n}) greater than 65535", "to",
          "Use a port from 0 to 65535.",
          lambda port, _: (port.to or 0) > LAST_PORT and Found(label=port.label, n=port.to)),
    Check("NOM3006", "network-ignore-collision-mode", "Port {label:q} collision may not be ignored on non-host network mode {mode:q}", "ignore_collision",
          'Remove ignore_collision, or use mode = "host".',
          lambda port, scope: port.ignore_collision and scope.within.mode not in ("", "host")
          and Found(label=port.label, mode=scope.within.mode)),
)  # fmt: skip

#: Of each port of a task's network.
TASK_PORT = (
    Check("NOM3011", "task-network-port-label-duplicate", "Port label {label} already in use by {owner}", "",
          "Rename the port, or use the group's port.",
          _label_taken),
    Check("NOM3012", "task-network-static-port-range", "Port {label} ({n}) cannot be greater than 65535", "static",
          "Use a port from 1 to 65535.",
          _RANGE.test),
    Check("NOM3013", "task-network-static-port-conflict", "Static port {n} already reserved by {holder}", "static",
          "Use another port; better, move the network to the group.",
          _static_taken),
)  # fmt: skip


def _arguments(network: Any) -> dict[str, str]:
    return (network.cni.args or {}) if network.cni is not None else {}


CNI = (
    Check("NOM3021", "network-cni-arg-duplicate", "duplicate CNI arg {k:q}", "cni",
          "Set each CNI argument only once in the group.",
          lambda network, scope: [Found(k=key) for key in _arguments(network) if key in scope.within.arguments]),
    Check("NOM3022", "network-cni-arg-key-semicolon", "invalid ';' character in CNI arg key {k:q}", "cni",
          "Remove the semicolon: it separates arguments.",
          lambda network, _: [Found(k=key) for key in _arguments(network) if ";" in key]),
    Check("NOM3023", "network-cni-arg-value-semicolon", "invalid ';' character in CNI arg value {v:q}", "cni",
          "Remove the semicolon: it separates arguments.",
          lambda network, _: [Found(v=value) for value in _arguments(network).values() if ";" in value]),
)  # fmt: skip

LONGEST_NAME = 256
LONGEST_LABEL = 63


def _is_domain_name(name: str) -> bool:
    """Whether a DNS library could pack `name`: labels of 1 to 63 bytes, 256 bytes with the dots; escapes are one byte each."""
    import re

    text = name.encode("utf-8", "replace")
    if text == b".":
        return True
    letters = re.findall(rb"(?s)\\[0-9]{3}|\\.|[^\\]", text)
    if sum(map(len, letters)) != len(text):
        return False  # an escape of nothing
    if letters[-1] == b".":
        letters.pop()
    lengths = [len(label) for label in _split(letters)]
    return all(0 < length <= LONGEST_LABEL for length in lengths) and sum(lengths) + len(lengths) <= LONGEST_NAME


def _split(letters: list[bytes]) -> list[list[bytes]]:
    """The labels between dots that are not escaped."""
    labels: list[list[bytes]] = [[]]
    for letter in letters:
        if letter == b".":
            labels.append([])
        else:
            labels[-1].append(letter)
    return labels


HOSTNAME = (
    Check("NOM3031", "network-hostname-invalid", "Hostname is not a valid DNS name", "hostname",
          "Use labels of at most 63 bytes with single dots between them.",
          lambda network, _: network.hostname and "${" not in network.hostname and not _is_domain_name(network.hostname)),
)  # fmt: skip

GROUP_WARNINGS = (
    Check("NOM3041", "network-mbits-deprecated",
          "mbits has been deprecated as of Nomad 0.12.0. Please remove mbits from the network block", "mbits",
          "Remove mbits: it has no effect.",
          lambda network, _: (network.mbits or 0) > 0, "warning"),
)  # fmt: skip

TASK_WARNINGS = (
    Check("NOM3042", "task-network-deprecated",
          "task network resources have been deprecated as of Nomad 0.12.0. Please configure networking via group network block.", "network",
          "Move the network block to the group.",
          lambda resources, _: resources.network and Found(blame=resources.network[0], at=""), "warning"),
)  # fmt: skip
