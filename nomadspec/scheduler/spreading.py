"""Spread blocks: how much placing one more allocation on a node helps or harms the wanted spread."""

from __future__ import annotations

from nomadspec.scheduler.properties import POOLED, PropertySet
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.cluster.objects import Node
    from nomadspec.scheduler.context import PlanContext
    from nomadspec.scheduler.group_request import GroupRequest


class SpreadInfo(Record):
    """What is wanted of one attribute: counts per value ("*" for the others), or an even spread when `desired` is empty."""

    weight: int
    desired: dict[str, float]


class Spreading:
    """The spreads of an evaluation. Weights add up over every group looked at; the lowest boost so far is remembered, as Nomad does."""

    __slots__ = ("_context", "_groups", "lowest", "total_weight")

    def __init__(self, context: PlanContext) -> None:
        self._context = context
        self._groups: dict[str, GroupSpread] = {}
        self.total_weight = 0
        self.lowest = -1.0

    def of(self, ask: GroupRequest) -> GroupSpread:
        """The spreads of a group, made when the group is first looked at."""
        found = self._groups.get(ask.name)
        if found is None:
            found = self._groups[ask.name] = GroupSpread(self, self._context, ask)
        return found


class GroupSpread:
    """The spreads of one group: the job's blocks, then its own."""

    __slots__ = ("_owner", "infos", "sets")

    def __init__(self, owner: Spreading, context: PlanContext, ask: GroupRequest) -> None:
        self._owner = owner
        self.infos: dict[str, SpreadInfo] = {}
        jobs = len(ask.job.spread or ())
        for spread in [*ask.spreads[jobs:], *ask.spreads[:jobs]]:
            desired: dict[str, float] = {}
            total = 0.0
            for target in spread.target or ():
                desired[target.value] = float(target.percent) / 100 * float(ask.count)
                total += desired[target.value]
            if 0 < total < float(ask.count):
                desired[POOLED] = float(ask.count) - total
            weight = 50 if spread.weight is None else spread.weight
            self.infos[spread.attribute or ""] = SpreadInfo(weight, desired)
            owner.total_weight += weight
        self.sets = [
            PropertySet(context, ask.job, spread.attribute or "", ask.name, [v for v in self.infos[spread.attribute or ""].desired if v != POOLED])
            for spread in ask.spreads
        ]

    def score(self, node: Node) -> float:
        """The sum over the group's spreads."""
        total = 0.0
        for counts in self.sets:
            value = counts.value_of(node)
            total += -1.0 if value is None else self.boost(counts, value)
        return total

    def boost(self, counts: PropertySet, value: str) -> float:
        """What one spread says of one more allocation with this value."""
        info = self.infos[counts.attribute]
        if not info.desired:
            return even_boost(counts, value)
        desired = info.desired.get(value)
        if desired is None:
            desired = info.desired.get(POOLED)
            if desired is None:
                return -1.0
        owner = self._owner
        if desired == 0:
            return owner.lowest
        boost = ((desired - float(counts.used(value) + 1)) / desired) * (float(info.weight) / float(owner.total_weight))
        owner.lowest = min(owner.lowest, boost)
        return boost


def even_boost(counts: PropertySet, value: str) -> float:
    """Without targets: how far the value's count lies below the smallest count in use."""
    in_use = counts.in_use()
    if not in_use:
        return 0.0
    current = in_use.get(value, 0)
    least, most = counts.extremes()
    if current != least:
        return float(least - current) / float(least) if least else -1.0
    if least == most:
        return -1.0
    return 1.0 if least == 0 else float(most - least) / float(least)
