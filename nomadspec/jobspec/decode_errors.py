"""What can be wrong with the structure and the values of a jobspec: one function for each error, in Nomad's words and places.

Every function gives a `Diagnostic`; `ERRORS` holds the codes and rule names, which never change.
"""

from __future__ import annotations

from nomadspec.evaluation.go_quoting import go_quote
from nomadspec.evaluation.places import start_range
from nomadspec.hcl.errors import range_text
from nomadspec.hcl.suggest import suggestion
from nomadspec.source import Diagnostic, Edit, Fix, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec.evaluation.values import Value
    from nomadspec.hcl.ast import Attribute, Block, Body, Expression, Node
    from nomadspec.jobspec.typed_values import Unsuitable
    from nomadspec.releases import Release
    from nomadspec.schema.field import Field
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
    "file-beside-jobspec": "EVA244",
    "json-body": "EVA250",
}

#: Those that are no errors but notes.
NOTES: Final = frozenset(("file-beside-jobspec",))


def fault(
    rule: str,
    source: Source,
    start: int,
    end: int,
    summary: str,
    detail: str,
    *,
    message: str | None = None,
    help: str | None = None,
    fix: Fix | None = None,
    related: tuple[tuple[str, Span | None], ...] = (),
) -> Diagnostic:
    """A diagnostic of one of the errors above: `summary; detail` is Nomad's text. `message` and `help` go together; without a message both
    are made of Nomad's text."""
    if message is None:
        from nomadspec.hcl.wording import reworded

        message, advice = reworded(summary, detail)
        help = help or advice
    return Diagnostic(ERRORS[rule], rule, "error", message, Span(source, start, end), help=help, fix=fix, nomad=f"{summary}; {detail}", related=related)


def placeless(rule: str, text: str, *, help: str | None = None) -> Diagnostic:
    """An error of the whole file, which has no place in it."""
    summary, separator, detail = text.partition("; ")
    message = text
    if separator:
        from nomadspec.hcl.wording import reworded

        message, advice = reworded(summary, detail)
        help = help or advice
    return Diagnostic(ERRORS[rule], rule, "error", message, None, nomad=text, help=help)


def read_beside(place: Span, path: str) -> Diagnostic:
    """That a file was read beside the jobspec, where Nomad would not look."""
    folder = path.rpartition("/")[0]
    message = f"no such file in the working folder; {path} was read instead"
    return Diagnostic(
        ERRORS["file-beside-jobspec"],
        "file-beside-jobspec",
        "info",
        message,
        place,
        help=f"Nomad looks for it in its working folder. Run it in {folder or 'the folder of the jobspec'}.",
    )


# --- structure


def unsupported_argument(source: Source, item: Attribute, free: list[str], blocks: list[str], within: str = "") -> Diagnostic:
    """An argument the body does not know. `free`: arguments not yet set, in order; `blocks`: block words; `within`: the word of the body's block."""
    near = suggestion(item.name, free)
    hint, help, fix = "", None, None
    if near is not None:
        hint = f' Did you mean "{near}"?'
    elif item.name in blocks:
        hint = f' Did you mean to define a block of type "{item.name}"?'
        help = f"{item.name} is a block; write `{item.name} {{ … }}`, without the equals sign."
    if help is None:
        help, fix = _advice(source, item, item.name_end, item.name, free, within, block=False)
    detail = f'An argument named "{item.name}" is not expected here.{hint}'
    message = f'unknown argument "{item.name}" {_in(within)}'
    return fault("unsupported-argument", source, item.start, item.name_end, "Unsupported argument", detail, message=message, help=help, fix=fix)


def unsupported_block(source: Source, block: Block, blocks: list[str], arguments: list[str], within: str = "") -> Diagnostic:
    """A block the body does not know; the arguments as for `unsupported_argument`."""
    near = suggestion(block.type, blocks)
    hint, help, fix = "", None, None
    if near is not None:
        hint = f' Did you mean "{near}"?'
    elif block.type in arguments:
        hint = f' Did you mean to define argument "{block.type}"? If so, use the equals sign to assign it a value.'
        help = f"{block.type} is an argument; write `{block.type} = …`."
    if help is None:
        help, fix = _advice(source, block, block.type_end, block.type, blocks, within, block=True)
    detail = f'Blocks of type "{block.type}" are not expected here.{hint}'
    message = f'unknown block "{block.type}" {_in(within)}'
    return fault("unsupported-block", source, block.start, block.type_end, "Unsupported block type", detail, message=message, help=help, fix=fix)


