"""Rewriting at a place: a value becomes a variable or a local."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from nomadspec.hcl import ast
    from nomadspec.lsp.documents import Document


def refactorings(document: Document, start: int, end: int) -> list[types.CodeAction]:
    """What can be made of the value at a range."""
    if document.is_json or not document.file.ok:
        return []
    found = _value_at(document, start, end)
    if found is None:
        return []
    attribute, expression = found
    return [_to_variable(document, attribute, expression), _to_local(document, attribute, expression)]


def _value_at(document: Document, start: int, end: int) -> tuple[ast.Attribute, ast.Expression] | None:
    """The literal value of an argument in the job that the range is in."""
    from nomadspec.hcl import ast

    body = document.file.body
    while True:
        inner = next((item for item in body.items if item.start <= start and end <= item.end), None)
        if isinstance(inner, ast.Block) and inner.type not in ("variable", "variables", "locals"):
            body = inner.body
        else:
            break
    if not isinstance(inner, ast.Attribute) or not inner.expr.start <= start or not isinstance(inner.expr, ast.Literal) or inner.expr.style == "heredoc":
        return None
    return (inner, inner.expr) if inner.expr.kind != "null" and body is not document.file.body else None


def _to_variable(document: Document, attribute: ast.Attribute, expression: ast.Expression) -> types.CodeAction:
    name = _free(document, attribute.name, "variable")
    text = document.text[expression.start : expression.end]
    kind = getattr(expression, "kind", "string")
    declared = f'variable "{name}" {{\n  type    = {kind}\n  default = {text}\n}}\n\n'
    return _extracted(document, f"Extract to the variable {name}", declared, f"var.{name}", expression)


def _to_local(document: Document, attribute: ast.Attribute, expression: ast.Expression) -> types.CodeAction:
    name = _free(document, attribute.name, "locals")
    text = document.text[expression.start : expression.end]
    return _extracted(document, f"Extract to the local {name}", f"locals {{\n  {name} = {text}\n}}\n\n", f"local.{name}", expression)


def _extracted(document: Document, title: str, declared: str, reference: str, expression: ast.Expression) -> types.CodeAction:
    at = document.lines.range(*[_top_of_job(document)] * 2)
    edits = [types.TextEdit(at, declared), types.TextEdit(document.lines.range(expression.start, expression.end), reference)]
    return types.CodeAction(title, types.CodeActionKind.RefactorExtract, edit=types.WorkspaceEdit(changes={document.uri: edits}))


def _top_of_job(document: Document) -> int:
    """The begin of the line of the job block, or of the comments right above it."""
    job = next((item.start for item in document.file.body.blocks if item.type == "job"), 0)
    number = document.lines.position(job).line
    while number > 0 and document.lines.line(number - 1).lstrip().startswith(("#", "//")):
        number -= 1
    return document.lines.starts[number]


def _free(document: Document, name: str, among: str) -> str:
    """The name, with a number behind it where it is taken."""
    taken: set[str] = set()
    for block in document.file.body.blocks:
        if block.type == "variable" and among == "variable":
            taken.update(label.value for label in block.labels)
        elif block.type == among:
            taken.update(attribute.name for attribute in block.body.attributes)
    number, found = 2, name
    while found in taken:
        found, number = f"{name}_{number}", number + 1
    return found
