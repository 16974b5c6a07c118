"""The requests, each with the function that answers it. All are about one open text; a text that is not open has no answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from nomadspec.lsp import actions, completion, formatting, hints, hover, lenses, navigation, semantic_tokens, signature, structure, symbols
from nomadspec.lsp.capabilities import ACTIONS, COMPLETED_AFTER, EXPLAIN, SIGNED_AFTER, WORDS
from nomadspec.lsp.diagnostics import diagnostics_of
from nomadspec.lsp.protocol import Refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Final

    from nomadspec.lsp.documents import Document
    from nomadspec.lsp.protocol import Server
    from nomadspec.lsp.session import Session

    Answer = Callable[[Document, int, Any, Session], Any]


def _rename(document: Document, offset: int, params: types.RenameParams, session: Session) -> types.WorkspaceEdit | None:
    try:
        return navigation.rename(document, offset, params.new_name, session.repository.jobspecs())
    except navigation.RenameError as error:
        raise Refused(str(error)) from None


#: Requests about a place in a text: method → answer from the text, the offset, the parameters and the session.
AT_A_PLACE: Final[dict[str, tuple[Answer, Any]]] = {
    types.TEXT_DOCUMENT_COMPLETION: (
        lambda document, offset, params, session: completion.completion(document, offset, session.bench, session.repository.jobspecs),
        types.CompletionOptions(COMPLETED_AFTER),
    ),
    types.TEXT_DOCUMENT_SIGNATURE_HELP: (
        lambda document, offset, params, session: signature.signature(document, offset),
        types.SignatureHelpOptions(SIGNED_AFTER),
    ),
    types.TEXT_DOCUMENT_DEFINITION: (
        lambda document, offset, params, session: navigation.definition(document, offset, session.repository.jobspecs()),
        None,
    ),
    types.TEXT_DOCUMENT_REFERENCES: (
        lambda document, offset, params, session: navigation.references(
            document, offset, session.repository.jobspecs(), declaration=params.context.include_declaration
        ),
        None,
    ),
    types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT: (lambda document, offset, params, session: navigation.highlights(document, offset), None),
    types.TEXT_DOCUMENT_PREPARE_RENAME: (lambda document, offset, params, session: navigation.rename_range(document, offset), None),
    types.TEXT_DOCUMENT_RENAME: (_rename, types.RenameOptions(True)),
}

#: Requests about all of a text, or a stretch: method → answer from the text, the parameters and the session.
OF_A_TEXT: Final[dict[str, tuple[Callable[[Document, Any, Session], Any], Any]]] = {
    types.TEXT_DOCUMENT_FORMATTING: (lambda document, params, session: formatting.whole(document), None),
    types.TEXT_DOCUMENT_RANGE_FORMATTING: (lambda document, params, session: formatting.lines(document, params.range), None),
    types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: (lambda document, params, session: symbols.of_document(document), None),
    types.TEXT_DOCUMENT_FOLDING_RANGE: (lambda document, params, session: structure.folds(document), None),
    types.TEXT_DOCUMENT_SELECTION_RANGE: (
        lambda document, params, session: structure.selections(document, [document.lines.offset(place) for place in params.positions]),
        None,
    ),
    types.TEXT_DOCUMENT_DOCUMENT_LINK: (lambda document, params, session: structure.links(document, session.bench.folder), None),
    types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL: (lambda document, params, session: semantic_tokens.tokens(document), types.SemanticTokensLegend(WORDS, [])),
    types.TEXT_DOCUMENT_INLAY_HINT: (
        lambda document, params, session: hints.hints(document, *document.lines.offsets(params.range), session.bench),
        None,
    ),
}


def register(server: Server, session: Session) -> None:
    """Answer all requests."""
    for method, (at_a_place, options) in AT_A_PLACE.items():
        server.on(method, _at_a_place(server, session, at_a_place), options)
    for method, (of_a_text, options) in OF_A_TEXT.items():
        server.on(method, _of_a_text(server, session, of_a_text), options)
    _slow(server, session)
    server.on(types.WORKSPACE_SYMBOL, lambda params: symbols.of_workspace(session.repository.jobspecs(), params.query))


def _at_a_place(server: Server, session: Session, answer: Answer) -> Callable[[Any], Any]:
    def handle(params: Any) -> Any:
        document = server.documents.by_uri.get(params.text_document.uri)
        return None if document is None else answer(document, document.lines.offset(params.position), params, session)

    return handle


def _of_a_text(server: Server, session: Session, answer: Callable[[Document, Any, Session], Any]) -> Callable[[Any], Any]:
    def handle(params: Any) -> Any:
        document = server.documents.by_uri.get(params.text_document.uri)
        return None if document is None else answer(document, params, session)

    return handle


def _slow(server: Server, session: Session) -> None:
    """Requests that need findings or a plan, which other requests do not wait for."""
    open_texts = server.documents.by_uri

    async def pulled(params: types.DocumentDiagnosticParams) -> dict[str, Any]:
        document = open_texts.get(params.text_document.uri)
        found = [] if document is None else diagnostics_of(document, await session.findings(document))
        return {"kind": "full", "items": found}

    async def acted(params: types.CodeActionParams) -> list[types.CodeAction]:
        document = open_texts.get(params.text_document.uri)
        return [] if document is None else actions.actions(document, params, await session.findings(document), session.bench)

    async def hovered(params: types.HoverParams) -> types.Hover | None:
        document = open_texts.get(params.text_document.uri)
        if document is None:
            return None
        offset = document.lines.offset(params.position)
        if session.bench.state is None:
            return hover.hover(document, offset, session.bench, session.repository.jobspecs)
        found: types.Hover | None = await session.apart(lambda: hover.hover(document, offset, session.bench, session.repository.jobspecs))
        return found

    async def lensed(params: types.CodeLensParams) -> list[types.CodeLens]:
        document = open_texts.get(params.text_document.uri)
        found: list[types.CodeLens] = [] if document is None else await session.apart(lambda: lenses.lenses(document, session.bench))
        return found

    async def explained(uri: str, group: str) -> str:
        document = open_texts.get(uri)
        text: str = "" if document is None else await session.apart(lambda: lenses.explanation(document, group, session.bench))
        if text:
            server.window_show_message(types.ShowMessageParams(types.MessageType.Info, text))
        return text

    server.on(types.TEXT_DOCUMENT_DIAGNOSTIC, pulled, types.DiagnosticOptions(True, False, "nomadspec"))
    server.on(types.TEXT_DOCUMENT_CODE_ACTION, acted, types.CodeActionOptions(ACTIONS))
    server.on(types.TEXT_DOCUMENT_HOVER, hovered)
    server.on(types.TEXT_DOCUMENT_CODE_LENS, lensed)
    server.command(EXPLAIN)(explained)
