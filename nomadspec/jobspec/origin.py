"""Where the blocks and fields of a job were written.

Decoding hangs an `Origin` on every block of the model (`JobBlock.origin`); `place(job, path)` follows a ModelPath through the job
and answers with a span and the trail by which the value came there (variables, locals, dynamic blocks). A block that was made up
(a default, an admission change) has no origin: the nearest written block around it stands in.

Nothing is worked out while decoding: an origin only keeps the nodes of the syntax tree and the scope in which they were read.
"""

from __future__ import annotations

from nomadspec.hcl import ast
from nomadspec.jobspec.block import JobBlock
from nomadspec.schema.blocks import BLOCKS
from nomadspec.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, Final

    from nomadspec.jobspec.path import ModelPath
    from nomadspec.jobspec.written import Origin
    from nomadspec.schema.field import Field

    #: The steps by which a value came to its place, nearest first: ("set by variable `port`", span).
    Trail = tuple[tuple[str, Span | None], ...]


#: Fields by which a step names a block.
_NAMES: Final = ("name", "label", "value")
#: The fields of a block type by name, made at the first question.
_fields: dict[str, dict[str, Field]] = {}
#: From so many blocks on an index is made.
_MANY: Final = 32


def place(job: JobBlock, path: ModelPath) -> tuple[Span | None, Trail]:
    """The span of what `path` names, and the trail of its value; (None, ()) for a job that was not written as HCL.

    A path that leads to something that was not written ends at the nearest block around it.
    """
    block: Any = job
    origin: Origin | None = job.get("origin")
    steps = iter(path.steps())
    next(steps, None)  # the job itself
    for step in steps:
        value = block.get(step.name)
        inner = value if isinstance(value, JobBlock) else _indexed(block, step.name, value, step.key) or _chosen(value, step.key)
        if not isinstance(inner, JobBlock) and (field := _field(block.TYPE, step.name)) is not None and field.also_in:
            inner = _chosen(block.get(field.also_in), step.key)
        if isinstance(inner, JobBlock):
            block = inner
            origin = block.get("origin") or origin
            continue
        here = block.get("origin")
        if here is None:
            break
        keys = [step.key, *(key for later in steps for key in (later.name, later.key))]
        return place_of_field(block, step.name, keys) or (_header(here), _made_by(here))
    return (None, ()) if origin is None else (_header(origin), _made_by(origin))


def forget_origins(block: JobBlock) -> None:
    """Give up what is known of where the block and all in it were written: it keeps the syntax tree of the file."""
    block.origin = None
    for field in BLOCKS[block.TYPE]:
        value = block.get(field.name) if field.block else None
        for inner in (value,) if isinstance(value, JobBlock) else value.values() if isinstance(value, dict) else value or ():
            if isinstance(inner, JobBlock):
                forget_origins(inner)


def place_of_field(block: JobBlock, name: str, keys: Iterable[str | int | None] = ()) -> tuple[Span, Trail] | None:
    """The span of a field of a block, or of what `keys` lead to in its value as far as that is written out, and the trail; None where it was not written."""
    origin = block.get("origin")
    if origin is None:
        return None
    node = _written(origin, block.TYPE, name)
    if node is not None:
        return _inside(origin, node, keys)
    label = _label(origin, block, name)
    return None if label is None else (label, _made_by(origin))


def _indexed(block: JobBlock, name: str, value: Any, key: str | int | None) -> Any:
    """As `_chosen` for one of many blocks: looked up, so that findings about each of thousands cost no walk over all. None: look for it."""
    if type(value) is not list or not isinstance(key, str) or len(value) < _MANY or (origin := block.get("origin")) is None:
        return None
    if origin.indexes is None:
        origin.indexes = {}
    index: dict[str, int] | None = origin.indexes.get(name)
    if index is None:
        index = {}
        origin.indexes[name] = index
        for at, item in enumerate(value):
            if isinstance(item, JobBlock):
                for named in _NAMES:
                    if isinstance(label := item.get(named), str):
                        index.setdefault(label, at)
    at = index.get(key, len(value))
    # Admission may have changed the list since.
    return value[at] if at < len(value) and key in map(value[at].get, _NAMES) else None


def _chosen(value: Any, key: str | int | None) -> Any:
    """The element of a field's value that a step names."""
    if isinstance(value, list) and key is not None:
        if isinstance(key, int):
            return value[key] if 0 <= key < len(value) else None
        for item in value:
            if isinstance(item, JobBlock) and key in map(item.get, _NAMES):
                return item
        return None
    if isinstance(value, dict) and isinstance(key, str):
        return dict.get(value, key)
    return value


