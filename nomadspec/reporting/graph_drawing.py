"""Dependency graphs as DOT, Mermaid, JSON and a page of HTML that needs nothing else.

Nodes are numbered, so that no name from a jobspec is ever part of the syntax; labels are escaped for their format.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from nomadspec.reporting.documents import numbered
from nomadspec.reporting.escaping import dot, html, line, mermaid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nomadspec.graph.dependencies import DependencyGraph, Thing

#: Kind of node → shape in DOT, brackets in Mermaid, fill on the page.
_SHAPES: Final = {
    "job": "box",
    "service": "ellipse",
    "volume": "cylinder",
    "plugin": "component",
    "namespace": "folder",
    "node_pool": "box3d",
    "variable": "note",
    "policy": "octagon",
}
_BRACKETS: Final = {
    "job": ("[", "]"),
    "service": ("([", "])"),
    "volume": ("[(", ")]"),
    "plugin": ("{{", "}}"),
    "namespace": ("[[", "]]"),
    "node_pool": ("[/", "/]"),
    "variable": (">", "]"),
    "policy": ("{", "}"),
}
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

_TITLE: Final = "Dependencies of Nomad jobs"
#: Of the page, in pixels.
_WIDTH, _HEIGHT, _ACROSS, _DOWN = 200, 40, 90, 20


def dot_graph(graph: DependencyGraph, paths: Sequence[str]) -> str:
    """For Graphviz."""
    ids, outside = _ids(graph), graph.outside()
    rows = ["digraph nomad {", "  rankdir=LR;", "  labelloc=t;", f"  label={dot(_title(outside))};"]
    for thing, name in ids.items():
        style = ", style=dashed" if thing in outside else ""
        tooltip = f", tooltip={dot(paths[thing.number])}" if thing.kind == "job" else ""
        rows.append(f"  {name} [label={dot(_label(thing))}, shape={_SHAPES[thing.kind]}{style}{tooltip}];")
    rows += (f"  {ids[edge.source]} -> {ids[edge.target]} [label={dot(edge.how)}];" for edge in graph.edges)
    return "\n".join([*rows, "}"]) + "\n"


def mermaid_graph(graph: DependencyGraph) -> str:
    """For Mermaid, which GitHub and GitLab draw in Markdown."""
    ids, outside = _ids(graph), graph.outside()
    rows = ["---", f"title: {_title(outside)}", "---", "flowchart LR"]
    for thing, name in ids.items():
        before, behind = _BRACKETS[thing.kind]
        rows.append(f'  {name}{before}"{mermaid(_label(thing))}"{behind}')
    rows += (f'  {ids[edge.source]} -->|"{mermaid(edge.how)}"| {ids[edge.target]}' for edge in graph.edges)
    if outside:
        rows += ["  classDef outside stroke-dasharray: 4", f"  class {','.join(ids[thing] for thing in ids if thing in outside)} outside"]
    return "\n".join(rows) + "\n"


def json_graph(graph: DependencyGraph, paths: Sequence[str]) -> str:
    """For programs: `{"format": …, "nodes": […], "edges": […], "cycles": [[id, …, id]]}`; `how` reads from source to target."""
    ids, outside = _ids(graph), graph.outside()
    nodes = []
    for thing, name in ids.items():
        node: dict[str, Any] = {"id": name, "kind": thing.kind, "name": thing.name, "scope": thing.scope, "outside": thing in outside}
        nodes.append({**node, "path": paths[thing.number]} if thing.kind == "job" else node)
    edges = [{"source": ids[edge.source], "target": ids[edge.target], "how": edge.how} for edge in graph.edges]
    cycles = [[ids[graph.jobs[number]] for number in way] for way in graph.cycles()]
    return json.dumps(numbered("graph", {"nodes": nodes, "edges": edges, "cycles": cycles}), indent=2, ensure_ascii=True) + "\n"


def html_graph(graph: DependencyGraph, paths: Sequence[str]) -> str:
    """A page with the drawing and, for readers without eyes for it, the same as a table. No scripts, nothing loaded."""
    places = _places(graph)
    outside = graph.outside()
    width = max((x for x, _ in places.values()), default=0) + _WIDTH + 20
    height = max((y for _, y in places.values()), default=0) + _HEIGHT + 20
    drawn = [_curve(places[edge.source], places[edge.target], edge.how) for edge in graph.edges]
    for thing, (x, y) in places.items():
        dashed = ' stroke-dasharray="4"' if thing in outside else ""
        title = html(_label(thing) + (f" ({paths[thing.number]})" if thing.kind == "job" else f" ({thing.scope})" if thing.scope else ""))
        text = line(thing.name)
        shown = html(text if len(text) <= 26 else text[:25] + "…")
        drawn.append(
            f'<g><title>{title}</title><rect x="{x}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}" rx="6" fill="{_FILLS[thing.kind]}" stroke="#334155"{dashed}/>'
            f'<text x="{x + 10}" y="{y + 15}" class="kind">{thing.kind}</text><text x="{x + 10}" y="{y + 31}">{shown}</text></g>'
        )
    rows = "".join(f"<tr><td>{html(line(_label(e.source)))}</td><td>{html(e.how)}</td><td>{html(line(_label(e.target)))}</td></tr>\n" for e in graph.edges)
    cycles = "".join(f'<p class="cycle">cycle: {html(" → ".join(line(graph.jobs[n].name) for n in way))}</p>\n' for way in graph.cycles())
    kinds = dict.fromkeys(thing.kind for thing in places)
    swatches = "".join(f'<span class="swatch" style="background: {_FILLS[kind]}">{kind}</span>' for kind in kinds)
    if outside:
        swatches += '<span class="swatch outside">outside</span>'
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{_TITLE}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>
body {{ font: 14px sans-serif; margin: 16px; color: #0f172a; background: #fff }} svg {{ max-width: 100% }} text {{ font-size: 12px }}
.kind, .how {{ font-size: 10px; fill: #64748b }} .cycle {{ color: #b91c1c }} td {{ padding: 2px 12px 2px 0 }}
.swatch {{ display: inline-block; border: 1px solid #334155; border-radius: 3px; padding: 1px 8px; margin-right: 6px }} .outside {{ border-style: dashed }}
</style></head><body>
<h1>{_TITLE}</h1>
<p>{swatches} {html(_legend(outside))}</p>
{cycles}<svg role="img" aria-label="dependency graph" width="{width}" height="{height}" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="#64748b"/></marker></defs>
{chr(10).join(drawn)}
</svg>
<table><tbody>
{rows}</tbody></table>
</body></html>
"""


def _title(outside: set[Thing]) -> str:
    return f"{_TITLE} ({_legend(outside)})"


def _legend(outside: set[Thing]) -> str:
    return "an arrow leads to what is needed" + ("; dashed - none of these jobs offers it" if outside else "")


def _ids(graph: DependencyGraph) -> dict[Thing, str]:
    return {thing: f"n{number}" for number, thing in enumerate(graph.things)}


def _label(thing: Thing) -> str:
    return f"{thing.kind} {thing.name}"


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
