"""`lint --baseline FILE` and `--write-baseline FILE`: findings that are accepted for now."""

from __future__ import annotations

from nomadspec.cli.arguments import UnusableInput
from nomadspec.cli.notes import note

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.cli.arguments import Arguments
    from nomadspec.source import Diagnostic
    from nomadspec.workspace.configuration import Configuration


def without_accepted(arguments: Arguments, configuration: Configuration, findings: list[Diagnostic]) -> list[Diagnostic]:
    """The findings that the baseline of the command line, or of the configuration, does not have."""
    configured = configuration.get("baseline")
    file = arguments.text("baseline") or (configuration.file_path(configured) if configured else None)
    if not file:
        return findings
    from nomadspec.workspace.baseline import BaselineError, new_findings

    try:
        return new_findings(findings, file)
    except BaselineError as error:
        raise UnusableInput(str(error)) from None


def write_baseline(file: str, findings: list[Diagnostic]) -> None:
    """Write the baseline that accepts these findings."""
    from nomadspec.workspace.baseline import text_of
    from nomadspec.workspace.files import WriteError, write_atomically

    try:
        write_atomically(file, text_of(findings, file), create=True)
    except WriteError as error:
        raise UnusableInput(str(error)) from None
    note(f"{len(findings)} findings recorded in {file}")
