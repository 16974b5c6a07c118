"""Nomad's options about the request that submits a job: `-namespace` and `-region`, or NOMAD_NAMESPACE and NOMAD_REGION, for a job that names none, and
`-vault-namespace`, which is stored in the job."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec._generated.job_model import Job
    from nomadspec.cli.arguments import Arguments


def request(arguments: Arguments) -> dict[str, str]:
    """`namespace` and `region` of the request, as far as they are given."""
    given = {name: arguments.text(name) or os.environ.get(f"NOMAD_{name.upper()}") for name in ("namespace", "region")}
    return {name: value for name, value in given.items() if value}


def submitted(job: Job, arguments: Arguments) -> Job:
    """The job as Nomad's command line would send it."""
    from nomadspec.jobspec.request import requested

    job = requested(job, **request(arguments))
    vault = arguments.text("vault_namespace")
    return job.changed(vault_namespace=vault) if vault else job
