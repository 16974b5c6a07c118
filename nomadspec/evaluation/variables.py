"""Input variables: what a file declares, and the values they get.

    declare(source, body) ─► {name: Variable} ─► assign_configured, assign_environment, assign_file, assign_arguments ─► settle ─► value of `var`

A later assignment wins: default, configuration, environment, var files in order, arguments. Every assignment is read and checked against the
variable's type, the last one against its validation rules. Text from the environment or an argument is the value itself for
strings, numbers and variables without a type; for every other type it is an expression without references and functions.

A text from the environment may be a secret: its diagnostics show places in it, never the text.
"""

from __future__ import annotations

from nomadspec.evaluation.conversion import ConversionError, convert
from nomadspec.evaluation.expressions import evaluate
from nomadspec.evaluation.go_quoting import go_quote
from nomadspec.evaluation.problems import placeless, problem
from nomadspec.evaluation.scope import Scope, Step, Surroundings, references
from nomadspec.evaluation.type_expressions import type_of_expression
from nomadspec.evaluation.types import BOOL, DYNAMIC, NUMBER, STRING
from nomadspec.evaluation.values import FAILED, Unknown, is_null, type_of
from nomadspec.hcl import ast
from nomadspec.hcl.string_values import normalize
from nomadspec.releases import NEWEST
from nomadspec.source import Diagnostic, Source, Span
from nomadspec.source.on_demand import Later
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Final

    from nomadspec.evaluation.functions.calling import FunctionContext
    from nomadspec.evaluation.types import Type
    from nomadspec.evaluation.values import Value
    from nomadspec.hcl import suggest
    from nomadspec.releases import Release
else:
    suggest = Later("nomadspec.hcl.suggest")

#: What the names of environment variables begin with that give values.
ENVIRONMENT_PREFIX: Final = "NOMAD_VAR_"

_UNSET: Final = "A used variable must be set or have a default value; see https://developer.hashicorp.com/nomad/docs/reference/hcl2/variables  for details."


class Assignment(Record):
    """One value given to a variable. `kind` is Nomad's word for where: "default", "env", "varfile", "cmd"; "config" is a configuration's table of values.

    `span` is the place of the value; None for plain text, which has none.
    """

    kind: str
    value: Value
    span: Span | None
    expr: ast.Expression | None = None


class Rule(Record):
    """A validation rule: its condition, its message, and its block."""

    block: ast.Block
    condition: ast.Expression | None
    message: str


class Variable:
    """One declared variable. `type` is None as long as nothing tells it; `declaration` the span of its header."""

    __slots__ = ("assignments", "declaration", "name", "rules", "type")

    def __init__(self, name: str, type: Type | None, declaration: Span) -> None:
        self.name: Final = name
        self.type: Type | None = type
        self.declaration: Final = declaration
        self.assignments: list[Assignment] = []
        self.rules: list[Rule] = []


# --- declarations


def declare(source: Source, body: ast.Body, diagnostics: list[Diagnostic], release: Release = NEWEST) -> dict[str, Variable]:
    """The variables of a file in that release, with their defaults. A declaration that is wrong declares nothing."""
    variables: dict[str, Variable] = {}
    scope = Scope(Surroundings(source, None, release=release), None)
    for item in body.items:
        if not isinstance(item, ast.Block):
            continue
        if item.type == "variable" and len(item.labels) == 1:
            _declare_one(item, scope, variables, diagnostics)
        elif item.type == "variables" and not item.labels:
            _declare_plainly(item, scope, variables, diagnostics)
    return variables


def _declare_plainly(block: ast.Block, scope: Scope, variables: dict[str, Variable], out: list[Diagnostic]) -> None:
    """The variables of a `variables` block: a default each, which also says the type."""
    source = scope.surroundings.source
    for item in block.body.items:
        if isinstance(item, ast.Block):
            out.append(unexpected_block(source, item))
        elif item.name in variables:
            out.append(_duplicate(source, item.name, item, variables))
        else:
            before = len(out)
            value = evaluate(item.expr, scope, out)
            if len(out) == before:
                variable = Variable(item.name, type_of(value), Span(source, item.start, item.name_end))
                variable.assignments.append(Assignment("default", value, _span(source, item.expr), item.expr))
                variables[item.name] = variable


def unexpected_block(source: Source, block: ast.Block) -> Diagnostic:
    """A block where only arguments may be."""
    return problem(source, block.start, block.type_end, f"Unexpected {go_quote(block.type)} block", "Blocks are not allowed here.", rule="Unexpected block")


