"""A regular expression that never matches.

## What it does
Looks for constraints and affinities with operator `regexp` whose expression is written between slashes (`/^web/`), and for those whose sides are swapped, with the expression as the `attribute`. Also for swapped sides with the set operators, and for expressions and patterns such as `web-*` that are compared for equality with names in which no such characters occur (hosts, datacenters, node pools and `os.name`).

## Why is this bad?
The slashes are part of the expression, and before a slash there is no beginning of the text: no node ever matches. With swapped sides the attribute's value is taken for the expression. Without operator `regexp`, the text itself is compared.

## Example
```hcl group
constraint {
  attribute = "${node.class}"
  operator  = "regexp"
  value     = "/^web-/"
}
```

## Use instead
```hcl group
constraint {
  attribute = "${node.class}"
  operator  = "regexp"
  value     = "^web-"
}
```

## Fix safety
Safe: the slashes are removed. Not offered for flags such as `/web/i`, for which `(?i)web` is written.
"""

from __future__ import annotations

from nomadspec.rules.fixes import literal, replace_value
from nomadspec.rules.rule import Finding
from nomadspec.rules.targets import severity_of
from nomadspec.source.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CON020"
NAME = "constraint-regexp"
SEVERITY = "error"
BLOCKS = ("Constraint", "Affinity")
IF_WRITTEN = ("operator",)
FIXABLE = "sometimes"
#: An expression between slashes that is bound to an end of the text, or that has flags.
_SLASHES = pattern(r"/(\^.*|.*[^\\]\$)/([gimsuy]*)|/(.+)/([gimsuy]+)")
_EQUAL = ("", "=", "==", "is", "!=", "not")
#: Attributes whose values are plain names.
_NAMES = frozenset(
    f"${{{name}}}"
    for name in (
        *("node.datacenter", "node.pool", "node.unique.name"),
        *("attr.unique.hostname", "attr.os.name"),
    )
)
#: What is in an expression or a pattern, and not in a name.
_PATTERN = pattern(r"[*|]|^\^|[^\\]\$$")


def check(visit: Visit) -> Iterator[Finding]:
    block = visit.block
    operator, attribute, value = block.operator or "", block.attribute or "", block.value or ""
    if operator in _EQUAL and attribute in _NAMES and _PATTERN.search(value):
        yield Finding(
            f"{value!r} is compared as it is, so no {attribute[2:-1]} is equal to it",
            "value",
            help=f'Use operator = "regexp" and value = {literal(_as_expression(value))}.',
            severity=severity_of(block),
        )
    elif operator not in ("regexp", "set_contains", "set_contains_all", "set_contains_any"):
        return
    elif attribute and "${" not in attribute and value.startswith("${"):
        yield Finding(
            f"the sides are swapped: {value} is taken for the {'expression' if operator == 'regexp' else 'set of values'}",
            "attribute",
            help=f"Write attribute = {literal(value).replace('$$', '$')} and value = {literal(attribute)}.",
            severity=severity_of(block),
        )
    elif operator == "regexp" and (found := _SLASHES.fullmatch(value)) is not None:
        inside, flags = found[1] or found[3], found[2] or found[4] or ""
        yield Finding(
            f"the slashes are part of the expression {value!r}, so it never matches",
            "value",
            help=f"Write {inside!r}." if not flags else f"Write {'(?' + flags.replace('g', '') + ')' + inside!r}.",
            fix=replace_value(block, "value", literal(inside), f"Use {inside!r}", safe=True) if not flags else None,
            severity=severity_of(block),
        )


def _as_expression(text: str) -> str:
    """The text as a regular expression: a pattern in which `*` stands for anything becomes one."""
    if "*" not in text or ".*" in text or any(sign in text for sign in "^$()[]|\\"):
        return text
    return f"^{text.replace('.', '[.]').replace('*', '.*')}$".removesuffix(".*$").removeprefix("^.*") or ".*"
