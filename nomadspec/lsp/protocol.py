"""JSON-RPC with pygls. The texts are kept here, with our own line counting, and a failing handler returns an empty answer.

pygls counts further characters (a form feed, U+2028) as line ends, which editors do not.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
from typing import TYPE_CHECKING, Any, cast

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from nomadspec.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO, Final

    from nomadspec.lsp.documents import Documents
    from nomadspec.lsp.wire import Wire

log = logging.getLogger("nomadspec.lsp")


class Refused(Exception):
    """A request that cannot be fulfilled, with the reason to show to the user."""


class Protocol(LanguageServerProtocol):
    """Keeps texts in the server's documents."""

    _server: Server

    def connected(self, encoding: str) -> None:
        """Be as after "initialize"."""
        client = types.ClientCapabilities(general=types.GeneralClientCapabilities(position_encodings=[encoding]))
        for _ in self.lsp_initialize(types.InitializeParams(client)):
            pass

    def _then(self, method: str, params: Any) -> None:
        """Go on with our handler. (The generators that pygls would run instead leave something behind for each notification.)"""
        if (handler := self.fm.features.get(method)) is not None:
            handler(params)

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        opened = params.text_document
        self._server.documents.open(opened.uri, opened.text, opened.version)
        self._then(types.TEXT_DOCUMENT_DID_OPEN, params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        self._server.documents.change(params.text_document.uri, params.content_changes, params.text_document.version)
        self._then(types.TEXT_DOCUMENT_DID_CHANGE, params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        self._server.documents.close(params.text_document.uri)
        self._then(types.TEXT_DOCUMENT_DID_CLOSE, params)


class Server(LanguageServer):
    """A server over standard input and output."""

    protocol: Protocol

    def __init__(self, documents: Documents) -> None:
        super().__init__("nomadspec", __version__, protocol_cls=Protocol)
        self.documents: Final = documents

    def on(self, method: str, handler: Callable[[Any], Any], options: Any = None) -> None:
        """Answer a request or notification. A fault is logged, and the answer is then empty."""
        if inspect.iscoroutinefunction(handler):

            async def awaited(params: Any) -> Any:
                try:
                    return await handler(params)
                except asyncio.CancelledError:
                    raise
                except Exception:
                    log.exception("%s failed", method)
                    return None

            self.feature(method, options)(awaited)
            return

        def guarded(params: Any) -> Any:
            try:
                return handler(params)
            except Refused as refusal:
                raise JsonRpcInvalidParams(str(refusal)) from None
            except Exception:
                log.exception("%s failed", method)
                return None

        self.feature(method, options)(guarded)

    def send(self, message: dict[str, Any]) -> None:
        """Send a notification that is the protocol's JSON."""
        self.protocol._send_data({"jsonrpc": "2.0", **message})

    def refresh_diagnostics(self) -> None:
        """Ask the editor to pull all findings again."""
        self.protocol.send_request(types.WORKSPACE_DIAGNOSTIC_REFRESH)

    def serve(self, wire: Wire) -> None:
        """Serve until the editor says goodbye. That it connected was answered already."""
        self.protocol.connected(self.documents.encoding)
        self.start_io(cast("BinaryIO", wire), wire.writing)