def _duplicate(source: Source, name: str, node: ast.Node, variables: Mapping[str, Variable]) -> Diagnostic:
    first = (("first declared here", variables[name].declaration), ("declared again here", Span(source, node.start, node.end)))
    return placeless("Duplicate variable", f"Duplicate {name} variable definition found.", related=first)


def _span(source: Source, node: ast.Node) -> Span:
    return Span(source, node.start, node.end)


_ARGUMENTS: Final = ("default", "description", "type")


def _declare_one(block: ast.Block, scope: Scope, variables: dict[str, Variable], out: list[Diagnostic]) -> None:
    source = scope.surroundings.source
    label = block.labels[0]
    name = label.value
    if name in variables:
        out.append(_duplicate(source, name, block.labels[0], variables))
        return
    attributes, rules = _parts(source, block, _ARGUMENTS, ("validation",), out)
    if not name.replace("-", "_").isidentifier() or name.startswith("-"):
        detail = "A name must start with a letter or underscore and may contain only letters, digits, underscores, and dashes."
        out.append(problem(source, label.start, label.end, "Invalid variable name", detail))
    variable = Variable(name, None, Span(source, block.start, block.header_end))
    if "description" in attributes:
        _static_text(attributes["description"].expr, scope, out)
    if "type" in attributes:
        found = type_of_expression(attributes["type"].expr, source, out)
        if found is None:
            return
        variable.type = found
    if "default" in attributes:
        expr = attributes["default"].expr
        before = len(out)
        value = evaluate(expr, scope, out)
        if len(out) > before:
            return
        if variable.type is None:
            variable.type = type_of(value)
        else:
            try:
                value = convert(value, variable.type)
            except ConversionError as error:
                detail = f"This default value is not compatible with the variable's type constraint: {error.text}."
                out.append(problem(source, expr.start, expr.end, "Invalid default value for variable", detail))
                value = FAILED
        variable.assignments.append(Assignment("default", value, _span(source, expr), expr))
    for inner in rules:
        _declare_rule(inner, variable, scope, out)
    variables[name] = variable


def _parts(
    source: Source, block: ast.Block, accepted: tuple[str, ...], blocks: tuple[str, ...], out: list[Diagnostic]
) -> tuple[dict[str, ast.Attribute], list[ast.Block]]:
    """The arguments and blocks of a body, and complaints about all others."""
    attributes: dict[str, ast.Attribute] = {}
    found: list[ast.Block] = []
    wrong_arguments: list[ast.Attribute] = []
    wrong_blocks: list[ast.Block] = []
    for item in block.body.items:
        if isinstance(item, ast.Attribute):
            if item.name in accepted:
                attributes[item.name] = item
            else:
                wrong_arguments.append(item)
        elif item.type in blocks:
            if item.labels:
                extra = item.labels[0]
                detail = f"No labels are expected for {item.type} blocks."
                out.append(problem(source, extra.start, extra.end, f"Extraneous label for {item.type}", detail, rule="Extraneous label"))
            else:
                found.append(item)
        else:
            wrong_blocks.append(item)
    for attribute in wrong_arguments:
        near = suggest.suggestion(attribute.name, [name for name in accepted if name not in attributes])
        hint = (
            f" Did you mean {go_quote(near)}?" if near else f' Did you mean to define a block of type "{attribute.name}"?' if attribute.name in blocks else ""
        )
        detail = f"An argument named {go_quote(attribute.name)} is not expected here.{hint}"
        out.append(problem(source, attribute.start, attribute.name_end, "Unsupported argument", detail, help=hint.strip() or None))
    for inner in wrong_blocks:
        near = suggest.suggestion(inner.type, blocks)
        hint = f" Did you mean {go_quote(near)}?" if near else ""
        if not near and inner.type in accepted:
            hint = f' Did you mean to define argument "{inner.type}"? If so, use the equals sign to assign it a value.'
        detail = f"Blocks of type {go_quote(inner.type)} are not expected here.{hint}"
        out.append(problem(source, inner.start, inner.type_end, "Unsupported block type", detail, help=hint.strip() or None))
    return attributes, found


