"""Findings as a page of HTML: a card for each, with search and filters by severity."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.reporting.formats import Report
    from nomadspec.reporting.pages.page import Page


def render(report: Report) -> str:
    """The page."""
    from nomadspec.reporting.pages.page import page_html

    return page_html(findings_page(report))


def findings_page(report: Report) -> Page:
    """The page as a value."""
    from nomadspec.reporting.findings import summary
    from nomadspec.reporting.pages.finding_cards import cards
    from nomadspec.reporting.pages.page import Page

    told = summary(report.findings, len(report.paths), report.named_releases())
    return Page("Findings", summary="".join(text for text, _ in told), cards=cards(report.findings))
