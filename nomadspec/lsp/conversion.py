"""Converting a jobspec to the other syntax: native HCL to JSON, and JSON (HCL's own, or the API's) to native HCL."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from typing import Any

    from nomadspec.lsp.documents import Document


def conversion(document: Document) -> list[types.CodeAction]:
    """The action, for a jobspec that has the same meaning in the other syntax."""
    text = _as_hcl(document) if document.is_json else _as_json(document)
    if text is None:
        return []
    title = f"Convert to {'HCL' if document.is_json else 'JSON'}{' (removes comments)' if _has_comments(document) else ''}"
    edit = types.TextEdit(document.lines.range(0, len(document.text)), text)
    return [types.CodeAction(title, types.CodeActionKind.RefactorRewrite, edit=types.WorkspaceEdit(changes={document.uri: [edit]}))]


def is_offered(document: Document, start: int) -> bool:
    """Whether a place is at the top of the file or on the line of the job, where an editor that asks for all actions is offered this one."""
    number = document.lines.position(start).line
    job = None if document.is_json else next((entry for entry in document.outline.root.items if entry.name == "job"), None)
    return number == 0 or (job is not None and number == document.lines.position(job.start).line)


def _as_json(document: Document) -> str | None:
    from nomadspec.jobspec.json.other_syntax import as_json

    return as_json(document.text, document.path)


def _as_hcl(document: Document) -> str | None:
    from nomadspec.jobspec.json.other_syntax import as_hcl

    try:
        data = json.loads(document.text)
    except (ValueError, RecursionError):
        return None
    if isinstance(data, dict) and "job" not in data:
        return _from_api(data)
    return as_hcl(document.text, document.path)


def _from_api(data: dict[str, Any]) -> str | None:
    """A job of the API as HCL, without what servers filled in."""
    from nomadspec.jobspec.authored import authored, is_stored
    from nomadspec.jobspec.decompile import decompile
    from nomadspec.jobspec.json.api import JobJsonError, from_api, to_api

    try:
        job = from_api(data)
        api = to_api(job)
        text, lost = decompile(from_api(authored(api)) if is_stored(api) else job)
    except JobJsonError:
        return None
    return None if any(problem.severity == "error" for problem in lost) else text


def _has_comments(document: Document) -> bool:
    if document.is_json:
        return '"//"' in document.text
    return any(token.kind == "COMMENT" for token in document.outline.tokens)
