"""One connected editor: its texts, what they depend on, and when they are linted.

opened or changed    after a moment without changes, the text is linted in a separate thread and the findings are published. Results for an
                     older version are discarded
saved                the texts that may depend on it are linted again, and the rules about the repository are run
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from nomadspec.lsp.opening import publication
from nomadspec.lsp.repository import Repository
from nomadspec.lsp.repository_rules import RepositoryRules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, Final

    from nomadspec.lsp.documents import Document, Documents
    from nomadspec.lsp.findings import Workbench
    from nomadspec.lsp.opening import Opening
    from nomadspec.lsp.protocol import Server
    from nomadspec.source import Diagnostic

#: Seconds without changes before a text is linted.
REST: Final = 0.08


class Session:
    """One connected editor."""

    def __init__(self, server: Server, opening: Opening) -> None:
        self.server: Final[Server] = server
        self.opening: Final[Opening] = opening
        self.documents: Final[Documents] = opening.documents
        self.bench: Final[Workbench] = opening.bench
        self.repository: Final[Repository] = Repository(opening.documents, opening.folder)
        self.linted: Final = opening.linted
        self.rules: Final = RepositoryRules(opening.bench)
        self.judging: asyncio.Task[None] | None = None
        self.waiting: Final[dict[str, asyncio.TimerHandle]] = {}
        self.tasks: Final[set[asyncio.Future[None]]] = set()  # held here, so that none is collected while it runs
        # One thread, because linting two texts at once would not be faster.
        self.linter: Final = ThreadPoolExecutor(1, "lint")

    def changed(self, document: Document) -> None:
        """Lint it soon; another change restarts the wait."""
        if (handle := self.waiting.pop(document.uri, None)) is not None:
            handle.cancel()
        if document.kind == "configuration":
            self.bench.forget()
            self.rules.forget()
        if not self.opening.pulls:
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
            self.server.send(publication(document, found))

    async def findings(self, document: Document) -> list[Diagnostic]:
        """The findings of this version; those that are known, or worked out now."""
        known = self.linted.get(document.uri)
        if known is not None and known[0] is document:
            return [*known[1], *self.rules.of(document.path, document.text)]
        self.bench.unsaved = self.documents.unsaved()
        found = await self.apart(lambda: self._lint(document))
        if self.documents.by_uri.get(document.uri) is document:
            self.linted[document.uri] = (document, found)
        return [*found, *self.rules.of(document.path, document.text)]

    async def apart(self, work: Callable[[], Any]) -> Any:
        """Work that takes as long as linting, in the same thread."""
        return await asyncio.get_running_loop().run_in_executor(self.linter, work)

    def _lint(self, document: Document) -> list[Diagnostic]:
        if self.documents.by_uri.get(document.uri) is not document:
            return []  # changed while it waited for its turn
        return self.opening.lint(document)

    def others_again(self) -> None:
        """A text was saved, or a file has changed: findings of open texts may depend on it."""
        self.bench.forget()
        self.linted.clear()
        self._show_again(self.documents.by_uri.values())

    def saved(self) -> None:
        """Lint the open texts again, then run the rules about the repository; another save restarts those."""
        self.others_again()
        if self.judging is not None:
            self.judging.cancel()
        self.judging = asyncio.ensure_future(self._judge())

    async def _judge(self) -> None:
        before = self.rules.found.keys()
        for step in await self.apart(self.rules.steps):
            await self.apart(step)
        paths = before | self.rules.found.keys()
        self._show_again(document for document in self.documents.by_uri.values() if document.path in paths)

    def _show_again(self, documents: Iterable[Document]) -> None:
        """Publish the findings of texts, or ask the editor to pull them."""
        if self.opening.pulls:
            if self.opening.refreshes:
                self.server.refresh_diagnostics()
            return
        for document in list(documents):
            self.changed(document)

    def closed(self, uri: str) -> None:
        self.linted.pop(uri, None)
        if (handle := self.waiting.pop(uri, None)) is not None:
            handle.cancel()
