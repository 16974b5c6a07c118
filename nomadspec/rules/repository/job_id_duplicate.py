"""Two files define one job.

## What it does
Looks for jobs with the same id, namespace and region in different files.

## Why is this bad?
Whoever is run last replaces the other. Files for different clusters are better told apart by region or namespace, or linted apart.
"""

from __future__ import annotations

from nomadspec.rules.job_summary import Fact
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.job_summary import Facts
    from nomadspec.rules.repository_visit import RepositoryVisit

CODE = "REP001"
NAME = "job-id-duplicate"
SEVERITY = "warning"
BLOCKS = ()


def check(visit: RepositoryVisit) -> Iterator[Finding]:
    first: dict[tuple[str, str, str], Facts] = {}
    for job in visit.jobs:
        if not {"id", "namespace", "region"} <= job.keys() or not job["id"] or "${" in job["id"]:
            continue
        other = first.setdefault((job["id"], job["namespace"], job["region"]), job)
        if other is not job:
            yield Finding(
                f"the job {job['id']} is also defined in {other['path']}",
                Fact(job, job["at"], block=f'job["{job["id"]}"]'),
                help="Give one of them another id, namespace or region.",
                related=(("defined here, too", Fact(other, other["at"])),),
            )
