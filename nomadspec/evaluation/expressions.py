"""The value of an expression.

`evaluate(expr, scope, diagnostics)` gives a value and adds what is wrong to the list; an expression that failed has the value
`FAILED` (or an `Unknown` of the type it would have had), from which nothing further is reported. One small function for each node
class, found in a table; each has the shape `(expr, scope, diagnostics) -> value`. Values and errors, their order and their places
are those of HCL: both branches of a conditional are evaluated to find their common type, and the errors of the one not taken are
dropped; a template goes on behind a part that cannot be text; a `for` stops at nothing but its condition's type.

Work is bounded: whatever makes or goes over elements charges the scope's surroundings for it.
"""

from __future__ import annotations

from nomadspec.evaluation import numbers
from nomadspec.evaluation.access import StepError, get_attribute, get_index
from nomadspec.evaluation.conversion import ConversionError, convert, number_text, unify
from nomadspec.evaluation.problems import RULES, problem
from nomadspec.evaluation.references import runtime_text
from nomadspec.evaluation.scope import WorkLimit
from nomadspec.evaluation.text import go_quote
from nomadspec.evaluation.types import BOOL, DYNAMIC, NUMBER, STRING, ListType, SetType, TupleType
from nomadspec.evaluation.values import (
    FAILED,
    ListValue,
    MapValue,
    Null,
    Number,
    SetValue,
    Unknown,
    elements_of,
    entries_of,
    is_null,
    same,
    sorted_items,
    type_name,
    type_of,
    unknown_variables,
)
from nomadspec.hcl import ast
from nomadspec.hcl.errors import range_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, Final

    from nomadspec.evaluation.scope import Scope
    from nomadspec.evaluation.types import Type
    from nomadspec.evaluation.values import Value
    from nomadspec.source import Diagnostic

    Diagnostics = list[Diagnostic]

#: The longest text that a template may make.
TEXT_LIMIT: Final = 16_000_000

_LIMIT: Final = RULES["Too much work"][0]


def evaluate(expr: ast.Expression, scope: Scope, diagnostics: Diagnostics) -> Value:
    """The value of an expression; what is wrong with it is added to `diagnostics`. Never raises."""
    if isinstance(expr, ast.Literal) and expr.kind == "string":
        return expr.value
    try:
        value: Value = _TABLE[expr.__class__](expr, scope, diagnostics)
        if value.__class__ in _CONTAINERS:
            _weigh(value, scope)
        return value
    except WorkLimit:
        # Said once in a list: from then on every expression of any size would fail with it.
        if not any(diagnostic.code == _LIMIT for diagnostic in diagnostics):
            text = "Evaluating this expression, with all before it, takes more work than is allowed: it makes or goes over too many elements."
            diagnostics.append(problem(scope.surroundings.source, expr.start, expr.end, "Too much work", text))
    except RecursionError:
        text = "This expression is nested too deeply to be evaluated."
        diagnostics.append(problem(scope.surroundings.source, expr.start, expr.end, "Nesting too deep", text))
    return FAILED


def evaluator(diagnostics: Diagnostics) -> Callable[[ast.Expression, Scope], Value]:
    """`evaluate` with its list of diagnostics given."""

    def evaluate_here(expr: ast.Expression, scope: Scope) -> Value:
        if isinstance(expr, ast.Literal) and expr.kind == "string":
            return expr.value
        return evaluate(expr, scope, diagnostics)

    return evaluate_here


def _eval(expr: ast.Node, scope: Scope, out: Diagnostics) -> Value:
    value: Value = _TABLE[expr.__class__](expr, scope, out)
    return value


def _fail(expr: ast.Node, scope: Scope, out: Diagnostics, summary: str, detail: str, type_: Type = DYNAMIC) -> Unknown:
    out.append(problem(scope.surroundings.source, expr.start, expr.end, summary, detail))
    return FAILED if type_ is DYNAMIC else Unknown(type_)


_CONTAINERS = frozenset((tuple, dict, ListValue, SetValue, MapValue))


def _weigh(value: Value, scope: Scope) -> None:
    """Charges for every element in a value, as often as it can be reached. Raises WorkLimit."""
    waiting: list[Any] = [value]
    while waiting:
        current = waiting.pop()
        if isinstance(current, dict):
            inner: Any = current.values()
        elif isinstance(current, MapValue):
            inner = current.items.values()
        else:
            inner = elements_of(current)
        scope.surroundings.charge(1 + len(inner))
        waiting.extend([item for item in inner if item.__class__ in _CONTAINERS])


