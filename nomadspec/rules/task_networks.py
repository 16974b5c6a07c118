"""Fixes that move the network of a task to its group, and that replace the docker option `port_map` by `to` in the ports and `ports` in the task."""

from __future__ import annotations

from nomadspec.hcl import ast
from nomadspec.rules.fixes import whole_lines
from nomadspec.source import Edit, Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.jobspec.written import Origin
    from nomadspec.rules.rule import Visit
    from nomadspec.source import Source


#: Drivers whose containers publish what `ports` lists, and those whose programs listen on the host.
_PUBLISH = frozenset(("docker", "podman"))
_ON_THE_HOST = frozenset(("exec", "raw_exec", "java"))


def to_group(visit: Visit) -> Fix | None:
    """The fix for the visited `resources` block; None where it is not plain what to write: another network in the group, options of the network beside
    ports and `mbits`, values made elsewhere, variables by the task's name (`NOMAD_PORT_task_label`)."""
    task, group, resources = visit.task, visit.group, visit.block
    if task is None or group is None or group.network or len(resources.network) != 1 or not resources.network[0].known("port"):
        return None
    if any(other is not task and other.resources is not None and other.resources.network for other in group.task or ()):
        return None
    origins: list[Origin | None] = [block.get("origin") for block in (group, task, resources.network[0])]
    if any(origin is None or origin.dynamic for origin in origins):
        return None
    of_group, of_task, of_network = (origin for origin in origins if origin is not None)
    source = of_group.source
    ports = _ports(of_network.block, source)
    config = of_task.maps.get("config")
    if ports is None or any(f"_{task.name}_{label}" in source.text for label in ports):
        return None
    removed = Edit(source.path, *whole_lines(source.text, of_network.block.start, of_network.block.end), "")
    if not ports:
        return Fix("remove the network without ports", (removed,), safe=False)
    if (
        not isinstance(config, ast.Block)
        or task.driver not in _PUBLISH | _ON_THE_HOST
        or any(isinstance(item, ast.Attribute) and item.name in ("ports", "network_mode", "port_map") for item in config.body.items)
    ):
        return None
    maps = [item for item in config.body.items if isinstance(item, ast.Block) and item.type == "port_map"]
    inside = {item.name: source.text[item.expr.start : item.expr.end] for map in maps for item in map.body.attributes}
    if len(maps) > 1 or not inside.keys() <= ports.keys():
        return None
    written = of_group.block
    indent = _indent(source, written.start) + "  "
    listed = ", ".join(f'"{label}"' for label in ports)
    edits = [Edit(source.path, written.open + 1, written.open + 1, "\n" + _network(ports, inside, indent)), removed]
    if maps:
        edits.append(Edit(source.path, maps[0].start, maps[0].end, f"ports = [{listed}]"))
    elif task.driver in _PUBLISH:
        edits.append(_with_line(config, f"ports = [{listed}]", source))
    return Fix("move the ports to a network of the group", tuple(edits), safe=False)


def without_port_map(visit: Visit) -> Fix | None:
    """The fix for `port_map` of a task whose group has the ports: `to` in each, and their labels in `ports`. None where it is not plain what to write."""
    task, group = visit.block, visit.group
    origins: list[Origin | None] = [block.get("origin") for block in (task, *((group.network or ()) if group is not None else ()))]
    if len(origins) != 2 or any(origin is None or origin.dynamic for origin in origins):
        return None
    of_task, of_network = (origin for origin in origins if origin is not None)
    config, source = of_task.maps.get("config"), of_task.source
    if not isinstance(config, ast.Block):
        return None
    written = [item for item in config.body.items if (item.name if isinstance(item, ast.Attribute) else item.type) in ("port_map", "ports")]
    inside = _mapped(written[0], source) if len(written) == 1 else None
    ports = {item.labels[0].value: item for item in of_network.block.body.blocks if item.type == "port" and len(item.labels) == 1}
    if not inside or not inside.keys() <= ports.keys() or any(item.name == "to" for label in inside for item in ports[label].body.attributes):
        return None
    edits = [_with_line(ports[label], f"to = {value}", source) for label, value in inside.items()]
    listed = "ports = [" + ", ".join(f'"{label}"' for label in inside) + "]"
    return Fix("Map the ports with to", (*edits, Edit(source.path, written[0].start, written[0].end, listed)), safe=False)


def _mapped(item: ast.Attribute | ast.Block, source: Source) -> dict[str, str] | None:
    """Label → text of the port inside, of a `port_map` that is a block, an object, or a list with one."""
    if isinstance(item, ast.Block):
        found = {inner.name: inner.expr for inner in item.body.attributes} if item.type == "port_map" else {}
    else:
        value = item.expr.items[0] if isinstance(item.expr, ast.Tuple) and len(item.expr.items) == 1 else item.expr
        if item.name != "port_map" or not isinstance(value, ast.Object) or not all(isinstance(row.key, ast.Literal) for row in value.items):
            return None
        found = {str(row.key.value): row.value for row in value.items if isinstance(row.key, ast.Literal)}
    return {label: source.text[value.start : value.end] for label, value in found.items()}


def _with_line(block: ast.Block, line: str, source: Source) -> Edit:
    """The edit that adds a line at the top of a block. What is written on one line is spread over several."""
    indent, text = _indent(source, block.start), source.text[block.open + 1 : block.close]
    if "\n" in text:
        return Edit(source.path, block.open + 1, block.open + 1, f"\n{indent}  {line}")
    lines = [line, text.strip()] if text.strip() else [line]
    return Edit(source.path, block.open + 1, block.close, "".join(f"\n{indent}  {each}" for each in lines) + f"\n{indent}")


def _ports(network: ast.Block, source: Source) -> dict[str, str] | None:
    """Label → text of the static port ("" for a dynamic one) of a network that has nothing else that matters; None for any other."""
    found: dict[str, str] = {}
    for item in network.body.items:
        if isinstance(item, ast.Attribute):
            if item.name != "mbits":
                return None
            continue
        static = [inner for inner in item.body.items if isinstance(inner, ast.Attribute) and inner.name == "static"]
        if item.type != "port" or len(item.labels) != 1 or len(static) != len(item.body.items):
            return None
        found[item.labels[0].value] = source.text[static[0].expr.start : static[0].expr.end] if static else ""
    return found


def _network(ports: dict[str, str], inside: dict[str, str], indent: str) -> str:
    lines = [f"{indent}network {{"]
    for label, static in ports.items():
        settings = [("static", static), ("to", inside.get(label, ""))]
        width = max((len(name) for name, value in settings if value), default=0)
        lines.append(f'{indent}  port "{label}" {{')
        lines += [f"{indent}    {name:{width}} = {value}" for name, value in settings if value]
        lines.append(f"{indent}  }}")
    return "\n".join([*lines, f"{indent}}}"])


def _indent(source: Source, start: int) -> str:
    line = source.text[source.text.rfind("\n", 0, start) + 1 : start]
    return line if line.isspace() else ""
