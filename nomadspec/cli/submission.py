"""Nomad's options about the request that submits a job: `-namespace` and `-region`, or NOMAD_NAMESPACE and NOMAD_REGION, for a job that names none, and
`-vault-namespace`, which is stored in the job."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec._generated.job_model import Job
    from nomadspec.cli.arguments import Arguments


def submitted(job: Job, arguments: Arguments) -> Job:
    """The job as Nomad's command line would send it."""
    changes: dict[str, Any] = {}
    for name in ("namespace", "region"):
        given = arguments.text(name) or os.environ.get(f"NOMAD_{name.upper()}")
        if given and job.known(name) and not job.get(name):
            changes[name] = given
    vault = arguments.text("vault_namespace")
    if vault:
        changes["vault_namespace"] = vault
    return job.changed(**changes) if changes else job