def _static_text(expr: ast.Expression, scope: Scope, out: list[Diagnostic]) -> str | None:
    """Text that depends on nothing; None after an error."""
    source = scope.surroundings.source
    before = len(out)
    value = evaluate(expr, scope, out)
    reason = ""
    if len(out) > before:
        return None
    try:
        value = convert(value, STRING)
        if is_null(value):
            reason = "null value is not allowed"
    except ConversionError as error:
        reason = error.text
    if reason:
        from nomadspec.evaluation.places import start_range

        out.append(problem(source, *start_range(source, expr), "Unsuitable value type", f"Unsuitable value: {reason}"))
        return None
    return value if isinstance(value, str) else None


def _declare_rule(block: ast.Block, variable: Variable, scope: Scope, out: list[Diagnostic]) -> None:
    source = scope.surroundings.source
    attributes, _ = _parts(source, block, ("condition", "error_message"), (), out)
    for name in ("condition", "error_message"):
        if name not in attributes:
            detail = f"The argument {go_quote(name)} is required, but no definition was found."
            # Bodies from JSON have places of their own.
            start, end = getattr(block.body, "missing", (block.open, block.open))
            out.append(problem(source, start, end, "Missing required argument", detail))
    message: str | None = None
    if "condition" in attributes:
        _check_references(attributes["condition"].expr, variable.name, source, out)
    if "error_message" in attributes:
        expr = attributes["error_message"].expr
        message = _static_text(expr, scope, out)
        unsuitable = None if message is None else _unsuitable_message(message, scope.surroundings.release)
        if unsuitable is not None:
            out.append(problem(source, expr.start, expr.end, "Invalid validation error message", unsuitable))
    variable.rules.append(Rule(block, attributes["condition"].expr if "condition" in attributes else None, message or ""))


def _unsuitable_message(message: str, release: Release) -> str | None:
    """What is wrong with the error message of a rule."""
    if release.does("variable-error-message-of-any-text"):
        return None if message.strip() else "An empty or blank string is not a valid nor useful error message."
    if not message:
        return "An empty string is not a valid nor useful error message."
    if (message[0].isupper() or not message[0].isalpha()) and message[-1] in ".?!":
        return None
    return (
        "Validation error message must be at least one full sentence starting with an uppercase letter ( if the alphabet permits it ) "
        "and ending with a period or question mark."
    )


def _check_references(condition: ast.Expression, name: str, source: Source, out: list[Diagnostic]) -> None:
    """A rule may refer to its own variable only, and must."""
    good = 0
    for reference in _free_references(condition):
        first = reference.steps[0] if reference.steps else None
        if reference.root == "var" and isinstance(first, ast.GetAttr) and first.name == name:
            good += 1
            continue
        detail = f"The condition for variable {go_quote(name)} can only refer to the variable itself, using var.{name}."
        out.append(problem(source, reference.start, reference.end, "Invalid reference in variable validation", detail))
    if not good:
        detail = f"The condition for variable {go_quote(name)} must refer to var.{name} in order to test incoming values."
        out.append(problem(source, condition.start, condition.end, "Invalid variable validation condition", detail))


def _free_references(condition: ast.Expression) -> list[ast.Traversal]:
    """References whose root is not a name that a `for` inside the expression makes."""
    bound: list[tuple[int, int, set[str]]] = []
    waiting: list[ast.Node] = [condition]
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.For, ast.ForDirective)):
            bound.append((node.start, node.end, {name for name in (node.key, node.value) if name}))
        for slot in node.__slots__:
            value = getattr(node, slot)
            if isinstance(value, ast.Node):
                waiting.append(value)
            elif isinstance(value, list):
                waiting.extend([item for item in value if isinstance(item, ast.Node)])
    return [
        reference for reference in references(condition) if not any(start <= reference.start < end and reference.root in names for start, end, names in bound)
    ]


# --- values


def assign_configured(variables: Mapping[str, Variable], values: Sequence[Mapping[str, str] | tuple[Source, ast.Body]], diagnostics: list[Diagnostic]) -> None:
    """Takes the values that a configuration gives to all its jobspecs, as texts or in files, later ones win; those of variables that this one does not
    declare mean nothing."""
    for given in values:
        if isinstance(given, tuple):
            source, body = given
            known = [item for item in body.items if not isinstance(item, ast.Attribute) or item.name in variables]
            if not assign_file(variables, source, ast.Body(known, body.start, body.end), diagnostics, strict=False):
                return
            continue
        for name, text in given.items():
            if name in variables:
                _assign_text(variables[name], text, "config", diagnostics)


