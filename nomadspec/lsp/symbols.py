"""The symbols of a text, as a tree, and those of all texts by a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Final

    from nomadspec.lsp.documents import Document
    from nomadspec.lsp.outline import Entry

_KINDS: Final = {
    "job": types.SymbolKind.Module,
    "group": types.SymbolKind.Namespace,
    "task": types.SymbolKind.Class,
    "service": types.SymbolKind.Interface,
    "variable": types.SymbolKind.Variable,
    "local": types.SymbolKind.Constant,
    "port": types.SymbolKind.Field,
    "volume": types.SymbolKind.Field,
}
#: How deep the tree goes, and how many symbols of the repository are answered.
_DEEPEST: Final = 32
_MOST: Final = 500


def of_document(document: Document) -> list[types.DocumentSymbol]:
    """Blocks and arguments, as they are nested."""
    if document.is_json or document.kind == "configuration":
        return []
    return [_symbol(document, entry, 0) for entry in document.outline.root.items if entry.name]


def _symbol(document: Document, entry: Entry, depth: int) -> types.DocumentSymbol:
    label = " ".join(label.text for label in entry.labels)
    end = entry.labels[-1].end if entry.labels else entry.name_end
    kind = _KINDS.get(entry.name, types.SymbolKind.Object) if entry.is_block else types.SymbolKind.Property
    children = [_symbol(document, item, depth + 1) for item in entry.items if item.name] if depth < _DEEPEST else []
    whole = document.lines.range(entry.start, max(entry.end, end))
    return types.DocumentSymbol(f"{entry.name} {label}".strip(), kind, whole, document.lines.range(entry.start, end), children=children or None)


def of_workspace(documents: Iterable[Document], query: str) -> list[types.WorkspaceSymbol]:
    """What is defined under a name that has the letters of the query in their order."""
    found: list[types.WorkspaceSymbol] = []
    for document in documents:
        for one in document.bindings:
            if one.defines and _fits(one.name.lower(), query.lower()):
                place = types.Location(document.uri, document.lines.range(one.start, one.end))
                found.append(types.WorkspaceSymbol(place, one.name, _KINDS.get(one.kind, types.SymbolKind.Object), container_name=one.kind))
                if len(found) == _MOST:
                    return found
    return found


def _fits(name: str, query: str) -> bool:
    letters = iter(name)
    return all(letter in letters for letter in query)
