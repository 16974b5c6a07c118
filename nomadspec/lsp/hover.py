"""Hover texts: the meaning of a word of the schema, and the value of an expression and where it comes from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lsprotocol import types

from nomadspec.lsp.names import reference_at
from nomadspec.lsp.other_completion import WITH_WORDS
from nomadspec.lsp.readings import reading
from nomadspec.lsp.schema_at import TOP, VARIABLE, driver_of, field_of, place_of
from nomadspec.lsp.vocabulary import words_at, words_of

if TYPE_CHECKING:
    from typing import Final

    from nomadspec.lsp.documents import Document
    from nomadspec.lsp.findings import Workbench
    from nomadspec.lsp.outline import Entry
    from nomadspec.lsp.schema_at import Place
    from nomadspec.lsp.vocabulary import Jobspecs
    from nomadspec.schema.field import Field


#: A key of TOML, or the name of a table.
_KEY: Final = re.compile(r"[ \t]*(?:\[\[?)?([\w-]+)[ \t]*[=.\]]")


def hover(document: Document, offset: int, bench: Workbench, jobspecs: Jobspecs = list) -> types.Hover | None:
    """The text for an offset, in Markdown; None if there is none."""
    if document.kind in WITH_WORDS:
        return _of_other(document, offset, jobspecs)
    if document.kind != "jobspec" or document.is_json:
        return None
    entry = document.outline.entry_at(offset)
    if entry.parent is not None and entry.start <= offset <= entry.name_end:
        said = of_word(entry, bench, document)
        if entry.name == "group" and entry.is_block and entry.labels and bench.state is not None:
            from nomadspec.lsp.lenses import about_group

            said = "\n\n".join(filter(None, (about_group(document, entry.labels[0].text, bench), said)))
        return _shown(document, said, entry.start, entry.name_end)
    region = document.outline.region_at(offset)
    if region is not None and region.kind == "OHEREDOC":
        from nomadspec.lsp.template_names import about_word

        return _shown(document, *about_word(document.text, region.start, region.end, offset))
    reference = reference_at(document.outline, offset)
    if reference is not None:
        from nomadspec.lsp.values import of_reference

        return _shown(document, of_reference(document, reference, bench), reference.start, reference.end)
    if entry.parent is not None and not entry.is_block:
        from nomadspec.lsp.values import of_argument

        return _shown(document, of_argument(document, entry, bench), entry.start, entry.end)
    return None


def _of_other(document: Document, offset: int, jobspecs: Jobspecs) -> types.Hover | None:
    """A word of a file that is no jobspec."""
    if document.kind == "configuration":
        line = document.text.rfind("\n", 0, offset) + 1
        match = _KEY.match(document.text, line)
        start, end = match.span(1) if match is not None else (0, 0)
        words = words_at(document, offset, jobspecs) if match is not None and match[0][-1] == "=" else words_at(document, 0, jobspecs)
    elif document.is_json:
        return None
    else:
        entry = document.outline.entry_at(offset)
        start, end = entry.start, entry.name_end
        words = words_of(document, entry.parent, jobspecs) if entry.parent is not None else {}
    word = words.get(document.text[start:end]) if start <= offset <= end else None
    if word is None:
        return None
    head = f"**{word.name}**" + (f": {word.type}" if word.type else "") + (", required" if word.required else "")
    said = [head, word.help, f"Values: {', '.join(f'`{value}`' for value in word.values)}." if word.values else ""]
    said.append(f"Default: `{word.default}`." if word.default else "")
    return _shown(document, "\n\n".join(filter(None, said)), start, end)


def _shown(document: Document, text: str, start: int, end: int) -> types.Hover | None:
    from nomadspec.reporting.escaping import terminal

    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, terminal(text)), document.lines.range(start, end)) if text else None


def of_word(entry: Entry, bench: Workbench, document: Document) -> str:
    """About the name of a block or argument."""
    assert entry.parent is not None
    place = place_of(entry.parent)
    if place.top:
        return f"**{entry.name}**\n\n{TOP[entry.name]}" if entry.name in TOP else ""
    if place.type == "variable":
        return f"**{entry.name}**\n\n{VARIABLE[entry.name]}" if entry.name in VARIABLE else ""
    if place.driver:
        return of_option(place, entry.name)
    if place.type == "Task" and entry.name == "config" and entry.is_block:
        driver = driver_of(entry.parent)
        return of_driver(driver) if driver else of_field(place, entry, bench, document)
    return of_field(place, entry, bench, document)


def of_driver(driver: str) -> str:
    from nomadspec.schema.documentation import of_option as text

    return f"**config** of the driver {driver}\n\n{text(driver)}".rstrip()


def of_option(place: Place, name: str) -> str:
    """About an option of a driver."""
    from nomadspec.schema.documentation import of_option as text

    option = place.options.get(name)
    if option is None:
        return ""
    said = [f"**{name}**: {option.type or option.kind}{', required' if option.required else ''}", text(place.driver, *place.route, name)]
    if option.allowed:
        said.append("Values: " + ", ".join(f"`{value}`" for value in option.allowed) + ".")
    if option.default is not None:
        said.append(f"Default: `{_literal(option.default)}`.")
    said.append(_lifetime(option.since, option.until))
    return "\n\n".join(filter(None, said))


def of_field(place: Place, entry: Entry, bench: Workbench, document: Document) -> str:
    """About a field of a block type."""
    name = entry.labels[0].text if entry.name == "dynamic" and entry.labels else entry.name
    field = field_of(place, name)
    if field is None:
        return ""
    from nomadspec.lsp.changes import effect
    from nomadspec.schema.documentation import documentation, lifetime

    kind = "block" if field.kind == "block" else field.type
    head = f"**{name}**: {kind}{', required' if field.required else ''}"
    text = documentation(place.type, name)
    if field.block and (more := documentation(field.block)) and more != text:
        text = f"{text}\n\n{more}" if text else more
    said = [head, text, default_text(place.type, field), lifetime(place.type, name)]
    if field.deprecated:
        said.append(f"Deprecated: {field.deprecated}.")
    said.append(effect([*_steps(entry), (place.type, name)]))
    if entry.value is not None:
        said.append(reading(field, entry.value, entry))
    return "\n\n".join(filter(None, said))


def _steps(entry: Entry) -> list[tuple[str, str]]:
    """Block type and field of each block around the entry."""
    steps = []
    here = entry.parent
    while here is not None and here.parent is not None:
        steps.append((place_of(here.parent).type, here.name))
        here = here.parent
    return steps[::-1]


def default_text(type_: str, field: Field) -> str:
    """The default value, if it does not depend on other blocks."""
    from nomadspec.jobspec.admission.defaults import FILL, FILL_ZERO, JOB
    from nomadspec.notation.duration import text as duration

    for table in (FILL.get(type_, {}), FILL_ZERO.get(type_, {}), JOB if type_ == "Job" else {}):
        value = table.get(field.name)
        if value not in (None, "", [], {}):
            return f"Default: `{duration(value) if field.type == 'duration' else _literal(value)}`."
    if field.filled_in not in (None, ()):
        return f"Default: `{_literal(field.filled_in)}`."
    return ""


def _literal(value: object) -> str:
    import json

    return json.dumps(value, default=list)


def _lifetime(since: str, until: str) -> str:
    return " ".join([*([f"Since Nomad {since}."] if since else []), *([f"Removed after Nomad {until}."] if until else [])])
