"""Names inside of a task's template: functions with what they take and give, and the fields of the dot.

What the dot is, `range` and `with` around the place say, as far as they begin with a function or a field; fields of what is not known are not offered.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Final

    from nomadspec.templates.types import Type

_ACTION: Final = re.compile(r"\{\{-?\s*(range|with|if|define|block|end|else)?\b\s*(?:\$\w+\s*(?:,\s*\$\w+\s*)?:?=\s*)?(\.?[\w.]*)[^{}]{0,500}")
_WORD: Final = re.compile(r"[.\w]*\Z")
_NAME: Final = re.compile(r"[.\w]+")
#: Actions that are looked at before a place.
_MOST: Final = 500


def word_before(text: str, opened: int, offset: int) -> str:
    """The word that ends at an offset in the action that is opened at another."""
    match = _WORD.search(text[opened + 2 : offset])
    return match[0] if match is not None else ""


def dot_at(text: str, start: int, offset: int) -> Type | None:
    """The type of the dot at an offset of a template that starts at another; None where it is not known."""
    around: list[tuple[str, Type | None]] = []
    for number, match in enumerate(_ACTION.finditer(text, start, offset)):
        if number == _MOST:
            return None
        word, operand = match[1], match[2]
        here = around[-1][1] if around else None
        if word in ("range", "with"):
            around.append((word, _inside(word, type_of_operand(operand, here))))
        elif word in ("if", "define", "block"):
            around.append((word, here if word == "if" else None))
        elif word == "end" and around:
            around.pop()
    return around[-1][1] if around else None


def type_of_operand(operand: str, dot: Type | None) -> Type | None:
    """The type of a function's result, or of a field of the dot."""
    from nomadspec.templates.signatures import SIGNATURES

    if operand.startswith("."):
        found = dot
        for name in filter(None, operand.split(".")):
            found = _named(found.fields.get(name, "")) if found is not None else None
        return found
    signature = SIGNATURES.get(operand)
    return _named(signature.result) if signature is not None else None


def _inside(word: str, value: Type | None) -> Type | None:
    """What the dot is inside of `range` or `with`."""
    if value is None or word == "with":
        return value
    return _named(value.element) if value.kind in ("list", "map", "channel") else None


def _named(name: str) -> Type | None:
    from nomadspec.templates.types import type_of

    try:
        return type_of(name.removesuffix(" or nil"))
    except KeyError:
        return None


def signature_of(name: str) -> str:
    """What a function takes and gives, as `key(string) -> string`; "" for a name that is no function."""
    from nomadspec.templates.signatures import SIGNATURES

    signature = SIGNATURES.get(name)
    return f"{name}({', '.join(map(_worded, signature.parameters))}) -> {_worded(signature.result)}" if signature is not None else ""


def about_word(text: str, start: int, end: int, offset: int) -> tuple[str, int, int]:
    """What the word at an offset of a template is, and its place; "" for one that says nothing."""
    opened = text.rfind("{{", start, offset)
    if opened < 0 or "}}" in text[opened:offset]:
        return "", offset, offset
    first = offset - len(word_before(text, opened, offset))
    match = _NAME.match(text, first, end)
    if match is None:
        return "", offset, offset
    name = match[0]
    said = signature_of(name)
    if said:
        return f"```\n{said}\n```", first, match.end()
    before, dot, field = name.rpartition(".")
    here = dot_at(text, start, opened) if dot else None
    owner = type_of_operand(before, here) if before else here
    if owner is None or field not in owner.fields:
        return "", offset, offset
    return f"**{field}**: {_worded(owner.fields[field])}, of {owner}", first, match.end()


def _worded(name: str) -> str:
    return re.sub(r"\btext\b", "string", name)
