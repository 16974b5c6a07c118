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
from nomadspec.evaluation.dispatch import CONTAINERS, TABLE, charge_for_elements, fail, join, value_of
from nomadspec.evaluation.go_quoting import go_quote
from nomadspec.evaluation.problems import RULES, problem
from nomadspec.evaluation.references import runtime_text
from nomadspec.evaluation.scope import WorkLimit
from nomadspec.evaluation.values import FAILED
from nomadspec.hcl import ast
from nomadspec.source.on_demand import Later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Final

    from nomadspec.evaluation import access
    from nomadspec.evaluation.scope import Scope
    from nomadspec.evaluation.values import Value
    from nomadspec.source import Diagnostic

    Diagnostics = list[Diagnostic]
else:
    access = Later("nomadspec.evaluation.access")

_LIMIT: Final = RULES["Too much work"][0]


def evaluate(expr: ast.Expression, scope: Scope, diagnostics: Diagnostics) -> Value:
    """The value of an expression; what is wrong with it is added to `diagnostics`. Never raises."""
    if isinstance(expr, ast.Literal) and expr.kind == "string":
        return expr.value
    try:
        value: Value = TABLE[expr.__class__](expr, scope, diagnostics)
        if value.__class__ in CONTAINERS:
            charge_for_elements(value, scope)
        return value
    except WorkLimit:
        # NomadMessage once in a list: from then on every expression of any size would fail with it.
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


# --- literals and references


def _literal(expr: ast.Literal, scope: Scope, out: Diagnostics) -> Value:
    if expr.kind != "number":
        return expr.value
    assert isinstance(expr.value, str)
    number = numbers.parse(expr.value)
    if number is None:
        return fail(expr, scope, out, "Invalid number literal", "Failed to recognize the value of this number literal.")
    return number


def _damaged(expr: ast.Damaged, scope: Scope, out: Diagnostics) -> Value:
    out.extend(expr.problems)
    return FAILED


def _parens(expr: ast.Parens, scope: Scope, out: Diagnostics) -> Value:
    return value_of(expr.expr, scope, out)


def _traversal(expr: ast.Traversal, scope: Scope, out: Diagnostics) -> Value:
    names = scope.names
    if names is None:
        out.append(problem(scope.surroundings.source, expr.start, expr.root_end, "Variables not allowed", "Variables may not be used here."))
        return FAILED
    if expr.root in names:
        value = names[expr.root]
        return _steps(value, expr.steps, scope, out, expr.root) if expr.steps else value
    surroundings = scope.surroundings
    if surroundings.runtime_references:
        return runtime_text(surroundings.source.text, expr.start, expr.end)
    from nomadspec.hcl.suggest import nearest, rename, suggestion

    known = sorted(names) if surroundings.may_suggest(len(names)) else []
    near, likely = suggestion(expr.root, known), nearest(expr.root, known)
    hint = f" Did you mean {go_quote(near)}?" if near else ""
    detail = f"There is no variable named {go_quote(expr.root)}.{hint}"
    found = problem(surroundings.source, expr.start, expr.root_end, "Unknown variable", detail, help=f'Did you mean "{likely[0]}"?' if likely else None)
    out.append(found.replace(fix=rename(surroundings.source.path, expr.start, expr.root_end, likely)))
    return FAILED


def _relative(expr: ast.RelativeTraversal, scope: Scope, out: Diagnostics) -> Value:
    return _steps(value_of(expr.source, scope, out), expr.steps, scope, out)


def _steps(value: Value, steps: Sequence[ast.GetAttr | ast.GetIndex], scope: Scope, out: Diagnostics, root: str = "") -> Value:
    for step in steps:
        try:
            if isinstance(step, ast.GetAttr):
                value = access.get_attribute(value, step.name)
            else:
                value = access.get_index(value, _literal(step.key, scope, out) if isinstance(step.key, ast.Literal) else step.key)
        except access.StepError as error:
            fail(step, scope, out, error.summary, error.detail)
            if root in _DECLARED and step is steps[0] and isinstance(value, dict):
                out[-1] = _undeclared(out[-1], _DECLARED[root], step, value, scope)
            return FAILED
    return value


