"""Values of expressions, evaluated with the variables and locals of the file, with the steps by which a value got there. Values that may be secret are not
shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.notation.secrecy import MASK, looks_secret
from nomadspec.reporting.escaping import markdown_inert, markdown_span

if TYPE_CHECKING:
    from typing import Any, Final

    from nomadspec.cluster.objects import Node
    from nomadspec.evaluation.values import Value
    from nomadspec.hcl import ast
    from nomadspec.lsp.documents import Document
    from nomadspec.lsp.findings import Workbench
    from nomadspec.lsp.names import Reference
    from nomadspec.lsp.outline import Entry

#: Characters of a value that are shown.
_LONGEST: Final = 600


def of_reference(document: Document, reference: Reference, bench: Workbench) -> str:
    """About a reference or the name of a function, in Markdown."""
    from nomadspec.schema.documentation import of_function, of_name

    if reference.call:
        signature, text = of_function(reference.name)
        return f"```\n{signature}\n```\n\n{text}" if signature else ""
    if reference.words[0] in ("var", "local") and len(reference.words) > 1:
        return f"**{'.'.join(reference.words[:2])}**\n\n{_evaluated(document, reference.start, bench)}".rstrip()
    text = of_name(reference.name)
    if not text:
        return ""
    on_node = _on_node(reference.name, bench)
    return f"**${{{reference.name}}}**\n\n{text}{_on_chosen(document, reference, bench)}{on_node}"


def of_argument(document: Document, entry: Entry, bench: Workbench) -> str:
    """The value of an argument, if it is not obvious."""
    found = _attribute(document, entry)
    if found is None or is_plain(found.expr):
        return ""
    return _evaluated(document, found.expr.start, bench)


def expression_value(document: Document, expression: ast.Expression, bench: Workbench) -> tuple[Value, Any] | None:
    """The value of an expression of the text, and the scope that it was evaluated in; None without one."""
    from nomadspec.evaluation.expressions import evaluate

    job = bench.compiled(document).partial
    origin = None if job is None else job.get("origin")
    if origin is None or origin.scope is None:
        return None
    return evaluate(expression, origin.scope, []), origin.scope


def shown(value: Value, name: str = "") -> str:
    """A value as JSON, cut off where it is long; "" for one that is not known."""
    from nomadspec.evaluation.functions.json_encoding import encode
    from nomadspec.evaluation.values import FAILED, is_known

    if value is FAILED or not is_known(value):
        return ""
    if name and looks_secret(name):
        return MASK
    text = encode(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _evaluated(document: Document, start: int, bench: Workbench) -> str:
    expression = expression_at(document, start)
    if expression is None:
        return ""
    found = expression_value(document, expression, bench)
    if found is None:
        return ""
    value, scope = found
    name = document.text[expression.start : expression.end]
    text = shown(value, name)
    lines = [f"```json\n{text}\n```" if text else "The value is not known here."]
    for step, span in scope(expression):
        place = f" ({span.path.rpartition('/')[2]}:{span.start.line})" if span is not None else ""
        lines.append(f"- {step}{markdown_inert(place)}")
    return "\n".join([lines[0], "", *lines[1:]]).rstrip()


def expression_at(document: Document, offset: int) -> ast.Expression | None:
    """The expression of the tree that begins at the offset."""
    from nomadspec.hcl.ast import Expression
    from nomadspec.hcl.nodes import walk

    file = document.file
    for node in walk(file.rest or file.body):
        if isinstance(node, Expression) and node.start == offset:
            return node
    return None


def _attribute(document: Document, entry: Entry) -> ast.Attribute | None:
    from nomadspec.hcl.ast import Attribute
    from nomadspec.hcl.nodes import walk

    file = document.file
    return next((node for node in walk(file.rest or file.body) if isinstance(node, Attribute) and node.start == entry.start), None)


def is_plain(expression: ast.Expression) -> bool:
    """Whether it contains no reference and no call, so that its value is obvious."""
    from nomadspec.hcl.ast import Call, Traversal
    from nomadspec.hcl.nodes import walk

    return not any(isinstance(node, Call) or (isinstance(node, Traversal) and node.root in ("var", "local")) for node in walk(expression))


def _on_chosen(document: Document, reference: Reference, bench: Workbench) -> str:
    """The value of a reference on the node that the user has chosen."""
    node = chosen_node(bench)
    if node is None or bench.state is None or looks_secret(reference.name):
        return ""
    from nomadspec.interpolation.names import node_names

    value = node_names(node.raw, bench.state.region).get(reference.name)
    if value is None:
        value = _in_task(document, reference, node, bench)
    return "" if value is None else f"\n\nOn {markdown_span(node.name or node.id)}: {markdown_span(value)}"


def chosen_node(bench: Workbench) -> Node | None:
    """The node of the state that the user's settings name."""
    if bench.state is None or not bench.node:
        return None
    nodes = bench.state.nodes.values()
    return next((node for node in nodes if node.name == bench.node), None) or next((node for node in nodes if node.id.startswith(bench.node)), None)


def _in_task(document: Document, reference: Reference, node: Node, bench: Workbench) -> str | None:
    """A variable of the task around a reference, before there is an allocation."""
    from nomadspec.interpolation.environment import task_environment

    labels = {entry.name: entry.labels[0].text for entry in document.outline.block_at(reference.start).chain() if entry.labels}
    job = bench.compiled(document).job
    if job is None or "task" not in labels or "group" not in labels:
        return None
    return task_environment(job, group=labels["group"], task=labels["task"], node=node.raw).env.get(reference.name)


def _on_node(name: str, bench: Workbench) -> str:
    """The values of the name on the nodes of the user's state."""
    if bench.state is None or name.startswith("NOMAD_"):
        return ""
    from nomadspec.interpolation.names import node_names

    found: dict[str, int] = {}
    for node in bench.state.nodes.values():
        value = node_names(node.raw, "").get(name)
        if value is not None:
            found[value] = found.get(value, 0) + 1
    if not found:
        return "\n\nNo node in the state has it."
    rows = sorted(found.items(), key=lambda row: -row[1])[:10]
    return "\n\nIn the state:\n\n" + "\n".join(f"- {markdown_span(value)} on {count} {'node' if count == 1 else 'nodes'}" for value, count in rows)
