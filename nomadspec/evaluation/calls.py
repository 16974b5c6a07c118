"""Calls of functions: finding the function, reading its arguments, saying what went wrong.

The functions themselves and the conversion of arguments to parameters are in `functions`; here is what the syntax tree adds:
`…` expansion, arguments that are not evaluated (`try`, `can`) or that are types (`convert`), and places.
"""

from __future__ import annotations

from nomadspec.evaluation.go_quoting import go_quote
from nomadspec.evaluation.places import start_range
from nomadspec.evaluation.problems import problem
from nomadspec.evaluation.types import DYNAMIC, ListType, SetType, TupleType
from nomadspec.evaluation.values import FAILED, Null, Unknown, elements_of, entries_of, type_of
from nomadspec.hcl.errors import range_text
from nomadspec.hcl.suggest import nearest, rename, suggestion

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from nomadspec.evaluation.functions.calling import FunctionError
    from nomadspec.evaluation.scope import Scope
    from nomadspec.evaluation.values import Value
    from nomadspec.hcl import ast
    from nomadspec.source import Diagnostic

    Evaluate = Callable[[ast.Node, Scope, list[Diagnostic]], Any]


def call_function(expr: ast.Call, scope: Scope, out: list[Diagnostic], evaluate: Evaluate) -> Value:
    """The value of a call. `evaluate` gives values of arguments."""
    from nomadspec.evaluation import functions

    surroundings = scope.surroundings
    source = surroundings.source
    context = surroundings.functions
    if context is None:
        out.append(problem(source, expr.start, expr.end, "Function calls not allowed", "Functions may not be called here."))
        return FAILED
    name = expr.name
    if name not in functions.FUNCTIONS and name not in context.extra:
        out.append(_unknown_function(expr, {**functions.FUNCTIONS, **dict.fromkeys(context.extra, "")}, scope))
        return FAILED
    before = len(out)
    places: list[ast.Node] = list(expr.args)
    expanded: Sequence[Value] = ()
    if expr.expand:
        last = places.pop()
        found = _expansion(last, scope, out, evaluate)
        if found is None or len(out) > before:
            return FAILED
        if isinstance(found, Unknown):
            return found
        expanded = found
        places.extend([last] * len(expanded))
    written = len(places) - len(expanded)
    arguments = []
    ends = []  # how many errors there were behind each argument
    for index, place in enumerate(places):
        given = expanded[index - written : index - written + 1] if index >= written else ()
        arguments.append(_argument(functions.parameter_kind(name, index), place, given, scope, out, evaluate))
        ends.append(len(out))
    failed = len(out) > before
    read = len(context.files)
    try:
        result = functions.call(name, arguments, context, surroundings.charge)
    except functions.FunctionError as error:
        count = error.summary.endswith("function arguments")
        if count:
            del out[before:]  # the number of arguments is looked at before any of them
        for number, fault in enumerate((error, *error.also)):
            # Once an argument has failed, of the others only the types are looked at: of each behind its own evaluation.
            if not failed or count:
                out.append(_function_error(expr, fault, places, written, scope))
            elif fault.place == "argument" and not fault.detail.endswith("must not be null."):
                out.insert(ends[fault.argument] + number, _function_error(expr, fault, places, written, scope))
        return FAILED
    for file in context.files[read:]:
        file.place = file.place or source.span(expr.start, expr.end)
    if failed:
        return FAILED
    if result.__class__ not in _PLAIN:
        _charge(result, scope)
    return result


def _argument(kind: str, place: ast.Node, given: Sequence[Value], scope: Scope, out: list[Diagnostic], evaluate: Evaluate) -> object:
    """What the function gets for an argument of a kind; `given` holds its value when that came by expansion."""
    if kind == "type":
        from nomadspec.evaluation.type_expressions import no_type, type_of_expression

        source = scope.surroundings.source
        found = no_type(place, source, out) if given else type_of_expression(place, source, out, exact=False)
        return found or DYNAMIC
    if kind == "expression":
        return _constant(given[0]) if given else _attempt(place, scope, evaluate)
    if given:
        return given[0]
    before = len(out)
    value: Value = evaluate(place, scope, out)
    if value.__class__ not in _PLAIN:
        _charge(value, scope)
    # A value whose evaluation failed in part is no value to work with.
    return Unknown(type_of(value)) if len(out) > before and not isinstance(value, Unknown) else value


