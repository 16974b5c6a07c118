"""From the top of a file to the scope of its job: variables, then locals.

    evaluate_top_level(source, body, variables={"port": "80"}) -> TopLevel(scope, unset)

An error of one step ends the way: with `scope` None, nothing of the job may be looked at. With `going_on`, what is wrong is unknown behind it, and
`scope` is there.
"""

from __future__ import annotations

from nomadspec.evaluation.scope import Scope, Surroundings
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nomadspec.evaluation.functions.calling import FunctionContext
    from nomadspec.evaluation.values import Value
    from nomadspec.evaluation.variables import Variable
    from nomadspec.hcl.ast import Body
    from nomadspec.source import Diagnostic, Source


class TopLevel(Record):
    """What the job is evaluated in: `scope` (None after an error), and the names of variables carried as unknown."""

    scope: Scope | None
    unset: tuple[str, ...]
    variables: Mapping[str, Variable]


def evaluate_top_level(
    source: Source,
    body: Body,
    diagnostics: list[Diagnostic],
    *,
    context: FunctionContext,
    variables: Mapping[str, str] | None = None,
    var_files: Sequence[tuple[Source, Body]] = (),
    configured: Sequence[Mapping[str, str] | tuple[Source, Body]] = (),
    environ: Mapping[str, str] | None = None,
    strict: bool = True,
    unset: str = "error",
    going_on: bool = False,
    values_lost: bool = False,
) -> TopLevel:
    """Variables and locals of a file whose structure has been checked.

    `variables` are texts by name (as `-var` gives them); `var_files` parsed files of values, later ones win; `configured` texts or
    parsed files below both, of which a file takes what it declares; `environ` is looked through for `NOMAD_VAR_…`; `strict` makes values for undeclared variables errors; `unset` "unknown" carries variables without
    a value. `values_lost`: a file of values cannot be read, so no variable has a known one. Errors are added to `diagnostics`.
    """
    surroundings = Surroundings(source, context)
    declared: dict[str, Variable] = {}
    missing: tuple[str, ...] = ()
    values: dict[str, Value] = {}
    local: dict[str, Value] = {}
    words = {getattr(item, "type", "") for item in body.items}
    if variables or var_files or "variable" in words or "variables" in words:
        from nomadspec.evaluation import variables as inputs

        declared = inputs.declare(source, body, diagnostics, context.release)
        if configured:
            inputs.assign_configured(declared, configured, diagnostics)
        if environ:
            inputs.assign_environment(declared, environ, diagnostics)
        for file_source, file_body in var_files:
            if not inputs.assign_file(declared, file_source, file_body, diagnostics, strict=strict, jobspec=source):
                break
        else:
            if variables:
                inputs.assign_arguments(declared, variables, diagnostics, strict=strict)
        if values_lost:
            for variable in declared.values():
                variable.assignments.clear()
        values, missing = inputs.settle(declared, context, unset, surroundings, diagnostics)
    if "locals" in words:
        from nomadspec.evaluation.locals import evaluate_locals

        local = evaluate_locals(body, {"var": values}, surroundings, diagnostics)
    if _failed(diagnostics):
        if not going_on:
            return TopLevel(None, missing, declared)
        values, local = _in_doubt(body, values, local)
    return TopLevel(Scope(surroundings, {"var": values, "local": local}), missing, declared)


def _in_doubt(body: Body, values: Mapping[str, Value], local: Mapping[str, Value]) -> tuple[dict[str, Value], dict[str, Value]]:
    """The variables and locals, with those that are written but failed, as what failed is."""
    from nomadspec.evaluation.values import FAILED
    from nomadspec.hcl.ast import Attribute, Block

    every: dict[str, dict[str, Value]] = {"variable": {}, "variables": {}, "locals": {}}
    for block in body.items:
        if isinstance(block, Block) and block.type in every:
            names = [label.value for label in block.labels] if block.type == "variable" else [i.name for i in block.body.items if isinstance(i, Attribute)]
            every[block.type].update(dict.fromkeys(names, FAILED))
    return {**every["variable"], **every["variables"], **values}, {**every["locals"], **local}


def _failed(diagnostics: list[Diagnostic]) -> bool:
    return bool(diagnostics) and any(diagnostic.severity == "error" for diagnostic in diagnostics)
