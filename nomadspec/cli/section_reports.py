"""Prints a report of sections in the format that the command line asks for: text, JSON, Markdown or a page of HTML."""

from __future__ import annotations

from nomadspec.reporting.console import colored, write, write_json, write_text
from nomadspec.reporting.documents import numbered
from nomadspec.workspace.redaction import NOTHING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    from nomadspec.cli.arguments import Arguments
    from nomadspec.cluster.state import ClusterState
    from nomadspec.reporting.sections import Section
    from nomadspec.workspace.redaction import Redaction


def report(
    arguments: Arguments,
    sections: Callable[[], Iterable[Section]],
    document: Callable[[], Any],
    secrets: Redaction = NOTHING,
    *,
    title: str,
    cluster: Callable[[], Mapping[str, Any]] | None = None,
) -> None:
    """Makes and prints one of the two, without the `secrets`; a page, which has a `title`, also shows the cluster."""
    form = arguments.text("output_format") or "text"
    if form == "json":
        made = secrets.document(document())
        documents = [numbered(arguments.command, each) for each in made] if isinstance(made, list) else numbered(arguments.command, made)
        write_json(documents)
        return
    if form == "html":
        from nomadspec.reporting.pages.page import Page, page_html

        write_text(page_html(Page(title, sections=list(sections()), cluster=cluster() if cluster is not None else None), secrets))
        return
    from nomadspec.reporting.sections import markdown_text, text_lines

    if form == "markdown":
        write_text(secrets.markdown(markdown_text(sections())))
    else:
        write(secrets.lines(text_lines(sections())), color=colored(arguments.text("color"), arguments.flag("no_color")))


def cluster_data(before: ClusterState, after: ClusterState | None = None) -> Mapping[str, Any]:
    """The cluster of a page; its module is only loaded for pages."""
    from nomadspec.reporting.pages.cluster_columns import cluster_document

    return cluster_document(before, after)
