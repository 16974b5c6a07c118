"""Going over collections: `for` expressions and directives, splats; and objects whose keys are worked out.

A `for` stops at nothing but a condition that can be none, which is found out before the first element; every other problem is
reported and the rest still looked at.
"""

from __future__ import annotations

from nomadspec.evaluation.conversion import ConversionError, convert
from nomadspec.evaluation.dispatch import charge_text, fail, join, value_of
from nomadspec.evaluation.go_quoting import go_quote
from nomadspec.evaluation.types import BOOL, DYNAMIC, NUMBER, STRING, ListType, SetType, TupleType
from nomadspec.evaluation.values import (
    FAILED,
    ListValue,
    Null,
    SetValue,
    Unknown,
    elements_of,
    entries_of,
    is_null,
    sorted_items,
    type_name,
    type_of,
)
from nomadspec.hcl import ast
from nomadspec.hcl.errors import range_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, Final

    from nomadspec.evaluation.scope import Scope
    from nomadspec.evaluation.values import Value
    from nomadspec.source import Diagnostic

    Diagnostics = list[Diagnostic]

# --- splats


def _splat(expr: ast.Splat, scope: Scope, out: Diagnostics) -> Value:
    before = len(out)
    source = value_of(expr.source, scope, out)
    if len(out) > before:
        _each(expr, FAILED, scope, out)
        return FAILED
    kind = source.type if isinstance(source, (Unknown, Null)) else None
    items = elements_of(source)
    sequence = items is not None or (kind is not None and isinstance(kind, (ListType, SetType, TupleType)))
    if is_null(source):
        if not sequence:
            return ()
        return fail(expr.source, scope, out, "Splat of null value", "Splat expressions (with the * symbol) cannot be applied to null sequences.")
    if isinstance(source, Unknown):
        if sequence or source.type is DYNAMIC:
            return Unknown(DYNAMIC, source.variables)
        _each(expr, source, scope, out)
        return Unknown(DYNAMIC, source.variables)
    if items is None:
        items = (source,)
    scope.surroundings.charge(len(items))
    results = []
    for item in items:
        results.append(_each(expr, item, scope, out))
    if len(out) > before:
        return Unknown(TupleType(tuple([type_of(item) for item in results])) if not isinstance(source, (ListValue, SetValue)) else ListType(DYNAMIC))
    if isinstance(source, (ListValue, SetValue)):
        types = [type_of(item) for item in results]
        if any(type_ != types[0] for type_ in types):
            # Nomad crashes here.
            detail = "The elements of the result have different types, because one of them is null; a list has elements of one type."
            return fail(expr, scope, out, "Splat of null value", detail)
        return ListValue(types[0] if types else DYNAMIC, results)
    return tuple(results)


#: The name under which the element of a splat is in scope; no identifier is like it.
_ITEM: Final = "*"


def _each(expr: ast.Splat, item: Value, scope: Scope, out: Diagnostics) -> Value:
    if isinstance(expr.each, ast.SplatItem):
        return item
    return value_of(expr.each, scope.child({f"{_ITEM}{id(expr.item)}": item}), out)


def _splat_item(expr: ast.SplatItem, scope: Scope, out: Diagnostics) -> Value:
    assert scope.names is not None
    return scope.names[f"{_ITEM}{id(expr)}"]


# --- for


def _iterate(expr: ast.Expression, scope: Scope, out: Diagnostics) -> Sequence[tuple[Value, Value]] | Unknown:
    """The keys and values of a collection, in order; Unknown when there are none to be had."""
    collection = value_of(expr, scope, out)
    items = elements_of(collection)
    if items is not None:
        if isinstance(collection, SetValue):
            return [(item, item) for item in items]
        return list(enumerate(items))
    entries = entries_of(collection)
    if entries is not None:
        return sorted_items(entries)
    if is_null(collection):
        return fail(expr, scope, out, "Iteration over null value", "A null value cannot be used as the collection in a 'for' expression.")
    if isinstance(collection, Unknown) and not (collection.type is STRING or collection.type is NUMBER or collection.type is BOOL):
        return Unknown(DYNAMIC, collection.variables)
    detail = f"A value of type {type_name(collection)} cannot be used as the collection in a 'for' expression."
    return fail(expr, scope, out, "Iteration over non-iterable value", detail)


