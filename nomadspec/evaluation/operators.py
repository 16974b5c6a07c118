"""Conditionals and operators.

Both branches of a conditional are evaluated, to find the type they share; the errors of the branch not taken are dropped. Operators
convert their operands, `==` and `!=` compare values of any type as they are.
"""

from __future__ import annotations

from nomadspec.evaluation import numbers
from nomadspec.evaluation.conversion import ConversionError, convert, unify
from nomadspec.evaluation.dispatch import CONTAINERS, charge_for_elements, fail, join, value_of
from nomadspec.evaluation.go_quoting import go_quote
from nomadspec.evaluation.problems import problem
from nomadspec.evaluation.types import BOOL, DYNAMIC, NUMBER, STRING, CollectionType, ObjectType, TupleType
from nomadspec.evaluation.values import FAILED, Null, Unknown, is_null, same, type_of, unknown_variables
from nomadspec.hcl import ast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Final

    from nomadspec.evaluation.scope import Scope
    from nomadspec.evaluation.types import Type
    from nomadspec.evaluation.values import Value
    from nomadspec.source import Diagnostic

    Diagnostics = list[Diagnostic]


def condition(expr: ast.Expression, scope: Scope, out: Diagnostics) -> bool | Unknown:
    """The truth of a condition."""
    value = value_of(expr, scope, out)
    if isinstance(value, bool):
        return value
    if is_null(value):
        return fail(expr, scope, out, "Null condition", "The condition value is null. Conditions must either be true or false.")
    if isinstance(value, Unknown):
        return value
    try:
        value = convert(value, BOOL)
    except ConversionError:
        return fail(expr, scope, out, "Incorrect condition type", "The condition expression must be of type bool.")
    assert isinstance(value, bool)
    return value


def _if_directive(expr: ast.IfDirective, scope: Scope, out: Diagnostics) -> Value:
    known = condition(expr.condition, scope, out)
    if isinstance(known, Unknown):
        return Unknown(STRING, known.variables)
    if known:
        return join(expr.then, scope, out)
    return "" if expr.otherwise is None else join(expr.otherwise, scope, out)


def _conditional(expr: ast.Conditional, scope: Scope, out: Diagnostics) -> Value:
    then_out: Diagnostics = []
    otherwise_out: Diagnostics = []
    then = value_of(expr.then, scope, then_out)
    otherwise = value_of(expr.otherwise, scope, otherwise_out)
    want: Type | None = None
    if then.__class__ is not otherwise.__class__ or then.__class__ not in _PLAIN:
        want = _common_type(then, otherwise, scope)
        if want is None:
            detail = f"The true and false result expressions must have consistent types. {_describe_mismatch(type_of(then), type_of(otherwise))}."
            detail = detail.removesuffix("..") + "." if detail.endswith("..") else detail
            out.append(problem(scope.surroundings.source, expr.then.start, expr.otherwise.end, "Inconsistent conditional result types", detail))
            return FAILED
    known = condition(expr.condition, scope, out)
    if isinstance(known, Unknown):
        if want is None:
            want = type_of(then)
        return Unknown(want, known.variables)
    chosen, errors, branch, word = (then, then_out, expr.then, "true") if known else (otherwise, otherwise_out, expr.otherwise, "false")
    out.extend(errors)
    if want is None:
        return chosen
    try:
        return convert(chosen, want)
    except ConversionError as error:
        detail = f"The {word} result value has the wrong type: {error.text}."
        return fail(branch, scope, out, "Inconsistent conditional result types", detail, want)


_PLAIN: Final = frozenset((str, int, bool))


def _common_type(then: Value, otherwise: Value, scope: Scope) -> Type | None:
    if then is None:
        return type_of(otherwise)
    if otherwise is None:
        return type_of(then)
    for value in (then, otherwise):
        if value.__class__ in CONTAINERS:
            charge_for_elements(value, scope)
    types = type_of(then), type_of(otherwise)
    if types[0] is DYNAMIC or types[1] is DYNAMIC:
        return DYNAMIC
    return unify(types)


