"""Why a plan is as it is: for each group every node with all that speaks against it and each term of its score, and where each allocation goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.reporting.escaping import line as one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.planner.result import Plan
    from nomadspec.scheduler.trace import NodeTrace
    from nomadspec.source.styled_text import Line

#: Nodes shown of a group; the rest is counted.
MOST_NODES = 200

_VERDICTS = {"feasible": ("fits", "good"), "filtered": ("filtered", "error"), "exhausted": ("full", "warning")}


def explain_lines(plan: Plan, *, seeded: bool) -> list[Line]:
    """The whole explanation; `seeded` tells that the evaluation id was given, so that the order of nodes is Nomad's own."""
    trace = plan.trace
    if trace is None:
        return []
    lines: list[Line] = []
    for group in trace.group_names:
        lines += [[], [("Group ", ""), (f'"{one_line(group)}"', "title")], *_matrix(plan, group)]
        lines += _placements(plan, group, seeded)
    return [*lines, *_others(plan)]


def why_not_lines(plan: Plan, node: str) -> list[Line]:
    """For each group: what keeps it off the node (a name, an id or its prefix)."""
    trace = plan.trace
    if trace is None:
        return []
    lines: list[Line] = []
    for group in trace.group_names:
        found = trace.of_node(group, node)
        lines.append([])
        if found is None:
            lines.append([(f'Group "{one_line(group)}": ', "title"), (f"no node {one_line(node)!r} in the state", "error")])
            continue
        lines.append([(f'Group "{one_line(group)}" on {one_line(found.node.name)}: ', "title"), _verdict(found)])
        lines += _reasons(found, "  ")
        if found.verdict == "feasible":
            lines += _scores(found, "  ")
    return lines


def _verdict(node: NodeTrace) -> tuple[str, str]:
    return _VERDICTS.get(node.verdict, ("no candidate", "dim"))


def _reasons(node: NodeTrace, pad: str) -> Iterator[Line]:
    for reason in node.reasons:
        detail = f": {one_line(reason.detail)}" if reason.detail else ""
        yield [(pad, ""), ("✗ ", "error"), (one_line(reason.text) + detail, "")]
    if node.with_preemption is not None and node.with_preemption.verdict == "feasible":
        number = len(node.with_preemption.preempted)
        yield [(pad, ""), (f"fits when {number} allocation{'s' * (number != 1)} of lower priority give{'s' * (number == 1)} way", "info")]


def _scores(node: NodeTrace, pad: str) -> Iterator[Line]:
    terms = ", ".join(f"{one_line(name)} {value:+.4f}" for name, value in sorted(node.scores.items()))
    yield [
        (pad, ""),
        (f"score {node.score:.4f}", "title"),
        (f" = mean of {node.count} {'term' if node.count == 1 else 'terms'}: {terms}" if terms else "", "dim"),
    ]


def _matrix(plan: Plan, group: str) -> Iterator[Line]:
    assert plan.trace is not None
    nodes = plan.trace.group(group)
    if not nodes:
        yield [("  no node is a candidate (pool, datacenter, status)", "error")]
        return
    width = max(len(one_line(n.node.name)) for n in nodes[:MOST_NODES])
    ranked = sorted(nodes, key=lambda n: (n.verdict != "feasible", -n.score, n.node.name))
    for node in ranked[:MOST_NODES]:
        word, style = _verdict(node)
        yield [("  ", ""), (one_line(node.node.name).ljust(width), "path"), (f"  {word}", style)]
        yield from _reasons(node, " " * (width + 6))
        if node.verdict == "feasible":
            yield from _scores(node, " " * (width + 6))
    if len(nodes) > MOST_NODES:
        yield [(f"  … and {len(nodes) - MOST_NODES} more nodes", "dim")]


def _others(plan: Plan) -> Iterator[Line]:
    assert plan.trace is not None
    for node in plan.trace.others()[:MOST_NODES]:
        why = "; ".join(one_line(r.text) + (f" ({one_line(r.detail)})" if r.detail else "") for r in node.reasons) or one_line(node.word)
        yield [("  ", ""), (one_line(node.node.name), "dim"), ("  no candidate: ", "dim"), (why, "dim")]


def _placements(plan: Plan, group: str, seeded: bool) -> Iterator[Line]:
    rows = [p for p in plan.to_dict()["placements"] if p["group"] == group]
    if not rows:
        return
    yield []
    for row in rows:
        yield [("  ", ""), (one_line(row["name"]), "path"), (" → ", ""), (one_line(str(row["node"])), "good")]
    if not seeded:
        feasible = sum(n.verdict == "feasible" for n in plan.trace.group(group)) if plan.trace is not None else 0
        if feasible > 1:
            yield [(f"  Which of the {feasible} nodes that fit is taken also depends on how Nomad shuffles them (--eval-id fixes it).", "dim")]
