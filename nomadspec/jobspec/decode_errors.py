"""What can be wrong with the structure and the values of a jobspec: one function for each error, in Nomad's words and places.

Every function gives a `Diagnostic`; `ERRORS` holds the codes and rule names, which never change.
"""

from __future__ import annotations

from nomadspec.evaluation.places import start_range
from nomadspec.evaluation.text import go_quote
from nomadspec.hcl.errors import range_text
from nomadspec.hcl.suggest import suggestion
from nomadspec.source import Diagnostic, Edit, Fix, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec.hcl.ast import Attribute, Block, Body, Expression, Node
    from nomadspec.jobspec.typed_values import Unsuitable
    from nomadspec.source import Source

#: Name of the error → code. The rule name is the same word.
ERRORS: Final = {
    "unsupported-argument": "EVA201",
    "unsupported-block": "EVA202",
    "duplicate-block": "EVA203",
    "missing-label": "EVA204",
    "extra-label": "EVA205",
    "missing-argument": "EVA206",
    "unsuitable-value": "EVA207",
    "null-value": "EVA208",
    "inappropriate-value": "EVA209",
    "dynamic-block": "EVA210",
    "dynamic-for-each": "EVA211",
    "dynamic-labels": "EVA212",
    "dynamic-iterator": "EVA213",
    "dynamic-limit": "EVA214",
    "scaling-policy": "EVA215",
    "missing-job": "EVA220",
    "duplicate-job": "EVA221",
    "unexpected-block": "EVA222",
    "api-json": "EVA230",
    "json-variables": "EVA231",
    "unprintable-number": "EVA232",
    "unreadable-file": "EVA240",
    "not-text": "EVA241",
    "too-large": "EVA242",
    "too-deep": "EVA243",
    "json-body": "EVA250",
}


def fault(
    rule: str,
    source: Source,
    start: int,
    end: int,
    summary: str,
    detail: str,
    *,
    help: str | None = None,
    fix: Fix | None = None,
    related: tuple[tuple[str, Span | None], ...] = (),
) -> Diagnostic:
    """A diagnostic of one of the errors above."""
    text = f"{summary}; {detail}"
    return Diagnostic(ERRORS[rule], rule, "error", text, Span(source, start, end), help=help, fix=fix, nomad=text, related=related)


def placeless(rule: str, text: str, *, help: str | None = None) -> Diagnostic:
    """An error of the whole file, which has no place in it."""
    return Diagnostic(ERRORS[rule], rule, "error", text, None, nomad=text, help=help)


# --- structure


def unsupported_argument(source: Source, item: Attribute, free: list[str], blocks: list[str]) -> Diagnostic:
    """An argument the body does not know. `free`: arguments not yet set, in order; `blocks`: block words."""
    near = suggestion(item.name, free)
    hint, fix = "", None
    if near is not None:
        hint, fix = f' Did you mean "{near}"?', _rename(source, item, item.name_end, near)
    elif item.name in blocks:
        hint = f' Did you mean to define a block of type "{item.name}"?'
    detail = f'An argument named "{item.name}" is not expected here.{hint}'
    return fault("unsupported-argument", source, item.start, item.name_end, "Unsupported argument", detail, help=hint.strip() or None, fix=fix)


def unsupported_block(source: Source, block: Block, blocks: list[str], arguments: list[str]) -> Diagnostic:
    near = suggestion(block.type, sorted(blocks))
    hint, fix = "", None
    if near is not None:
        hint, fix = f' Did you mean "{near}"?', _rename(source, block, block.type_end, near)
    elif block.type in arguments:
        hint = f' Did you mean to define argument "{block.type}"? If so, use the equals sign to assign it a value.'
    detail = f'Blocks of type "{block.type}" are not expected here.{hint}'
    return fault("unsupported-block", source, block.start, block.type_end, "Unsupported block type", detail, help=hint.strip() or None, fix=fix)


def _rename(source: Source, node: Node, end: int, name: str) -> Fix:
    return Fix(f"rename to {name}", (Edit(source.path, node.start, end, name),), safe=False)


def definition_of(block: Block) -> tuple[int, int]:
    """What Nomad shows as the place of a block: from its word to its last label; in the JSON syntax the bracket of its value."""
    found: tuple[int, int] = getattr(block.body, "definition", (block.start, block.header_end))
    return found


