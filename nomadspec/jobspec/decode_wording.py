"""Plain words for wrong names and values in a jobspec; the diagnostic has Nomad's own text beside them.

A value is shown only if it is written in place: one that comes from a variable may be a secret, so only its type is named. Loaded only when
something is wrong.
"""

from __future__ import annotations

import re
from functools import cache

from nomadspec.hcl.ast import Literal
from nomadspec.hcl.suggest import literal_of, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Final

    from nomadspec.hcl.ast import Block, Expression
    from nomadspec.source import Source

#: A longer value is not repeated in the message; the excerpt shows it.
MAX_SHOWN: Final = 40

_KINDS: Final = {
    "string": "a string",
    "number": "a number",
    "bool": "a bool",
    "tuple": "a list",
    "object": "a map",
    "list": "a list",
    "set": "a set",
    "map": "a map",
}

#: Numeric arguments that people write with a unit.
UNITS: Final = {"memory": "MB", "memory_max": "MB", "cpu": "MHz", "disk": "MB", "size": "MB", "max_file_size": "MB", "mbits": "megabits per second"}

#: Pattern of Nomad's detail → what the field must be, what is wrong with the value when the type alone does not say it, and the help.
VALUES: Final[tuple[tuple[str, str, str, str], ...]] = (
    (r'a bool is required; to convert from string, use lowercase "(\w+)"', "true or false", "", "Write {0}, without quotes."),
    (r"a bool is required|bool required", "true or false", "", ""),
    (r"a number is required|number required", "a number", "", ""),
    (r"list of (\w+) required, but have (?:string|number|bool)", "a list of {0}s", "", 'Put it in brackets: `["…"]`.'),
    (r"list of (\w+) required", "a list of {0}s", "", ""),
    (r"map of list of string required", "a map of lists of strings", "", ""),
    (r"map of (\w+) required", "a map of {0}s", "", "Write it as `{{ key = value }}`."),
    (r"string required", "a string", "", ""),
    (r"value must be a whole number, between -9223372036854775808 and 9223372036854775807", "a whole number", "", ""),
    (r"value must be a whole number, between (\S+) and (\S+)", "a whole number between {0} and {1}", "", ""),
    (r"time: missing unit in duration", "a duration", "has no unit", 'Write a number with a unit, such as "30s", "5m" or "1h30m".'),
    (r'time: unknown unit "(.*)" in duration', "a duration", 'has the unknown unit "{0}"', "Valid units are ns, us, ms, s, m and h; a day is 24h."),
    (r"time: invalid duration", "a duration", "is not one", 'Write a number with a unit, such as "30s", "5m" or "1h30m".'),
    (r"expected a string but found", "a duration", "", 'Write a number with a unit in quotes, such as "30s".'),
    (r"the number is too long", "a number", "is too large", ""),
)


def article(word: str) -> str:
    """The word with a or an before it."""
    return f"{'an' if word[:1] in 'aeiou' and not word.startswith(('us', 'un')) else 'a'} {word}"


def word_of(block: Block) -> str:
    """The word of a block, or of those that a dynamic block makes."""
    return block.labels[0].value if block.type == "dynamic" and block.labels else block.type


def value_problem(name: str, detail: str, source: Source, expr: Expression | None, value: Any) -> tuple[str, str | None]:
    """The message and the help for a value that the argument `name` cannot take; `detail` is Nomad's reason."""
    given = _given(source, expr, value)
    reason = detail.removeprefix("Unsuitable value: ").removeprefix("Unsuitable duration value: ")
    if reason == "null value is not allowed" or reason == "nil":
        own = value is None or value.__class__.__name__ == "Null"
        return (f"{name} must not be null" if own else f"elements of {name} must not be null"), "Remove the argument to use its default." if own else None
    element = re.match(r'element (\d+|"(?:[^"\\]|\\.)*"): ', reason)
    if element is not None:
        reason, given = reason[element.end() :], ""
        name = f"{name}[{element[1]}]"
    for pattern, wanted, wrong, help in VALUES:
        match = re.match(pattern, reason)
        if match is None:
            continue
        groups = match.groups()
        message = f"{name} must be {wanted.format(*groups)}"
        if element is not None:
            have = re.search(r", but have (\w+)$", reason)
            given = f"this element is {_KINDS.get(have[1], article(have[1]))}" if have else ""
            return message + (f", and {given}" if given else ""), help.format(*groups) or None
        written = source.text[expr.start : expr.end] if expr is not None else ""
        if written.isidentifier() and value == f"${{{written}}}":
            return f"{message}, and {written} is not", f"Write {literal_of(written)}." if literal_of(written)[0] != '"' else None
        if isinstance(value, str) and "${" in value:
            help = "References are replaced by the client, after the job has been compiled: use an HCL variable (`var.name`) instead."
        elif wanted == "a number" and name in UNITS and isinstance(value, str):
            help = f"Write a number of {UNITS[name]}, without a unit."
        return f"{message}, and {given} {wrong.format(*groups) or _is(value, wanted)}", help.format(*groups) or None
    return f"invalid value for {name}: {reason}", None


