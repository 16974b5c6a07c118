"""From the syntax tree to plain data: bodies are dicts, blocks lists of dicts under their word, labels keys with their quotes, expressions text."""

from __future__ import annotations

import re

from nomadspec.hcl import ast
from nomadspec.hcl.errors import SyntaxError
from nomadspec.hcl.parser import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final, TextIO

IS_BLOCK, COMMENTS, INLINE_COMMENTS = "__is_block__", "__comments__", "__inline_comments__"
_RUN: Final = re.compile(r"(?:\s|\#[^\n]*|//[^\n]*|/\*.*?\*/)+", re.S)


def load(file: TextIO) -> dict[str, Any]:
    """The data of an open file. Raises nomadspec.SyntaxError."""
    return loads(file.read())


def loads(text: str) -> dict[str, Any]:
    """The data of a text. Raises nomadspec.SyntaxError."""
    file = parse(text)
    if not file.ok:
        raise SyntaxError(file.diagnostics)
    return _Reader(text).body(file.body, 0, len(text))


def _line(row: str) -> str:
    """A line of comments without its mark."""
    return row[2:] if row.startswith("//") else row[1:] if row.startswith("#") else row


class _Reader:
    def __init__(self, text: str) -> None:
        self.text: Final = text
        self.commented: Final = "#" in text or "//" in text or "/*" in text

    def body(self, body: ast.Body, start: int, end: int) -> dict[str, Any]:
        """A body, which lies between the offsets."""
        result: dict[str, Any] = {}
        comments: list[dict[str, str]] = []
        inline: list[dict[str, str]] = []
        at = start
        # A comment behind an operation on its line is part of that for python-hcl2.
        after_operation = False
        for item in body.items:
            if self.commented:
                (inline if after_operation and self.begins_comment(at) else comments).extend(self.comments(at, item.start))
            at = item.end
            after_operation = isinstance(item, ast.Attribute) and isinstance(item.expr, ast.Binary)
            if isinstance(item, ast.Block):
                result.setdefault(item.type, []).append(self.block(item))
            else:
                result[item.name] = self.value(item.expr)
                if self.commented:
                    inline += self.inside(item.expr)
        if self.commented:
            (inline if after_operation and self.begins_comment(at) else comments).extend(self.comments(at, end))
        if comments:
            result[COMMENTS] = comments
        if inline:
            result[INLINE_COMMENTS] = inline
        return result

    def begins_comment(self, at: int) -> bool:
        """Whether a comment is next on the line."""
        return self.text[at : at + 200].lstrip(" \t").startswith(("#", "//", "/*"))

    def block(self, block: ast.Block) -> dict[str, Any]:
        result = self.body(block.body, block.open + 1, block.close)
        result[IS_BLOCK] = True
        for label in reversed(block.labels):
            result = {self.text[label.start : label.end] if label.quoted else label.value: result}
        return result

    def comments(self, start: int, end: int) -> list[dict[str, str]]:
        """The comments between two offsets. Those that only blanks part are one piece for python-hcl2: a block, or lines."""
        found = []
        for match in _RUN.finditer(self.text, start, end):
            piece = match[0].strip()
            if piece.startswith("/*") and piece.endswith("*/"):
                values = [piece[2:-2].strip()]
            else:
                values = [_line(row.strip()) for row in piece.split("\n")]
            found += [{"value": value.strip()} for value in values if value]
        return found

    def inside(self, expr: ast.Node) -> list[dict[str, str]]:
        """The comments inside an expression; those inside the values of an object are lost, as they are for python-hcl2."""
        children: list[ast.Node] = []
        below: list[ast.Node] = []
        if isinstance(expr, ast.Object):
            children = list(expr.items)
        elif isinstance(expr, ast.Tuple):
            children = below = list(expr.items)
        elif isinstance(expr, ast.Call):
            children = below = list(expr.args)
        elif isinstance(expr, ast.Parens):
            children = below = [expr.expr]
        elif isinstance(expr, ast.Binary):
            children = below = [expr.left, expr.right]
        elif isinstance(expr, ast.Conditional):
            children = below = [expr.condition, expr.then, expr.otherwise]
        else:
            return []
        found: list[dict[str, str]] = []
        at = expr.start
        for child in children:
            found += self.comments(at, child.start)
            if child in below:
                found += self.inside(child)
            at = child.end
        return found + self.comments(at, expr.end)

    def value(self, expr: ast.Node) -> Any:
        """The value of an attribute, of an element of a list, or of an object: data where it is written out, else text."""
        match expr:
            case ast.Literal(kind="number"):
                return self.number(str(expr.value))
            case ast.Literal(kind="bool" | "null"):
                return expr.value
            case ast.Literal() | ast.Template() | ast.TemplateWrap():
                return self.string(expr)
            case ast.Traversal(steps=[]):
                return expr.root
            case ast.Tuple():
                return [self.value(item) for item in expr.items]
            case ast.Object():
                return {self.key(item.key): self.value(item.value) for item in expr.items}
            case ast.Unary(op="-", operand=ast.Literal(kind="number") as operand) if "e" not in str(operand.value).lower():
                return -self.number(str(operand.value))
        return f"${{{self.code(expr)}}}"

    def number(self, text: str) -> Any:
        if "e" in text.lower():
            return f"${{{text}}}"
        return float(text) if "." in text else int(text)

    def key(self, key: ast.Node) -> str:
        match key:
            case ast.Literal(kind="number"):
                return str(self.number(str(key.value)))
            case ast.Literal(style=""):
                return self.text[key.start : key.end]
            case ast.Literal() | ast.Template() | ast.TemplateWrap():
                return self.string(key)
            case ast.Traversal(steps=[]):
                return key.root
        return f"${{{self.code(key)}}}"

    def string(self, expr: ast.Node) -> str:
        """A string as it is written, with its quotes; a heredoc in quotes. Interpolations are laid out anew."""
        raw = self.text[expr.start : expr.end]
        if raw.startswith("<<"):
            return f'"{raw.rstrip(chr(10))}"'
        if isinstance(expr, ast.TemplateWrap):
            return f'"${{{self.code(expr.expr)}}}"'
        if not isinstance(expr, ast.Template):
            return raw
        out = ""
        at = expr.start
        for part in expr.parts:
            if isinstance(part, ast.Expression):
                opening = self.text.rfind("${", at, part.start + 1)
                closing = self.text.find("}", part.end)
                out += self.text[at:opening] + "${" + self.code(part) + "}"
                at = closing + 1
        return out + self.text[at : expr.end]

    def code(self, expr: ast.Node) -> str:
        """An expression as text, laid out the way python-hcl2 does."""
        code = self.code
        match expr:
            case ast.Literal(kind="bool"):
                return "true" if expr.value else "false"
            case ast.Literal(kind="null"):
                return "null"
            case ast.Literal(kind="number"):
                return str(expr.value) if "e" in str(expr.value).lower() else str(self.number(str(expr.value)))
            case ast.Literal() | ast.Template() | ast.TemplateWrap():
                return self.string(expr)
            case ast.Traversal():
                return expr.root + "".join(map(self.step, expr.steps))
            case ast.RelativeTraversal():
                return code(expr.source) + "".join(map(self.step, expr.steps))
            case ast.Parens():
                return f"({code(expr.expr)})"
            case ast.Unary():
                return f"{expr.op}{code(expr.operand)}"
            case ast.Binary():
                return f"{code(expr.left)} {expr.op} {code(expr.right)}"
            case ast.Conditional():
                return f"{code(expr.condition)} ? {code(expr.then)} : {code(expr.otherwise)}"
            case ast.Tuple():
                return "[" + ", ".join(map(code, expr.items)) + "]"
            case ast.Object():
                return "{" + ", ".join(f"{self.inner_key(item.key)} = {code(item.value)}" for item in expr.items) + "}"
            case ast.Call():
                return f"{expr.name}({', '.join(map(code, expr.args))}{' ...' if expr.expand else ''})"
            case ast.Index():
                return f"{code(expr.collection)}[{code(expr.key)}]"
            case ast.For():
                return self.loop(expr)
        return self.text[expr.start : expr.end]

    def inner_key(self, key: ast.Node) -> str:
        return self.key(key) if isinstance(key, (ast.Literal, ast.Template, ast.TemplateWrap)) else self.code(key)

    def loop(self, expr: ast.For) -> str:
        names = f"{expr.key}, {expr.value}" if expr.key else expr.value
        head = f"for {names} in {self.code(expr.collection)} : "
        tail = f" if {self.code(expr.condition)}" if expr.condition is not None else ""
        if expr.result_key is None:
            return f"[{head}{self.code(expr.result)}{tail}]"
        return f"{{{head}{self.code(expr.result_key)} => {self.code(expr.result)}{'...' if expr.group else ''}{tail}}}"

    def step(self, step: ast.GetAttr | ast.GetIndex) -> str:
        if isinstance(step, ast.GetAttr):
            return f".{step.name}"
        raw = self.text[step.start : step.end]
        return f"[{raw[1:-1].strip()}]" if raw.startswith("[") else raw
