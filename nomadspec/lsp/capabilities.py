"""The capabilities that the server announces. They are a table because they are sent before the library that answers requests is loaded; a test compares
them with what the library derives from the registered requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any, Final

#: Units in which an editor may count characters; the first one it lists is used.
ENCODINGS: Final = ("utf-16", "utf-8", "utf-32")

FIX_ALL: Final = "source.fixAll.nomadspec"
FORMAT: Final = "source.format.nomadspec"
#: The command of a code lens: shows how a group is placed.
EXPLAIN: Final = "nomadspec.explainPlacement"
#: Kinds of code actions.
ACTIONS: Final = ("quickfix", "refactor.extract", "refactor.rewrite", FIX_ALL, FORMAT)
#: Characters that trigger completion and signature help.
COMPLETED_AFTER: Final = (".", '"', "{", "$", "[", "=", " ")
SIGNED_AFTER: Final = ("(", ",")
#: Kinds of semantic tokens, in the order of their numbers.
WORDS: Final = ("type", "property", "variable", "function", "string", "number", "keyword", "comment", "operator", "macro", "enumMember")

_ANNOUNCED: Final[dict[str, Any]] = {
    "textDocumentSync": {"openClose": True, "change": 2, "save": True},
    "completionProvider": {"triggerCharacters": COMPLETED_AFTER},
    "hoverProvider": True,
    "signatureHelpProvider": {"triggerCharacters": SIGNED_AFTER},
    "definitionProvider": True,
    "referencesProvider": True,
    "documentHighlightProvider": True,
    "documentSymbolProvider": True,
    "codeActionProvider": {"codeActionKinds": ACTIONS},
    "codeLensProvider": {"resolveProvider": False},
    "documentLinkProvider": {"resolveProvider": False},
    "workspaceSymbolProvider": {"resolveProvider": False},
    "documentFormattingProvider": True,
    "documentRangeFormattingProvider": True,
    "renameProvider": True,
    "foldingRangeProvider": True,
    "selectionRangeProvider": True,
    "executeCommandProvider": {"commands": [EXPLAIN]},
    "semanticTokensProvider": {"legend": {"tokenTypes": WORDS, "tokenModifiers": []}, "full": True},
    "inlayHintProvider": {"resolveProvider": False},
    "diagnosticProvider": {"interFileDependencies": True, "workspaceDiagnostics": False, "identifier": "nomadspec"},
    "workspace": {"workspaceFolders": {"supported": True, "changeNotifications": True}, "fileOperations": {}},
}


def encoding_of(client: dict[str, Any]) -> str:
    """The encoding for an editor with these capabilities."""
    wanted = inner(client, "general").get("positionEncodings")
    return next((name for name in wanted if name in ENCODINGS), ENCODINGS[0]) if isinstance(wanted, list) else ENCODINGS[0]


def announced(client: dict[str, Any], *, pulls: bool) -> dict[str, Any]:
    """The capabilities for an editor with its own. Pulling is not announced to an editor that supports it but is sent findings, which would be shown twice."""
    found = {"positionEncoding": encoding_of(client), **_ANNOUNCED}
    texts = inner(client, "textDocument")
    if inner(texts, "rename").get("prepareSupport"):
        found["renameProvider"] = {"prepareProvider": True}
    if "diagnostic" in texts and not pulls:
        del found["diagnosticProvider"]
    return found


def inner(value: Any, name: str) -> dict[str, Any]:
    """A member that is an object; an empty one if it is not."""
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}
