"""Fixes as rules express them: on fields and blocks, never on offsets.

Each function gives a `Fix`, or None when the field was not written where it can be changed (it came from a variable, a dynamic block,
a default): then there is nothing to offer.
"""

from __future__ import annotations

from nomadspec.source import Edit, Fix
from nomadspec.source.closest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from nomadspec.hcl import ast
    from nomadspec.jobspec.block import JobBlock
    from nomadspec.jobspec.written import Origin
    from nomadspec.rules.agent_visit import AgentVisit
    from nomadspec.rules.rule import At, Visit
    from nomadspec.rules.spec_visit import SpecVisit


def literal(text: str) -> str:
    """`text` as a quoted HCL string."""
    out = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    return '"' + out.replace("${", "$${").replace("%{", "%%{") + '"'


def replace_value(block: JobBlock, field: str, text: str, title: str, *, safe: bool) -> Fix | None:
    """Give the attribute `field` the HCL expression `text`. Only a value that is written out there is replaced."""
    origin: Origin | None = block.get("origin")
    attribute = origin.attributes.get(field) if origin is not None and not origin.dynamic else None
    if origin is None or attribute is None or not written_out(attribute.expr):
        return None
    return Fix(title, (Edit(origin.source.path, attribute.expr.start, attribute.expr.end, text),), safe=safe)


def use_near(block: JobBlock, field: str, near: str | None, known: Iterable[str]) -> Fix | None:
    """Replace the text of `field` by the known word that was probably meant. Safe where it is the only one at a distance of at most two changes."""
    if near is None:
        return None
    return replace_value(block, field, literal(near), f"Use {near!r}", safe=nearest(str(block.get(field)), known) == near)


def remove_attribute(block: JobBlock, field: str, title: str, *, safe: bool) -> Fix | None:
    """Remove the attribute `field` with its line."""
    origin: Origin | None = block.get("origin")
    attribute = origin.attributes.get(field) if origin is not None and not origin.dynamic else None
    if origin is None or attribute is None:
        return None
    start, end = whole_lines(origin.source.text, attribute.start, attribute.end)
    return Fix(title, (Edit(origin.source.path, start, end, ""),), safe=safe)


def rename_attribute(block: JobBlock, field: str, name: str, title: str, *, safe: bool, value: str | None = None) -> Fix | None:
    """Give the attribute another name (and, with `value`, another expression)."""
    origin: Origin | None = block.get("origin")
    attribute = origin.attributes.get(field) if origin is not None and not origin.dynamic else None
    if origin is None or attribute is None:
        return None
    edits = [Edit(origin.source.path, attribute.start, attribute.name_end, name)]
    if value is not None:
        edits.append(Edit(origin.source.path, attribute.expr.start, attribute.expr.end, value))
    return Fix(title, tuple(edits), safe=safe)


def rename_option(block: JobBlock, route: str, name: str) -> Fix | None:
    """Give an option of the free-key block `config` another name; `route` is "config.option" or "config.block.option", where there is one such block."""
    from nomadspec.hcl import ast

    origin: Origin | None = block.get("origin")
    config = origin.maps.get("config") if origin is not None and not origin.dynamic else None
    first, *within, old = route.split(".")
    if origin is None or not isinstance(config, ast.Block) or config.type != first:
        return None
    for step in within:
        inner = [item for item in config.body.items if isinstance(item, ast.Block) and item.type == step]
        if len(inner) != 1:
            return None
        config = inner[0]
    for item in config.body.items:
        if isinstance(item, ast.Attribute) and item.name == old:
            return Fix(f"Rename to {name}", (Edit(origin.source.path, item.start, item.name_end, name),), safe=True)
        if isinstance(item, ast.Block) and item.type == old:
            return Fix(f"Rename to {name}", (Edit(origin.source.path, item.start, item.type_end, name),), safe=True)
    return None


def insert_attribute(block: JobBlock, text: str, title: str, *, safe: bool) -> Fix | None:
    """Add the line `text` at the top of the block's body, indented as the body is."""
    origin: Origin | None = block.get("origin")
    if origin is None or origin.dynamic:
        return None
    written, source = origin.block, origin.source.text
    if "\n" not in source[written.open : written.close]:
        return None
    line = source.rfind("\n", 0, written.start) + 1
    indent = source[line : written.start] if source[line : written.start].isspace() or line == written.start else ""
    at = source.index("\n", written.open) + 1
    return Fix(title, (Edit(origin.source.path, at, at, f"{indent}  {text}\n"),), safe=safe)


def written_out(expression: ast.Expression) -> bool:
    """Whether the expression is a literal, so that replacing it replaces nothing else."""
    from nomadspec.hcl import ast

    return isinstance(expression, ast.Literal) or (isinstance(expression, ast.Tuple) and all(map(written_out, expression.items)))


def whole_lines(text: str, start: int, end: int) -> tuple[int, int]:
    """The range widened to whole lines when nothing else stands on them (a comment behind it goes too)."""
    line = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    stop = len(text) if stop < 0 else stop + 1
    before, behind = text[line:start], text[end:stop].strip()
    return (line, stop) if not before.strip() and (not behind or behind.startswith(("#", "//"))) else (start, end)


def replace_text(block: JobBlock, field: str, old: str, new: str, title: str, *, safe: bool) -> Fix | None:
    """Replace `old` in the expression of the attribute `field` as it is written; None where it does not stand there exactly once."""
    origin: Origin | None = block.get("origin")
    attribute = origin.attributes.get(field) if origin is not None and not origin.dynamic else None
    if origin is None or attribute is None:
        return None
    written = origin.source.text[attribute.expr.start : attribute.expr.end]
    if not written.startswith('"') or written.count(old) != 1:
        return None
    at = attribute.expr.start + written.index(old)
    return Fix(title, (Edit(origin.source.path, at, at + len(old), new),), safe=safe)


def respell_near(visit: SpecVisit | AgentVisit, at: At, word: str, near: str | None, known: Iterable[str], written: Callable[[str], str] = str) -> Fix | None:
    """Replace a word where it is written by the known one that help suggests; None where others are as near. `written`: how a word is written there."""
    if near is None or nearest(word, known) != near:
        return None
    return respell(visit, at, written(word), written(near))


def respell(visit: Visit | SpecVisit | AgentVisit, at: At, old: str, new: str) -> Fix | None:
    """Replace `old` where it is written at a place; None where it does not stand there exactly once. Unsafe where the value comes from elsewhere: others
    may use it, too."""
    _, span, trail = visit.locate(at)
    if span is None or span.text.count(old) != 1:
        return None
    start = span.start_offset + span.text.index(old)
    return Fix(f"Use {new}", (Edit(span.source.path, start, start + len(old), new),), safe=not trail)
