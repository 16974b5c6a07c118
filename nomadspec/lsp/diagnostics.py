"""Findings as an editor shows them: range, code with the address of its page, related places, tags, and what an action needs to find the finding again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.uris import from_fs_path

from nomadspec.lsp.positions import Lines

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Final

    from nomadspec.lsp.documents import Document
    from nomadspec.source import Diagnostic, Span

_SEVERITIES: Final = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}
_UNNECESSARY: Final = ("unused", "no-effect", "ignored")
_DEPRECATED: Final = ("deprecated", "removed")
#: Places that are shown beside a finding.
_MOST_RELATED: Final = 20


def diagnostics_of(document: Document, findings: Iterable[Diagnostic]) -> list[types.Diagnostic]:
    """The findings of one document. One in another file is shown at the top, with the place as a related one."""
    return [_diagnostic(document, finding) for finding in findings]


def _diagnostic(document: Document, finding: Diagnostic) -> types.Diagnostic:
    related = [(label, span) for label, span in (*finding.trail, *finding.related) if span is not None]
    span = finding.span
    if span is None or not _is_of(document, span):
        stretch = document.lines.range(0, 0)
        if span is not None and span.path:
            related = [(finding.message, span), *related]
    else:
        stretch = _shown(document, span)
    message = finding.message if not finding.help else f"{finding.message}\n{finding.help}"
    if finding.environments:
        message += f"\nIn {', '.join(finding.environments)}."
    return types.Diagnostic(
        stretch,
        message,
        _SEVERITIES[finding.severity],
        finding.code or None,
        types.CodeDescription(finding.url) if finding.url else None,
        "nomadspec",
        _tags(finding),
        [types.DiagnosticRelatedInformation(_location(document, span), label) for label, span in related[:_MOST_RELATED]] or None,
        {"rule": finding.rule, "fix": finding.fix.title if finding.fix is not None else None, "block": finding.block},
    )


def _is_of(document: Document, span: Span) -> bool:
    return span.path == document.path or (not document.path and span.source.text == document.text)


def _shown(document: Document, span: Span) -> types.Range:
    """The place; a long one only to the end of its first line, so that not all of a block is underlined."""
    start, end = span.start_offset, span.end_offset
    line_end = document.text.find("\n", start)
    if 0 <= line_end < end and line_end > start:
        end = line_end
    if start == end < len(document.text) and document.text[start] not in "\r\n":
        end += 1
    return document.lines.range(start, end)


def _location(document: Document, span: Span) -> types.Location:
    if _is_of(document, span):
        return types.Location(document.uri, document.lines.range(span.start_offset, span.end_offset))
    lines = Lines(span.source.text, document.encoding)
    return types.Location(from_fs_path(span.path) or span.path, lines.range(span.start_offset, span.end_offset))


def _tags(finding: Diagnostic) -> list[types.DiagnosticTag] | None:
    tags = []
    if finding.severity != "error" and any(part in finding.rule for part in _UNNECESSARY):
        tags.append(types.DiagnosticTag.Unnecessary)
    if any(part in finding.rule for part in _DEPRECATED):
        tags.append(types.DiagnosticTag.Deprecated)
    return tags or None