# --- literals and references


def _literal(expr: ast.Literal, scope: Scope, out: Diagnostics) -> Value:
    if expr.kind != "number":
        return expr.value
    assert isinstance(expr.value, str)
    number = numbers.parse(expr.value)
    if number is None:
        return _fail(expr, scope, out, "Invalid number literal", "Failed to recognize the value of this number literal.")
    return number


def _parens(expr: ast.Parens, scope: Scope, out: Diagnostics) -> Value:
    return _eval(expr.expr, scope, out)


def _traversal(expr: ast.Traversal, scope: Scope, out: Diagnostics) -> Value:
    names = scope.names
    if names is None:
        out.append(problem(scope.surroundings.source, expr.start, expr.root_end, "Variables not allowed", "Variables may not be used here."))
        return FAILED
    if expr.root in names:
        value = names[expr.root]
        return _steps(value, expr.steps, scope, out) if expr.steps else value
    surroundings = scope.surroundings
    if surroundings.runtime_references:
        return runtime_text(surroundings.source.text, expr.start, expr.end)
    from nomadspec.hcl.suggest import suggestion

    near = suggestion(expr.root, sorted(names))
    hint = f" Did you mean {go_quote(near)}?" if near else ""
    detail = f"There is no variable named {go_quote(expr.root)}.{hint}"
    out.append(problem(surroundings.source, expr.start, expr.root_end, "Unknown variable", detail, help=hint.strip() or None))
    return FAILED


def _relative(expr: ast.RelativeTraversal, scope: Scope, out: Diagnostics) -> Value:
    return _steps(_eval(expr.source, scope, out), expr.steps, scope, out)


def _steps(value: Value, steps: Sequence[ast.GetAttr | ast.GetIndex], scope: Scope, out: Diagnostics) -> Value:
    for step in steps:
        try:
            value = get_attribute(value, step.name) if isinstance(step, ast.GetAttr) else get_index(value, step.key)
        except StepError as error:
            return _fail(step, scope, out, error.summary, error.detail)
    return value


def _index(expr: ast.Index, scope: Scope, out: Diagnostics) -> Value:
    collection = _eval(expr.collection, scope, out)
    key = _eval(expr.key, scope, out)
    try:
        return get_index(collection, key)
    except StepError as error:
        out.append(problem(scope.surroundings.source, expr.bracket, expr.end, error.summary, error.detail))
        return FAILED


def _splat(expr: ast.Splat, scope: Scope, out: Diagnostics) -> Value:
    before = len(out)
    source = _eval(expr.source, scope, out)
    if len(out) > before:
        _each(expr, FAILED, scope, out)
        return FAILED
    kind = source.type if isinstance(source, (Unknown, Null)) else None
    items = elements_of(source)
    sequence = items is not None or (kind is not None and isinstance(kind, (ListType, SetType, TupleType)))
    if is_null(source):
        if not sequence:
            return ()
        return _fail(expr.source, scope, out, "Splat of null value", "Splat expressions (with the * symbol) cannot be applied to null sequences.")
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
        element = unify([type_of(item) for item in results]) if results else DYNAMIC
        return ListValue(element or DYNAMIC, results)
    return tuple(results)


#: The name under which the element of a splat is in scope; no identifier is like it.
_ITEM: Final = "*"


def _each(expr: ast.Splat, item: Value, scope: Scope, out: Diagnostics) -> Value:
    if isinstance(expr.each, ast.SplatItem):
        return item
    return _eval(expr.each, scope.child({f"{_ITEM}{id(expr.item)}": item}), out)


def _splat_item(expr: ast.SplatItem, scope: Scope, out: Diagnostics) -> Value:
    assert scope.names is not None
    return scope.names[f"{_ITEM}{id(expr)}"]


# --- templates


def _wrap(expr: ast.TemplateWrap, scope: Scope, out: Diagnostics) -> Value:
    return _eval(expr.expr, scope, out)


def _template(expr: ast.Template, scope: Scope, out: Diagnostics) -> Value:
    return _join(expr.parts, scope, out)


