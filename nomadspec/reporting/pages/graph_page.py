"""Dependencies of jobs as a page: a drawing, and the same as a table for screen readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from nomadspec.reporting.escaping import html, line
from nomadspec.reporting.graph_drawing import label, legend
from nomadspec.reporting.pages.page import Page
from nomadspec.reporting.sections import Section, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nomadspec.graph.dependencies import DependencyGraph, Thing

TITLE: Final = "Dependencies"
#: Kind of node → its fill.
_FILLS: Final = {
    "job": "#dbeafe",
    "service": "#dcfce7",
    "volume": "#fef3c7",
    "plugin": "#ede9fe",
    "namespace": "#e0f2fe",
    "node_pool": "#fce7f3",
    "variable": "#f1f5f9",
    "policy": "#fee2e2",
}
#: In pixels: of a node, and between two.
_WIDTH, _HEIGHT, _ACROSS, _DOWN = 200, 40, 90, 20


def graph_page(graph: DependencyGraph, paths: Sequence[str]) -> Page:
    """The page; `paths` are those of the jobs."""
    sections = [Section(f"Cycle: {' → '.join(graph.jobs[number].name for number in way)}", "error") for way in graph.cycles()]
    rows = [(label(edge.source), edge.how, label(edge.target)) for edge in graph.edges]
    if rows:
        sections.append(Section(table=Table(("what", "how", "needs"), rows)))
    explained = legend(graph.outside())
    return Page(TITLE, f"{explained[0].upper()}{explained[1:]}.", sections, drawing=_drawing(graph, paths))


def _drawing(graph: DependencyGraph, paths: Sequence[str]) -> str:
    places = _places(graph)
    outside = graph.outside()
    width = max((x for x, _ in places.values()), default=0) + _WIDTH + 20
    height = max((y for _, y in places.values()), default=0) + _HEIGHT + 20
    drawn = [_curve(places[edge.source], places[edge.target], edge.how) for edge in graph.edges]
    for thing, (x, y) in places.items():
        dashed = ' stroke-dasharray="4"' if thing in outside else ""
        title = html(label(thing) + (f" ({paths[thing.number]})" if thing.kind == "job" else f" ({thing.scope})" if thing.scope else ""))
        text = line(thing.name)
        shown = html(text if len(text) <= 26 else text[:25] + "…")
        drawn.append(
            f'<g><title>{title}</title><rect x="{x}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}" rx="6" fill="{_FILLS[thing.kind]}" stroke="#334155"{dashed}/>'
            f'<text x="{x + 10}" y="{y + 15}" class="kind">{thing.kind}</text><text x="{x + 10}" y="{y + 31}">{shown}</text></g>'
        )
    return f"""<svg role="img" aria-label="dependency graph" width="{width}" height="{height}" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="#64748b"/></marker></defs>
{chr(10).join(drawn)}
</svg>"""


def _places(graph: DependencyGraph) -> dict[Thing, tuple[int, int]]:
    """The upper left corner of each node: columns by the longest way from a node that nothing depends on; what is in a cycle shares a column."""
    import networkx

    whole: Any = networkx.DiGraph()
    whole.add_nodes_from(graph.things)
    whole.add_edges_from((edge.source, edge.target) for edge in graph.edges)
    folded = networkx.condensation(whole)
    columns: dict[int, list[Thing]] = {}
    depth: dict[int, int] = {}
    for part in networkx.topological_sort(folded):
        depth[part] = max((depth[before] + 1 for before in folded.predecessors(part)), default=0)
    order = {thing: number for number, thing in enumerate(graph.things)}
    for part in folded:
        columns.setdefault(depth[part], []).extend(folded.nodes[part]["members"])
    rows: dict[Thing, float] = {}
    for column in sorted(columns):
        # Near the mean of what leads here, so that few lines cross.
        columns[column].sort(key=lambda thing: (_mean([rows[t] for t in whole.predecessors(thing) if t in rows], order[thing]), order[thing]))
        rows.update({thing: row for row, thing in enumerate(columns[column])})
    return {
        thing: (10 + column * (_WIDTH + _ACROSS), 10 + row * (_HEIGHT + _DOWN))
        for column, things in sorted(columns.items())
        for row, thing in enumerate(things)
    }


def _mean(values: list[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _curve(start: tuple[int, int], end: tuple[int, int], how: str) -> str:
    x, y = start[0] + _WIDTH, start[1] + _HEIGHT // 2
    to_x, to_y = end[0], end[1] + _HEIGHT // 2
    if to_x <= start[0]:  # Back, or in the same column: around the right side.
        to_x = end[0] + _WIDTH
        path = f"M{x} {y}C{max(x, to_x) + 60} {y} {max(x, to_x) + 60} {to_y} {to_x} {to_y}"
    else:
        middle = (x + to_x) // 2
        path = f"M{x} {y}C{middle} {y} {middle} {to_y} {to_x} {to_y}"
    return (
        f'<path d="{path}" fill="none" stroke="#64748b" marker-end="url(#arrow)"/>'
        f'<text class="how" text-anchor="middle" x="{(x + to_x) // 2}" y="{(y + to_y) // 2 - 4}">{html(how)}</text>'
    )