def of_other_release(problem: Diagnostic, type_: str, field: Field, release: Release) -> Diagnostic:
    """The problem of a word that the body does not know, when an earlier or a later release knows it: says which, and what to do instead."""
    from nomadspec.schema.instead import instead

    word = f"the {field.kind} {field.name}"
    if field.until and not release.has(until=field.until):
        message = f"{word} was removed after Nomad {field.until}, but this job is checked for Nomad {release.text}"
    else:
        message = f"{word} needs Nomad {field.since}, but this job is checked for Nomad {release.text}"
    return problem.replace(message=message, help=instead(type_, field), fix=None)


def _in(within: str) -> str:
    from nomadspec.jobspec.decode_wording import article

    return f"in {article(within)} block" if within else "at the top level of a jobspec"


def _advice(source: Source, node: Node, end: int, given: str, names: list[str], within: str, *, block: bool) -> tuple[str | None, Fix | None]:
    """What to do about a name that is unknown: the one that was meant, or the block where it belongs."""
    from nomadspec.jobspec.decode_wording import meant, misplaced, option_of_driver, part_of

    found = meant(given, names)
    if found is None:
        return part_of(given, names) or option_of_driver(given, within) or misplaced(given, block=block), None
    name, question, safe = found
    if not safe and (elsewhere := option_of_driver(given, within) or misplaced(given, block=block)):
        return elsewhere, None  # `device` is two letters from `service`, and a block of `resources`
    return question, Fix(f"rename to {name}", (Edit(source.path, node.start, end, name),), safe=safe)


def definition_of(block: Block) -> tuple[int, int]:
    """What Nomad shows as the place of a block: from its word to its last label; in the JSON syntax the bracket of its value."""
    found: tuple[int, int] = getattr(block.body, "definition", (block.start, block.header_end))
    return found


def duplicate_block(source: Source, block: Block, first: Block, word: str) -> Diagnostic:
    place = range_text(source, *definition_of(first))
    detail = f"Only one {word} block is allowed. Another was defined at {place}."
    return _duplicate(source, block, word, detail, _first(source, first.start, first.header_end))


def second_block(source: Source, block: Block, first: Block) -> Diagnostic:
    """A second block where Nomad looks for one by hand: the same error in other words."""
    place = range_text(source, *definition_of(first))
    word = block.labels[0].value if block.type == "dynamic" else block.type
    detail = f'Only one block of type "{word}" is allowed. Previous definition was at {place}.'
    return _duplicate(source, block, word, detail, _first(source, first.start, first.header_end))


def block_beside_attribute(source: Source, block: Block, attribute: Attribute) -> Diagnostic:
    place = range_text(source, attribute.start, attribute.end)
    detail = f"{attribute.name} may not be defined more than once. Another definition is defined at {place}."
    return _duplicate(source, block, attribute.name, detail, _first(source, attribute.start, attribute.end))


def _duplicate(source: Source, block: Block, word: str, detail: str, related: tuple[tuple[str, Span | None], ...]) -> Diagnostic:
    summary, message = f"Duplicate {word} block", f"only one {word} block is allowed, and this is the second"
    return fault(
        "duplicate-block", source, *definition_of(block), summary, detail, message=message, help="Merge the two blocks, or remove one.", related=related
    )


def _first(source: Source, start: int, end: int) -> tuple[tuple[str, Span | None], ...]:
    return (("first defined here", Span(source, start, end)),)


def missing_label(source: Source, block: Block, word: str, labels: tuple[str, ...]) -> Diagnostic:
    missing = labels[len(block.labels)]
    detail = f"All {word} blocks must have {len(labels)} labels ({', '.join(labels)})."
    from nomadspec.jobspec.decode_wording import article

    message = f"{article(word)} block needs a label{f', its {missing}' if missing else ''}"
    return fault("missing-label", source, block.open, block.open + 1, f"Missing {missing} for {word}", detail, message=message, help=f'Write `{word} "…" {{`.')


