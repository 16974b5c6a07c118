"""Devices: which groups of a node serve a request, and which instances an allocation gets.

Where Nomad leaves the choice to chance (between equal groups, between instances) the last equal group and the first free instances are taken.
"""

from __future__ import annotations

from nomadspec.cluster.resources import AllocatedDevice
from nomadspec.notation.constraint_operators import Attribute, device_matches, parse_attribute

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from nomadspec._generated.job_model import Constraint, RequestedDevice
    from nomadspec.cluster.resources import AllocatedResources
    from nomadspec.scheduler.node_facts import DeviceGroup, NodeFacts

NO_MATCH = "no devices match request"
#: Models that an explanation names.
_SHOWN = 6


def _resolve(target: str, group: DeviceGroup) -> tuple[Attribute | None, bool]:
    if not target.startswith("${"):
        return parse_attribute(target), True
    vendor, kind, name = group.key
    plain = {"${device.ids}": ",".join(group.all_ids), "${device.model}": name, "${device.vendor}": vendor, "${device.type}": kind}
    if target in plain:
        return Attribute(plain[target]), True
    if target.startswith("${device.attr."):
        found = group.attributes.get(target[len("${device.attr.") :].removesuffix("}"))
        return found, found is not None
    return None, False


def _holds(attribute: str, operator: str, value: str, group: DeviceGroup) -> bool:
    return device_matches(operator, *_resolve(attribute, group), *_resolve(value, group))


def serves(group: DeviceGroup, request: RequestedDevice) -> bool:
    """Whether the group answers to the request's name and constraints."""
    if not group.answers_to(request.name or ""):
        return False
    return all(_holds(c.attribute or "", c.operator or "", c.value or "", group) for c in request.constraint or ())


def affinity_of(group: DeviceGroup, request: RequestedDevice) -> tuple[float, float]:
    """(sum of the weights of matching affinities, sum of all absolute weights)."""
    matched = total = 0.0
    for affinity in request.affinity or ():
        weight = float(affinity.weight or 0)
        total += abs(weight)
        if _holds(affinity.attribute or "", affinity.operator or "", affinity.value or "", group):
            matched += weight
    return matched, total


def _allowed(constraints: Iterable[Constraint], instance: str) -> bool:
    """Constraints on `${device.ids}` also choose instances: the literal against the one id, sides swapped as Nomad has them."""
    for constraint in constraints:
        if constraint.attribute == "${device.ids}":
            literal = constraint.value or ""
        elif constraint.value == "${device.ids}":
            literal = constraint.attribute or ""
        else:
            continue
        if not device_matches(constraint.operator or "", Attribute(literal), True, Attribute(instance), True):
            return False
    return True


def count_of(request: RequestedDevice) -> int:
    """How many instances it asks for."""
    return 1 if request.count is None else request.count


def device_fault(facts: NodeFacts, request: RequestedDevice, free: NodeDevices) -> str:
    """Why no group of the node serves the request, its instances in use included; "" where one does."""
    need, name = count_of(request), request.name or ""
    named = [group for group in facts.devices if group.answers_to(name)]
    if not named:
        return f"no device {name!r}"
    serving = [group for group in named if serves(group, request)]
    if not serving:
        return f"device {name!r} exists, but no model meets the constraints: {'; '.join(_unmet(group, request) for group in named[:_SHOWN])}"
    counts = [(group, len(group.healthy), [i for i in free.free(group) if _allowed(request.constraint or (), i)]) for group in serving]
    if any(len(usable) >= need for _, _, usable in counts):
        return ""
    have = ", ".join(
        f"{'/'.join(group.key)} ×{len(usable)}" + (f" (of {healthy})" if healthy != len(usable) else "") for group, healthy, usable in counts[:_SHOWN]
    )
    whole = "; one request cannot be split across models" if len(counts) > 1 and sum(len(usable) for _, _, usable in counts) >= need else ""
    return f"{need} of {name!r} needed, but the node has {have}{whole}"


def _unmet(group: DeviceGroup, request: RequestedDevice) -> str:
    """The first constraint that a group does not meet: `a/gpu/T4: ${device.attr.cores} >= 1000, which is not set`."""
    for constraint in request.constraint or ():
        left, operator, right = constraint.attribute or "", constraint.operator or "=", constraint.value or ""
        if not _holds(left, constraint.operator or "", right, group):
            value, _ = _resolve(left, group)
            there = "" if not left.startswith("${") else f" (it is {value.value}{value.unit})" if value is not None else " (it is not set)"
            return f"{'/'.join(group.key)}: {left} {operator} {right}{there}"
    return "/".join(group.key)


def enough_devices(facts: NodeFacts, requests: Iterable[RequestedDevice]) -> bool:
    """Whether the node has the healthy instances that all requests need, used or not; a request may span groups."""
    left = {id(group): len(group.healthy) for group in facts.devices}
    for request in requests:
        need = count_of(request)
        for group in facts.devices:
            have = left[id(group)]
            if have and need and serves(group, request):
                taken = min(have, need)
                left[id(group)] -= taken
                need -= taken
        if need:
            return False
    return True


class NodeDevices:
    """The free instances of a node."""

    __slots__ = ("_facts", "_in_use")

    def __init__(self, facts: NodeFacts, held: Iterable[AllocatedResources]) -> None:
        self._facts = facts
        self._in_use: dict[tuple[str, str, str], set[str]] = {}
        for resources in held:
            for device in resources.devices():
                self._in_use.setdefault(device.key, set()).update(device.ids)

    def free(self, group: DeviceGroup) -> list[str]:
        """Healthy instances that nobody holds."""
        used = self._in_use.get(group.key, ())
        return [instance for instance in group.healthy if instance not in used]

    def assign(self, request: RequestedDevice) -> tuple[AllocatedDevice, float, float] | None:
        """Instances for a request, all of one group, with the affinity (matched, total) of that group; None when no group can. Nothing is taken."""
        best: tuple[float, DeviceGroup, list[str], float, float] | None = None
        need = count_of(request)
        for group in self._facts.devices:
            if not serves(group, request):
                continue
            instances = [i for i in self.free(group) if _allowed(request.constraint or (), i)]
            if len(instances) < need:
                continue
            matched, total = affinity_of(group, request)
            score = matched / total if total else 0.0
            if best is None or score >= best[0]:
                best = (score, group, instances[:need], matched, total)
        if best is None:
            return None
        _, group, chosen, matched, total = best
        return AllocatedDevice(*group.key, tuple(chosen)), matched, total

    def take(self, device: AllocatedDevice) -> None:
        """The instances are in use from now on."""
        self._in_use.setdefault(device.key, set()).update(device.ids)
