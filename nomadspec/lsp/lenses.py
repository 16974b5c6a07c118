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


def lenses(document: Document, bench: Workbench) -> list[types.CodeLens]:
    """One for each group that was planned."""
    explained = _explained(document, bench)
    if not explained:
        return []
    found = []
    for entry in document.outline.root.walk():
        if entry.name == "group" and entry.is_block and entry.labels and (title := explained.get(entry.labels[0].text)):
            stretch = document.lines.range(entry.start, entry.labels[0].end)
            found.append(types.CodeLens(stretch, types.Command(title, EXPLAIN, arguments=[document.uri, entry.labels[0].text])))
    return found


def _explained(document: Document, bench: Workbench) -> dict[str, str]:
    """The title of each group."""
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
        found[group.name] = _title(group, more)
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
