"""When a periodic job is launched."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from nomadspec.notation import cron

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from nomadspec._generated.job_model import Job, PeriodicConfig

MAXIMUM_COUNT = 100_000
"""No more launches than this are counted in one call."""


def specs(periodic: PeriodicConfig) -> list[str]:
    """The schedules of the block as written, `cron` or `crons`."""
    if periodic.cron:
        return [periodic.cron]
    return list(periodic.crons or [])


def next_launches(job: Job | Mapping[str, object], start: datetime, count: int = 5) -> list[datetime]:
    """The next `count` launches of a periodic job after `start`, in the job's time zone; fewer if the schedule ends.

    `job` may be API JSON. A `start` without a zone is UTC. Empty for a job that is not periodic or disabled, or whose schedule or zone
    is not valid.
    """
    from nomadspec._generated.job_model import Job

    if not isinstance(job, Job):
        from nomadspec.jobspec.json.api import JobJsonError, from_api

        try:
            job = from_api(job)
        except JobJsonError:
            return []
    periodic = job.periodic
    if periodic is None or periodic.enabled is False:
        return []
    if start.tzinfo is None:
        start = start.replace(tzinfo=UTC)
    moment = (start - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1)
    try:
        zone = cron.time_zone(periodic.time_zone or "")
        schedules = [cron.parse(text) for text in specs(periodic)]
        launches = cron.launches(schedules, moment, zone, min(count, MAXIMUM_COUNT)) if schedules else []
    except cron.CronError:
        return []
    return [datetime.fromtimestamp(launch, zone or UTC) for launch in launches]