def _describe_mismatch(then: Type, otherwise: Type) -> str:
    """What makes the types of the two branches of a conditional differ."""
    if isinstance(then, ObjectType) and isinstance(otherwise, ObjectType):
        for name in sorted(then.attributes):
            if name not in otherwise.attributes:
                return f"The 'true' value includes object attribute {go_quote(name)}, which is absent in the 'false' value"
            inner = then.attributes[name], otherwise.attributes[name]
            if inner[0] != inner[1]:
                return f"Type mismatch for object attribute {go_quote(name)}: {_describe_mismatch(*inner)}"
        for name in sorted(otherwise.attributes):
            if name not in then.attributes:
                return f"The 'false' value includes object attribute {go_quote(name)}, which is absent in the 'true' value"
    elif isinstance(then, TupleType) and isinstance(otherwise, TupleType):
        if len(then.elements) != len(otherwise.elements):
            return f"The 'true' tuple has length {len(then.elements)}, but the 'false' tuple has length {len(otherwise.elements)}"
        for number, inner in enumerate(zip(then.elements, otherwise.elements, strict=True)):
            if inner[0] != inner[1]:
                return f"Type mismatch for tuple element {number}: {_describe_mismatch(*inner)}"
    elif isinstance(then, CollectionType) and then.__class__ is otherwise.__class__:
        assert isinstance(otherwise, CollectionType)
        return f"Mismatched {then.kind} element types: {_describe_mismatch(then.element, otherwise.element)}"
    if then.name == otherwise.name:
        return "At least one deeply-nested attribute or element is not compatible across both the 'true' and the 'false' value"
    return f"The 'true' value is {then.name}, but the 'false' value is {otherwise.name}"


def _binary(expr: ast.Binary, scope: Scope, out: Diagnostics) -> Value:
    before = len(out)
    left = value_of(expr.left, scope, out)
    right = value_of(expr.right, scope, out)
    op = expr.op
    if op == "==" or op == "!=":
        if len(out) > before:
            return Unknown(BOOL)
        return _equal(left, right, op == "==", scope)
    want, result, compute = _OPERATORS[op]
    if left.__class__ is not int or want is not NUMBER:
        left = _operand(left, want, expr.left, "left", scope, out)
    if right.__class__ is not int or want is not NUMBER:
        right = _operand(right, want, expr.right, "right", scope, out)
    if len(out) > before:
        return Unknown(result)
    if left.__class__ is Null or right.__class__ is Null:
        return fail(expr, scope, out, "Operation failed", "Error during operation: argument must not be null.", result)
    if left.__class__ is Unknown or right.__class__ is Unknown:
        return Unknown(result, _variables(left, right))
    try:
        value: Value = compute(left, right)
        return value
    except numbers.UndefinedNumber as error:
        return fail(expr, scope, out, "Operation failed", f"Error during operation: {error}.", result)


def _operand(value: Value, want: Type, expr: ast.Expression, side: str, scope: Scope, out: Diagnostics) -> Value:
    try:
        return convert(value, want)
    except ConversionError as error:
        return fail(expr, scope, out, "Invalid operand", f"Unsuitable value for {side} operand: {error.text}.", want)


def _variables(*values: Value) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for value in values for name in unknown_variables(value) or ()))


def _equal(left: Value, right: Value, wanted: bool, scope: Scope) -> Value:
    for value in (left, right):
        if value.__class__ in CONTAINERS:
            charge_for_elements(value, scope)
    if unknown_variables(left) is not None or unknown_variables(right) is not None:
        return Unknown(BOOL, _variables(left, right))
    if is_null(left) and is_null(right):
        return wanted
    return same(left, right) is wanted


#: Operator → type of its operands, type of its result, what it does.
_OPERATORS: Final[dict[str, tuple[Type, Type, Callable[[Any, Any], Any]]]] = {
    "+": (NUMBER, NUMBER, numbers.add),
    "-": (NUMBER, NUMBER, numbers.subtract),
    "*": (NUMBER, NUMBER, numbers.multiply),
    "/": (NUMBER, NUMBER, numbers.divide),
    "%": (NUMBER, NUMBER, numbers.modulo),
    "<": (NUMBER, BOOL, lambda a, b: numbers.compare(a, b) < 0),
    "<=": (NUMBER, BOOL, lambda a, b: numbers.compare(a, b) <= 0),
    ">": (NUMBER, BOOL, lambda a, b: numbers.compare(a, b) > 0),
    ">=": (NUMBER, BOOL, lambda a, b: numbers.compare(a, b) >= 0),
    "&&": (BOOL, BOOL, lambda a, b: a and b),
    "||": (BOOL, BOOL, lambda a, b: a or b),
}


def _unary(expr: ast.Unary, scope: Scope, out: Diagnostics) -> Value:
    before = len(out)
    value = value_of(expr.operand, scope, out)
    want: Type = NUMBER if expr.op == "-" else BOOL
    try:
        value = convert(value, want)
    except ConversionError as error:
        return fail(expr.operand, scope, out, "Invalid operand", f"Unsuitable value for unary operand: {error.text}.", want)
    if len(out) > before:
        return Unknown(want)
    if value.__class__ is Null:
        return fail(expr, scope, out, "Operation failed", "Error during operation: argument must not be null.", want)
    if isinstance(value, Unknown):
        return value
    return numbers.negate(value) if expr.op == "-" else not value  # type: ignore[arg-type]


#: What this module evaluates.
NODES: Final[dict[type, Callable[[Any, Scope, Diagnostics], Any]]] = {
    ast.Conditional: _conditional,
    ast.Binary: _binary,
    ast.Unary: _unary,
    ast.IfDirective: _if_directive,
}
