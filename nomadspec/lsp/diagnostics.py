"""Findings as an editor shows them: range, code with the address of its page, related places, tags, and what an action needs to find the finding again.

They are the protocol's JSON: the first are published before the library that has types for it is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygls.uris import from_fs_path

from nomadspec.lsp.positions import Lines
from nomadspec.reporting.escaping import terminal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, Final

    from nomadspec.lsp.documents import Document
    from nomadspec.source import Diagnostic, Span

#: The protocol's numbers of severities and tags.
_SEVERITIES: Final = {"error": 1, "warning": 2, "info": 3}
_TAGS: Final = {"unnecessary": 1, "deprecated": 2}
_UNNECESSARY: Final = ("unused", "no-effect", "ignored")
_DEPRECATED: Final = ("deprecated", "removed")
#: Places that are shown beside a finding.
_MOST_RELATED: Final = 20


def diagnostics_of(document: Document, findings: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    """The findings of one document. One in another file is shown at the top, with the place as a related one."""
    return [_diagnostic(document, finding) for finding in findings]


def _diagnostic(document: Document, finding: Diagnostic) -> dict[str, Any]:
    related = [(label, span) for label, span in (*finding.trail, *finding.related) if span is not None]
    span = finding.span
    if span is None or not _is_of(document, span):
        stretch = _range(document.lines, 0, 0)
        if span is not None and span.path:
            related = [(finding.message, span), *related]
    else:
        stretch = _shown(document, span)
    message = finding.message if not finding.help else f"{finding.message}\n{finding.help}"
    if finding.environments:
        message += f"\nIn {', '.join(finding.environments)}."
    shown: dict[str, Any] = {
        "range": stretch,
        "message": terminal(message),
        "severity": _SEVERITIES[finding.severity],
        "code": finding.code,
        "codeDescription": {"href": finding.url} if finding.url else None,
        "source": "nomadspec",
        "tags": _tags(finding),
        "relatedInformation": [{"location": _location(document, span), "message": terminal(label)} for label, span in related[:_MOST_RELATED]],
    }
    about = {"rule": finding.rule, "fix": finding.fix.title if finding.fix is not None else None, "block": finding.block}
    return {**{name: value for name, value in shown.items() if value}, "data": about}


def _is_of(document: Document, span: Span) -> bool:
    return span.path == document.path or (not document.path and span.source.text == document.text)


def _shown(document: Document, span: Span) -> dict[str, Any]:
    """The place; a long one only to the end of its first line, so that not all of a block is underlined."""
    start, end = span.start_offset, span.end_offset
    line_end = document.text.find("\n", start)
    if 0 <= line_end < end and line_end > start:
        end = line_end
    if start == end < len(document.text) and document.text[start] not in "\r\n":
        end += 1
    return _range(document.lines, start, end)


def _location(document: Document, span: Span) -> dict[str, Any]:
    if _is_of(document, span):
        return {"uri": document.uri, "range": _range(document.lines, span.start_offset, span.end_offset)}
    lines = Lines(span.source.text, document.encoding)
    return {"uri": from_fs_path(span.path) or span.path, "range": _range(lines, span.start_offset, span.end_offset)}


def _range(lines: Lines, start: int, end: int) -> dict[str, Any]:
    return {name: dict(zip(("line", "character"), lines.place(offset), strict=True)) for name, offset in (("start", start), ("end", end))}


def _tags(finding: Diagnostic) -> list[int]:
    tags = []
    if finding.severity != "error" and any(part in finding.rule for part in _UNNECESSARY):
        tags.append(_TAGS["unnecessary"])
    if any(part in finding.rule for part in _DEPRECATED):
        tags.append(_TAGS["deprecated"])
    return tags
