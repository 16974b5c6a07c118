"""`lint --baseline FILE`, `--write-baseline FILE` and `--prune-baseline`: findings that are accepted for now."""

from __future__ import annotations

from nomadspec.cli.arguments import UnusableInput, UsageError
from nomadspec.cli.notes import note
from nomadspec.source.record import Record
from nomadspec.source.relative_path import relative

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.cli.arguments import Arguments
    from nomadspec.source import Diagnostic
    from nomadspec.workspace.configuration import Configuration
    from nomadspec.workspace.stale_baseline import Run


class Unaccepted(Record):
    """The findings that the baseline does not have, entries of it that no longer occur among them; and how many it hides, in words."""

    findings: list[Diagnostic]
    hides: str = ""


def without_accepted(arguments: Arguments, configuration: Configuration, findings: list[Diagnostic], run: Run) -> Unaccepted:
    """The findings that the baseline of the command line, or of the configuration, does not have."""
    configured = configuration.get("baseline")
    file = arguments.text("baseline") or (relative(configuration.file_path(configured)) if configured else None)
    if not file:
        if arguments.flag("prune_baseline"):
            raise UsageError("--prune-baseline needs the baseline: --baseline FILE")
        return Unaccepted(findings)
    from nomadspec.workspace import stale_baseline
    from nomadspec.workspace.baseline import BaselineError, compare
    from nomadspec.workspace.files import ReadError, read_text

    try:
        compared = compare(findings, file)
        stale = stale_baseline.stale_entries(compared.left, file, run) if compared.left else {}
        if arguments.flag("prune_baseline"):
            _prune(file, stale)
            stale = {}
        remarks = stale_baseline.findings(stale, file, read_text(file)) if stale else []
    except (BaselineError, ReadError) as error:
        raise UnusableInput(str(error)) from None
    chosen = [one for remark in remarks if (one := configuration.selection(file).apply(remark)) is not None]
    hides = f"{compared.hides} accepted by {file}" if compared.hides else ""
    return Unaccepted([*compared.fresh, *chosen], hides)


def write_baseline(file: str, findings: list[Diagnostic]) -> None:
    """Write the baseline that accepts these findings."""
    from nomadspec.workspace.baseline import text_of

    _write(file, text_of(findings, file))
    note(f"{len(findings)} {'finding' if len(findings) == 1 else 'findings'} recorded in {file}")


def _prune(file: str, stale: dict[str, dict[str, int]]) -> None:
    """Remove the stale entries from the baseline."""
    from nomadspec.workspace.baseline import pruned

    number = sum(sum(rows.values()) for rows in stale.values())
    if number:
        _write(file, pruned(file, stale))
    note(f"{number} {'finding' if number == 1 else 'findings'} removed from {file}")


def _write(file: str, text: str) -> None:
    from nomadspec.workspace.files import WriteError, write_atomically

    try:
        write_atomically(file, text, create=True)
    except WriteError as error:
        raise UnusableInput(str(error)) from None