def _for(expr: ast.For, scope: Scope, out: Diagnostics) -> Value:
    entries = _iterate(expr.collection, scope, out)
    if isinstance(entries, Unknown):
        return entries
    if expr.condition is not None and not _probe_condition(expr, scope, out):
        return FAILED
    surroundings = scope.surroundings
    cost = 1 + (expr.end - expr.start >> 4)
    known = True
    variables: list[str] = []
    sequence: list[Value] = []
    entries_made: dict[str, Value] = {}
    groups: dict[str, list[Value]] = {}
    for key, value in entries:
        surroundings.charge(cost)
        inner = scope.child({expr.value: value} if expr.key is None else {expr.key: key, expr.value: value})
        if expr.condition is not None:
            include = _included(expr.condition, inner, out, known)
            if include is not True:
                if isinstance(include, Unknown):
                    known = False
                    variables.extend(include.variables)
                continue
        if expr.result_key is None:
            sequence.append(value_of(expr.result, inner, out))
            continue
        name = _result_key(expr.result_key, inner, out, known)
        if isinstance(name, Unknown):
            known = False
            variables.extend(name.variables)
            continue
        result = value_of(expr.result, inner, out)
        if expr.group:
            groups.setdefault(name, []).append(result)
        elif name in entries_made:
            detail = (
                f"Two different items produced the key {go_quote(name)} in this 'for' expression. If duplicates are expected, "
                "use the ellipsis (...) after the value expression to enable grouping by key."
            )
            fail(expr.result_key, scope, out, "Duplicate object key", detail)
        else:
            entries_made[name] = result
    if not known:
        return Unknown(DYNAMIC, tuple(dict.fromkeys(variables)))
    if expr.result_key is None:
        return tuple(sequence)
    return {name: tuple(items) for name, items in groups.items()} if expr.group else entries_made


def _probe_condition(expr: ast.For, scope: Scope, out: Diagnostics) -> bool:
    """Whether the condition of a `for` can be a condition at all, whatever the element: one error instead of many."""
    assert expr.condition is not None
    names: dict[str, Value] = {expr.value: FAILED} if expr.key is None else {expr.key: FAILED, expr.value: FAILED}
    before = len(out)
    value = value_of(expr.condition, scope.child(names), out)
    if is_null(value):
        fail(expr.condition, scope, out, "Condition is null", "The value of the 'if' clause must not be null.")
        return False
    try:
        convert(value, BOOL)
    except ConversionError as error:
        fail(expr.condition, scope, out, "Invalid 'for' condition", f"The 'if' clause value is invalid: {error.text}.")
        return False
    return len(out) == before


def _included(condition: ast.Expression, scope: Scope, out: Diagnostics, report: bool) -> Any:
    """True, False, or Unknown after a problem, which is reported once."""
    value = value_of(condition, scope, out)
    if value.__class__ is bool:
        return value
    if is_null(value):
        if report:
            fail(condition, scope, out, "Invalid 'for' condition", "The value of the 'if' clause must not be null.")
        return FAILED
    try:
        return convert(value, BOOL)
    except ConversionError as error:
        if report:
            fail(condition, scope, out, "Invalid 'for' condition", f"The 'if' clause value is invalid: {error.text}.")
        return FAILED


def _result_key(expr: ast.Expression, scope: Scope, out: Diagnostics, report: bool) -> str | Unknown:
    value = value_of(expr, scope, out)
    if is_null(value):
        if report:
            fail(expr, scope, out, "Invalid object key", "Key expression in 'for' expression must not produce a null value.")
        return FAILED
    if isinstance(value, Unknown):
        return value
    try:
        return convert(value, STRING)  # type: ignore[return-value]
    except ConversionError as error:
        if report:
            fail(expr, scope, out, "Invalid object key", f"The key expression produced an invalid result: {error.text}.")
        return FAILED


