"""Services of different jobs have one name.

## What it does
Looks for services with the same name and provider in several jobs of a namespace and region. Names count as Nomad registers them, with `${JOB}` and its like replaced; those that only a client knows are passed over.

## Why is this bad?
Whoever looks the service up gets the instances of all these jobs.
"""

from __future__ import annotations

from nomadspec.rules.job_summary import Fact
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.job_summary import Facts
    from nomadspec.rules.repository_visit import RepositoryVisit

CODE = "REP002"
NAME = "service-name-mixed"
SEVERITY = "warning"
BLOCKS = ()


def check(visit: RepositoryVisit) -> Iterator[Finding]:
    first: dict[tuple[str, ...], tuple[Facts, Facts]] = {}
    told: set[tuple[int, str]] = set()
    for job in visit.jobs:
        if "namespace" not in job or "region" not in job:
            continue
        for service in job.get("services", ()):
            name = service["name"]
            if "*" in name:
                continue
            other, there = first.setdefault((job["region"], job["namespace"], name, service["provider"]), (job, service))
            if other is job or other.get("id") == job.get("id") or (id(job), name) in told:
                continue
            told.add((id(job), name))
            yield Finding(
                f"the service {name} is also registered by the job {other.get('id')} in {other['path']}",
                Fact(job, service["at"], block=f'job["{job.get("id")}"].group["{service["group"]}"]'),
                help="Give it another name, unless the instances are meant to be mixed.",
                related=(("registered here, too", Fact(other, there["at"])),),
            )
