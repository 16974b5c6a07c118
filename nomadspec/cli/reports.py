"""Findings out: the format for standard output, and further ones for files (`--output-file FORMAT=PATH`)."""

from __future__ import annotations

import sys

from nomadspec.cli.arguments import UnusableInput, UsageError, nearest
from nomadspec.cli.options import LINT_FORMATS
from nomadspec.reporting.console import colored, write, write_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from nomadspec.cli.arguments import Arguments
    from nomadspec.source import Diagnostic

RANK = {"info": 0, "warning": 1, "error": 2, "never": 3}


def machine_text(form: str, findings: Sequence[Diagnostic], paths: Sequence[str]) -> str:
    """The findings in a format for programs."""
    if form in ("json", "jsonl"):
        from nomadspec.reporting.machine import json_report, jsonl_report

        return json_report(findings, len(paths)) if form == "json" else jsonl_report(findings)
    if form == "sarif":
        from nomadspec.reporting.sarif import sarif_report
        from nomadspec.rules.registry import ENGINE, builtin

        return sarif_report(findings, {rule.code: rule.summary for rule in (*builtin(), *ENGINE)})
    if form in ("junit", "checkstyle"):
        from nomadspec.reporting import ci

        return (ci.junit_report if form == "junit" else ci.checkstyle_report)(findings, paths)
    from nomadspec.reporting import ci

    return {"github": ci.github_report, "gitlab": ci.gitlab_report, "rdjson": ci.rdjson_report}[form](findings)


def text_of(form: str, findings: Sequence[Diagnostic], paths: Sequence[str]) -> str:
    """The findings in any format, without colour."""
    if form in ("text", "concise"):
        from nomadspec.reporting.console import plain
        from nomadspec.reporting.findings import concise, text_report

        return plain(text_report(findings) if form == "text" else [concise(d) for d in findings])
    return machine_text(form, findings, paths)


def report(arguments: Arguments, findings: Sequence[Diagnostic], paths: Sequence[str], stream: TextIO | None = None) -> None:
    """Write the findings to standard output (or `stream`) and to the files that were asked for; the summary goes to standard error."""
    for form, file in _files(arguments):
        from nomadspec.workspace.files import WriteError, write_atomically

        try:
            write_atomically(file, text_of(form, findings, paths), create=True)
        except WriteError as error:
            raise UnusableInput(f"--output-file {error}") from None
    form = arguments.text("output_format") or "text"
    if form not in ("text", "concise"):
        write_text(machine_text(form, findings, paths), stream)
        return
    from nomadspec.reporting.findings import concise, text_report

    if arguments.flag("statistics"):
        lines = _statistics(findings)
    else:
        lines = [concise(d) for d in findings] if form == "concise" else text_report(findings)
    write(lines, color=colored(arguments.text("color"), arguments.flag("no_color"), stream), stream=stream)
    counts(arguments, findings, paths)


def counts(arguments: Arguments, findings: Sequence[Diagnostic], paths: Sequence[str]) -> None:
    """The closing line, to standard error."""
    from nomadspec.reporting.findings import summary

    if not arguments.flag("quiet"):
        color = colored(arguments.text("color"), arguments.flag("no_color"), sys.stderr)
        write([summary(findings, len(paths))], color=color, stream=sys.stderr)


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
            raise UsageError(f"--output-file takes FORMAT=PATH with one of {', '.join(LINT_FORMATS)}; not {value!r}{nearest(form, LINT_FORMATS)}")
        files.append((form, file))
    return files


def status(findings: Sequence[Diagnostic], fail_on: str) -> int:
    """1 when a finding is at or above the threshold."""
    return int(any(RANK[d.severity] >= RANK[fail_on] for d in findings))