def assign_environment(variables: Mapping[str, Variable], environ: Mapping[str, str], diagnostics: list[Diagnostic]) -> None:
    """Takes the values of `NOMAD_VAR_…`; those of variables that are not declared mean nothing."""
    for key in environ:
        if key.startswith(ENVIRONMENT_PREFIX):
            name = key[len(ENVIRONMENT_PREFIX) :]
            if name in variables:
                _assign_text(variables[name], environ[key], "env", diagnostics)


def assign_arguments(variables: Mapping[str, Variable], arguments: Mapping[str, str], diagnostics: list[Diagnostic], *, strict: bool) -> None:
    """Takes values given as arguments. `strict`: one for a variable that is not declared is an error."""
    for name, text in arguments.items():
        if name in variables:
            _assign_text(variables[name], text, "cmd", diagnostics)
            continue
        detail = (
            f"A {go_quote(name)} variable was passed in the command line but was not found in known variables. "
            f"To declare variable {go_quote(name)}, place this block in your job file"
        )
        diagnostics.append(_undeclared("Undefined -var variable", detail, name, variables, strict))


def _undeclared(summary: str, detail: str, name: str, variables: Mapping[str, Variable], strict: bool) -> Diagnostic:
    near = suggest.nearest(name, sorted(variables))
    severity = "error" if strict else "warning"
    return placeless(summary, detail, severity=severity, help=f'Did you mean "{near[0]}"?' if near else None)


def assign_file(
    variables: Mapping[str, Variable], source: Source, body: ast.Body, diagnostics: list[Diagnostic], *, strict: bool, jobspec: Source | None = None
) -> bool:
    """Takes the values of a var file. False when it declares variables, which ends the reading of values. `jobspec`: where values must be declared."""
    declarations = [item for item in body.items if isinstance(item, ast.Block) and item.type == "variable"]
    if declarations:
        for block in declarations:
            diagnostics.append(_declared_in_values(source, block))
        return False
    scope = Scope(Surroundings(source, None), None)
    for item in body.items:
        if isinstance(item, ast.Block):
            diagnostics.append(unexpected_block(source, item))
    for item in body.items:
        if not isinstance(item, ast.Attribute):
            continue
        variable = variables.get(item.name)
        if variable is None:
            quoted = go_quote(item.name)
            detail = f"A {quoted} variable was set but was not found in known variables. To declare variable {quoted}, place this block in your job files"
            found = _undeclared("Undefined variable", detail, item.name, variables, strict)
            related = (("not declared here", Span(jobspec, 0, 0)),) if jobspec is not None else ()
            diagnostics.append(found.replace(span=Span(source, item.start, item.name_end), related=related))
            continue
        value = evaluate(item.expr, scope, diagnostics)
        span = _span(source, item.expr)
        value = _fit(variable, value, span, "Invalid value for variable", "The value", diagnostics)
        variable.assignments.append(Assignment("varfile", value, span, item.expr))
    return True


def _declared_in_values(source: Source, block: ast.Block) -> Diagnostic:
    name = block.labels[0].value if block.labels else ""
    file = source.path
    detail = (
        "A .var file is used to assign values to variables that have already been declared in job files, not to declare new variables. "
        f"To declare variable {go_quote(name)}, place this block in one of your job files\n\n"
        f"To set a value for this variable in {file}, use the definition syntax instead:\n    {name} = <value>"
    )
    return problem(source, block.start, block.type_end, "Variable declaration in a .var file", detail)


_PLACES: Final = {"env": "env", "cmd": "arguments", "config": "the configuration"}


def _assign_text(variable: Variable, text: str, kind: str, out: list[Diagnostic]) -> None:
    """Takes a value that was given as text."""
    span: Span | None = None
    value: Value
    if variable.type is None or variable.type is STRING or variable.type is NUMBER:
        value = normalize(text)
    else:
        from nomadspec.hcl.parser import parse_expression

        found: list[Diagnostic] = []
        source = Source(text, f"<value for var.{variable.name} from {_PLACES[kind]}>")
        expr, problems = parse_expression(text, source.path)
        found.extend(problems)
        value = FAILED
        if expr is not None and not problems:
            value = evaluate(expr, Scope(Surroundings(source, None), None), found)
            span = _span(source, expr)
        if kind == "env":
            import re

            shown = Source(re.sub(r"[^\n]", "*", text), source.path)
            found = [d if d.span is None else d.replace(span=Span(shown, d.span.start_offset, d.span.end_offset)) for d in found]
            span = None if span is None else Span(shown, span.start_offset, span.end_offset)
        out.extend(found)
        if problems or expr is None:
            return
    if kind == "cmd":
        value = _fit(variable, value, span, "Invalid argument value for -var variable", "The received arg value", out)
    else:
        value = _fit(variable, value, span, "Invalid value for variable", "The value", out)
    variable.assignments.append(Assignment(kind, value, span))