def _for_directive(expr: ast.ForDirective, scope: Scope, out: Diagnostics) -> Value:
    entries = _iterate(expr.collection, scope, out)
    if isinstance(entries, Unknown):
        return Unknown(STRING, entries.variables)
    charge = scope.surroundings.charge
    cost = 1 + (expr.end - expr.start >> 4)
    pieces: list[str] = []
    unknown: list[str] | None = None
    for key, value in entries:
        charge(cost)
        names = {expr.value: value} if expr.key is None else {expr.key: key, expr.value: value}
        text = join(expr.body, scope.child(names), out)
        if isinstance(text, Unknown):
            unknown = unknown or []
            unknown.extend(text.variables)
        else:
            assert isinstance(text, str)
            pieces.append(text)
    if unknown is not None:
        return Unknown(STRING, tuple(dict.fromkeys(unknown)))
    result = "".join(pieces)
    charge_text(result, scope)
    return result


# --- objects


def object_value(expr: ast.Object, scope: Scope, out: Diagnostics) -> Value:
    """An object with keys of any kind."""
    if expr.items and getattr(expr.items[0].key, "style", "") == "json":
        return _json_object(expr, scope, out)
    values: dict[str, Value] = {}
    known = True
    variables: list[str] = []
    for item in expr.items:
        key_expr = item.key
        if isinstance(key_expr, ast.Literal) and isinstance(key_expr.value, str) and key_expr.kind == "string":
            values[key_expr.value] = value_of(item.value, scope, out)
            continue
        before = len(out)
        key = _key(key_expr, scope, out)
        failed = len(out) > before
        value = value_of(item.value, scope, out)
        if failed:
            known = False
            continue
        if is_null(key):
            fail(item.value, scope, out, "Null value as key", "Can't use a null value as a key.")
            known = False
            continue
        try:
            key = convert(key, STRING)
        except ConversionError as error:
            fail(key_expr, scope, out, "Incorrect key type", f"Can't use this value as a key: {error.text}.")
            known = False
            continue
        if isinstance(key, Unknown):
            known = False
            variables.extend(key.variables)
            continue
        assert isinstance(key, str)
        values[key] = value
    return values if known else Unknown(DYNAMIC, tuple(dict.fromkeys(variables)))


def _json_object(expr: ast.Object, scope: Scope, out: Diagnostics) -> Value:
    """An object in JSON syntax: keys are templates, and none may be given twice."""
    values: dict[str, Value] = {}
    first: dict[str, ast.Node] = {}
    known = True
    for item in expr.items:
        key = value_of(item.key, scope, out)
        value = value_of(item.value, scope, out)
        if is_null(key):
            fail(item.key, scope, out, "Invalid object key expression", "Cannot use null value as an object key.")
            continue
        try:
            key = convert(key, STRING)
        except ConversionError as error:
            fail(item.key, scope, out, "Invalid object key expression", f"Cannot use this expression as an object key: {error.text}.")
            continue
        if not isinstance(key, str):
            known = False
        elif key in values:
            earlier = range_text(scope.surroundings.source, first[key].start, first[key].end)
            fail(item.key, scope, out, "Duplicate object attribute", f"An attribute named {go_quote(key)} was already defined at {earlier}.")
        else:
            values[key] = value
            first[key] = item.key
    return values if known else FAILED


def _key(expr: ast.Expression, scope: Scope, out: Diagnostics) -> Value:
    if isinstance(expr, ast.Traversal) and expr.steps:
        return fail(
            expr,
            scope,
            out,
            "Ambiguous attribute key",
            "If this expression is intended to be a reference, wrap it in parentheses. If it's instead intended as a literal name containing periods, "
            "wrap it in quotes to create a string literal.",
        )
    if isinstance(expr, ast.Traversal):
        return expr.root
    if isinstance(expr, ast.Literal) and expr.kind in ("bool", "null"):
        return "null" if expr.kind == "null" else "true" if expr.value else "false"
    return value_of(expr, scope, out)


#: What this module evaluates.
NODES: Final[dict[type, Callable[[Any, Scope, Diagnostics], Any]]] = {
    ast.For: _for,
    ast.ForDirective: _for_directive,
    ast.Splat: _splat,
    ast.SplatItem: _splat_item,
}
