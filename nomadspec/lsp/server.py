"""The server: opening, changing and closing of texts, and requests about them. A fault in a request is logged, and the answer is empty."""

from __future__ import annotations

import logging
import os

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from nomadspec.lsp import requests
from nomadspec.lsp.documents import Documents
from nomadspec.lsp.protocol import Server
from nomadspec.lsp.session import Session


def make() -> Server:
    """The server with all that it answers."""
    server = Server(Documents())
    session = Session(server)
    _life(server, session)
    requests.register(server, session)
    return server


def _life(server: Server, session: Session) -> None:
    """What happens to texts, and what follows from it."""

    def changed(params: types.DidOpenTextDocumentParams | types.DidChangeTextDocumentParams) -> None:
        session.changed(server.documents.by_uri[params.text_document.uri])

    server.on(types.INITIALIZE, session.initialize)
    server.on(types.TEXT_DOCUMENT_DID_OPEN, changed)
    server.on(types.TEXT_DOCUMENT_DID_CHANGE, changed)
    server.on(types.TEXT_DOCUMENT_DID_SAVE, lambda params: session.others_again())
    server.on(types.TEXT_DOCUMENT_DID_CLOSE, lambda params: session.closed(params.text_document.uri))
    server.on(types.WORKSPACE_DID_CHANGE_WATCHED_FILES, lambda params: session.others_again())


def run() -> None:
    """Serve one editor over standard input and output until it disconnects. Accidental prints go to standard error, because they would otherwise be read as
    answers."""
    logging.basicConfig(level=logging.WARNING)
    logging.getLogger("pygls.protocol.json_rpc").addFilter(lambda record: record.exc_info is None or not isinstance(record.exc_info[1], JsonRpcInvalidParams))
    with os.fdopen(os.dup(0), "rb") as reading, os.fdopen(os.dup(1), "wb") as writing:
        os.dup2(2, 1)
        make().start_io(reading, writing)
