"""A jobspec in HCL's other syntax: native text as JSON, JSON as native text. Variables, locals, references and dynamic blocks stay what they are; comments
are lost.

    as_json('job "web" {}')              '{\n  "job": {\n    "web": {}\n  }\n}\n'
    as_hcl('{"job": {"web": {}}}')       'job "web" {}\n'

Both return None for a text with errors, and for one that would have another meaning: the result is compiled and compared.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from nomadspec.hcl import ast
from nomadspec.hcl.printer import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Final

    from nomadspec.jobspec.decode_plan import BlockPlan, NestedPlan
    from nomadspec.source import Source

_INTEGER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,300})\Z")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,15})(?:\.[0-9]{1,15})?(?:[eE][+-]?[0-9]{1,2})?\Z")
_SEQUENCE: Final = re.compile(r"[$%](?=\{)")
_IDENTIFIER: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")


def as_json(text: str, path: str = "") -> str | None:
    """A native jobspec in JSON syntax."""
    from nomadspec.hcl.parser import parse

    file = parse(text, path)
    if not file.ok:
        return None
    found = json.dumps(_Json(file.body).file(file.body), indent=2, ensure_ascii=False) + "\n"
    return found if _same(text, found) else None


def as_hcl(text: str, path: str = "") -> str | None:
    """A jobspec in JSON syntax as a native one."""
    from nomadspec.hcl.json_syntax import parse_json
    from nomadspec.jobspec.json.hcl_body import file_body

    file = parse_json(text, path)
    if not file.ok or file.root is None:
        return None
    items = _Native(file.source).file(file_body(file.source, file.root, []))
    found = "\n".join(text_of(ast.Body([item], 0, 0)) for item in items)
    return found if _same(text, found) else None


def _same(text: str, other: str) -> bool:
    """Whether both texts mean the same job."""
    from nomadspec.jobspec.compilation import compile

    given: Any = {"environ": {}, "fs": "none", "unset": "unknown"}
    first, second = (compile(each, filename="job.nomad.hcl", **given) for each in (text, other))
    if first.job is None and second.job is None:  # variables or files are missing here: the errors must be the same
        said = [[d.message for d in each.diagnostics] for each in (first, second)]
        return said[0] == said[1]
    return first.job == second.job


# --- to JSON


class _Json:
    """A native file as the data of JSON."""

    def __init__(self, body: ast.Body) -> None:
        self.iterators: Final = _iterators(body)

    def file(self, body: ast.Body) -> dict[str, Any]:
        from nomadspec.jobspec.decode_plan import plan_of

        found: dict[str, Any] = {}
        for item in body.items:
            if isinstance(item, ast.Attribute):
                found[item.name] = self.value(item.expr)
            else:
                _add(found, item, self.typed(item.body, plan_of("Job")) if item.type == "job" else self.declaration(item.body, item.type))
        return found

    def declaration(self, body: ast.Body, around: str) -> dict[str, Any]:
        """A block beside the job, and those in it."""
        from nomadspec.jobspec.json.hcl_body import BARE_EXPRESSIONS, PLAIN

        found: dict[str, Any] = {}
        for item in body.items:
            if isinstance(item, ast.Block):
                _add(found, item, self.declaration(item.body, item.type))
            elif around == "variable" and item.name in BARE_EXPRESSIONS:
                found[item.name] = text_of(item.expr)
            else:
                found[item.name] = self.value(item.expr, plain=around == "variables" or (around != "locals" and item.name in PLAIN))
        return found

    def typed(self, body: ast.Body, plan: BlockPlan) -> dict[str, Any]:
        """A block with a schema."""
        from nomadspec.jobspec.decode_plan import plan_of

        found: dict[str, Any] = {}
        for item in body.items:
            if isinstance(item, ast.Attribute):
                found[item.name] = self.value(item.expr)
            elif item.type == "dynamic" and item.labels and (made := plan.blocks.get(item.labels[0].value)) is not None:
                _add(found, item, self.dynamic(item.body, made))
            elif (nest := plan.blocks.get(item.type)) is not None:
                _add(found, item, self.typed(item.body, plan_of(nest.type)) if nest.type else self.untyped(item.body))
        return found

    def dynamic(self, body: ast.Body, nest: NestedPlan) -> dict[str, Any]:
        from nomadspec.jobspec.decode_plan import plan_of

        found: dict[str, Any] = {}
        for item in body.items:
            if isinstance(item, ast.Block):
                _add(found, item, self.typed(item.body, plan_of(nest.type)) if nest.type else self.untyped(item.body))
            else:
                found[item.name] = text_of(item.expr) if item.name == "iterator" else self.value(item.expr)
        return found

    def untyped(self, body: ast.Body) -> dict[str, Any]:
        """A block of free keys. Blocks in it are lists, at each label too, and so is an object."""
        found: dict[str, Any] = {}
        for item in body.items:
            if isinstance(item, ast.Attribute):
                value = self.value(item.expr)
                found[item.name] = [value] if isinstance(item.expr, ast.Object) else value
                continue
            inside = self.untyped(item.body)
            for label in reversed(item.labels):
                inside = {label.value: [inside]}
            found.setdefault(item.type, []).append(inside)
        return found

    def value(self, node: ast.Expression, *, plain: bool = False) -> Any:
        """The JSON of an expression; what JSON has no form for is a template. `plain`: strings are no templates there."""
        match node:
            case ast.Literal(kind="string", value=str(value)):
                return value if plain else _escaped(value)
            case ast.Literal(kind="number", value=str(value)) if _INTEGER.match(value):
                return int(value)
            case ast.Literal(kind="number", value=str(value)) if _NUMBER.match(value):
                return float(value)
            case ast.Literal(kind="bool" | "null", value=value):
                return value
            case ast.Tuple(items=items):
                return [self.value(item, plain=plain) for item in items]
            case ast.Object(items=pairs) if len({self.key(pair.key) for pair in pairs}) == len(pairs):
                return {self.key(pair.key): self.value(pair.value, plain=plain) for pair in pairs}
            case ast.Template(parts=parts):
                return self.template(parts)
            case ast.TemplateWrap(expr=inner):
                return self.template([inner])
        return f"${{{text_of(node)}}}"

    def key(self, node: ast.Expression) -> str:
        if isinstance(node, ast.Traversal) and not node.steps:
            return node.root
        found = self.value(node.expr if isinstance(node, ast.Parens) else node)
        return found if isinstance(found, str) else json.dumps(found)

    def template(self, parts: Sequence[ast.Node]) -> str:
        """The text of a template. In one with escapes of JSON, Nomad takes the wrong characters for a reference that a client replaces, so that is
        literal text there."""
        text = self.parts(parts, "${")
        return text if json.dumps(text, ensure_ascii=False)[1:-1] == text else self.parts(parts, "$${")

    def parts(self, parts: Sequence[ast.Node], reference: str) -> str:
        out = []
        for part in parts:
            match part:
                case ast.Text():
                    out.append(_escaped(part.value))
                case ast.IfDirective():
                    otherwise = "" if part.otherwise is None else f"%{{ else }}{self.parts(part.otherwise, reference)}"
                    out.append(f"%{{ if {text_of(part.condition)} }}{self.parts(part.then, reference)}{otherwise}%{{ endif }}")
                case ast.ForDirective():
                    names = f"{part.key}, {part.value}" if part.key else part.value
                    out.append(f"%{{ for {names} in {text_of(part.collection)} }}{self.parts(part.body, reference)}%{{ endfor }}")
                case ast.Expression():
                    replaced_later = isinstance(part, ast.Traversal) and part.root not in ("var", "local") and part.root not in self.iterators
                    out.append(f"{reference if replaced_later else '${'}{text_of(part)}}}")
        return "".join(out)


def _iterators(body: ast.Body) -> set[str]:
    """The names that `dynamic` blocks and `for` give to what they go over."""
    from nomadspec.hcl.nodes import walk

    found: set[str] = set()
    for node in walk(body):
        if isinstance(node, ast.Block) and node.type == "dynamic":
            found.update(label.value for label in node.labels)
            found.update(text_of(item.expr) for item in node.body.attributes if item.name == "iterator")
        elif isinstance(node, (ast.For, ast.ForDirective)):
            found.update(filter(None, (node.key, node.value)))
    return found


def _add(found: dict[str, Any], block: ast.Block, inside: dict[str, Any]) -> None:
    """Add a block to an object. Those of one type and with the same labels are a list."""
    words = [block.type, *(label.value for label in block.labels)]
    for word in words[:-1]:
        found = found.setdefault(word, {})
    known = found.get(words[-1])
    found[words[-1]] = inside if known is None else [*(known if isinstance(known, list) else [known]), inside]


def _escaped(text: str) -> str:
    return _SEQUENCE.sub(lambda match: match[0] * 2, text)


# --- to native text


class _Native:
    """The blocks and arguments that JSON means, by the schema."""

    def __init__(self, source: Source) -> None:
        self.source: Final = source

    def file(self, body: ast.Body) -> list[ast.Attribute | ast.Block]:
        from nomadspec.jobspec.decode_plan import plan_of

        return [
            _block(item, self.items(item.body, plan_of("Job"))) if isinstance(item, ast.Block) and item.type == "job" else self.plain(item)
            for item in body.items
        ]

    def plain(self, item: ast.Attribute | ast.Block) -> ast.Attribute | ast.Block:
        """An item of a block without a schema."""
        if isinstance(item, ast.Block):
            return _block(item, [self.plain(inner) for inner in item.body.items])
        return ast.Attribute(item.name, _lines(item.expr) or _native(item.expr), 0, 0, 0)

    def items(self, body: ast.Body, plan: BlockPlan | None) -> list[ast.Attribute | ast.Block]:
        """The items of a block; of one with free keys without a plan."""
        from nomadspec.jobspec.json.hcl_body import JsonBody

        if plan is None:
            read = body.free_items([]) if isinstance(body, JsonBody) else body.items
            return [block for item in read for block in _as_blocks(self.plain(item))]
        read = body.items_for(plan.arguments, plan.words, []) if isinstance(body, JsonBody) else body.items
        return [self.item(item, plan) for item in read]

    def item(self, item: ast.Attribute | ast.Block, plan: BlockPlan) -> ast.Attribute | ast.Block:
        from nomadspec.jobspec.decode_plan import plan_of

        if isinstance(item, ast.Attribute):
            return _as_block(self.plain(item), plan)
        if item.type == "dynamic":
            return self.dynamic(item, plan)
        nest = plan.blocks[item.type]
        return _block(item, self.items(item.body, plan_of(nest.type) if nest.type else None))

    def dynamic(self, item: ast.Block, plan: BlockPlan) -> ast.Block:
        from nomadspec.jobspec.decode_plan import plan_of
        from nomadspec.jobspec.json.hcl_body import BARE_EXPRESSIONS, JsonBody

        nest = plan.blocks.get(item.labels[0].value) if item.labels else None
        body = item.body
        if nest is None or not isinstance(body, JsonBody):
            return item
        inner = plan_of(nest.type) if nest.type else None
        read = body.items_for(("for_each", "iterator", "labels"), {"content": ()}, [], BARE_EXPRESSIONS)
        return _block(item, [self.plain(one) if isinstance(one, ast.Attribute) else _block(one, self.items(one.body, inner)) for one in read])


def _block(block: ast.Block, items: list[ast.Attribute | ast.Block]) -> ast.Block:
    return ast.Block(block.type, block.labels, ast.Body(items, 0, 0), 0, 0, 0, 0, 0)


def _as_blocks(item: ast.Attribute | ast.Block) -> list[ast.Attribute | ast.Block]:
    """`port_map = [{…}]` in a block without a schema as `port_map {…}`, which is a list of objects there."""
    lists = item.expr.items if isinstance(item, ast.Attribute) and isinstance(item.expr, ast.Tuple) else []
    bodies = [_arguments(each) for each in lists]
    if not bodies or any(body is None or any(isinstance(inner.expr, ast.Object) for inner in body.attributes) for body in bodies):
        return [item]
    return [ast.Block(item.name, [], body, 0, 0, 0, 0, 0) for body in bodies if body is not None and isinstance(item, ast.Attribute)]


def _arguments(node: ast.Expression) -> ast.Body | None:
    """The body of a block that means the same as an object; None where a key cannot be an argument."""
    pairs = node.items if isinstance(node, ast.Object) else None
    if pairs is None or any(not isinstance(pair.key, ast.Literal) or pair.key.style != "bare" for pair in pairs):
        return None
    return ast.Body([ast.Attribute(text_of(pair.key), pair.value, 0, 0, 0) for pair in pairs], 0, 0)


def _as_block(item: ast.Attribute | ast.Block, plan: BlockPlan) -> ast.Attribute | ast.Block:
    """`env = {…}` as `env {…}`, where its keys can be arguments."""
    body = _arguments(item.expr) if isinstance(item, ast.Attribute) and item.name in plan.blocks else None
    return item if body is None or isinstance(item, ast.Block) else ast.Block(item.name, [], body, 0, 0, 0, 0, 0)


def _lines(node: ast.Expression) -> ast.Expression | None:
    """A string of lines as a heredoc; None for others."""
    if not isinstance(node, ast.Literal) or not isinstance(node.value, str) or "\n" not in node.value or _SEQUENCE.search(node.value):
        return None
    from nomadspec.jobspec.decompile import string

    return ast.Literal("string", string(node.value), "bare", 0, 0)


def _native(node: ast.Expression) -> ast.Expression:
    """An expression as its author would write it natively, without a template around one reference."""
    match node:
        case ast.TemplateWrap(expr=inner) if not isinstance(inner, ast.Traversal) or inner.root in ("var", "local"):
            return inner
        case ast.Tuple(items=items):
            return ast.Tuple([_native(item) for item in items], 0, 0)
        case ast.Object(items=pairs):
            return ast.Object([ast.ObjectItem(_bare(pair.key), _native(pair.value), 0, 0) for pair in pairs], 0, 0)
    return node


def _bare(key: ast.Expression) -> ast.Expression:
    if isinstance(key, ast.Literal) and isinstance(key.value, str) and _IDENTIFIER.match(key.value) and key.value != "for":
        return ast.Literal("string", key.value, "bare", 0, 0)
    return key