#: Roots whose attributes are declared in the file, with the word for one.
_DECLARED: Final = {"var": "variable", "local": "local"}


def _undeclared(found: Diagnostic, word: str, step: ast.GetAttr | ast.GetIndex, declared: dict[str, Value], scope: Scope) -> Diagnostic:
    """The error of a name that is not in `var` or `local`, in plain words."""
    from nomadspec.hcl.suggest import nearest, rename

    name = str(step.name if isinstance(step, ast.GetAttr) else step.key)
    near = nearest(name, sorted(declared)) if scope.surroundings.may_suggest(len(declared)) else None
    fix = rename(scope.surroundings.source.path, step.end - len(name), step.end, near) if isinstance(step, ast.GetAttr) else None
    example = f'variable "{name}" {{ … }}' if word == "variable" else f"locals {{ {name} = … }}"
    help = f"Did you mean {near[0]}?" if near else f"Declare it: `{example}`."
    return found.replace(message=f"{word} {name} is not declared", help=help, fix=fix)


def _index(expr: ast.Index, scope: Scope, out: Diagnostics) -> Value:
    collection = value_of(expr.collection, scope, out)
    key = value_of(expr.key, scope, out)
    try:
        return access.get_index(collection, key)
    except access.StepError as error:
        out.append(problem(scope.surroundings.source, expr.bracket, expr.end, error.summary, error.detail))
        return FAILED


# --- templates


def _wrap(expr: ast.TemplateWrap, scope: Scope, out: Diagnostics) -> Value:
    return value_of(expr.expr, scope, out)


def _template(expr: ast.Template, scope: Scope, out: Diagnostics) -> Value:
    return join(expr.parts, scope, out)


# --- collections


def _tuple(expr: ast.Tuple, scope: Scope, out: Diagnostics) -> Value:
    return tuple([TABLE[item.__class__](item, scope, out) for item in expr.items])


def _object(expr: ast.Object, scope: Scope, out: Diagnostics) -> Value:
    values: dict[str, Value] = {}
    for item in expr.items:
        key = item.key
        if not isinstance(key, ast.Literal) or key.style == "json" or not isinstance(key.value, str) or key.kind != "string":
            from nomadspec.evaluation.comprehensions import object_value

            return object_value(expr, scope, out)
    for item in expr.items:
        values[item.key.value] = value_of(item.value, scope, out)  # type: ignore[attr-defined]
    return values


# --- what is rarer, loaded when first met


def _call(expr: ast.Call, scope: Scope, out: Diagnostics) -> Value:
    from nomadspec.evaluation.calls import call_function

    return call_function(expr, scope, out, value_of)


def _with_operators(expr: ast.Node, scope: Scope, out: Diagnostics) -> Value:
    from nomadspec.evaluation import operators

    TABLE.update(operators.NODES)
    return value_of(expr, scope, out)


def _with_comprehensions(expr: ast.Node, scope: Scope, out: Diagnostics) -> Value:
    from nomadspec.evaluation import comprehensions

    TABLE.update(comprehensions.NODES)
    return value_of(expr, scope, out)


TABLE.update(
    {
        ast.Damaged: _damaged,
        ast.Literal: _literal,
        ast.Template: _template,
        ast.TemplateWrap: _wrap,
        ast.Traversal: _traversal,
        ast.RelativeTraversal: _relative,
        ast.Index: _index,
        ast.Call: _call,
        ast.Tuple: _tuple,
        ast.Object: _object,
        ast.Parens: _parens,
        ast.Conditional: _with_operators,
        ast.Binary: _with_operators,
        ast.Unary: _with_operators,
        ast.IfDirective: _with_operators,
        ast.For: _with_comprehensions,
        ast.ForDirective: _with_comprehensions,
        ast.Splat: _with_comprehensions,
        ast.SplatItem: _with_comprehensions,
    }
)
