"""`try`, `can` and `convert`. The first two get their arguments unevaluated, as calls that answer (value, failures)."""

from __future__ import annotations

from nomadspec.evaluation.conversion import ConversionError
from nomadspec.evaluation.conversion import convert as convert_value
from nomadspec.evaluation.functions.signature import ANYTHING, Failed, Function
from nomadspec.evaluation.types import BOOL
from nomadspec.evaluation.values import Unknown, unknown_variables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.evaluation.functions.calling import Attempt
    from nomadspec.evaluation.types import Type
    from nomadspec.evaluation.values import Value


def _try(*attempts: Attempt) -> Value:
    if not attempts:
        raise Failed("at least one argument is required")
    complaints: list[str] = []
    for attempt in attempts:
        value, failures = attempt()
        if not failures:
            return value
        complaints += failures
    listed = "".join(f"- {complaint}\n" for complaint in complaints)
    raise Failed(f"no expression succeeded:\n{listed}\nAt least one expression must produce a successful result")


def _can(attempt: Attempt) -> Value:
    value, failures = attempt()
    if failures:
        return False
    variables = unknown_variables(value)
    return True if variables is None else Unknown(BOOL, variables)


def _convert(value: Any, want: Type) -> Value:
    try:
        return convert_value(value, want)
    except ConversionError as error:
        raise Failed(error.text, 0) from None


TABLE: dict[str, Function] = {
    "can": Function("expression:any", "any", _can, sees=ANYTHING),
    "convert": Function("value:any? type:any", "any", _convert, sees=ANYTHING),
    "try": Function("*expressions:any", "any", _try, sees=ANYTHING),
}