def duplicate_block(source: Source, block: Block, first: Block, word: str) -> Diagnostic:
    place = range_text(source, *definition_of(first))
    detail = f"Only one {word} block is allowed. Another was defined at {place}."
    return fault("duplicate-block", source, *definition_of(block), f"Duplicate {word} block", detail, related=_first(source, first.start, first.header_end))


def second_block(source: Source, block: Block, first: Block) -> Diagnostic:
    """A second block where Nomad looks for one by hand: the same error in other words."""
    place = range_text(source, *definition_of(first))
    word = block.labels[0].value if block.type == "dynamic" else block.type
    detail = f'Only one block of type "{word}" is allowed. Previous definition was at {place}.'
    return fault("duplicate-block", source, *definition_of(block), f"Duplicate {word} block", detail, related=_first(source, first.start, first.header_end))


def block_beside_attribute(source: Source, block: Block, attribute: Attribute) -> Diagnostic:
    place = range_text(source, attribute.start, attribute.end)
    detail = f"{attribute.name} may not be defined more than once. Another definition is defined at {place}."
    return fault(
        "duplicate-block",
        source,
        *definition_of(block),
        f"Duplicate {attribute.name} block",
        detail,
        related=_first(source, attribute.start, attribute.end),
    )


def _first(source: Source, start: int, end: int) -> tuple[tuple[str, Span | None], ...]:
    return (("first defined here", Span(source, start, end)),)


def missing_label(source: Source, block: Block, word: str, labels: tuple[str, ...]) -> Diagnostic:
    missing = labels[len(block.labels)]
    detail = f"All {word} blocks must have {len(labels)} labels ({', '.join(labels)})."
    return fault("missing-label", source, block.open, block.open + 1, f"Missing {missing} for {word}", detail)


def extra_label(source: Source, block: Block, word: str, labels: tuple[str, ...]) -> Diagnostic:
    label = block.labels[len(labels)]
    detail = f"Only {len(labels)} labels ({', '.join(labels)}) are expected for {word} blocks." if labels else f"No labels are expected for {word} blocks."
    return fault("extra-label", source, label.start, label.end, f"Extraneous label for {word}", detail)


def missing_argument(source: Source, block: Block, name: str, body: Body) -> Diagnostic:
    at = block.open if body is block.body else body.start
    start, end = getattr(body, "missing", (at, at))
    return fault("missing-argument", source, start, end, "Missing required argument", f'The argument "{name}" is required, but no definition was found.')


# --- values


def unsuitable(source: Source, expr: Expression, error: Unsuitable) -> Diagnostic:
    """A value that a field cannot take."""
    start, end = start_range(source, expr)
    rule = "null-value" if error.detail.endswith("null value is not allowed") else "unsuitable-value"
    return fault(rule, source, start, end, error.summary, error.detail)


def unsuitable_at(source: Source, start: int, end: int, error: Unsuitable) -> Diagnostic:
    return fault("unsuitable-value", source, start, end, error.summary, error.detail)


def unsuitable_null(source: Source, expr: Expression, *, duration: bool) -> Diagnostic:
    """Null for a field that is never null."""
    start, end = start_range(source, expr)
    if duration:
        return fault("null-value", source, start, end, "Unsuitable value", "Unsuitable duration value: nil")
    return fault("null-value", source, start, end, "Unsuitable value type", "Unsuitable value: null value is not allowed")


def inappropriate(source: Source, expr: Expression, name: str, error: Unsuitable) -> Diagnostic:
    """A value that an attribute of a constraint or affinity cannot take."""
    reason = error.detail.removeprefix("Unsuitable value: ")
    detail = f'Inappropriate value for attribute "{name}": {reason}.'
    return fault("inappropriate-value", source, expr.start, expr.end, "Incorrect attribute value type", detail)


def unprintable(source: Source, expr: Expression, error: Unsuitable) -> Diagnostic:
    """A number that JSON has no spelling for."""
    text = f"Error converting job: {error.detail}"
    start, end = start_range(source, expr)
    return Diagnostic(ERRORS["unprintable-number"], "unprintable-number", "error", text, Span(source, start, end), nomad=text)


# --- dynamic blocks


