"""`nomadspec lint`: all that Nomad would reject or warn about, and the mistakes that it accepts."""

from __future__ import annotations

import sys

from nomadspec.cli.inputs import compile_arguments, files, source
from nomadspec.reporting.console import colored, write, write_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.cli.arguments import Arguments
    from nomadspec.source import Diagnostic

_RANK = {"info": 0, "warning": 1, "error": 2, "never": 3}


def run(arguments: Arguments) -> int:
    from nomadspec.workspace.linting import lint

    paths = files(arguments)
    findings: list[Diagnostic] = []
    for path in paths:
        findings += lint(source(path), **compile_arguments(arguments, path))
    _report(arguments, findings, len(paths))
    threshold = _RANK[arguments.text("fail_on") or "error"]
    return 1 if any(_RANK[d.severity] >= threshold for d in findings) else 0


def _report(arguments: Arguments, findings: list[Diagnostic], checked: int) -> None:
    form = arguments.text("output_format") or "text"
    if form == "json":
        from nomadspec.reporting.machine import json_report

        write_text(json_report(findings, checked))
        return
    if form == "jsonl":
        from nomadspec.reporting.machine import jsonl_report

        write_text(jsonl_report(findings))
        return
    from nomadspec.reporting.findings import concise, summary, text_report

    color = colored(arguments.text("color"), arguments.flag("no_color"))
    lines = [concise(d) for d in findings] if form == "concise" else text_report(findings)
    write(lines, color=color)
    if not arguments.flag("quiet"):
        write([summary(findings, checked)], color=colored(arguments.text("color"), arguments.flag("no_color"), sys.stderr), stream=sys.stderr)
