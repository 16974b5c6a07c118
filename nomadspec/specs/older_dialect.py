"""The text of a specification in the older dialect: its items, or its syntax error in the command's words."""

from __future__ import annotations

from nomadspec.hcl.v1 import ast, json_form, parser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.specs.spec import Draft


def items_of(draft: Draft, prefix: str = "") -> list[ast.Item] | None:
    """The items of the draft's text, which may also be JSON; None with a fault noted when it cannot be read."""
    source = draft.source
    read = json_form.parse if source.text.lstrip()[:1] == "{" else parser.parse
    file = read(source.text, source.path)
    if not file.diagnostics:
        return file.root.items if read is parser.parse else _flat(file.root).items
    problem = file.diagnostics[0]
    span = problem.span or source.span(0, 0)
    said = problem.nomad or problem.message
    draft.refuse("spec-syntax", problem.message, span.start_offset, span.end_offset, nomad=f"{prefix}At {span.start}: {said}")
    return None


def _flat(body: ast.Object) -> ast.Object:
    """The body, with a list of objects, as JSON writes several blocks, as those blocks."""
    items: list[ast.Item] = []
    for item in body.items:
        value = item.value
        values = value.items if isinstance(value, ast.List) and value.items and all(isinstance(row, ast.Object) for row in value.items) else [value]
        items += [ast.Item(item.keys, _flat(row) if isinstance(row, ast.Object) else row, item.assigned) for row in values]
    return ast.Object(items, body.start, body.end)
