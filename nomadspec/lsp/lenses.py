"""With a state: beside each group on how many of its nodes it fits and how many more of it have room; what keeps it off nodes, in the tooltip.

The job is planned for that, so it is done once for a version of the text, behind the linting. There is none without a state, or for a job that is
not wholly known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from nomadspec.lsp.capabilities import EXPLAIN

if TYPE_CHECKING:
    from typing import Final

    from nomadspec.lsp.documents import Document
    from nomadspec.lsp.findings import Workbench
    from nomadspec.planner.explanation import GroupExplanation

#: Placements of a group that are tried.
MOST: Final = 200
#: Reasons that a hover shows, and names of nodes of one.
MOST_REASONS: Final = 10
MOST_NAMES: Final = 5


def lenses(document: Document, bench: Workbench) -> list[types.CodeLens]:
    """One for each group that was planned."""
    explained = _explained(document, bench)
    if not explained:
        return []
    found = []
    for entry in document.outline.root.walk():
        if entry.name == "group" and entry.is_block and entry.labels and (group := explained.get(entry.labels[0].text)):
            stretch = document.lines.range(entry.start, entry.labels[0].end)
            found.append(types.CodeLens(stretch, types.Command(_title(*group), EXPLAIN, arguments=[document.uri, entry.labels[0].text])))
    return found


def about_group(document: Document, name: str, bench: Workbench) -> str:
    """How many nodes a group fits on, and what keeps it off the others, in Markdown; "" if that is not known."""
    from nomadspec.reporting.escaping import markdown_inert
    from nomadspec.reporting.plan_explain import reason_texts

    found = _explained(document, bench).get(name)
    if found is None:
        return ""
    group, more = found
    reasons: dict[str, list[str]] = {}
    for node in group.candidates:
        for reason in reason_texts(node) if node.verdict != "feasible" else ():
            reasons.setdefault(reason, []).append(node.node.name or node.node.id)
    rows = sorted(reasons.items(), key=lambda row: -len(row[1]))
    lines = [f"- {markdown_inert(reason)}: {_some(nodes)}" for reason, nodes in rows[:MOST_REASONS]]
    if len(rows) > MOST_REASONS:
        lines.append(f"- {len(rows) - MOST_REASONS} more reasons")
    return "\n".join([f"**{_title(group, more)}**", *(["", *lines] if lines else [])])


def _some(names: list[str]) -> str:
    """The names, or how many there are beside the first."""
    from nomadspec.reporting.escaping import markdown_span

    shown = ", ".join(map(markdown_span, names[:MOST_NAMES]))
    return shown if len(names) <= MOST_NAMES else f"{shown} and {len(names) - MOST_NAMES} more"


def _explained(document: Document, bench: Workbench) -> dict[str, tuple[GroupExplanation, int | None]]:
    """Each group, and how many more of it have room; worked out once for a version of the text."""
    if bench.explained is None or bench.explained[0] is not document:
        bench.explained = (document, _explain(document, bench))
    return bench.explained[1]


def _explain(document: Document, bench: Workbench) -> dict[str, tuple[GroupExplanation, int | None]]:
    if bench.state is None or document.kind != "jobspec":
        return {}
    from nomadspec.planner.explanation import explain
    from nomadspec.planner.plan import plan
    from nomadspec.simulation.group_capacity import capacity

    job = bench.compiled(document).job
    if job is None:
        return {}
    planned = plan(job, bench.state)
    if not planned.ok:
        return {}
    room = capacity(job, bench.state, most=MOST)
    found = {}
    for group in explain(planned).groups:
        more = room.groups[group.name].placed if room.error is None and group.name in room.groups else None
        found[group.name] = (group, more)
    return found


def _title(group: GroupExplanation, more: int | None) -> str:
    nodes = f"fits on {group.fitting} of {len(group.candidates)} nodes"
    return nodes if more is None else f"{nodes} · {more}{' or' if more >= MOST else ''} more"


def explanation(document: Document, group: str, bench: Workbench) -> str:
    """Node by node how a group would be placed, as `plan --explain` shows it, or why that cannot be said."""
    if bench.state is None:
        return "Placement needs a state: set one in the settings of the language server."
    from nomadspec.planner.explanation import Explanation, explain
    from nomadspec.planner.plan import plan
    from nomadspec.reporting.plan_explain import explain_lines
    from nomadspec.source.styled_text import plain

    job = bench.compiled(document).job
    if job is None:
        return "The jobspec does not compile."
    planned = plan(job, bench.state)
    if not planned.ok:
        return planned.error or ""
    return plain(explain_lines(Explanation(tuple(found for found in explain(planned).groups if found.name == group))))
