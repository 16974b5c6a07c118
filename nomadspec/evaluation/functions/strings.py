"""Functions on strings. Lengths and offsets count grapheme clusters; case is mapped one character to one."""

from __future__ import annotations

from nomadspec.evaluation.functions.signature import LONGEST_TEXT, Failed, Function, string, whole
from nomadspec.evaluation.types import STRING
from nomadspec.evaluation.values import ListValue
from nomadspec.notation.go_text import trim_space

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.evaluation.values import Value


def _clusters(text: str) -> list[str]:
    if text.isascii() and "\r\n" not in text:
        return list(text)
    from nomadspec.source.graphemes import split

    return split(text)


def _upper(text: str) -> Value:
    return text.upper() if text.isascii() else string("".join([_simple(c, c.upper()) for c in text]))


def _lower(text: str) -> Value:
    # The one character whose lower case is two letters in full and one when mapped simply.
    return text.lower() if text.isascii() else string("".join(["i" if c == "\u0130" else _simple(c, c.lower()) for c in text]))


def _simple(character: str, mapped: str) -> str:
    """One character for one: where the full mapping has several, the title case, else the character itself."""
    if len(mapped) == 1:
        return mapped
    title = character.title()
    return title if len(title) == 1 else character


def _title(text: str) -> Value:
    out: list[str] = []
    separated = True
    for character in text:
        out.append(_simple(character, character.title()) if separated else character)
        if character.isascii():
            separated = not (character.isalnum() or character == "_")
        else:
            separated = not (character.isalpha() or character.isdecimal()) and trim_space(character) == ""
    return string("".join(out))


def _replace(text: str, old: str, new: str) -> Value:
    if len(new) > len(old) and (text.count(old) * (len(new) - len(old)) + len(text)) > LONGEST_TEXT:
        raise Failed("the result is too long")
    return string(text.replace(old, new))


def _regex_replace(text: str, pattern: str, template: str) -> Value:
    from nomadspec.notation import regexp

    if len(text) * len(template) > LONGEST_TEXT * 10:
        raise Failed("the result is too long")
    try:
        return string(regexp.compile(pattern).replace(text, template))
    except regexp.RegexpError as error:
        raise Failed(str(error)) from None


def _substr(text: str, offset: Any, length: Any) -> Value:
    start, count = whole(offset), whole(length)
    if start >= 0 and count == 0:
        return ""
    clusters = _clusters(text)
    if start < 0:
        start = max(start + len(clusters), 0)
    # A length of 0 ends the string at once only with an offset from the start; from the end it means the rest.
    return string("".join(clusters[start:] if count <= 0 else clusters[start : start + count]))


def _indent(spaces: Any, text: str) -> Value:
    count = whole(spaces)
    if count < 0:
        raise Failed("panic in function implementation: strings: negative Repeat count")
    if count * (text.count("\n") + 1) > LONGEST_TEXT:
        raise Failed("the result is too long")
    return text.replace("\n", "\n" + " " * count)


def _join(separator: str, *lists: ListValue) -> Value:
    if not lists:
        raise Failed("at least one list is required")
    items: list[str] = []
    for number, values in enumerate(lists, 1):
        for index, item in enumerate(values.items):
            if not isinstance(item, str):
                of_list = f" of list {number}" if len(lists) > 1 else ""
                raise Failed(f"element {index}{of_list} is null; cannot concatenate null values", number)
            items.append(item)
    if len(separator) * len(items) > LONGEST_TEXT:
        raise Failed("the result is too long")
    return string(separator.join(items))


def _split(separator: str, text: str) -> Value:
    parts = text.split(separator) if separator else list(text)
    return ListValue(STRING, parts if text.isascii() else [string(part) for part in parts])


def _reverse(text: str) -> Value:
    return string("".join(reversed(_clusters(text))))


_REVERSE = Function("str:string", "string", _reverse, reads_text=True)

TABLE: dict[str, Function] = {
    "chomp": Function("str:string", "string", lambda text: text.rstrip("\r\n"), reads_text=True),
    "indent": Function("spaces:number str:string", "string", _indent, reads_text=True),
    "join": Function("separator:string *lists:list(string)", "string", _join),
    "lower": Function("str:string", "string", _lower, reads_text=True),
    "regex_replace": Function("str:string pattern:string replace:string", "string", _regex_replace, reads_text=True),
    "replace": Function("str:string substr:string replace:string", "string", _replace, reads_text=True),
    "reverse": _REVERSE,
    "split": Function("separator:string str:string", "list(string)", _split, reads_text=True),
    "strlen": Function("str:string", "number", lambda text: len(_clusters(text)), reads_text=True),
    "strrev": _REVERSE,
    "substr": Function("str:string offset:number length:number", "string", _substr, reads_text=True),
    "title": Function("str:string", "string", _title, reads_text=True),
    "trim": Function("str:string cutset:string", "string", lambda text, cutset: string(text.strip(cutset)), reads_text=True),
    "trimprefix": Function("str:string prefix:string", "string", lambda text, prefix: string(text.removeprefix(prefix)), reads_text=True),
    "trimspace": Function("str:string", "string", lambda text: string(trim_space(text)), reads_text=True),
    "trimsuffix": Function("str:string suffix:string", "string", lambda text, suffix: string(text.removesuffix(suffix)), reads_text=True),
    "upper": Function("str:string", "string", _upper, reads_text=True),
}
