"""`nomadspec decompile FILE`: a job in the API's JSON as idiomatic HCL; of a job that a server stored, without what the server filled in."""

from __future__ import annotations

import sys

from nomadspec.cli.inputs import source
from nomadspec.reporting.console import colored, write, write_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.cli.arguments import Arguments


def run(arguments: Arguments) -> int:
    from nomadspec.jobspec.authored import authored, is_stored
    from nomadspec.jobspec.compilation import compile
    from nomadspec.jobspec.decompile import decompile
    from nomadspec.jobspec.json.api import from_api, to_api
    from nomadspec.reporting.findings import text_report

    path = arguments.positional[0]
    color = colored(arguments.text("color"), arguments.flag("no_color"), sys.stderr)
    compiled = compile(source(path), filename=arguments.text("stdin_filename") or "stdin.json" if path == "-" else None, json=True)
    if not compiled.ok or compiled.job is None:
        write(text_report(compiled.diagnostics), color=color, stream=sys.stderr)
        return 2
    job = compiled.job
    api = to_api(job)
    if not arguments.flag("full") and is_stored(api):
        job = from_api(authored(api))
    text, lost = decompile(job)
    write_text(text)
    write(text_report(lost), color=color, stream=sys.stderr)
    return 1 if lost else 0
