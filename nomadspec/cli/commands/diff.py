"""`nomadspec diff OLD NEW`: two jobspecs compared, as files or as `REV:path` in git."""

from __future__ import annotations

import os
import sys

from nomadspec.cli.arguments import UnusableInput
from nomadspec.cli.inputs import compile_arguments, complaints
from nomadspec.cli.redaction_option import redaction, redacts
from nomadspec.cli.submission import submitted
from nomadspec.reporting.console import colored, write, write_json, write_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec._generated.job_model import Job
    from nomadspec.cli.arguments import Arguments


def run(arguments: Arguments) -> int:
    from nomadspec.jobdiff import diff
    from nomadspec.jobdiff.diff_text import job_lines
    from nomadspec.reporting.escaping import markdown_fence, terminal
    from nomadspec.source.styled_text import plain

    old, new = (_job(arguments, name) for name in arguments.positional)
    if old is None or new is None:
        return 2
    found = diff(old, new)
    form = arguments.text("output_format") or ("rich" if sys.stdout.isatty() else "text")
    shown = redaction(arguments, [old, new]).diff(found) if redacts(arguments) else found
    if form == "json":
        write_json(shown.to_api())
    elif form == "markdown":
        text = terminal(plain(job_lines(shown, long_texts=True)).strip())
        fence = markdown_fence(text)
        write_text(f"{fence}diff\n{text}\n{fence}\n")
    else:
        lines = job_lines(shown, verbose=arguments.flag("verbose"), long_texts=form == "rich")
        if form == "rich":
            color = colored(arguments.text("color"), arguments.flag("no_color"))
            write([[(terminal(text), style) for text, style in row] for row in lines], color=color)
        else:
            write_text(plain(lines).strip() + "\n")
    return 0 if found.type == "None" else 1


def _job(arguments: Arguments, name: str) -> Job | None:
    """The job of a file or of `REV:path`; its diagnostics go to standard error."""
    from nomadspec.jobspec.compilation import compile
    from nomadspec.jobspec.origin import forget_origins
    from nomadspec.reporting.findings import text_report

    revision, colon, path = name.partition(":")
    if name == "-" or os.path.exists(name) or not colon or os.path.splitdrive(name)[0]:
        from pathlib import Path

        from nomadspec.cli.inputs import standard_input

        compiled = compile(standard_input() if name == "-" else Path(name), **compile_arguments(arguments, name))
    else:
        from nomadspec.backends.git import compile_at
        from nomadspec.backends.git_objects import GitError
        from nomadspec.cli.config_option import usage
        from nomadspec.cli.state_option import options

        try:
            compiled = compile_at(revision, path, options(arguments, usage(arguments, path)))
        except GitError as error:
            raise UnusableInput(f"{name}: {error}") from None
    if not compiled.ok or compiled.job is None:
        write(text_report(complaints(compiled)), color=colored(arguments.text("color"), arguments.flag("no_color"), sys.stderr), stream=sys.stderr)
        return None
    job = submitted(compiled.job, arguments)
    forget_origins(job)  # a difference has no places, and two syntax trees would be kept for nothing
    return job