def _fit(variable: Variable, value: Value, span: Span | None, summary: str, what: str, out: list[Diagnostic]) -> Value:
    """The value in the type of its variable."""
    if variable.type is None:
        return value
    try:
        return convert(value, variable.type)
    except ConversionError as error:
        detail = f"{what} for {variable.name} is not compatible with the variable's type constraint: {error.text}."
        declared = (("declared here", variable.declaration),)
        if span is None:
            out.append(placeless(summary, detail, related=declared))
        else:
            out.append(problem(span.source, span.start_offset, span.end_offset, summary, detail, related=declared))
        return FAILED


# --- outcome


def settle(
    variables: Mapping[str, Variable], context: FunctionContext, unset: str, surroundings: Surroundings, diagnostics: list[Diagnostic]
) -> tuple[dict[str, Value], tuple[str, ...]]:
    """The value of each variable and the names of those without one, which are errors unless `unset` is "unknown"."""
    values: dict[str, Value] = {}
    missing: list[str] = []
    for name, variable in variables.items():
        if variable.assignments:
            last = variable.assignments[-1]
            values[name] = last.value
            surroundings.steps["var", name] = (Step(_said(variable, last), last.span or variable.declaration),)
            if variable.rules:
                _validate(variable, last, surroundings.source, context, diagnostics)
            continue
        missing.append(name)
        values[name] = Unknown(variable.type or DYNAMIC, (name,))
        surroundings.steps["var", name] = (Step(f"variable `{name}`, which has no value", variable.declaration),)
        if unset != "unknown":
            related = (("declared here", variable.declaration),)
            diagnostics.append(placeless(f"Unset variable {go_quote(name)}", _UNSET, rule="Unset variable", related=related))
    return values, tuple(missing)


def _said(variable: Variable, assignment: Assignment) -> str:
    said = f"set by variable `{variable.name}`"
    return {
        "default": f"{said} (its default)",
        "config": f"{said} (from the configuration)",
        "env": f"{said} (from the environment, {ENVIRONMENT_PREFIX}{variable.name})",
        "cmd": f"{said} (from the command line)",
    }.get(assignment.kind, said)


def _validate(variable: Variable, assignment: Assignment, source: Source, context: FunctionContext, out: list[Diagnostic]) -> None:
    """Tests a value by the variable's rules."""
    from nomadspec.evaluation.functions.calling import FunctionContext

    closed = FunctionContext(context.fs, context.directory, context.environ, files_disabled=True, release=context.release)
    scope = Scope(Surroundings(source, closed, runtime_references=False), {"var": {variable.name: assignment.value}})
    for rule in variable.rules:
        condition = rule.condition
        if condition is None:
            out.append(problem(source, *_header(rule.block), "Invalid variable validation specification", "validation requires a condition."))
            continue
        before = len(out)
        result = evaluate(condition, scope, out)
        if len(out) > before or isinstance(result, Unknown):
            continue
        if is_null(result):
            detail = "Validation condition expression must return either true or false, not null."
            out.append(problem(source, condition.start, condition.end, "Invalid variable validation result", detail))
            continue
        try:
            result = convert(result, BOOL)
        except ConversionError as error:
            detail = f"Invalid validation condition result value: {error.text}."
            out.append(problem(source, condition.start, condition.end, "Invalid variable validation result", detail))
            continue
        if result is False:
            out.append(_broken_rule(variable, assignment, rule, source))


def _header(block: ast.Block) -> tuple[int, int]:
    found: tuple[int, int] = getattr(block.body, "definition", (block.start, block.header_end))
    return found


def _broken_rule(variable: Variable, assignment: Assignment, rule: Rule, source: Source) -> Diagnostic:
    from nomadspec.hcl.errors import range_text

    place = range_text(source, *_header(rule.block))
    summary = f"Invalid value for {assignment.kind} variable"
    detail = f"{rule.message}\n\nThis was checked by the validation rule at {place}."
    related = (("the validation rule", Span(source, *_header(rule.block))), ("declared here", variable.declaration))
    span = assignment.span
    if span is None:
        return placeless(summary, detail, rule="Validation failed", related=related)
    return problem(span.source, span.start_offset, span.end_offset, summary, detail, rule="Validation failed", related=related)
