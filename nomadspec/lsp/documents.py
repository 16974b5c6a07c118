"""The texts that are open in an editor. A document is immutable: a change creates a new one, and everything computed from a text belongs to its document."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pygls.uris import to_fs_path

from nomadspec.lsp.positions import Lines
from nomadspec.specs.file_kinds import kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final

    from lsprotocol.types import TextDocumentContentChangeEvent

    from nomadspec.hcl.ast import File
    from nomadspec.lsp.bindings import Occurrence
    from nomadspec.lsp.outline import Outline

#: Ends of names of variable files, whose text could be something else.
_VARIABLE_FILES: Final = (".vars.hcl", ".vars", ".hclvars")


class Document:
    """One version of an open text. `path` is "" for one that is in no file."""

    def __init__(self, uri: str, text: str, version: int | None, encoding: str) -> None:
        self.uri: Final = uri
        self.path: Final = path_of(uri)
        self.text: Final = text
        self.version: Final = version
        self.encoding: Final = encoding

    @cached_property
    def lines(self) -> Lines:
        return Lines(self.text, self.encoding)

    @cached_property
    def outline(self) -> Outline:
        from nomadspec.lsp.outline import Outline

        return Outline(self.text)

    @cached_property
    def bindings(self) -> list[Occurrence]:
        """The names of a jobspec in HCL, and where they are used."""
        if self.kind != "jobspec" or self.is_json:
            return []
        from nomadspec.lsp.bindings import find

        return find(self.outline)

    @cached_property
    def file(self) -> File:
        """The syntax tree of a text in HCL."""
        from nomadspec.hcl.parser import parse

        return parse(self.text, self.path)

    @cached_property
    def kind(self) -> str:
        """A name of `specs.file_kinds.KINDS`, or "configuration" (of nomadspec), "test", or ""."""
        name = self.path.rpartition("/")[2]
        if name.endswith(".toml"):
            return "configuration" if name in ("nomadspec.toml", ".nomadspec.toml", "pyproject.toml") else ""
        if name.endswith((".nomadtest.hcl", ".nomadrule.hcl")):
            return "test" if name.endswith(".nomadtest.hcl") else ""
        if name.endswith((".nomad", ".nomad.hcl", ".nomad.json")):
            return "jobspec"
        return "values" if name.endswith(_VARIABLE_FILES) else kind_of(self.text)

    @property
    def is_json(self) -> bool:
        return self.text.lstrip("\ufeff \t\r\n")[:1] == "{"

    def changed(self, changes: Sequence[TextDocumentContentChangeEvent], version: int | None) -> Document:
        """The document after the changes, in their order."""
        from lsprotocol.types import TextDocumentContentChangePartial

        text, lines = self.text, self.lines
        for change in changes:
            if isinstance(change, TextDocumentContentChangePartial):
                start, end = lines.offsets(change.range)
                text = text[:start] + change.text + text[end:]
            else:
                text = change.text
            lines = Lines(text, self.encoding)
        return Document(self.uri, text, version, self.encoding)


class Documents:
    """All that are open."""

    def __init__(self) -> None:
        self.encoding = "utf-16"
        self.by_uri: Final[dict[str, Document]] = {}

    def open(self, uri: str, text: str, version: int | None) -> Document:
        found = self.by_uri[uri] = Document(uri, text, version, self.encoding)
        return found

    def change(self, uri: str, changes: Sequence[TextDocumentContentChangeEvent], version: int | None) -> Document:
        known = self.by_uri.get(uri) or Document(uri, "", None, self.encoding)
        found = self.by_uri[uri] = known.changed(changes, version)
        return found

    def close(self, uri: str) -> None:
        self.by_uri.pop(uri, None)

    def unsaved(self) -> dict[str, str]:
        """The text of each open file by its real path, used instead of the file on disk."""
        import os

        return {os.path.realpath(document.path): document.text for document in self.by_uri.values() if document.path}


def path_of(uri: str) -> str:
    """The path of a file's address; "" for an address of another kind."""
    return (to_fs_path(uri) or "") if uri.startswith("file:") else ""