#: What costs next to nothing to work with.
_PLAIN = frozenset((int, bool, type(None)))


def _charge(value: Value, scope: Scope) -> None:
    """Charges for every element of a value and every 16 characters of its texts. Raises WorkLimit."""
    charge = scope.surroundings.charge
    waiting: list[Any] = [value]
    while waiting:
        current = waiting.pop()
        if current.__class__ is str:
            if len(current) > 64:
                charge(len(current) >> 4)
            continue
        inner: Any = elements_of(current)
        if inner is None:
            entries = entries_of(current)
            if entries is None:
                continue
            inner = entries.values()
        charge(1 + len(inner))
        waiting.extend([item for item in inner if item.__class__ not in _PLAIN])


def _expansion(expr: ast.Node, scope: Scope, out: list[Diagnostic], evaluate: Evaluate) -> Sequence[Value] | Unknown | None:
    """The elements of the argument before `…`."""
    before = len(out)
    value = evaluate(expr, scope, out)
    if len(out) > before:
        return None
    items = elements_of(value)
    if items is not None:
        scope.surroundings.charge(len(items))
        return items
    sequence = isinstance(value, (Null, Unknown)) and isinstance(value.type, (ListType, SetType, TupleType))
    if isinstance(value, Unknown) and (sequence or value.type is DYNAMIC):
        return Unknown(variables=value.variables)
    if value is None or sequence:
        detail = "The expanding argument (indicated by ...) must not be null."
    else:
        detail = "The expanding argument (indicated by ...) must be of a tuple, list, or set type."
    out.append(problem(scope.surroundings.source, expr.start, expr.end, "Invalid expanding argument value", detail))
    return None


def _attempt(expr: ast.Node, scope: Scope, evaluate: Evaluate) -> Callable[[], tuple[Value, Sequence[str]]]:
    """An argument that the function evaluates itself: gives its value and a text for each error."""

    def attempt() -> tuple[Value, Sequence[str]]:
        found: list[Diagnostic] = []
        value = evaluate(expr, scope, found)
        return value, [_failure(diagnostic) for diagnostic in found]

    return attempt


def _constant(value: Value) -> Callable[[], tuple[Value, Sequence[str]]]:
    def attempt() -> tuple[Value, Sequence[str]]:
        return value, ()

    return attempt


def _failure(diagnostic: Diagnostic) -> str:
    summary, _, detail = (diagnostic.nomad or diagnostic.message).partition("; ")
    span = diagnostic.span
    place = "" if span is None else f" (at {range_text(span.source, span.start_offset, span.end_offset)})"
    return f"{summary}{place}\n  {detail}"


def _unknown_function(expr: ast.Call, table: dict[str, str], scope: Scope) -> Diagnostic:
    name, source = expr.name, scope.surroundings.source
    fix = None
    if "::" in name:
        space = name.rpartition("::")[0]
        detail = f"There are no functions in namespace {go_quote(space + '::')}."
        hint = ""
    else:
        known = sorted(table) if scope.surroundings.may_suggest(len(table)) else []
        near = suggestion(name, known)
        hint = f" Did you mean {go_quote(near)}?" if near else ""
        detail = f"There is no function named {go_quote(name)}.{hint}"
        fix = rename(source.path, expr.start, expr.name_end, nearest(name, known))
    return problem(source, expr.start, expr.name_end, "Call to unknown function", detail, help=hint.strip() or None).replace(fix=fix)


def _function_error(expr: ast.Call, error: FunctionError, places: Sequence[ast.Node], written: int, scope: Scope) -> Diagnostic:
    source = scope.surroundings.source
    if error.place == "argument" and 0 <= error.argument < len(places):
        place = places[error.argument]
        start, end = start_range(source, place) if error.argument < written else (place.start, place.end)
    elif error.place == "close":
        start, end = expr.close, expr.close + 1
    else:
        start, end = expr.start, expr.open + 1
    return problem(source, start, end, error.summary, error.detail, help=error.help)
