"""`nomadspec validate`: the text and verdict of `nomad job validate`, without a server."""

from __future__ import annotations

import sys

from nomadspec.cli.inputs import compile_arguments, files, source
from nomadspec.reporting.console import colored, write, write_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.cli.arguments import Arguments


def run(arguments: Arguments) -> int:
    from nomadspec.checks.validation import validate, validation_text
    from nomadspec.jobspec.compilation import compile
    from nomadspec.reporting.findings import text_report

    paths = files(arguments)
    settings = _settings(arguments)
    failed = False
    for path in paths:
        if len(paths) > 1:
            write_text(f"==> {path}\n")
        compiled = compile(source(path), **compile_arguments(arguments, path))
        if not compiled.ok or compiled.job is None:
            failed = True
            write(text_report(compiled.diagnostics), color=colored(arguments.text("color"), arguments.flag("no_color"), sys.stderr), stream=sys.stderr)
            continue
        verdict = validate(compiled.job, settings)
        failed = failed or not verdict.ok
        write_text(validation_text(verdict))
    return 1 if failed else 0


def _settings(arguments: Arguments) -> Any:
    if not arguments.many("state"):
        return None
    from nomadspec.cli.state import open_states

    return open_states(arguments)
