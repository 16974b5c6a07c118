"""A tree as text again, in canonical layout: for trees that were changed or made, and for values that become source.

What is printed reads back into the same tree (places and the choice between quotes and heredoc aside). Comments are no part of a
tree; whoever must keep them edits the text instead. Parentheses are printed where the tree has `Parens`, nowhere else.
"""

from __future__ import annotations

import re

from nomadspec.hcl import ast
from nomadspec.hcl.exact.lexer import is_identifier
from nomadspec.hcl.fmt import layout

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final

_SPECIAL: Final = re.compile(r'["\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]|\$(?=\$*\{)|%(?=%*\{)')
_SHORT: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def text_of(node: ast.Body | ast.Attribute | ast.Block | ast.Expression) -> str:
    """The text of a node. A body ends with a new line, unless it is empty."""
    if isinstance(node, ast.Body):
        return layout("".join(map(_item, node.items)))
    if isinstance(node, (ast.Attribute, ast.Block)):
        return layout(_item(node)).rstrip("\n")
    return layout(f"x = {_expression(node)}\n").removeprefix("x = ").rstrip("\n")


def quoted(text: str) -> str:
    """A quoted string whose value is `text`: nothing in it is evaluated."""
    return f'"{_SPECIAL.sub(_escaped, text)}"'


def key_text(text: str) -> str:
    """`text` as the key of an object: bare where that is possible."""
    return text if is_identifier(text) and text != "for" else quoted(text)


def _escaped(match: re.Match[str]) -> str:
    found = match[0]
    if found in "$%":
        # Of several signs before a brace only the last must be doubled; it is the one with the brace right behind it.
        return found * 2 if match.string[match.end()] == "{" else found
    return _SHORT.get(found) or f"\\u{ord(found):04x}"


def _item(item: ast.Attribute | ast.Block) -> str:
    if isinstance(item, ast.Attribute):
        return f"{item.name} = {_expression(item.expr)}\n"
    labels = "".join(f" {quoted(label.value) if label.quoted else label.value}" for label in item.labels)
    inside = "".join(map(_item, item.body.items))
    return f"{item.type}{labels} {{\n{inside}}}\n" if inside else f"{item.type}{labels} {{}}\n"


def _expression(node: ast.Expression) -> str:
    match node:
        case ast.Literal(kind="string", value=str(value), style=style):
            return value if style == "bare" else quoted(value)
        case ast.Literal(value=value):
            return value if isinstance(value, str) else "null" if value is None else "true" if value else "false"
        case ast.Template():
            return f'"{_parts(node.parts)}"'
        case ast.TemplateWrap():
            return f'"${{{_expression(node.expr)}}}"'
        case ast.Traversal():
            return node.root + _steps(node.steps)
        case ast.RelativeTraversal():
            return _expression(node.source) + _steps(node.steps)
        case ast.Index():
            return f"{_expression(node.collection)}[{_expression(node.key)}]"
        case ast.Splat():
            if node.full:
                return f"{_expression(node.source)}[*]{_expression(node.each)}"
            steps = node.each.steps if isinstance(node.each, ast.RelativeTraversal) else []
            # In brackets an index would be one of the whole result.
            return f"{_expression(node.source)}.*" + "".join(f".{step.name if isinstance(step, ast.GetAttr) else step.key}" for step in steps)
        case ast.SplatItem():
            return ""
        case ast.Call():
            return f"{node.name}({', '.join(map(_expression, node.args))}{'...' if node.expand else ''})"
        case ast.Conditional():
            return f"{_expression(node.condition)} ? {_expression(node.then)} : {_expression(node.otherwise)}"
        case ast.Binary():
            return f"{_expression(node.left)} {node.op} {_expression(node.right)}"
        case ast.Unary():
            return node.op + _expression(node.operand)
        case ast.Parens():
            return f"({_expression(node.expr)})"
        case ast.Tuple():
            return f"[{', '.join(map(_expression, node.items))}]"
        case ast.Object():
            items = [f"{_expression(item.key)} = {_expression(item.value)}" for item in node.items]
            return f"{{ {', '.join(items)} }}" if len(items) < 2 else "{\n" + "".join(f"{item}\n" for item in items) + "}"
        case ast.For():
            return _for(node)
    raise TypeError(f"no expression: {node!r}")


def _for(node: ast.For) -> str:
    names = f"{node.key}, {node.value}" if node.key else node.value
    head = f"for {names} in {_expression(node.collection)} : "
    tail = f" if {_expression(node.condition)}" if node.condition else ""
    if node.result_key is None:
        return f"[{head}{_expression(node.result)}{tail}]"
    return f"{{ {head}{_expression(node.result_key)} => {_expression(node.result)}{'...' if node.group else ''}{tail} }}"


def _steps(steps: Sequence[ast.GetAttr | ast.GetIndex]) -> str:
    return "".join(f".{step.name}" if isinstance(step, ast.GetAttr) else f"[{_key(step.key)}]" for step in steps)


def _key(key: str | int | ast.Literal | None) -> str:
    if isinstance(key, ast.Literal):
        return _expression(key)
    if isinstance(key, str):
        return quoted(key)
    return "null" if key is None else str(key).lower()


def _parts(parts: Sequence[ast.Node]) -> str:
    out: list[str] = []
    for part in parts:
        match part:
            case ast.Text():
                out.append(quoted(part.value)[1:-1])
            case ast.IfDirective():
                otherwise = "" if part.otherwise is None else f"%{{ else }}{_parts(part.otherwise)}"
                out.append(f"%{{ if {_expression(part.condition)} }}{_parts(part.then)}{otherwise}%{{ endif }}")
            case ast.ForDirective():
                names = f"{part.key}, {part.value}" if part.key else part.value
                out.append(f"%{{ for {names} in {_expression(part.collection)} }}{_parts(part.body)}%{{ endfor }}")
            case ast.Expression():
                out.append(f"${{{_expression(part)}}}")
    return "".join(out)
