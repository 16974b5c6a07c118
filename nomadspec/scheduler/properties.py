"""PropertySet: how many allocations of a job have each value of a node property (distinct_property, spread).

    used(v) = max(0, E(v) + P(v) − C(v))

E counts live allocations of the state, P what the plan adds or re-emits (an updated allocation thus counts twice, as in Nomad), C what the plan
stops; C(v) is lowered by one where the plan also adds something with the value and C(v) is above 1. Counts follow the plan node by node.
"""

from __future__ import annotations

from nomadspec.cluster.targets import resolve
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from nomadspec._generated.job_model import Job
    from nomadspec.cluster.objects import Node
    from nomadspec.scheduler.context import PlanContext

#: Values without a target of their own are counted together under this one.
POOLED = "*"


class _OfNode(Record):
    """What is counted of a node: allocations that the plan adds and stops there; and of which length and version its list of them was."""

    planned: int
    cleared: int
    seen: int
    rewritten: int


_NOTHING = _OfNode(0, 0, 0, 0)


class PropertySet:
    """Counts of one property for a job, or one group of it."""

    __slots__ = (
        "_cleared", "_context", "_existing", "_extremes", "_group", "_in_use", "_job_id", "_namespace", "_nodes", "_planned", "_targets", "_touched", "_values",
        "attribute", "version",
    )  # fmt: skip

    def __init__(self, context: PlanContext, job: Job, attribute: str, group: str = "", targets: Collection[str] = ()) -> None:
        """`group` "" counts the whole job; with `targets`, all other values count as `POOLED`."""
        self._context = context
        self._namespace = job.namespace or "default"
        self._job_id = job.id or ""
        self._group = group
        self._targets = targets
        self.attribute = attribute
        self._values: dict[str, str | None] = {}
        self._existing: dict[str, int] = {}
        self._planned: dict[str, int] = {}
        self._cleared: dict[str, int] = {}
        self._nodes: dict[str, _OfNode] = {}
        self._touched: list[str] = []
        self._in_use: dict[str, int] | None = None
        self._extremes: tuple[int, int] | None = None
        self.version = 0
        """Rises with each change of a count."""
        for allocation in context.state.allocations_of_job(self._namespace, self._job_id):
            if not allocation.terminal and (not group or allocation.group == group):
                value = self._value_on(allocation.node_id)
                if value is not None:
                    self._existing[value] = self._existing.get(value, 0) + 1
        for node_id in {*context.placed, *context.stopped}:
            self._changed(node_id)
        context.observe(self._changed)

    def value_of(self, node: Node) -> str | None:
        """The node's value as it is counted, None when it has none."""
        if node.id not in self._values:
            value, found = resolve(self.attribute, node)
            self._values[node.id] = None if not found else value if not self._targets or value in self._targets else POOLED
        return self._values[node.id]

    def _value_on(self, node_id: str) -> str | None:
        node = self._context.state.node(node_id)
        return None if node is None else self.value_of(node)

    def _mine(self, namespace: str, job_id: str, group: str) -> bool:
        return job_id == self._job_id and namespace == self._namespace and (not self._group or group == self._group)

    def _changed(self, node_id: str) -> None:
        value = self._value_on(node_id)
        if value is None:
            return
        placed, stopped = self._context.placed.get(node_id, ()), self._context.stopped.get(node_id)
        before, rewritten = self._nodes.get(node_id, _NOTHING), self._context.rewritten.get(node_id, 0)
        planned, seen = (before.planned, before.seen) if before.rewritten == rewritten else (0, 0)
        planned += sum(not p.terminal and self._mine(p.namespace, p.job_id, p.group) for p in placed[seen:])
        cleared = sum(self._mine(a.namespace, a.job_id, a.group) for a in stopped.values()) if stopped else 0
        self._nodes[node_id] = _OfNode(planned, cleared, len(placed), rewritten)
        if (before.planned, before.cleared) != (planned, cleared):
            self._planned[value] = self._planned.get(value, 0) + planned - before.planned
            self._cleared[value] = self._cleared.get(value, 0) + cleared - before.cleared
            self.version += 1
            self._touched.append(value)
            self._in_use = self._extremes = None

    def drain(self) -> list[str]:
        """Values whose count changed since the last call."""
        touched, self._touched = self._touched, []
        return touched

    def used(self, value: str) -> int:
        """Allocations that have the value."""
        planned, cleared = self._planned.get(value, 0), self._cleared.get(value, 0)
        if planned and cleared > 1:
            cleared -= 1
        return max(0, self._existing.get(value, 0) + planned - cleared)

    def in_use(self) -> dict[str, int]:
        """All values that were ever counted, with their counts (which may have fallen to 0)."""
        if self._in_use is None:
            self._in_use = {value: self.used(value) for value in {**self._existing, **{v: n for v, n in self._planned.items() if n}}}
        return self._in_use

    def extremes(self) -> tuple[int, int]:
        """The smallest and the greatest count in use; a 0 met on the way counts as "not set yet", so that only a last one stays."""
        if self._extremes is None:
            least = most = 0
            for count in self.in_use().values():
                if least == 0 or count < least:
                    least = count
                most = max(most, count)
            self._extremes = least, most
        return self._extremes