def unsupported_dynamic(source: Source, block: Block) -> Diagnostic:
    label = block.labels[0]
    detail = f"Blocks of type {go_quote(label.value)} are not expected here."
    return fault("unsupported-block", source, label.start, label.end, "Unsupported block type", detail)


def missing_content(source: Source, block: Block) -> Diagnostic:
    detail = 'A dynamic block must have a nested block of type "content" to describe the body of each generated block.'
    return fault("dynamic-block", source, block.open + 1, block.open + 1, "Missing dynamic content block", detail)


def second_content(source: Source, block: Block) -> Diagnostic:
    detail = "Only one nested content block is allowed for each dynamic block."
    return fault("dynamic-block", source, block.start, block.header_end, "Extraneous dynamic content block", detail)


def for_each(source: Source, expr: Expression, kind: str | None) -> Diagnostic:
    """A collection that cannot be gone over. `kind`: its type, None for null."""
    detail = "Cannot use a null value in for_each." if kind is None else f"Cannot use a {kind} value in for_each. An iterable collection is required."
    return fault("dynamic-for-each", source, expr.start, expr.end, "Invalid dynamic for_each value", detail)


def iterator_expression(source: Source, expr: Expression) -> Diagnostic:
    detail = (
        "A single static variable reference is required: only attribute access and indexing with constant keys. "
        "No calculations, function calls, template expressions, etc are allowed here."
    )
    return fault("dynamic-iterator", source, expr.start, expr.end, "Invalid expression", detail)


def iterator_name(source: Source, expr: Expression) -> Diagnostic:
    detail = "Dynamic iterator must be a single variable name."
    return fault("dynamic-iterator", source, expr.start, expr.end, "Invalid dynamic iterator name", detail)


def label_list(source: Source, expr: Expression) -> Diagnostic:
    start, end = start_range(source, expr)
    return fault("dynamic-labels", source, start, end, "Invalid expression", "A static list expression is required.")


def label_count(source: Source, expr: Expression, labels: list[Expression], word: str, wanted: int) -> Diagnostic:
    detail = f'Blocks of type "{word}" require {wanted} label(s).'
    if len(labels) < wanted:
        return fault("dynamic-labels", source, expr.start, expr.end, "Insufficient dynamic block labels", detail)
    extra = labels[wanted]
    return fault("dynamic-labels", source, extra.start, extra.end, "Extraneous dynamic block label", detail)


def null_label(source: Source, expr: Expression) -> Diagnostic:
    return fault("dynamic-labels", source, expr.start, expr.end, "Invalid dynamic block label", "Cannot use a null value as a dynamic block label.")


def unsuitable_label(source: Source, expr: Expression, error: Unsuitable) -> Diagnostic:
    reason = error.detail.removeprefix("Unsuitable value: ")
    detail = f"Cannot use this value as a dynamic block label: {reason}."
    return fault("dynamic-labels", source, expr.start, expr.end, "Invalid dynamic block label", detail)


def too_many_blocks(source: Source, block: Block, limit: int) -> Diagnostic:
    return fault("dynamic-limit", source, block.start, block.header_end, "Too many blocks", f"The dynamic blocks of this job make more than {limit} blocks.")


# --- scaling


def group_scaling_type(source: Source, expr: Expression, written: str) -> Diagnostic:
    detail = f"task group scaling policy had invalid type: {go_quote(written)}"
    return fault("scaling-policy", source, expr.start, expr.end, "Invalid group scaling type", detail)


def task_scaling_name(source: Source, label: Node) -> Diagnostic:
    return fault("scaling-policy", source, label.start, label.end, "Invalid scaling policy name", 'scaling policy name must be "cpu" or "mem"')


def duplicate_task_scaling(source: Source, block: Block, first: Block, label: str) -> Diagnostic:
    place = range_text(source, *definition_of(first))
    detail = f"Only one scaling {label} block is allowed. Another was defined at {place}."
    return fault(
        "duplicate-block",
        source,
        *definition_of(block),
        f"Duplicate scaling {go_quote(label)} block",
        detail,
        related=_first(source, first.start, first.header_end),
    )


def task_scaling_type(source: Source, block: Block, written: str, derived: str) -> Diagnostic:
    detail = f'Invalid policy type, expected {go_quote(written)} but found "{derived}"'
    return fault("scaling-policy", source, *definition_of(block), "Invalid scaling policy type", detail)
