"""Feasibility: can this node run the group at all? The first check that fails filters the node and gives the reason.

What depends only on attributes that a computed class shares is worked out once per class: afterwards the reason for other nodes of a class that
failed is `computed class ineligible`. Constraints on unique attributes and CSI volumes escape from that.
"""

from __future__ import annotations

from nomadspec.cluster.targets import resolve
from nomadspec.notation.constraint_operators import matches
from nomadspec.notation.go_number import parse_bool
from nomadspec.scheduler.devices import enough_devices
from nomadspec.scheduler.properties import PropertySet
from nomadspec.scheduler.volumes import MISSING_HOST_VOLUMES, StickyClaims, csi_fault, host_volumes_fit, missing_csi_volumes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nomadspec._generated.job_model import NetworkResource
    from nomadspec.cluster.objects import Node
    from nomadspec.scheduler.context import PlanContext
    from nomadspec.scheduler.group_request import GroupRequest
    from nomadspec.scheduler.node_facts import NodeFacts
    from nomadspec.scheduler.views import NodeView

CLASS_INELIGIBLE = "computed class ineligible"
DISTINCT_HOSTS = "distinct_hosts"


def job_faults(ask: GroupRequest, node: Node) -> Iterator[str]:
    """Every constraint of the job that the node fails."""
    for check in ask.job_constraints:
        if not check.holds(node):
            yield check.reason


def group_faults(ask: GroupRequest, facts: NodeFacts, network: NetworkResource | None) -> Iterator[str]:
    """Everything about the group that the node fails, in Nomad's order; what allocations do plays no part here."""
    node = facts.node
    for driver in ask.drivers:
        if not has_driver(node, driver):
            yield "missing drivers"
            break
    for check in ask.constraints:
        if not check.holds(node):
            yield check.reason
    if ask.has_devices and not enough_devices(facts, (request for task in ask.tasks for request in task.devices)):
        yield "missing devices"
    yield from network_faults(facts, network)
    for provider in ask.secret_providers:
        if f"plugins.secrets.{provider}.version" not in node.attributes:
            yield "missing secrets provider"
            break


def has_driver(node: Node, driver: str) -> bool:
    """Whether the driver is there and healthy; old clients say it with an attribute only."""
    info = (node.raw.get("Drivers") or {}).get(driver)
    if info is not None:
        return bool(info.get("Detected")) and bool(info.get("Healthy"))
    value = node.attributes.get(f"driver.{driver}")
    return value is not None and parse_bool(value) is True


def network_faults(facts: NodeFacts, network: NetworkResource | None) -> Iterator[str]:
    """What the node lacks for the group's network: its mode, the host networks of its ports."""
    mode = (network.mode if network is not None else "") or "host"
    if mode == "none":
        return
    if mode not in facts.modes and not (mode == "bridge" and _older_than_bridge(facts.node)):
        yield "missing network"
    if network is None:
        return
    for port in (*(network.port or ()), *(network.reserved_ports or ())):
        if port.host_network:
            name, found = resolve(port.host_network, facts.node)
            if not found:
                yield f'invalid host network "{port.host_network}" template for port "{port.label}"'
            elif name not in facts.aliases:
                yield f'missing host network "{name}" for port "{port.label}"'


def _older_than_bridge(node: Node) -> bool:
    """Clients before 0.12 do not list the bridge network."""
    version = node.attributes.get("nomad.version")
    return version is not None and matches("semver", version, True, "< 0.12.0", True)


