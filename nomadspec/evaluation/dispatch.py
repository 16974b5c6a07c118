"""One function for each node class, found in a table: what the families of expressions share.

Every function has the shape `(expr, scope, diagnostics) -> value`. `expressions.py` fills the table; the rarer families (`operators.py`,
`comprehensions.py`) come in when one of their nodes is first met.
"""

from __future__ import annotations

from nomadspec.evaluation import numbers
from nomadspec.evaluation.problems import problem
from nomadspec.evaluation.scope import WorkLimit
from nomadspec.evaluation.types import DYNAMIC, STRING
from nomadspec.evaluation.values import FAILED, ListValue, MapValue, Null, Number, SetValue, Unknown, elements_of, type_name
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

#: The longest text that a template may make.
TEXT_LIMIT: Final = 16_000_000

#: Node class → the function that evaluates it.
TABLE: Final[dict[type, Callable[[Any, Scope, Diagnostics], Any]]] = {}


def value_of(expr: ast.Node, scope: Scope, out: Diagnostics) -> Value:
    value: Value = TABLE[expr.__class__](expr, scope, out)
    return value


def fail(expr: ast.Node, scope: Scope, out: Diagnostics, summary: str, detail: str, type_: Type = DYNAMIC) -> Unknown:
    out.append(problem(scope.surroundings.source, expr.start, expr.end, summary, detail))
    return FAILED if type_ is DYNAMIC else Unknown(type_)


CONTAINERS = frozenset((tuple, dict, ListValue, SetValue, MapValue))


def charge_for_elements(value: Value, scope: Scope) -> None:
    """Charges for every element in a value, as often as it can be reached. Raises WorkLimit."""
    waiting: list[Any] = [value]
    while waiting:
        current = waiting.pop()
        inner: Any
        if current.__class__ is tuple:
            inner = current
        elif isinstance(current, dict):
            inner = current.values()
        elif isinstance(current, MapValue):
            inner = current.items.values()
        else:
            inner = elements_of(current)
        scope.surroundings.charge(1 + len(inner))
        waiting.extend([item for item in inner if item.__class__ in CONTAINERS])


def join(parts: list[ast.Node], scope: Scope, out: Diagnostics) -> Value:
    """The text of the parts of a template together."""
    pieces: list[str] = []
    unknown: list[str] | None = None
    for part in parts:
        if isinstance(part, ast.Text):
            pieces.append(part.value)
            continue
        value = value_of(part, scope, out)
        if isinstance(value, str):
            pieces.append(value)
        elif isinstance(value, bool):
            pieces.append("true" if value else "false")
        elif isinstance(value, (int, Number)):
            try:
                pieces.append(numbers.to_text(value))
            except numbers.NumberTooLong:
                detail = f"Cannot include the given value in a string template: the number has more than {numbers.TEXT_DIGITS} digits."
                fail(part, scope, out, "Invalid template interpolation value", detail)
        elif value is None or value.__class__ is Null:
            fail(part, scope, out, "Invalid template interpolation value", "The expression result is null. Cannot include a null value in a string template.")
        elif isinstance(value, Unknown):
            unknown = unknown or []
            unknown.extend(value.variables)
        else:
            detail = f"Cannot include the given value in a string template: string required, but have {type_name(value)}."
            fail(part, scope, out, "Invalid template interpolation value", detail)
    if unknown is not None:
        return Unknown(STRING, tuple(dict.fromkeys(unknown)))
    text = "".join(pieces)
    if len(text) > 4096:
        charge_text(text, scope)
    return text if text.isascii() else _normalized(text)


def charge_text(text: str, scope: Scope) -> None:
    if len(text) > TEXT_LIMIT:
        raise WorkLimit
    scope.surroundings.charge(len(text) >> 6)


def _normalized(text: str) -> str:
    from nomadspec.hcl.string_values import normalize

    return normalize(text)
