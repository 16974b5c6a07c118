"""Dependency graphs as DOT, Mermaid and JSON; `pages/graph_page.py` makes a page of them.

Nodes are numbered, so that no name from a jobspec is ever part of the syntax; labels are escaped for their format.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from nomadspec.reporting.documents import numbered
from nomadspec.reporting.escaping import dot, mermaid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nomadspec.graph.dependencies import DependencyGraph, Thing

#: Kind of node → shape in DOT, brackets in Mermaid.
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

_TITLE: Final = "Dependencies of Nomad jobs"


def dot_graph(graph: DependencyGraph, paths: Sequence[str]) -> str:
    """For Graphviz."""
    ids, outside = _ids(graph), graph.outside()
    rows = ["digraph nomad {", "  rankdir=LR;", "  labelloc=t;", f"  label={dot(_title(outside))};"]
    for thing, name in ids.items():
        style = ", style=dashed" if thing in outside else ""
        tooltip = f", tooltip={dot(paths[thing.number])}" if thing.kind == "job" else ""
        rows.append(f"  {name} [label={dot(label(thing))}, shape={_SHAPES[thing.kind]}{style}{tooltip}];")
    rows += (f"  {ids[edge.source]} -> {ids[edge.target]} [label={dot(edge.how)}];" for edge in graph.edges)
    return "\n".join([*rows, "}"]) + "\n"


def mermaid_graph(graph: DependencyGraph) -> str:
    """For Mermaid, which GitHub and GitLab draw in Markdown."""
    ids, outside = _ids(graph), graph.outside()
    rows = ["---", f"title: {_title(outside)}", "---", "flowchart LR"]
    for thing, name in ids.items():
        before, behind = _BRACKETS[thing.kind]
        rows.append(f'  {name}{before}"{mermaid(label(thing))}"{behind}')
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


def _title(outside: set[Thing]) -> str:
    return f"{_TITLE} ({legend(outside)})"


def legend(outside: set[Thing]) -> str:
    """How a drawing is read."""
    return "arrows point to what is needed" + ("; dashed - not offered by any of these jobs" if outside else "")


def _ids(graph: DependencyGraph) -> dict[Thing, str]:
    return {thing: f"n{number}" for number, thing in enumerate(graph.things)}


def label(thing: Thing) -> str:
    """What a node is called."""
    return f"{thing.kind} {thing.name}"
