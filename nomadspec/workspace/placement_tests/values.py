"""Converts between values of the language and plain data through JSON, for conditions, settings and changes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from nomadspec.evaluation import functions
from nomadspec.evaluation.expressions import evaluate
from nomadspec.evaluation.functions import truth
from nomadspec.evaluation.functions.calling import FunctionContext
from nomadspec.evaluation.functions.json_encoding import encode
from nomadspec.evaluation.functions.signature import Failed
from nomadspec.evaluation.values import Unknown, is_known

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nomadspec.evaluation.functions.signature import Function
    from nomadspec.evaluation.scope import Scope
    from nomadspec.evaluation.values import Value
    from nomadspec.hcl import ast
    from nomadspec.source import Diagnostic


class NotKnown(Exception):
    """An expression whose value is not known, or that failed; `diagnostics` say why where it failed."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        super().__init__()
        self.diagnostics = diagnostics


def context(root: str, extra: Mapping[str, Function] | None = None) -> FunctionContext:
    """What functions in a test file may see: files below `root`, which paths count from; no environment."""
    return FunctionContext(root, root, {}, extra={**truth.TABLE, **(extra or {})})


def to_value(data: Any) -> Value:
    """JSON data as a value."""
    return functions.call("jsondecode", [json.dumps(data, default=str)], FunctionContext("none"))


def value_of(expr: ast.Expression, scope: Scope) -> Value:
    """The value of an expression. Raises `NotKnown`."""
    found: list[Diagnostic] = []
    value = evaluate(expr, scope, found)
    if found or isinstance(value, Unknown):
        raise NotKnown(found)
    return value


def plain_of(expr: ast.Expression, scope: Scope) -> Any:
    """The value of an expression as JSON data. Raises `NotKnown`."""
    value = value_of(expr, scope)
    if not is_known(value):
        raise NotKnown([])
    try:
        return json.loads(encode(value))
    except Failed:
        raise NotKnown([]) from None
