"""Findings out: the format for standard output, and further ones for files (`--output-file FORMAT=PATH`)."""

from __future__ import annotations

import sys

from nomadspec.cli.arguments import UnusableInput, UsageError, nearest
from nomadspec.cli.options import LINT_FORMATS
from nomadspec.reporting.console import colored, write, write_text
from nomadspec.reporting.formats import Report, lines, render
from nomadspec.source import SEVERITIES
from nomadspec.version import NOMAD_VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from nomadspec.cli.arguments import Arguments
    from nomadspec.source import Diagnostic


def report(
    arguments: Arguments,
    findings: Sequence[Diagnostic],
    paths: Sequence[str],
    stream: TextIO | None = None,
    *,
    releases: Sequence[str] = (NOMAD_VERSION,),
    accepted: str = "",
) -> None:
    """Write the findings to standard output (or `stream`) and to the files that were asked for; the summary goes to standard error, and in it what a
    baseline has `accepted`."""
    whole = Report(findings, paths, releases)
    for form, file in _files(arguments):
        from nomadspec.workspace.files import WriteError, write_atomically

        try:
            write_atomically(file, render(form, whole), create=True)
        except WriteError as error:
            raise UnusableInput(f"--output-file {error}") from None
    form = arguments.text("output_format") or "text"
    shown = lines(form, whole)
    if shown is None:
        write_text(render(form, whole), stream)
        return
    if arguments.flag("statistics"):
        shown = _statistics(findings)
    write(shown, color=colored(arguments.text("color"), arguments.flag("no_color"), stream), stream=stream)
    counts(arguments, findings, paths, releases, accepted)


def counts(arguments: Arguments, findings: Sequence[Diagnostic], paths: Sequence[str], releases: Sequence[str] = (NOMAD_VERSION,), accepted: str = "") -> None:
    """The closing line, to standard error."""
    from nomadspec.reporting.findings import summary

    if not arguments.flag("quiet"):
        color = colored(arguments.text("color"), arguments.flag("no_color"), sys.stderr)
        write([summary(findings, len(paths), releases if list(releases) != [NOMAD_VERSION] else (), accepted)], color=color, stream=sys.stderr)


def _statistics(findings: Sequence[Diagnostic]) -> list[list[tuple[str, str]]]:
    counts: dict[tuple[str, str], int] = {}
    for d in findings:
        counts[(d.code, d.rule)] = counts.get((d.code, d.rule), 0) + 1
    return [[(f"{number:6} ", ""), (code, "code"), (f"  {name}", "")] for (code, name), number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def _files(arguments: Arguments) -> list[tuple[str, str]]:
    files = []
    for value in arguments.many("output_file"):
        form, equals, file = value.partition("=")
        if not equals or not file or form not in LINT_FORMATS:
            raise UsageError(f"--output-file takes FORMAT=PATH with one of {', '.join(LINT_FORMATS)}, not {value!r}{nearest(form, LINT_FORMATS)}")
        files.append((form, file))
    return files


def status(findings: Sequence[Diagnostic], fail_on: str) -> int:
    """1 when a finding is at or above the threshold."""
    if fail_on == "never":
        return 0
    failing = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return int(any(d.severity in failing for d in findings))