class Feasibility:
    """The filters of one evaluation, with what is remembered per computed class, and the counts of distinct properties."""

    __slots__ = ("_cached", "_context", "_faults", "_groups", "_jobs", "_missing", "_network", "_properties", "_unmet")

    def __init__(self, context: PlanContext, *, cached: bool) -> None:
        """`cached`: what is remembered per computed class stands for other nodes of the class (service and batch)."""
        self._context = context
        self._cached = cached
        self._jobs: dict[str, bool] = {}
        self._groups: dict[tuple[str, str], bool] = {}
        self._faults: dict[tuple[GroupRequest, str], tuple[int, str | None]] = {}
        self._properties: dict[tuple[str, str], PropertySet] = {}
        self._missing: dict[str, None] = {}
        self._network: NetworkResource | None = None
        self._unmet: list[str] | None = None

    def begin(self, ask: GroupRequest) -> None:
        """A selection for this group begins. The network checker keeps the network of the last group that had one."""
        if ask.network is not None:
            self._network = ask.network
        self._unmet = StickyClaims(self._context, ask.job).volumes() if any(v.sticky for v in ask.host_volumes) else None

    def filtered(self, view: NodeView, ask: GroupRequest, name: str) -> str | None:
        """The reason why the node cannot take the allocation `name`, or None."""
        reason = self.static(view, ask)
        return self.passing(view, ask, name) if reason is None else reason

    def static(self, view: NodeView, ask: GroupRequest) -> str | None:
        """The part that allocations have no influence on."""
        computed = view.class_id
        job_known, group_known = computed != "" and not ask.job_escaped, computed != "" and not ask.escaped
        job, group = (self._jobs.get(computed) if job_known else None), (self._groups.get((ask.name, computed)) if group_known else None)
        if self._cached:
            if job and group:
                return None
            if job is False or (job and group is False):
                return CLASS_INELIGIBLE
        reason = None if job and self._cached else next(job_faults(ask, view.node), None)
        if job_known:
            self._jobs[computed] = reason is None
        if reason is not None:
            return reason
        if group is not None and self._cached:
            return None if group else CLASS_INELIGIBLE
        reason = next(group_faults(ask, view.facts, self._network), None)
        if group_known:
            self._groups[ask.name, computed] = reason is None
        return reason

    # --- for columns, which work nodes out before they are visited ---

    def fault(self, view: NodeView, ask: GroupRequest) -> tuple[int, str | None]:
        """(level, reason) without regard to what is remembered: level 1 for the job's constraints, 2 for the group's checks, 3 for the rest."""
        node, computed = view.node, view.class_id
        key = (ask, computed) if computed != "" and not ask.job_escaped and not ask.escaped else None
        known = self._faults.get(key) if key is not None else None
        if known is None:
            reason, level = next(job_faults(ask, node), None), 1
            if reason is None:
                reason, level = next(group_faults(ask, view.facts, self._network), None), 2
            known = (level, reason)
            if key is not None:
                self._faults[key] = known
        return known if known[1] is not None else (3, self.passing(view, ask, ""))

    def remembers(self, ask: GroupRequest, level: int) -> bool:
        """Whether a fault of this level is remembered for the node's class."""
        return self._cached and (not ask.job_escaped if level == 1 else not ask.escaped if level == 2 else False)

    def ineligible(self, ask: GroupRequest, computed: str) -> bool:
        """Whether a node of the class is known to fail."""
        if not self._cached or computed == "":
            return False
        job = not ask.job_escaped and self._jobs.get(computed) is False
        return job or (not ask.escaped and self._groups.get((ask.name, computed)) is False)

    def remember(self, ask: GroupRequest, computed: str, level: int) -> None:
        """A node of the class was visited and failed on this level (0: passed)."""
        if computed != "" and not ask.job_escaped:
            self._jobs[computed] = level != 1
        if computed != "" and not ask.escaped and level != 1:
            self._groups[ask.name, computed] = level != 2

    def eligibility(self, asks: Iterable[GroupRequest]) -> tuple[bool, dict[str, bool], list[str]]:
        """What would wake a blocked evaluation: whether a constraint escapes from classes, the classes by eligibility, missing resources."""
        classes: dict[str, bool] = {}
        for (_, computed), eligible in self._groups.items():
            classes[computed] = classes.get(computed, False) or eligible
        for computed, eligible in self._jobs.items():
            classes[computed] = classes.get(computed, True) and eligible
        return any(ask.job_escaped or ask.escaped for ask in asks), classes, list(self._missing)

    def passing(self, view: NodeView, ask: GroupRequest, name: str) -> str | None:
        """The part that changes with the plan or the allocation: volumes, distinct hosts and properties."""
        return next(self.all_passing(view, ask, name), None) if ask.depends_on_plan else None

    def all_passing(self, view: NodeView, ask: GroupRequest, name: str) -> Iterator[str]:
        """Every such fault."""
        if ask.host_volumes and not host_volumes_fit(self._context, ask.job, view.node, ask.host_volumes, name, self._unmet):
            yield MISSING_HOST_VOLUMES
        if ask.csi_volumes:
            missing = missing_csi_volumes(self._context.state, ask.job, ask.csi_volumes, name)
            self._missing.update({f"csi-volume:{ask.job.namespace or 'default'}:{volume}": None for volume in missing})
            reason = csi_fault(self._context.state, ask.job, view.node, ask.csi_volumes, name)
            if reason is not None:
                yield reason
        if ask.distinct_hosts and self._cached and self.shares_host(view, ask):
            yield DISTINCT_HOSTS
        if ask.distinct_properties:
            yield from self.property_faults(view, ask)

    def shares_host(self, view: NodeView, ask: GroupRequest) -> bool:
        """Whether an allocation is there that distinct_hosts keeps apart."""
        view.refresh()
        job_id, namespace = ask.job.id or "", ask.job.namespace or "default"
        return any(a.job_id == job_id and a.namespace == namespace and (ask.distinct_hosts == "job" or a.group == ask.name) for a in view.allocs)

    def property_faults(self, view: NodeView, ask: GroupRequest) -> Iterator[str]:
        """The distinct properties of which the node's value is used up, or which it does not have."""
        for constraint, group in ask.distinct_properties:
            attribute = constraint.attribute or ""
            counts = self._properties.get((group, attribute))
            if counts is None:
                counts = self._properties[group, attribute] = PropertySet(self._context, ask.job, attribute, group)
            value = counts.value_of(view.node)
            if value is None:
                yield f'missing property "{attribute}"'
                continue
            used = counts.used(value)
            if used >= allowed(constraint.value or ""):
                yield f"distinct_property: {attribute}={value} used by {used} allocs"


def allowed(text: str) -> int:
    """How many allocations a distinct_property with this value lets share a property."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 1
