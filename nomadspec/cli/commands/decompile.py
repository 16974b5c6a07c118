"""`nomadspec decompile FILE`: a job in the API's JSON as idiomatic HCL."""

from __future__ import annotations

import sys

from nomadspec.cli.inputs import source
from nomadspec.reporting.console import colored, write, write_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.cli.arguments import Arguments


def run(arguments: Arguments) -> int:
    from nomadspec.jobspec.compilation import compile
    from nomadspec.jobspec.decompile import decompile
    from nomadspec.reporting.findings import text_report

    path = arguments.positional[0]
    color = colored(arguments.text("color"), arguments.flag("no_color"), sys.stderr)
    compiled = compile(source(path), filename=arguments.text("stdin_filename") or "stdin.json" if path == "-" else None, json=True)
    if not compiled.ok or compiled.job is None:
        write(text_report(compiled.diagnostics), color=color, stream=sys.stderr)
        return 2
    text, lost = decompile(compiled.job)
    write_text(text)
    write(text_report(lost), color=color, stream=sys.stderr)
    return 1 if lost else 0
