"""`nomadspec drift`: each jobspec compared with the running job, and jobs that no file describes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.cli.arguments import UsageError
from nomadspec.cli.inputs import files
from nomadspec.cli.jobs import jobs
from nomadspec.cli.redaction_option import redaction, redacts
from nomadspec.cli.section_reports import cluster_data, report
from nomadspec.cli.state_option import open_run_states
from nomadspec.reporting.drift_report import drift_sections
from nomadspec.simulation.job_drift import drift

if TYPE_CHECKING:
    from nomadspec.cli.arguments import Arguments


def run(arguments: Arguments) -> int:
    state = open_run_states(arguments, files(arguments))
    if state is None:
        raise UsageError("drift needs a cluster: --state FILE (of `nomadspec state capture`) or the address of an agent")
    named = jobs(arguments, state)
    found = drift([job for _, job in named], state, paths=[path for path, _ in named], all=arguments.flag("all"))
    redact = redacts(arguments)
    report(
        arguments,
        lambda: drift_sections(found, redact=redact),
        lambda: found.to_dict(redact=redact),
        redaction(arguments, [job for _, job in named]),
        title="Drift",
        cluster=lambda: cluster_data(state),
    )
    return 0 if found.ok else 1
