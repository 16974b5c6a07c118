"""`nomadspec state capture|show|diff`: snapshots of a cluster."""

from __future__ import annotations

import sys

from nomadspec.cli.arguments import UnusableInput
from nomadspec.cli.redaction_option import without_credentials
from nomadspec.reporting.console import write_json, write_text
from nomadspec.reporting.documents import numbered
from nomadspec.reporting.escaping import json_text, line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.cli.arguments import Arguments
    from nomadspec.cluster.state import ClusterState


def capture(arguments: Arguments) -> int:
    """`state capture [ADDRESS]`."""
    from nomadspec.cli.state_option import tell_incomplete
    from nomadspec.workspace.files import WriteError, write_atomically

    state = _open(arguments.positional[0] if arguments.positional else "live:", arguments, namespaces=tuple(arguments.many("namespace")))
    document: dict[str, Any] = state.to_dict()
    if arguments.flag("redact"):
        from secrets import token_hex

        from nomadspec.cluster.redaction import redacted_document

        document = redacted_document(document, token_hex(16))
    text = without_credentials(arguments).text(json_text(document, 1, sort_keys=True)) + "\n"
    tell_incomplete(arguments, state)
    file = arguments.text("output")
    if file is None:
        write_text(text)
        return 0
    try:
        # The state of a cluster may hold secrets of its jobs: only its owner may read the file.
        write_atomically(file, _packed(text) if file.endswith(".gz") else text, create=True, mode=0o600)
    except WriteError as error:
        raise UnusableInput(str(error)) from None
    if not arguments.flag("quiet"):
        print(f"nomadspec: {line(_summary(document))} → {line(file)}", file=sys.stderr)
    return 0


def _packed(text: str) -> bytes:
    import gzip

    return gzip.compress(text.encode("utf-8", "surrogateescape"), mtime=0)


def _summary(document: dict[str, Any]) -> str:
    from nomadspec.cluster.state_document import LISTS

    counts = [(len(_counted(name, document.get(name) or [])), of.noun) for name, of in LISTS.items()]
    return ", ".join(f"{number} {noun}{'s' * (number != 1)}" for number, noun in counts if number)


def _counted(name: str, rows: list[Any]) -> list[Any]:
    """The rows of a list that are counted: a job once, however many versions of it are stored."""
    return list({(row.get("Namespace") or "default", row.get("ID")): row for row in rows}.values()) if name == "jobs" else rows


def _open(uri: str, arguments: Arguments, namespaces: tuple[str, ...] = ()) -> ClusterState:
    from nomadspec.backends.opening import BackendError, open_state
    from nomadspec.cli.state_option import of_source, options
    from nomadspec.cluster.state_faults import StateError

    try:
        return open_state(uri, options(arguments, namespaces=namespaces))
    except (BackendError, StateError) as error:
        raise UnusableInput(of_source(uri, without_credentials(arguments).text(str(error)))) from None


def show(arguments: Arguments) -> int:
    """`state show STATE`."""
    state, secrets = _open(arguments.positional[0], arguments), without_credentials(arguments)
    if arguments.text("output_format") == "html":
        from nomadspec.reporting.pages.cluster_columns import cluster_document
        from nomadspec.reporting.pages.page import Page, page_html

        write_text(page_html(Page("Nomad cluster", cluster=cluster_document(state)), secrets))
        return 0
    document: dict[str, Any] = state.to_dict()
    if arguments.text("output_format") == "json":
        write_json(secrets.document(document), indent=1)
        return 0
    rows = [
        f"source        {line(str(document.get('source') or ''))}",
        f"captured at   {line(str(document.get('captured_at') or ''))}",
        *(f"incomplete    {line(str(text))}" for text in document.get("incomplete") or ()),
        f"index         {document.get('latest_index') or 0}",
        f"region        {line(str(document.get('region') or ''))}",
        f"scheduler     {line(str((document.get('scheduler_config') or {}).get('SchedulerAlgorithm') or 'binpack'))}",
        "",
        *_table(document, "nodes", ("Name", "Datacenter", "NodePool", "NodeClass", "Status", "SchedulingEligibility")),
        *_table(document, "jobs", ("Namespace", "ID", "Type", "Version", "Status", "Priority")),
    ]
    counts: dict[str, int] = {}
    for allocation in document.get("allocations") or []:
        status = str(allocation.get("ClientStatus") or "?")
        counts[status] = counts.get(status, 0) + 1
    rows.append("allocations   " + (line(", ".join(f"{number} {status}" for status, number in sorted(counts.items()))) or "none"))
    write_text(secrets.rendered("\n".join(rows)) + "\n")
    return 0


def _table(document: dict[str, Any], name: str, columns: tuple[str, ...]) -> list[str]:
    table = [[line(str("" if row.get(column) is None else row.get(column))) for column in columns] for row in document.get(name) or []]
    if not table:
        return [f"no {name}", ""]
    widths = [max(len(column), *(len(row[i]) for row in table)) for i, column in enumerate(columns)]
    rendered = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in [list(columns), *table]]
    return [*rendered, ""]


def diff(arguments: Arguments) -> int:
    """`state diff OLD NEW`."""
    from nomadspec.cluster.difference import state_diff

    old, new = (_open(uri, arguments) for uri in arguments.positional)
    found = state_diff(old, new, verbose=arguments.flag("verbose"))
    secrets = without_credentials(arguments)
    if arguments.text("output_format") == "json":
        write_json(secrets.document(numbered("state-diff", found.to_dict())), indent=1)
    else:
        from nomadspec.reporting.state_changes import state_changes

        write_text("".join(secrets.rendered(row) + "\n" for row in state_changes(found, everything=arguments.flag("verbose"))))
    return 1 if found else 0
