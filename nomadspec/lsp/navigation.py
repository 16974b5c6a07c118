"""Definition, references, highlights, and renaming, which refuses names that would break something."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lsprotocol import types

from nomadspec.lsp.bindings import occurrence_at, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Final

    from nomadspec.lsp.bindings import Occurrence
    from nomadspec.lsp.documents import Document

#: The pattern for names of each kind, and its description in messages.
_IDENTIFIER: Final = (re.compile(r"[A-Za-z_][A-Za-z0-9_-]*"), "letters, digits, `_` and `-`, and must not begin with a digit")
_ALLOWED: Final = {
    "variable": _IDENTIFIER,
    "local": _IDENTIFIER,
    "port": (re.compile(r"[A-Za-z0-9_]+"), "letters, digits and `_`"),
    "service": (re.compile(r"(?i:[a-z0-9]|[a-z0-9][a-z0-9-]{0,61}[a-z0-9])"), "letters, digits and `-`, at most 63"),
}
_ANY: Final = (re.compile(r'[^"\\/\s\x00$%]+'), "characters other than spaces, quotes, slashes, `$` and `%`")


class RenameError(Exception):
    """Why a name cannot be changed."""


def definition(document: Document, offset: int, others: Iterable[Document]) -> list[types.Location] | None:
    """Where the thing at the offset is defined; of a service in all files."""
    one = occurrence_at(document.bindings, offset)
    if one is None:
        return None
    return [_location(found, place) for found, place in _all(document, one, others) if place.defines]


def references(document: Document, offset: int, others: Iterable[Document], *, declaration: bool) -> list[types.Location] | None:
    one = occurrence_at(document.bindings, offset)
    if one is None:
        return None
    return [_location(found, place) for found, place in _all(document, one, others) if declaration or not place.defines]


def highlights(document: Document, offset: int) -> list[types.DocumentHighlight] | None:
    one = occurrence_at(document.bindings, offset)
    if one is None:
        return None
    kinds = {True: types.DocumentHighlightKind.Write, False: types.DocumentHighlightKind.Read}
    return [types.DocumentHighlight(document.lines.range(found.start, found.end), kinds[found.defines]) for found in same(document.bindings, one)]


def rename_range(document: Document, offset: int) -> types.PrepareRenamePlaceholder | None:
    """The name that would be changed; None where there is none."""
    one = occurrence_at(document.bindings, offset)
    return None if one is None else types.PrepareRenamePlaceholder(range=document.lines.range(one.start, one.end), placeholder=one.name)


def rename(document: Document, offset: int, name: str, others: Sequence[Document]) -> types.WorkspaceEdit | None:
    """The edits that rename a thing everywhere. Raises `RenameError` for a name that cannot be, or that is taken."""
    one = occurrence_at(document.bindings, offset)
    if one is None:
        return None
    pattern, said = _ALLOWED.get(one.kind, _ANY)
    if not pattern.fullmatch(name):
        raise RenameError(f"the name of a {one.kind} may only contain {said}")
    places = _all(document, one, others)
    if name != one.name and any(
        taken.defines and taken.key == (one.kind, name, one.scope) for found in _files(document, one, others) for taken in found.bindings
    ):
        raise RenameError(f"{one.kind} {name!r} already exists")
    if not any(place.defines for _, place in places):
        raise RenameError(f"the {one.kind} {one.name!r} is not defined here")
    changes: dict[str, list[types.TextEdit]] = {}
    for found, place in places:
        changes.setdefault(found.uri, []).append(types.TextEdit(found.lines.range(place.start, place.end), name))
    return types.WorkspaceEdit(changes=changes)


def _files(document: Document, one: Occurrence, others: Iterable[Document]) -> list[Document]:
    """The texts in which the thing can be named."""
    return [document, *(other for other in others if other.uri != document.uri)] if one.kind == "service" else [document]


def _all(document: Document, one: Occurrence, others: Iterable[Document]) -> list[tuple[Document, Occurrence]]:
    return [(found, place) for found in _files(document, one, others) for place in same(found.bindings, one)]


def _location(document: Document, place: Occurrence) -> types.Location:
    return types.Location(document.uri, document.lines.range(place.start, place.end))