def _join(parts: list[ast.Node], scope: Scope, out: Diagnostics) -> Value:
    """The text of the parts of a template together."""
    pieces: list[str] = []
    unknown: list[str] | None = None
    for part in parts:
        if isinstance(part, ast.Text):
            pieces.append(part.value)
            continue
        value = _eval(part, scope, out)
        if isinstance(value, str):
            pieces.append(value)
        elif isinstance(value, bool):
            pieces.append("true" if value else "false")
        elif isinstance(value, (int, Number)):
            try:
                pieces.append(number_text(value))
            except ConversionError as error:
                _fail(part, scope, out, "Invalid template interpolation value", f"Cannot include the given value in a string template: {error.text}.")
        elif value is None or value.__class__ is Null:
            _fail(part, scope, out, "Invalid template interpolation value", "The expression result is null. Cannot include a null value in a string template.")
        elif isinstance(value, Unknown):
            unknown = unknown or []
            unknown.extend(value.variables)
        else:
            detail = f"Cannot include the given value in a string template: string required, but have {type_name(value)}."
            _fail(part, scope, out, "Invalid template interpolation value", detail)
    if unknown is not None:
        return Unknown(STRING, tuple(dict.fromkeys(unknown)))
    text = "".join(pieces)
    if len(text) > 4096:
        _charge_text(text, scope)
    return text if text.isascii() else _normalized(text)


def _charge_text(text: str, scope: Scope) -> None:
    if len(text) > TEXT_LIMIT:
        raise WorkLimit
    scope.surroundings.charge(len(text) >> 6)


def _normalized(text: str) -> str:
    from nomadspec.hcl.strings import normalize

    return normalize(text)


def _if_directive(expr: ast.IfDirective, scope: Scope, out: Diagnostics) -> Value:
    known = _condition(expr.condition, scope, out)
    if isinstance(known, Unknown):
        return Unknown(STRING, known.variables)
    if known:
        return _join(expr.then, scope, out)
    return "" if expr.otherwise is None else _join(expr.otherwise, scope, out)


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
        text = _join(expr.body, scope.child(names), out)
        if isinstance(text, Unknown):
            unknown = unknown or []
            unknown.extend(text.variables)
        else:
            assert isinstance(text, str)
            pieces.append(text)
    if unknown is not None:
        return Unknown(STRING, tuple(dict.fromkeys(unknown)))
    result = "".join(pieces)
    _charge_text(result, scope)
    return result


# --- operators


def _condition(expr: ast.Expression, scope: Scope, out: Diagnostics) -> bool | Unknown:
    """The truth of a condition."""
    value = _eval(expr, scope, out)
    if isinstance(value, bool):
        return value
    if is_null(value):
        return _fail(expr, scope, out, "Null condition", "The condition value is null. Conditions must either be true or false.")
    if isinstance(value, Unknown):
        return value
    try:
        value = convert(value, BOOL)
    except ConversionError:
        return _fail(expr, scope, out, "Incorrect condition type", "The condition expression must be of type bool.")
    assert isinstance(value, bool)
    return value


def _conditional(expr: ast.Conditional, scope: Scope, out: Diagnostics) -> Value:
    then_out: Diagnostics = []
    otherwise_out: Diagnostics = []
    then = _eval(expr.then, scope, then_out)
    otherwise = _eval(expr.otherwise, scope, otherwise_out)
    want: Type | None = None
    if then.__class__ is not otherwise.__class__ or then.__class__ not in _PLAIN:
        want = _common_type(then, otherwise, scope)
        if want is None:
            detail = f"The true and false result expressions must have consistent types. {_describe_mismatch(type_of(then), type_of(otherwise))}."
            detail = detail.removesuffix("..") + "." if detail.endswith("..") else detail
            out.append(problem(scope.surroundings.source, expr.then.start, expr.otherwise.end, "Inconsistent conditional result types", detail))
            return FAILED
    known = _condition(expr.condition, scope, out)
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
        return _fail(branch, scope, out, "Inconsistent conditional result types", detail, want)


_PLAIN: Final = frozenset((str, int, bool))