def _given(source: Source, expr: Expression | None, value: Any) -> str:
    """The value as written, if it is short and written in place; else a word for it."""
    if isinstance(expr, Literal):
        text = source.text[expr.start : expr.end]
        if len(text) <= MAX_SHOWN and "\n" not in text and text:
            if isinstance(value, str) and not text.startswith('"'):
                text = f'"{text}"'
            return text
    return "this value"


def _is(value: Any, wanted: str) -> str:
    from nomadspec.evaluation.values import type_name

    kind = type_name(value)
    if kind == "number" and "number" in wanted:
        return "is not"
    return f"is {_KINDS.get(kind, article(kind))}"


def misplaced(word: str, *, block: bool) -> str | None:
    """The blocks in which a name that is unknown here is valid, as a sentence."""
    owners = _owners("block" if block else "attribute").get(word, ())
    if not owners or len(owners) > 4:
        return None
    return f"{word} belongs in {article(owners[0])}{''.join(f', {o}' for o in owners[1:-1])}{f' or {owners[-1]}' if len(owners) > 1 else ''} block."


@cache
def _owners(kind: str) -> dict[str, list[str]]:
    """The words of the blocks that have a field of this kind, by the field's name."""
    from nomadspec.schema.blocks import BLOCKS, SHORTHANDS

    words = {"Job": "job"}
    for fields in BLOCKS.values():
        for field in fields:
            if field.kind == "block" and field.block:
                words.setdefault(field.block, field.name)
    owners: dict[str, list[str]] = {}
    for type_, fields in (*BLOCKS.items(), *SHORTHANDS.items()):
        word = words.get(type_)
        for field in fields:
            if field.kind == kind and word is not None and word not in (known := owners.setdefault(field.name, [])):
                known.append(word)
    return owners


def option_of_driver(word: str, within: str) -> str | None:
    """Help for an option of a task driver that is written in the task itself, or in its group."""
    if within not in ("task", "group"):
        return None
    from nomadspec.schema.drivers import DRIVERS

    drivers = [name for name, options in DRIVERS.items() if word in options]
    return f"{word} is an option of the driver ({', '.join(drivers)}): move it to the task's config block." if drivers else None


def meant(given: str, names: Sequence[str]) -> tuple[str, str, bool] | None:
    """The name that was probably meant, a sentence that suggests it, and whether a fix may insert it unasked."""
    found = nearest(given, names)
    if found is None:
        return None
    return found[0], f'Did you mean "{found[0]}"?', found[1] == 1 and len(given) >= 4


def part_of(given: str, names: Sequence[str]) -> str | None:
    """The question for the only name that has the given one as a part: `file` of `disable_file`."""
    longer = [name for name in names if given in name.split("_")]
    return f'Did you mean "{longer[0]}"?' if len(longer) == 1 else None


#: Go's types in plain words.
_GO_TYPES: Final = {"string": "a string", "bool": "true or false", "time.Duration": "a whole number of nanoseconds", "float64": "a number"}


def json_field_problem(reason: str) -> tuple[str, str | None]:
    """The message and the help for API JSON that cannot be read, from the error of Go's JSON reader."""
    match = re.match(r"json: cannot unmarshal (\w+)(?: (\S+))? into Go struct field \w*\.?(\S+) of type (\S+)$", reason)
    if match is None:
        return f"this is not the JSON of a job: {reason}", None
    kind, value, field, type_ = match.groups()
    wanted = _GO_TYPES.get(type_) or (
        "a list" if type_.startswith("[]") else "an object" if type_.startswith(("map[", "*")) or type_[:1].isupper() or "." in type_ else "a whole number"
    )
    given = f"{value} is not" if value and kind == "number" else f"this is {article(kind)}"
    return f"{field} must be {wanted}, and {given}", "Durations are whole nanoseconds." if type_ == "time.Duration" else None
