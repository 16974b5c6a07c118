"""The server: opening, changing and closing of texts, and requests about them. A fault in a request is logged, and the answer is empty."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from nomadspec.lsp import requests
from nomadspec.lsp.protocol import Server
from nomadspec.lsp.session import Session

if TYPE_CHECKING:
    from nomadspec.lsp.opening import Opening


def make(opening: Opening) -> Server:
    """The server with all that it answers."""
    server = Server(opening.documents)
    session = Session(server, opening)
    logging.getLogger("pygls.protocol.json_rpc").addFilter(lambda record: record.exc_info is None or not isinstance(record.exc_info[1], JsonRpcInvalidParams))
    _life(server, session)
    requests.register(server, session)
    return server


def _life(server: Server, session: Session) -> None:
    """What happens to texts, and what follows from it."""

    def changed(params: types.DidOpenTextDocumentParams | types.DidChangeTextDocumentParams) -> None:
        session.changed(server.documents.by_uri[params.text_document.uri])

    server.on(types.TEXT_DOCUMENT_DID_OPEN, changed)
    server.on(types.TEXT_DOCUMENT_DID_CHANGE, changed)
    server.on(types.TEXT_DOCUMENT_DID_SAVE, lambda params: session.saved())
    server.on(types.TEXT_DOCUMENT_DID_CLOSE, lambda params: session.closed(params.text_document.uri))
    server.on(types.WORKSPACE_DID_CHANGE_WATCHED_FILES, lambda params: session.others_again())
