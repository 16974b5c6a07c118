"""Completion, from the schema and the text around a place. It only uses the outline, so it also works in an incomplete text.

in a body               blocks and arguments that are not there yet, blocks as snippets with what they require
in a value              closed values, variables, locals, functions
in a string             closed values, and names of ports, volumes, tasks, services
in `${…}`               what a client replaces there, variables, locals, functions
between `{{` and `}}`   functions of templates
in a comment            rules that can be suppressed
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lsprotocol import types

from nomadspec.lsp.candidates import Candidate, expression_names, runtime_names, string_values
from nomadspec.lsp.other_completion import WITH_WORDS, argument_at, of_words, rules
from nomadspec.lsp.schema_at import TOP, VARIABLE, place_of, writable
from nomadspec.lsp.snippets import argument_snippet, block_snippet, option_snippet, top_snippet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Final

    from nomadspec.lsp.documents import Document
    from nomadspec.lsp.findings import Workbench
    from nomadspec.lsp.outline import Entry, Region
    from nomadspec.lsp.vocabulary import Jobspecs

_WORD: Final = re.compile(r"[\w-]*\Z")
_PATH: Final = re.compile(r"[\w.-]*\Z")
_SUPPRESSED: Final = re.compile(r"nomadspec:\s*ignore(?:-file)?\[(?:[^\]]*,)?\s*([\w-]*)\Z")


def completion(document: Document, offset: int, bench: Workbench, jobspecs: Jobspecs = list) -> types.CompletionList | None:
    """The list for an offset; None if nothing is known about the place."""
    if document.kind in WITH_WORDS:
        prefix, found = of_words(document, offset, jobspecs)
    elif document.kind == "jobspec" and not document.is_json:
        prefix, found = _candidates(document, offset, bench)
    else:
        return None
    start = offset - len(prefix)
    stretch = document.lines.range(start, offset)
    items = [_item(candidate, stretch) for candidate in found]
    return types.CompletionList(False, items)


def _item(candidate: Candidate, stretch: types.Range) -> types.CompletionItem:
    plain = "$" not in candidate.text or not candidate.snippet
    return types.CompletionItem(
        candidate.label,
        kind=candidate.kind,
        detail=candidate.detail or None,
        documentation=types.MarkupContent(types.MarkupKind.Markdown, candidate.documentation) if candidate.documentation else None,
        insert_text_format=types.InsertTextFormat.PlainText if plain else types.InsertTextFormat.Snippet,
        insert_text_mode=types.InsertTextMode.AdjustIndentation,
        filter_text=candidate.label,
        sort_text=candidate.order + candidate.label,
        text_edit=types.TextEdit(stretch, candidate.text),
        tags=[types.CompletionItemTag.Deprecated] if candidate.deprecated else None,
    )


def _candidates(document: Document, offset: int, bench: Workbench) -> tuple[str, list[Candidate]]:
    """What is typed of the word at the offset, and what it can become."""
    outline, text = document.outline, document.text
    line = text[text.rfind("\n", 0, offset) + 1 : offset]
    token = outline.token_at(offset)
    if token is not None and token.kind == "COMMENT" and token.start < offset:
        match = _SUPPRESSED.search(line)
        return (match[1], list(rules())) if match is not None else ("", [])
    block = outline.block_at(offset)
    argument = argument_at(text, block, offset)
    region = outline.region_at(offset)
    path = _last(_PATH, line)
    if region is not None and _within(region, "INTERP"):
        return path, [*expression_names(document, path), *runtime_names(document, block, path)]
    if region is not None and region.kind == "OHEREDOC":
        return _in_template(text, region, offset)
    if region is not None and region.kind == "OQUOTE":
        typed = text[region.start : offset]
        return typed, list(string_values(document, block, argument, region, bench))
    if argument is not None:
        return path, [*_in_quotes(string_values(document, block, argument, region, bench)), *expression_names(document, path)]
    prefix = _last(_WORD, line)
    before = line[: len(line) - len(prefix)].rstrip()
    if region is not None or (before and not before.endswith(("{", "}"))):
        return "", []
    return prefix, list(_in_body(block))


def _last(pattern: re.Pattern[str], line: str) -> str:
    match = pattern.search(line)
    return match[0] if match is not None else ""


def _within(region: Region | None, kind: str) -> bool:
    """Whether a region is, or is in brackets of, one of that kind, without a string between."""
    while region is not None and region.kind in ("(", "[", "{"):
        region = region.parent
    return region is not None and region.kind == kind


def _in_quotes(found: Iterable[Candidate]) -> Iterator[Candidate]:
    for candidate in found:
        if candidate.kind is types.CompletionItemKind.Keyword:
            yield candidate
        else:
            yield candidate.quoted()


def _in_template(text: str, region: Region, offset: int) -> tuple[str, list[Candidate]]:
    """In an action: the fields of the dot after one, else functions."""
    opened = text.rfind("{{", region.start, offset)
    if opened < 0 or "}}" in text[opened:offset]:
        return "", []
    from nomadspec.lsp.template_names import dot_at, signature_of, type_of_operand, word_before
    from nomadspec.notation.template.functions import FUNCTIONS

    word = word_before(text, opened, offset)
    before, dot, prefix = word.rpartition(".")
    if dot:
        here = dot_at(text, region.start, opened)
        type_ = type_of_operand(before, here) if before else here
        return prefix, [Candidate(name, name, types.CompletionItemKind.Field, detail=str(type_)) for name in (type_.names() if type_ is not None else ())]
    return word, [Candidate(name, name, types.CompletionItemKind.Function, detail=signature_of(name)) for name in FUNCTIONS]


def _in_body(block: Entry) -> Iterator[Candidate]:
    """What can be written in a block."""
    place = place_of(block)
    there = {item.name for item in block.items}
    if place.top:
        for name, text in TOP.items():
            if name != "variables" and not (name == "job" and "job" in there):
                yield Candidate(name, top_snippet(name), types.CompletionItemKind.Class, documentation=text, snippet=True)
    elif place.type == "variable":
        for name, text in VARIABLE.items():
            if name not in there:
                yield Candidate(name, name if name == "validation" else f"{name} = $0", types.CompletionItemKind.Field, documentation=text, snippet=True)
    elif place.driver:
        yield from _options(place.driver, place.route, place.options, there)
    elif place.type:
        yield from _fields(place.type, there)


def _fields(type_: str, there: set[str]) -> Iterator[Candidate]:
    from nomadspec.schema.documentation import documentation

    for field in writable(type_):
        again = field.kind == "block" and field.nesting in ("repeated_block", "labelled_block_map")
        if field.name in there and not again:
            continue
        is_block = field.kind == "block"
        yield Candidate(
            field.name,
            block_snippet(field) if is_block else argument_snippet(field),
            types.CompletionItemKind.Class if is_block else types.CompletionItemKind.Field,
            detail="block" if is_block else field.type,
            documentation=documentation(type_, field.name),
            order="0" if field.required else "2" if field.deprecated else "1",
            deprecated=bool(field.deprecated),
            snippet=True,
        )


def _options(driver: str, route: tuple[str, ...], options: object, there: set[str]) -> Iterator[Candidate]:
    from collections.abc import Mapping

    from nomadspec.schema.documentation import of_option

    assert isinstance(options, Mapping)
    for name, option in options.items():
        if name in there and option.kind not in ("block-list",):
            continue
        yield Candidate(
            name,
            option_snippet(name, option),
            types.CompletionItemKind.Class if option.kind.startswith("block") else types.CompletionItemKind.Field,
            detail=option.type or option.kind,
            documentation=of_option(driver, *route, name),
            order="0" if option.required else "1",
            deprecated=option.deprecated,
            snippet=True,
        )
