"""The house: what holds for all modules, whatever they do."""

from __future__ import annotations

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import networkx

ROOT = Path(__file__).parents[1] / "nomadspec"
#: Modules that are tables: their length is that of what they list.
DATA = ("_generated/", "schema/blocks.py")


def name_of(path: Path) -> str:
    """The dotted name of a module."""
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path, modules: frozenset[str]) -> Iterator[str]:
    """What a module imports from the house, at its top, for types only, or inside a function."""
    package = name_of(path).split(".") if path.name == "__init__.py" else name_of(path).split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join([*package[: len(package) - node.level + 1], *([node.module] if node.module else [])]) if node.level else node.module or ""
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                if inner in modules or base in modules:
                    yield inner if inner in modules else base


def house() -> networkx.DiGraph[str]:
    """Every module and what it imports."""
    paths = {name_of(path): path for path in ROOT.rglob("*.py")}
    modules = frozenset(paths)
    graph: networkx.DiGraph[str] = networkx.DiGraph()
    for name, path in paths.items():
        graph.add_edges_from((name, other) for other in imports(path, modules) if other != name)
    return graph


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = house()
    assert graph.number_of_nodes() > 300
    circles = [sorted(graph.subgraph(circle).edges) for circle in networkx.strongly_connected_components(graph) if len(circle) > 1]
    assert circles == []


def test_a_module_fits_into_a_head() -> None:
    """Half of all modules in two screens, nine of ten in 400 lines, and none longer than 600 that is not a table."""
    names = (path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.py"))
    lines = {name: len((ROOT / name).read_text(encoding="utf-8").splitlines()) for name in names if not name.startswith(DATA)}
    assert len(lines) > 300
    assert statistics.median(lines.values()) <= 150
    assert statistics.quantiles(lines.values(), n=10)[-1] <= 400
    assert {name: length for name, length in lines.items() if length > 600} == {}, "split it by meaning"


def test_pictures_name_files_that_there_are() -> None:
    named = set(re.findall(r"[a-z_0-9/]+\.py\b", (ROOT.parent / "docs" / "architecture.md").read_text(encoding="utf-8")))
    assert len(named) > 10
    missing = {name for name in named if not any((folder / name).is_file() for folder in (ROOT.parent, ROOT, ROOT / "planner"))}
    assert missing == set()


def test_the_life_of_a_node_names_modules_and_classes_that_there_are() -> None:
    picture = ast.get_docstring(ast.parse((ROOT / "scheduler" / "__init__.py").read_text(encoding="utf-8"))) or ""
    named = re.findall(r"\b([a-z_]+)\.([A-Z]\w+)", picture)
    assert len(named) > 8
    for module, name in named:
        path = ROOT / ("cluster" if module == "objects" else "scheduler") / f"{module}.py"
        assert f"class {name}" in path.read_text(encoding="utf-8"), f"{module}.{name}"
