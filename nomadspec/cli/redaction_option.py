"""`--redact`: what a command removes from its output before rendering. It is the default for Markdown and HTML, which many people read."""

from __future__ import annotations

import os

from nomadspec.cli.credentials import named_credentials

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from nomadspec._generated.job_model import Job
    from nomadspec.cli.arguments import Arguments
    from nomadspec.workspace.redaction import Redaction


def redacts(arguments: Arguments) -> bool:
    """Whether the output is to be without secrets."""
    return arguments.flag("redact", arguments.text("output_format") in ("markdown", "html"))


def redaction(arguments: Arguments, jobs: Iterable[Job], *, always: bool = False) -> Redaction:
    """The redaction of a run over these jobs; without `--redact` one that masks nothing, unless the command's output is never a secret's place (`always`)."""
    from nomadspec.workspace.redaction import NOTHING, of_run

    if not (always or redacts(arguments)):
        return NOTHING
    origins = (job.get("origin") for job in jobs)
    return of_run(os.environ, [origin.source.text for origin in origins if origin is not None], named_credentials(arguments))


def without_credentials(arguments: Arguments) -> Redaction:
    """The redaction of what a cluster says: an agent may send back what it was sent."""
    from nomadspec.workspace.redaction import of_credentials

    return of_credentials(os.environ, named_credentials(arguments))
