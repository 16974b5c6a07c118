"""The jobs of the jobspecs that a command names, compiled."""

from __future__ import annotations

import sys

from nomadspec.cli.arguments import UnusableInput
from nomadspec.cli.inputs import compile_arguments, compile_path, complaints, files
from nomadspec.cli.release_option import tell
from nomadspec.cli.submission import submitted
from nomadspec.reporting.console import colored, write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec._generated.job_model import Job
    from nomadspec.cli.arguments import Arguments
    from nomadspec.cluster.state import ClusterState
    from nomadspec.releases import Release


def jobs(arguments: Arguments, state: ClusterState, *, unset: str = "error") -> list[tuple[str, Job]]:
    """(path, job) of each jobspec, for the cluster of the state. What does not compile is shown on standard error, and ends in `UnusableInput`."""
    from nomadspec.reporting.findings import text_report

    found: list[tuple[str, Job]] = []
    bad: list[str] = []
    told: set[Release] = set()
    for path in files(arguments):
        name = arguments.text("stdin_filename") or "stdin" if path == "-" else path
        compiled = compile_path(arguments, path, compile_arguments(arguments, path, state=state))
        if compiled.release not in told:
            told.add(compiled.release)
            tell(arguments, compiled.release, state)
        if compiled.ok and compiled.job is not None:
            found.append((name, submitted(compiled.job, arguments)))
        else:
            write(text_report(complaints(compiled)), color=colored(arguments.text("color"), arguments.flag("no_color"), sys.stderr), stream=sys.stderr)
            bad.append(name)
    if bad:
        raise UnusableInput(f"{', '.join(bad)}: not a jobspec that compiles")
    return found
