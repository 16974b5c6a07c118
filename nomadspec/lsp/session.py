"""One connected editor: its texts, what they depend on, and when they are linted.

opened or changed    after a moment without changes, the text is linted in a separate thread and the findings are published. Results for an
                     older version are discarded
saved                the texts that may depend on it are linted again
"""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from nomadspec.lsp.diagnostics import diagnostics_of
from nomadspec.lsp.documents import path_of
from nomadspec.lsp.findings import Workbench, findings_of
from nomadspec.lsp.repository import Repository

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Final

    from lsprotocol import types

    from nomadspec.cluster.state import ClusterState
    from nomadspec.lsp.documents import Document, Documents
    from nomadspec.lsp.protocol import Server
    from nomadspec.source import Diagnostic

log = logging.getLogger("nomadspec.lsp")

#: Seconds without changes before a text is linted.
REST: Final = 0.08


class Session:
    """One connected editor."""

    def __init__(self, server: Server) -> None:
        self.server: Final[Server] = server
        self.documents: Final[Documents] = server.documents
        self.bench: Workbench = Workbench()
        self.repository: Final[Repository] = Repository(server.documents)
        self.linted: Final[dict[str, tuple[Document, list[Diagnostic]]]] = {}
        self.waiting: Final[dict[str, asyncio.TimerHandle]] = {}
        self.pulls = False
        self.tasks: Final[set[asyncio.Future[None]]] = set()  # held here, so that none is collected while it runs
        # One thread, because linting two texts at once would not be faster.
        self.linter: Final = ThreadPoolExecutor(1, "lint")

    # -- the life of a session

    def initialize(self, params: types.InitializeParams) -> None:
        folders = [path_of(folder.uri) for folder in params.workspace_folders or ()]
        folder = folders[0] if folders else path_of(params.root_uri or "")
        options: Any = params.initialization_options
        settings: dict[str, Any] = options if isinstance(options, dict) else {}
        state = _state(settings.get("state"), folder)
        self.bench = Workbench(folder, state)
        self.repository.folder = folder
        text = params.capabilities.text_document
        self.pulls = bool(text is not None and text.diagnostic is not None and settings.get("pullDiagnostics"))

    def changed(self, document: Document) -> None:
        """Lint it soon; another change restarts the wait."""
        if (handle := self.waiting.pop(document.uri, None)) is not None:
            handle.cancel()
        if document.kind == "configuration":
            self.bench.forget()
        if not self.pulls:
            rest = REST if document.uri in self.linted else 0
            self.waiting[document.uri] = asyncio.get_running_loop().call_later(rest, self._start, document)

    def _start(self, document: Document) -> None:
        self.waiting.pop(document.uri, None)
        task = asyncio.ensure_future(self.publish(document))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def publish(self, document: Document) -> None:
        found = await self.findings(document)
        if self.documents.by_uri.get(document.uri) is document:
            self.server.publish(document, diagnostics_of(document, found))

    async def findings(self, document: Document) -> list[Diagnostic]:
        """The findings of this version; those that are known, or worked out now."""
        known = self.linted.get(document.uri)
        if known is not None and known[0] is document:
            return known[1]
        self.bench.unsaved = self.documents.unsaved()
        found = await asyncio.get_running_loop().run_in_executor(self.linter, self._lint, document)
        if self.documents.by_uri.get(document.uri) is document:
            self.linted[document.uri] = (document, found)
        return found

    async def apart(self, work: Callable[[], Any]) -> Any:
        """Work that takes as long as linting, in the same thread."""
        return await asyncio.get_running_loop().run_in_executor(self.linter, work)

    def _lint(self, document: Document) -> list[Diagnostic]:
        if self.documents.by_uri.get(document.uri) is not document:
            return []  # changed while it waited for its turn
        try:
            return findings_of(document, self.bench)
        except Exception:
            log.exception("cannot lint %s", document.path)
            return []

    def others_again(self) -> None:
        """A text was saved, or a file has changed: findings of open texts may depend on it."""
        self.bench.forget()
        self.linted.clear()
        for document in list(self.documents.by_uri.values()):
            self.changed(document)

    def closed(self, uri: str) -> None:
        self.linted.pop(uri, None)
        if (handle := self.waiting.pop(uri, None)) is not None:
            handle.cancel()


def _state(uri: Any, folder: str) -> ClusterState | None:
    """The state from the user's settings. A state in a repository's configuration is not opened, because it could be an address."""
    if not isinstance(uri, str) or not uri:
        return None
    import os

    from nomadspec.backends.opening import open_state

    try:
        return open_state(uri if ":" in uri or os.path.isabs(uri) else os.path.join(folder, uri))
    except Exception:
        log.exception("cannot open the state %s", uri)
        return None
