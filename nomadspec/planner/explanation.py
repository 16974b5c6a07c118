"""Explanation: the reasons for a plan, as values, from which text, Markdown and pages are rendered (`nomadspec/reporting`).

explanation = explain(plan)               of all groups: every node with all reasons against it, and where the allocations go
explanation.groups[0].candidates          the answers of the nodes (`NodeTrace`), those that fit first, the best of them first
explanation.others                        nodes that are not candidates for any group, and why
why_not(plan, "node-7")                   of one node, by name, id or the beginning of its id: its answer to each group
"""

from __future__ import annotations

from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.planner.result import Plan
    from nomadspec.scheduler.trace import NodeTrace


class PlacedOn(Record, eq=True):
    """An allocation that the plan makes, and the name of its node."""

    name: str
    node: str


class GroupExplanation(Record):
    """A group: the answers of the nodes that are looked at for it, its new allocations, and what they depend on where chance decides: the "shuffle" of the
    nodes, or the "order" in which Nomad takes them; "" where nothing does."""

    name: str
    candidates: tuple[NodeTrace, ...]
    placements: tuple[PlacedOn, ...]
    chance: str = ""

    @property
    def fitting(self) -> int:
        """How many nodes it fits on."""
        return sum(node.verdict == "feasible" for node in self.candidates)


class Explanation(Record):
    """All groups, and the nodes that are candidates for none."""

    groups: tuple[GroupExplanation, ...] = ()
    others: tuple[NodeTrace, ...] = ()


class NodeAnswer(Record):
    """What one node answers to a group; None where the state has no such node."""

    group: str
    node: NodeTrace | None


def explain(plan: Plan) -> Explanation:
    """The explanation of a plan; of a refused one it is empty."""
    trace = plan.trace
    if trace is None:
        return Explanation()
    placed: dict[str, list[PlacedOn]] = {}
    for placement in plan.placements:
        placed.setdefault(placement.group, []).append(PlacedOn(placement.name, placement.node.name or placement.node.id))
    uncertain = {placement.group for placement in plan.uncertain}
    groups = [
        GroupExplanation(
            name,
            tuple(sorted(trace.group(name), key=lambda node: (node.verdict != "feasible", -node.score, node.node.name))),
            tuple(sorted(placed.get(name, ()), key=lambda one: (one.name, one.node))),
            ("order" if plan.is_system else "shuffle") if name in uncertain else "",
        )
        for name in trace.group_names
    ]
    return Explanation(tuple(groups), tuple(trace.others()))


def why_not(plan: Plan, node: str) -> tuple[NodeAnswer, ...]:
    """For each group, why it is not placed on the node (a name, an id or its prefix). Empty for a refused plan."""
    trace = plan.trace
    return () if trace is None else tuple([NodeAnswer(name, trace.of_node(name, node)) for name in trace.group_names])