def _written(origin: Origin, type_: str, name: str) -> ast.Attribute | ast.Block | None:
    """The attribute or free-key block that a field comes from."""
    found = origin.attributes.get(name) or origin.maps.get(name)
    if found is None:
        field = _field(type_, name)
        for other in field.written_as if field is not None else ():
            if other in origin.attributes:
                return origin.attributes[other]
    return found


def _field(type_: str, name: str) -> Field | None:
    """The field of a block type."""
    fields = _fields.get(type_)
    if fields is None:
        fields = _fields[type_] = {field.name: field for field in BLOCKS[type_]}
    return fields.get(name)


def _header(origin: Origin) -> Span:
    return origin.header


def _label(origin: Origin, block: JobBlock, name: str) -> Span | None:
    """A field that a label fills."""
    labels = origin.block.labels
    if labels and not origin.dynamic and name in ("name", "label", "value", "id") and block.get(name) == labels[-1].value:
        return origin.source.span(labels[-1].start, labels[-1].end)
    return None


def _made_by(origin: Origin) -> Trail:
    """That a `dynamic` block made the block."""
    return (("generated by this dynamic block", origin.header),) if origin.dynamic else ()


def _inside(origin: Origin, node: Any, keys: Iterable[str | int | None]) -> tuple[Span, Trail]:
    """Follows keys and indices into what was written for a field: free-key blocks, objects and lists, as far as they lead."""
    if isinstance(node, ast.Block) and node.type == "dynamic":
        node = next((item for item in node.body.blocks if item.type == "content"), node)
    for key in keys:
        if key is None:
            continue
        found = _item(node, key, origin)
        if found is None:
            break
        node = found
    if isinstance(node, list):
        node = node[0]
    expression = node.expr if isinstance(node, ast.Attribute) else node.value if isinstance(node, ast.ObjectItem) else node
    trail: Trail = ()
    if isinstance(expression, ast.Expression) and origin.scope is not None:
        trail = origin.scope(expression)
    end = node.header_end if isinstance(node, ast.Block) else node.end
    return origin.source.span(node.start, end), trail or _made_by(origin)


def _item(node: Any, key: str | int, origin: Origin) -> Any:
    """What `key` names inside a block, a list of blocks of one type, an attribute or an expression; None when it was not written out."""
    if isinstance(node, list):
        if isinstance(key, int):
            return node[key] if 0 <= key < len(node) else None
        node = node[0]
    if isinstance(node, ast.Block):
        if isinstance(key, int):
            return node if key == 0 else None
        return _names(node, origin).get(key)
    expr: Any = node.expr if isinstance(node, ast.Attribute) else node.value if isinstance(node, ast.ObjectItem) else node
    while isinstance(expr, ast.Parens):
        expr = expr.expr
    if isinstance(expr, ast.Object):
        if key == 0:
            return node  # written without brackets, an object in an untyped map is a list of one
        return _names(expr, origin).get(str(key))
    if isinstance(expr, ast.Tuple) and isinstance(key, int) and 0 <= key < len(expr.items):
        return expr.items[key]
    return None


def _names(node: ast.Block | ast.Object, origin: Origin) -> dict[str, Any]:
    """What is written in a block or an object by its name: the first item of an object, the first attribute, all blocks of a type. Kept with the origin, so
    that the places of thousands of entries cost no walk over all for each."""
    if origin.entries is None:
        origin.entries = {}
    if id(node) not in origin.entries:
        found: dict[str, Any] = {}
        origin.entries[id(node)] = node, found
        for item in _items(node):
            if isinstance(item, ast.ObjectItem):
                if isinstance(item.key, ast.Literal) and isinstance(item.key.value, str):
                    found.setdefault(item.key.value, item)
            elif isinstance(item, ast.Attribute):
                found.setdefault(item.name, item)
            elif isinstance(earlier := found.get(item.type), list):
                earlier.append(item)
            else:
                found[item.type] = [item]
    return origin.entries[id(node)][1]


def _items(node: ast.Block | ast.Object) -> list[Any]:
    if isinstance(node, ast.Block):
        return node.body.items or (node.body.free_items([]) if hasattr(node.body, "free_items") else [])
    return node.items
