"""Types as they are written: `list(string)`, `object({ port = number })`.

A variable's type must be exact: `any` and `optional(…)` are refused there, but are right where a value is converted.
"""

from __future__ import annotations

from nomadspec.evaluation.go_quoting import go_quote
from nomadspec.evaluation.problems import problem
from nomadspec.evaluation.types import BOOL, DYNAMIC, NUMBER, STRING, ListType, MapType, ObjectType, SetType, TupleType, Type
from nomadspec.hcl import ast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Final

    from nomadspec.source import Diagnostic, Source

_PRIMITIVES: Final[dict[str, Type]] = {"string": STRING, "number": NUMBER, "bool": BOOL}
_COLLECTIONS: Final = {"list": ListType, "set": SetType, "map": MapType}
_SUMMARY: Final = "Invalid type specification"
#: Faults of one object type that are reported: each costs a look at its line.
MOST_FAULTS: Final = 50


def type_of_expression(expr: ast.Node, source: Source, out: list[Diagnostic], *, exact: bool = True) -> Type | None:
    """The type that an expression stands for; None after an error. `exact` refuses `any` and `optional`."""
    word = keyword(expr)
    if word is not None:
        return _keyword(word, expr, source, out, exact)
    if not isinstance(expr, ast.Call):
        return no_type(expr, source, out)
    return _constructor(expr, source, out, exact)


def no_type(expr: ast.Node, source: Source, out: list[Diagnostic]) -> Type | None:
    """Complains about an expression that is no type at all."""
    detail = "A type specification is either a primitive type keyword (bool, number, string) or a complex type constructor call, like list(string)."
    return _fail(expr.start, expr.end, source, out, detail)


def keyword(expr: ast.Node) -> str | None:
    """The word that an expression is, when it is nothing but a word."""
    if isinstance(expr, ast.Traversal):
        return None if expr.steps else expr.root
    if isinstance(expr, ast.Literal):
        if expr.kind == "bool":
            return "true" if expr.value else "false"
        if expr.kind == "null":
            return "null"
    return None


def _fail(start: int, end: int, source: Source, out: list[Diagnostic], detail: str) -> Type | None:
    out.append(problem(source, start, end, _SUMMARY, detail))
    return None


def _keyword(word: str, expr: ast.Node, source: Source, out: list[Diagnostic], exact: bool) -> Type | None:
    found = _PRIMITIVES.get(word)
    if found is not None:
        return found
    if word == "any":
        if not exact:
            return DYNAMIC
        detail = f"The keyword {go_quote(word)} cannot be used in this type specification: an exact type is required."
    elif word in _COLLECTIONS:
        detail = f"The {word} type constructor requires one argument specifying the element type."
    elif word == "object":
        detail = "The object type constructor requires one argument specifying the attribute types and values as a map."
    elif word == "tuple":
        detail = "The tuple type constructor requires one argument specifying the element types as a list."
    elif word == "optional":
        detail = f"The keyword {go_quote(word)} is valid only as a modifier for object type attributes."
    else:
        detail = f"The keyword {go_quote(word)} is not a valid type specification."
    _fail(expr.start, expr.end, source, out, detail)
    _suggest(word, (*_PRIMITIVES, *_COLLECTIONS, "object", "tuple"), expr.start, source, out)
    return None


def _suggest(word: str, names: Iterable[str], start: int, source: Source, out: list[Diagnostic]) -> None:
    """Add to the last error which name was probably meant."""
    from nomadspec.hcl.suggest import nearest, rename

    near = nearest(word, names)
    if near is not None and word not in names:
        out[-1] = out[-1].replace(help=f'Did you mean "{near[0]}"?', fix=rename(source.path, start, start + len(word), near))


def _constructor(expr: ast.Call, source: Source, out: list[Diagnostic], exact: bool) -> Type | None:
    name = expr.name
    if name in _PRIMITIVES or name == "any":
        return _fail(expr.open, expr.close + 1, source, out, f"Primitive type keyword {go_quote(name)} does not expect arguments.")
    if name == "optional":
        return _fail(expr.start, expr.name_end, source, out, f"Keyword {go_quote(name)} is valid only as a modifier for object type attributes.")
    if len(expr.args) != 1:
        if name in _COLLECTIONS:
            detail = f"The {name} type constructor requires one argument specifying the element type."
        elif name == "object":
            detail = "The object type constructor requires one argument specifying the attribute types and values as a map."
        elif name == "tuple":
            detail = "The tuple type constructor requires one argument specifying the element types as a list."
        else:
            return _unknown(expr, source, out)
        # With too many, the place is that of those that are too many; with none, that of the parentheses.
        start, end = (expr.args[1].start, expr.args[-1].end) if len(expr.args) > 1 else (expr.open, expr.close + 1)
        return _fail(start, end, source, out, detail)
    argument = expr.args[0]
    if name in _COLLECTIONS:
        element = type_of_expression(argument, source, out, exact=exact)
        return None if element is None else _COLLECTIONS[name](element)
    if name == "object":
        return _object(argument, source, out, exact)
    if name == "tuple":
        return _tuple(argument, source, out, exact)
    return _unknown(expr, source, out)


def _unknown(expr: ast.Call, source: Source, out: list[Diagnostic]) -> Type | None:
    _fail(expr.start, expr.end, source, out, f"Keyword {go_quote(expr.name)} is not a valid type constructor.")
    _suggest(expr.name, (*_COLLECTIONS, "object", "tuple"), expr.start, source, out)
    return None


def _object(argument: ast.Expression, source: Source, out: list[Diagnostic], exact: bool) -> Type | None:
    if not isinstance(argument, ast.Object):
        detail = "Object type constructor requires a map whose keys are attribute names and whose values are the corresponding attribute types."
        return _fail(argument.start, argument.end, source, out, detail)
    attributes: dict[str, Type] = {}
    before = len(out)
    for item in argument.items:
        if len(out) - before >= MOST_FAULTS:
            break
        name = _attribute_name(item.key)
        if name is None:
            _fail(item.key.start, item.key.end, source, out, "Object constructor map keys must be attribute names.")
            continue
        value = item.value
        if isinstance(value, ast.Call) and value.name == "optional":
            if not value.args:
                _fail(value.open, value.close + 1, source, out, "Optional attribute modifier requires the attribute type as its argument.")
                continue
            if exact:
                _fail(value.start, value.name_end, source, out, "Optional attribute modifier is only for type constraints, not for exact types.")
                continue
            if len(value.args) > 1:
                detail = "Optional attribute modifier expects only one argument: the attribute type."
                _fail(value.args[1].start, value.args[-1].end, source, out, detail)
                continue
            # `convert` takes the modifier, and wants the attribute all the same.
            value = value.args[0]
        found = type_of_expression(value, source, out, exact=exact)
        if found is not None:
            attributes[name] = found
    return ObjectType(attributes) if len(out) == before else None


def _attribute_name(key: ast.Expression) -> str | None:
    if isinstance(key, ast.Literal) and key.kind == "string" and key.style == "bare":
        return str(key.value)
    return keyword(key)


def _tuple(argument: ast.Expression, source: Source, out: list[Diagnostic], exact: bool) -> Type | None:
    if not isinstance(argument, ast.Tuple):
        return _fail(argument.start, argument.end, source, out, "Tuple type constructor requires a list of element types.")
    before = len(out)
    elements = [type_of_expression(item, source, out, exact=exact) for item in argument.items]
    return TupleType(tuple([item for item in elements if item is not None])) if len(out) == before else None
