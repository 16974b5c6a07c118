"""The first messages of an editor: it connects, opens a text and gets its findings. Only then is the library loaded that answers requests, because
importing it takes several times as long as linting.

    opening = meet(wire)        answers "initialize" and lints the first opened text; None if the editor disconnects
    Session(server, opening)    continues from there
"""

from __future__ import annotations

import json
import logging
import os
from typing import TYPE_CHECKING

from nomadspec.lsp.capabilities import announced, encoding_of, inner
from nomadspec.lsp.diagnostics import diagnostics_of
from nomadspec.lsp.documents import Documents, path_of
from nomadspec.lsp.findings import Workbench, findings_of
from nomadspec.version import __version__

if TYPE_CHECKING:
    from typing import Any, Final

    from nomadspec.cluster.state import ClusterState
    from nomadspec.lsp.documents import Document
    from nomadspec.lsp.wire import Wire
    from nomadspec.source import Diagnostic

log = logging.getLogger("nomadspec.lsp")

#: The protocol's error for a request before "initialize".
_NOT_INITIALIZED: Final = -32002
#: Messages with no effect on this server.
_PASSED_OVER: Final = ("initialized", "$/setTrace", "workspace/didChangeConfiguration")


class Opening:
    """What an editor sent when it connected, and the texts it has opened; `linted` are those with current findings."""

    def __init__(self, parameters: dict[str, Any]) -> None:
        self.client: Final = inner(parameters, "capabilities")
        self.folder: Final = _folder(parameters)
        settings = inner(parameters, "initializationOptions")
        self.documents: Final = Documents()
        self.documents.encoding = encoding_of(self.client)
        self.pulls: Final = bool(settings.get("pullDiagnostics")) and "diagnostic" in inner(self.client, "textDocument")
        self.refreshes: Final = bool(inner(inner(self.client, "workspace"), "diagnostics").get("refreshSupport"))
        self.bench: Final = Workbench(self.folder, _state(settings.get("state"), self.folder), str(settings.get("node") or ""))
        self.linted: Final[dict[str, tuple[Document, list[Diagnostic]]]] = {}

    def answer(self) -> dict[str, Any]:
        return {"capabilities": announced(self.client, pulls=self.pulls), "serverInfo": {"name": "nomadspec", "version": __version__}}

    def lint(self, document: Document) -> list[Diagnostic]:
        """The findings of a text; none, and a line in the log, if linting fails."""
        try:
            return findings_of(document, self.bench)
        except Exception:
            log.exception("cannot lint %s", document.path)
            return []


def meet(wire: Wire) -> Opening | None:
    """Answer until the first text is linted or the editor requests something else, which is left to the server."""
    opening: Opening | None = None
    while (body := wire.receive()) is not None:
        message = _parsed(body)
        method = message.get("method")
        if opening is None:
            if method == "initialize":
                opening = Opening(inner(message, "params"))
                wire.send({"id": message.get("id"), "result": opening.answer()})
            elif method == "exit":
                return None
            elif "id" in message:
                wire.send({"id": message["id"], "error": {"code": _NOT_INITIALIZED, "message": "The server is not initialized."}})
        elif method not in _PASSED_OVER:
            if method != "textDocument/didOpen" or opening.pulls or not _opened(opening, message, wire):
                wire.leave(body)
            return opening
    return None


def publication(document: Document, findings: list[Diagnostic]) -> dict[str, Any]:
    """The message with the findings of a text."""
    shown = {"uri": document.uri, "version": document.version, "diagnostics": diagnostics_of(document, findings)}
    return {"method": "textDocument/publishDiagnostics", "params": shown}


def _opened(opening: Opening, message: dict[str, Any], wire: Wire) -> bool:
    """Lint the text that the message opens; false if it opens none."""
    text = inner(inner(message, "params"), "textDocument")
    if not isinstance(text.get("uri"), str) or not isinstance(text.get("text"), str):
        return False
    document = opening.documents.open(text["uri"], text["text"], text.get("version"))
    opening.bench.unsaved = opening.documents.unsaved()
    found = opening.lint(document)
    opening.linted[document.uri] = (document, found)
    try:
        published = publication(document, found)
    except Exception:
        log.exception("cannot show the findings of %s", document.path)
    else:
        wire.send(published)
    return True


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _folder(parameters: dict[str, Any]) -> str:
    """The path of the first open folder; "" without one."""
    folders = parameters.get("workspaceFolders")
    first = folders[0] if isinstance(folders, list) and folders else None
    uri = first.get("uri") if isinstance(first, dict) else parameters.get("rootUri")
    return path_of(uri) if isinstance(uri, str) else ""


def _state(uri: Any, folder: str) -> ClusterState | None:
    """The state from the user's settings. A state in a repository's configuration is not opened, because it could be an address."""
    if not isinstance(uri, str) or not uri:
        return None
    from nomadspec.backends.opening import BackendError, open_state, without_password
    from nomadspec.cluster.state_faults import StateError

    try:
        return open_state(uri if ":" in uri or os.path.isabs(uri) else os.path.join(folder, uri))
    except (BackendError, StateError) as error:
        log.warning("cannot open the state: %s", error)
    except Exception:
        log.exception("cannot open the state %s", without_password(uri))
    return None