def _common_type(then: Value, otherwise: Value, scope: Scope) -> Type | None:
    if then is None:
        return type_of(otherwise)
    if otherwise is None:
        return type_of(then)
    for value in (then, otherwise):
        if value.__class__ in _CONTAINERS:
            _weigh(value, scope)
    types = type_of(then), type_of(otherwise)
    if types[0] is DYNAMIC or types[1] is DYNAMIC:
        return DYNAMIC
    return unify(types)


def _describe_mismatch(then: Type, otherwise: Type) -> str:
    """What makes the types of the two branches of a conditional differ."""
    from nomadspec.evaluation.types import CollectionType, ObjectType

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
    left = _eval(expr.left, scope, out)
    right = _eval(expr.right, scope, out)
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
        return _fail(expr, scope, out, "Operation failed", "Error during operation: argument must not be null.", result)
    if left.__class__ is Unknown or right.__class__ is Unknown:
        return Unknown(result, _variables(left, right))
    try:
        value: Value = compute(left, right)
        return value
    except numbers.UndefinedNumber as error:
        return _fail(expr, scope, out, "Operation failed", f"Error during operation: {error}.", result)


def _operand(value: Value, want: Type, expr: ast.Expression, side: str, scope: Scope, out: Diagnostics) -> Value:
    try:
        return convert(value, want)
    except ConversionError as error:
        return _fail(expr, scope, out, "Invalid operand", f"Unsuitable value for {side} operand: {error.text}.", want)


def _variables(*values: Value) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for value in values for name in unknown_variables(value) or ()))


def _equal(left: Value, right: Value, wanted: bool, scope: Scope) -> Value:
    for value in (left, right):
        if value.__class__ in _CONTAINERS:
            _weigh(value, scope)
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
    value = _eval(expr.operand, scope, out)
    want: Type = NUMBER if expr.op == "-" else BOOL
    try:
        value = convert(value, want)
    except ConversionError as error:
        return _fail(expr.operand, scope, out, "Invalid operand", f"Unsuitable value for unary operand: {error.text}.", want)
    if len(out) > before:
        return Unknown(want)
    if value.__class__ is Null:
        return _fail(expr, scope, out, "Operation failed", "Error during operation: argument must not be null.", want)
    if isinstance(value, Unknown):
        return value
    return numbers.negate(value) if expr.op == "-" else not value  # type: ignore[arg-type]


# --- collections


def _tuple(expr: ast.Tuple, scope: Scope, out: Diagnostics) -> Value:
    return tuple([_TABLE[item.__class__](item, scope, out) for item in expr.items])


def _object(expr: ast.Object, scope: Scope, out: Diagnostics) -> Value:
    if expr.items and getattr(expr.items[0].key, "style", "") == "json":
        return _json_object(expr, scope, out)
    values: dict[str, Value] = {}
    known = True
    variables: list[str] = []
    for item in expr.items:
        key_expr = item.key
        if isinstance(key_expr, ast.Literal) and isinstance(key_expr.value, str) and key_expr.kind == "string":
            values[key_expr.value] = _eval(item.value, scope, out)
            continue
        before = len(out)
        key = _key(key_expr, scope, out)
        failed = len(out) > before
        value = _eval(item.value, scope, out)
        if failed:
            known = False
            continue
        if is_null(key):
            _fail(item.value, scope, out, "Null value as key", "Can't use a null value as a key.")
            known = False
            continue
        try:
            key = convert(key, STRING)
        except ConversionError as error:
            _fail(key_expr, scope, out, "Incorrect key type", f"Can't use this value as a key: {error.text}.")
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
        key = _eval(item.key, scope, out)
        value = _eval(item.value, scope, out)
        if is_null(key):
            _fail(item.key, scope, out, "Invalid object key expression", "Cannot use null value as an object key.")
            continue
        try:
            key = convert(key, STRING)
        except ConversionError as error:
            _fail(item.key, scope, out, "Invalid object key expression", f"Cannot use this expression as an object key: {error.text}.")
            continue
        if not isinstance(key, str):
            known = False
        elif key in values:
            earlier = range_text(scope.surroundings.source, first[key].start, first[key].end)
            _fail(item.key, scope, out, "Duplicate object attribute", f"An attribute named {go_quote(key)} was already defined at {earlier}.")
        else:
            values[key] = value
            first[key] = item.key
    return values if known else FAILED


