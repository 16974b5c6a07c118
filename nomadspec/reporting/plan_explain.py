"""An explanation of a plan as text: for each group, every node with all reasons against it and each term of its score, and where each allocation goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.reporting.escaping import line as one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nomadspec.planner.explanation import Explanation, GroupExplanation, NodeAnswer
    from nomadspec.scheduler.trace import NodeTrace
    from nomadspec.source.styled_text import Line

#: Nodes shown of a group; the rest is counted.
MOST_NODES = 200

#: Verdict → the word for it and its style.
VERDICTS = {"feasible": ("fits", "good"), "filtered": ("filtered", "error"), "exhausted": ("full", "warning"), "other": ("no candidate", "dim")}


def explain_lines(explanation: Explanation) -> list[Line]:
    """The whole explanation."""
    lines: list[Line] = []
    for group in explanation.groups:
        lines += [[], [("Group ", ""), (f'"{one_line(group.name)}"', "title")], *_matrix(group.candidates)]
        lines += _placements(group)
    return [*lines, *_others(explanation.others)]


def why_not_lines(answers: Sequence[NodeAnswer], node: str) -> list[Line]:
    """Why each group is not placed on the node given as `node`."""
    lines: list[Line] = []
    for answer in answers:
        found = answer.node
        lines.append([])
        if found is None:
            lines.append([(f'Group "{one_line(answer.group)}": ', "title"), (f"the state has no node {one_line(node)!r}", "error")])
            continue
        lines.append([(f'Group "{one_line(answer.group)}" on {one_line(found.node.name)}: ', "title"), VERDICTS[found.verdict]])
        lines += _reasons(found, "  ")
        if found.verdict == "feasible":
            lines += _scores(found, "  ")
    return lines


def chance_note(group: GroupExplanation) -> str:
    """What the chosen nodes depend on, if they are uncertain."""
    why = "how Nomad shuffles them (--eval-id fixes it)" if group.chance == "shuffle" else "the order in which Nomad takes them"
    return f"Which of the {group.fitting} nodes that fit is chosen also depends on {why}."


def reason_texts(node: NodeTrace) -> list[str]:
    """The reasons against a node, one per line."""
    return [one_line(reason.text) + (f": {one_line(reason.detail)}" if reason.detail else "") for reason in node.reasons]


def preemption_text(node: NodeTrace) -> str:
    """Whether the group fits after preemption, as a sentence; "" if it does not."""
    if node.with_preemption is None or node.with_preemption.verdict != "feasible":
        return ""
    number = len(node.with_preemption.preempted)
    return f"fits when {number} allocation{'s' * (number != 1)} of lower priority {'is' if number == 1 else 'are'} preempted"


def terms_text(node: NodeTrace) -> str:
    """The terms of a score; "" without any."""
    terms = ", ".join(f"{one_line(name)} {value:+.4f}" for name, value in sorted(node.scores.items()))
    return f"mean of {node.count} {'term' if node.count == 1 else 'terms'}: {terms}" if terms else ""


def _reasons(node: NodeTrace, pad: str) -> Iterator[Line]:
    for text in reason_texts(node):
        yield [(pad, ""), ("✗ ", "error"), (text, "")]
    if text := preemption_text(node):
        yield [(pad, ""), (text, "info")]


def _scores(node: NodeTrace, pad: str) -> Iterator[Line]:
    terms = terms_text(node)
    yield [(pad, ""), (f"score {node.score:.4f}", "title"), (f" = {terms}" if terms else "", "dim")]


def _matrix(nodes: Sequence[NodeTrace]) -> Iterator[Line]:
    if not nodes:
        yield [("  no node is a candidate (wrong pool, datacenter or status)", "error")]
        return
    shown = nodes[:MOST_NODES]
    width = max(len(one_line(node.node.name)) for node in shown)
    for node in shown:
        word, style = VERDICTS[node.verdict]
        yield [("  ", ""), (one_line(node.node.name).ljust(width), "path"), (f"  {word}", style)]
        yield from _reasons(node, " " * (width + 6))
        if node.verdict == "feasible":
            yield from _scores(node, " " * (width + 6))
    if len(nodes) > len(shown):
        yield [(f"  … and {len(nodes) - len(shown)} more nodes", "dim")]


def _others(nodes: Sequence[NodeTrace]) -> Iterator[Line]:
    for node in nodes[:MOST_NODES]:
        why = "; ".join(one_line(r.text) + (f" ({one_line(r.detail)})" if r.detail else "") for r in node.reasons) or one_line(node.word)
        yield [("  ", ""), (one_line(node.node.name), "dim"), ("  no candidate: ", "dim"), (why, "dim")]


def _placements(group: GroupExplanation) -> Iterator[Line]:
    if not group.placements:
        return
    yield []
    for placed in group.placements:
        yield [("  ", ""), (one_line(placed.name), "path"), (" → ", ""), (one_line(placed.node), "good")]
    if group.chance:
        yield [("  ", ""), (chance_note(group), "dim")]
