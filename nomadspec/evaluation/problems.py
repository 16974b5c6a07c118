"""What can go wrong in evaluation: each problem is known by the summary Nomad prints for it; codes and rule names never change."""

from __future__ import annotations

from nomadspec.source import Diagnostic, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec.source import Source
    from nomadspec.source.diagnostic import Severity

    Trail = tuple[tuple[str, Span | None], ...]

# summary → (code, rule)
RULES: Final[dict[str, tuple[str, str]]] = {
    # references and indices
    "Unsupported attribute": ("EVA001", "evaluation-unsupported-attribute"),
    "Missing map element": ("EVA002", "evaluation-missing-key"),
    "Attempt to get attribute from null value": ("EVA003", "evaluation-attribute-of-null"),
    "Attempt to index null value": ("EVA004", "evaluation-index-of-null"),
    "Invalid index": ("EVA005", "evaluation-index"),
    "Splat of null value": ("EVA006", "evaluation-splat-of-null"),
    "Invalid number literal": ("EVA009", "evaluation-number"),
    "Unknown variable": ("EVA007", "evaluation-unknown-name"),
    "Variables not allowed": ("EVA008", "evaluation-reference-not-allowed"),
    # operators and conditionals
    "Invalid operand": ("EVA020", "evaluation-operand"),
    "Operation failed": ("EVA021", "evaluation-operation"),
    "Inconsistent conditional result types": ("EVA022", "evaluation-conditional-types"),
    "Null condition": ("EVA023", "evaluation-null-condition"),
    "Incorrect condition type": ("EVA024", "evaluation-condition-type"),
    # templates, collections, for
    "Invalid template interpolation value": ("EVA030", "evaluation-interpolation"),
    "Null value as key": ("EVA031", "evaluation-null-key"),
    "Incorrect key type": ("EVA032", "evaluation-key-type"),
    "Ambiguous attribute key": ("EVA033", "evaluation-ambiguous-key"),
    "Iteration over null value": ("EVA034", "evaluation-for-null"),
    "Iteration over non-iterable value": ("EVA035", "evaluation-for-type"),
    "Condition is null": ("EVA036", "evaluation-for-condition-null"),
    "Invalid 'for' condition": ("EVA037", "evaluation-for-condition"),
    "Invalid object key": ("EVA038", "evaluation-for-key"),
    "Duplicate object key": ("EVA039", "evaluation-for-duplicate-key"),
    "Duplicate object attribute": ("EVA040", "evaluation-duplicate-key"),
    "Invalid object key expression": ("EVA041", "evaluation-object-key"),
    # functions
    "Call to unknown function": ("EVA050", "evaluation-unknown-function"),
    "Function calls not allowed": ("EVA051", "evaluation-call-not-allowed"),
    "Not enough function arguments": ("EVA052", "evaluation-missing-argument"),
    "Too many function arguments": ("EVA053", "evaluation-extra-argument"),
    "Invalid function argument": ("EVA054", "evaluation-function-argument"),
    "Error in function call": ("EVA055", "evaluation-function-call"),
    "Invalid expanding argument value": ("EVA056", "evaluation-expansion"),
    "Invalid type specification": ("EVA057", "evaluation-type"),
    # variables and locals
    "Unset variable": ("EVA070", "evaluation-unset-variable"),
    "Undefined -var variable": ("EVA071", "evaluation-undeclared-argument"),
    "Undefined variable": ("EVA072", "evaluation-undeclared-value"),
    "Variable declaration in a .var file": ("EVA073", "evaluation-declaration-in-var-file"),
    "Invalid default value for variable": ("EVA074", "evaluation-default-type"),
    "Invalid value for variable": ("EVA075", "evaluation-value-type"),
    "Invalid argument value for -var variable": ("EVA076", "evaluation-argument-type"),
    "Invalid variable name": ("EVA077", "evaluation-variable-name"),
    "Duplicate variable": ("EVA078", "evaluation-duplicate-variable"),
    "Invalid variable validation condition": ("EVA079", "evaluation-validation-condition"),
    "Invalid reference in variable validation": ("EVA080", "evaluation-validation-reference"),
    "Invalid variable validation result": ("EVA081", "evaluation-validation-result"),
    "Invalid validation error message": ("EVA082", "evaluation-validation-message"),
    "Validation failed": ("EVA083", "evaluation-validation"),
    "Invalid variable validation specification": ("EVA087", "evaluation-validation-condition-missing"),
    "Invalid expression": ("EVA084", "evaluation-static-expression"),
    "Unsuitable value type": ("EVA085", "evaluation-unsuitable-value"),
    "Failed to read file": ("EVA086", "evaluation-unreadable-var-file"),
    # structure of variable and locals blocks
    "Unsupported argument": ("EVA090", "evaluation-unsupported-argument"),
    "Unsupported block type": ("EVA091", "evaluation-unsupported-block"),
    "Unexpected block": ("EVA092", "evaluation-unexpected-block"),
    "Missing required argument": ("EVA093", "evaluation-required-argument"),
    "Missing label": ("EVA094", "evaluation-missing-label"),
    "Extraneous label": ("EVA095", "evaluation-extra-label"),
    # limits of our own
    "Too much work": ("EVA098", "evaluation-limit"),
    "Nesting too deep": ("EVA099", "evaluation-depth"),
}


def problem(
    source: Source,
    start: int,
    end: int,
    summary: str,
    detail: str,
    *,
    rule: str | None = None,
    help: str | None = None,
    trail: Trail = (),
    related: Trail = (),
) -> Diagnostic:
    """An error at [start, end); `nomad` has Nomad's words. `rule` names the table's row where the summary varies."""
    from nomadspec.hcl.wording import reworded

    code, name = RULES[rule or summary]
    message, advice = reworded(summary, detail, rule)
    place = Span(source, start, end)
    return Diagnostic(code, name, "error", message, place, help=help or advice, nomad=f"{summary}; {detail}", trail=trail, related=related)


def placeless(summary: str, detail: str, *, rule: str | None = None, severity: str = "error", help: str | None = None, related: Trail = ()) -> Diagnostic:
    """An error (or warning) that has no place."""
    from nomadspec.hcl.wording import reworded

    code, name = RULES[rule or summary]
    message, advice = reworded(summary, detail, rule)
    level: Severity = "warning" if severity == "warning" else "error"
    return Diagnostic(code, name, level, message, None, help=help or advice, nomad=f"{summary}; {detail}", related=related)