def _key(expr: ast.Expression, scope: Scope, out: Diagnostics) -> Value:
    if isinstance(expr, ast.Traversal) and expr.steps:
        return _fail(
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
    return _eval(expr, scope, out)


def _iterate(expr: ast.Expression, scope: Scope, out: Diagnostics) -> Sequence[tuple[Value, Value]] | Unknown:
    """The keys and values of a collection, in order; Unknown when there are none to be had."""
    collection = _eval(expr, scope, out)
    items = elements_of(collection)
    if items is not None:
        if isinstance(collection, SetValue):
            return [(item, item) for item in items]
        return list(enumerate(items))
    entries = entries_of(collection)
    if entries is not None:
        return sorted_items(entries)
    if is_null(collection):
        return _fail(expr, scope, out, "Iteration over null value", "A null value cannot be used as the collection in a 'for' expression.")
    if isinstance(collection, Unknown) and not (collection.type is STRING or collection.type is NUMBER or collection.type is BOOL):
        return Unknown(DYNAMIC, collection.variables)
    detail = f"A value of type {type_name(collection)} cannot be used as the collection in a 'for' expression."
    return _fail(expr, scope, out, "Iteration over non-iterable value", detail)


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
            sequence.append(_eval(expr.result, inner, out))
            continue
        name = _result_key(expr.result_key, inner, out, known)
        if isinstance(name, Unknown):
            known = False
            variables.extend(name.variables)
            continue
        result = _eval(expr.result, inner, out)
        if expr.group:
            groups.setdefault(name, []).append(result)
        elif name in entries_made:
            detail = (
                f"Two different items produced the key {go_quote(name)} in this 'for' expression. If duplicates are expected, "
                "use the ellipsis (...) after the value expression to enable grouping by key."
            )
            _fail(expr.result_key, scope, out, "Duplicate object key", detail)
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
    value = _eval(expr.condition, scope.child(names), out)
    if is_null(value):
        _fail(expr.condition, scope, out, "Condition is null", "The value of the 'if' clause must not be null.")
        return False
    try:
        convert(value, BOOL)
    except ConversionError as error:
        _fail(expr.condition, scope, out, "Invalid 'for' condition", f"The 'if' clause value is invalid: {error.text}.")
        return False
    return len(out) == before


def _included(condition: ast.Expression, scope: Scope, out: Diagnostics, report: bool) -> Any:
    """True, False, or Unknown after a problem, which is reported once."""
    value = _eval(condition, scope, out)
    if value.__class__ is bool:
        return value
    if is_null(value):
        if report:
            _fail(condition, scope, out, "Invalid 'for' condition", "The value of the 'if' clause must not be null.")
        return FAILED
    try:
        return convert(value, BOOL)
    except ConversionError as error:
        if report:
            _fail(condition, scope, out, "Invalid 'for' condition", f"The 'if' clause value is invalid: {error.text}.")
        return FAILED


def _result_key(expr: ast.Expression, scope: Scope, out: Diagnostics, report: bool) -> str | Unknown:
    value = _eval(expr, scope, out)
    if is_null(value):
        if report:
            _fail(expr, scope, out, "Invalid object key", "Key expression in 'for' expression must not produce a null value.")
        return FAILED
    if isinstance(value, Unknown):
        return value
    try:
        return convert(value, STRING)  # type: ignore[return-value]
    except ConversionError as error:
        if report:
            _fail(expr, scope, out, "Invalid object key", f"The key expression produced an invalid result: {error.text}.")
        return FAILED


# --- functions


def _call(expr: ast.Call, scope: Scope, out: Diagnostics) -> Value:
    from nomadspec.evaluation.calls import call_function

    return call_function(expr, scope, out, _eval)


_TABLE: Final[dict[type, Callable[[Any, Scope, Diagnostics], Any]]] = {
    ast.Literal: _literal,
    ast.Template: _template,
    ast.TemplateWrap: _wrap,
    ast.Traversal: _traversal,
    ast.RelativeTraversal: _relative,
    ast.Index: _index,
    ast.Splat: _splat,
    ast.SplatItem: _splat_item,
    ast.Call: _call,
    ast.Conditional: _conditional,
    ast.Binary: _binary,
    ast.Unary: _unary,
    ast.Tuple: _tuple,
    ast.Object: _object,
    ast.For: _for,
    ast.Parens: _parens,
    ast.IfDirective: _if_directive,
    ast.ForDirective: _for_directive,
}
