"""The jobspecs of the folder that is open, those in the editor as they are there: for services, whose names lead from file to file, and for symbols."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from pygls.uris import from_fs_path

from nomadspec.lsp.documents import Document

if TYPE_CHECKING:
    from typing import Final

    from nomadspec.lsp.documents import Documents

#: Files that are read, and characters of one.
_MOST: Final = 1_000


class Repository:
    """Documents of files, read again when they change on disk."""

    def __init__(self, documents: Documents, folder: str = "") -> None:
        self.documents: Final = documents
        self.folder: Final = folder
        self._read: Final[dict[str, tuple[float, Document]]] = {}

    def jobspecs(self) -> list[Document]:
        """All jobspecs, open ones first."""
        found = {document.path: document for document in self.documents.by_uri.values() if document.kind == "jobspec"}
        for path in self._paths():
            if path not in found and (document := self._document(path)) is not None:
                found[path] = document
        return list(found.values())

    def _paths(self) -> list[str]:
        if not self.folder:
            return []
        from nomadspec.workspace.discovery import InputError, discover

        try:
            return [os.path.abspath(path) for path in discover([self.folder], excluded=None, included=None).files[:_MOST]]
        except InputError:
            return []

    def _document(self, path: str) -> Document | None:
        from nomadspec.workspace.files import ReadError, read_text

        try:
            changed = os.stat(path).st_mtime
            known = self._read.get(path)
            if known is not None and known[0] == changed and known[1].encoding == self.documents.encoding:
                return known[1]
            document = Document(from_fs_path(path) or path, read_text(path), None, self.documents.encoding)
        except (OSError, ReadError):
            return None
        self._read[path] = (changed, document)
        return document