def extra_label(source: Source, block: Block, word: str, labels: tuple[str, ...]) -> Diagnostic:
    label = block.labels[len(labels)]
    detail = f"Only {len(labels)} labels ({', '.join(labels)}) are expected for {word} blocks." if labels else f"No labels are expected for {word} blocks."
    from nomadspec.jobspec.decode_wording import article

    message = f"{article(word)} block takes {'one label' if len(labels) == 1 else f'{len(labels)} labels' if labels else 'no label'}, and this is {'another' if labels else 'one'}"
    return fault("extra-label", source, label.start, label.end, f"Extraneous label for {word}", detail, message=message, help="Remove the label.")


def missing_argument(source: Source, block: Block, name: str, body: Body) -> Diagnostic:
    at = block.open if body is block.body else body.start
    start, end = getattr(body, "missing", (at, at))
    from nomadspec.jobspec.decode_wording import article, word_of

    detail = f'The argument "{name}" is required, but no definition was found.'
    message = f'{article(word_of(block))} block needs the argument "{name}"'
    return fault("missing-argument", source, start, end, "Missing required argument", detail, message=message, help=f"Add `{name} = …`.")


# --- values


def unsuitable(source: Source, expr: Expression, error: Unsuitable, name: str, value: Value) -> Diagnostic:
    """A value that the argument `name` cannot take."""
    from nomadspec.jobspec.decode_wording import value_problem

    start, end = start_range(source, expr)
    rule = "null-value" if error.detail.endswith("null value is not allowed") else "unsuitable-value"
    message, help = value_problem(name, error.detail, source, expr, value)
    return fault(rule, source, start, end, error.summary, error.detail, message=message, help=help)


def unsuitable_at(source: Source, start: int, end: int, error: Unsuitable, name: str) -> Diagnostic:
    """A block where the argument or key `name` has its value."""
    message, help = f"{name} must be a value, not a block", f"Write `{name} = …`."
    return fault("unsuitable-value", source, start, end, error.summary, error.detail, message=message, help=help)


def unsuitable_null(source: Source, expr: Expression, name: str, *, duration: bool) -> Diagnostic:
    """Null for an argument that is never null."""
    start, end = start_range(source, expr)
    message, help = f"{name} must not be null", "Remove the argument to use its default."
    if duration:
        return fault("null-value", source, start, end, "Unsuitable value", "Unsuitable duration value: nil", message=message, help=help)
    detail = "Unsuitable value: null value is not allowed"
    return fault("null-value", source, start, end, "Unsuitable value type", detail, message=message, help=help)


def inappropriate(source: Source, expr: Expression, name: str, error: Unsuitable, value: Value) -> Diagnostic:
    """A value that an attribute of a constraint or affinity cannot take."""
    reason = error.detail.removeprefix("Unsuitable value: ")
    from nomadspec.jobspec.decode_wording import value_problem

    detail = f'Inappropriate value for attribute "{name}": {reason}.'
    message, help = value_problem(name, error.detail, source, expr, value)
    return fault("inappropriate-value", source, expr.start, expr.end, "Incorrect attribute value type", detail, message=message, help=help)


def unprintable(source: Source, expr: Expression, error: Unsuitable) -> Diagnostic:
    """A number that JSON has no spelling for."""
    text = f"Error converting job: {error.detail}"
    start, end = start_range(source, expr)
    return Diagnostic(
        ERRORS["unprintable-number"], "unprintable-number", "error", "this number cannot be written in JSON", Span(source, start, end), nomad=text
    )


# --- dynamic blocks


def unsupported_dynamic(source: Source, block: Block, words: list[str]) -> Diagnostic:
    label = block.labels[0]
    detail = f"Blocks of type {go_quote(label.value)} are not expected here."
    from nomadspec.jobspec.decode_wording import meant, misplaced

    found = meant(label.value, words)
    help = found[1] if found is not None else misplaced(label.value, block=True)
    message = f'unknown block "{label.value}" in a dynamic block'
    return fault("unsupported-block", source, label.start, label.end, "Unsupported block type", detail, message=message, help=help)


def missing_content(source: Source, block: Block) -> Diagnostic:
    detail = 'A dynamic block must have a nested block of type "content" to describe the body of each generated block.'
    return fault("dynamic-block", source, block.open, block.open, "Missing dynamic content block", detail)


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
    return _duplicate(source, block, f"scaling {go_quote(label)}", detail, _first(source, first.start, first.header_end))


def task_scaling_type(source: Source, block: Block, written: str, derived: str) -> Diagnostic:
    detail = f'Invalid policy type, expected {go_quote(written)} but found "{derived}"'
    return fault("scaling-policy", source, *definition_of(block), "Invalid scaling policy type", detail)
