"""Findings for a page: each a card with the full text, and what the page filters by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.reporting.findings import full
from nomadspec.source.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nomadspec.source import Diagnostic, Span
    from nomadspec.source.styled_text import Line


class Card(Record):
    """One finding. `lines`: its text with the excerpt, without the heading; `address`: where its rule is described, "" without."""

    severity: str
    code: str
    message: str
    place: str
    lines: Sequence[Line]
    address: str = ""


def cards(findings: Iterable[Diagnostic]) -> list[Card]:
    """The findings in their order; secrets in excerpts are masked, as in text."""
    found = list(findings)
    secrets: dict[str, list[Span]] = {}
    for finding in found:
        if finding.secret and finding.span is not None:
            secrets.setdefault(finding.span.path, []).append(finding.span)
    return [_card(finding, secrets) for finding in found]


def _card(finding: Diagnostic, secrets: dict[str, list[Span]]) -> Card:
    span = finding.span
    place = "" if span is None else span.path + (f":{span.start.line}" if span.source.text else "")
    lines = full(finding, secrets.get(span.path, ()) if span is not None else ())
    address = finding.url or ""
    return Card(finding.severity, finding.code, finding.message, place, lines[1:-1], address if address.startswith("https://") else "")
