"""Checks of the job itself, its periodic, parameterized and ui blocks, and of the list of its groups (NOM1…)."""

from __future__ import annotations

from nomadspec.checks.check import Check, Found
from nomadspec.jobspec.server_settings import DEFAULT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.checks.check import Scope

TYPES = ("service", "batch", "system", "sysbatch")
RESERVED_TYPE = "_core"
BATCH_TYPES = ("batch", "sysbatch")
LONGEST_DESCRIPTION = 1000
PAYLOADS = ("optional", "required", "forbidden")


def bytes_over(text: str, limit: int) -> int:
    """The length of `text` in bytes of UTF-8 when it is over `limit`, else 0."""
    length = len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
    return length if length > limit else 0


def _description(text: str | None) -> Any:
    length = bytes_over(text or "", LONGEST_DESCRIPTION)
    return length and Found(len=length)


JOB = (
    Check("NOM1001", "job-region-empty", "Missing job region", "region",
          "Set a region, or remove the argument to use the server's own region.",
          lambda job, _: job.region == "" and job.multiregion is None),
    Check("NOM1002", "job-id-empty", "Missing job ID", "id",
          "Give the job a label: job \"name\" { … }.",
          lambda job, _: not job.id),
    Check("NOM1003", "job-id-space", "Job ID contains a space", "id",
          "Use dashes in the job's ID; `name` may have spaces.",
          lambda job, _: job.id and " " in job.id),
    Check("NOM1004", "job-id-null", "Job ID contains a null character", "id",
          "Remove the NUL character from the job's ID.",
          lambda job, _: job.id and "\0" in job.id and " " not in job.id),
    Check("NOM1005", "job-name-empty", "Missing job name", "name",
          "Set `name`, or remove it to use the job's ID.",
          lambda job, _: not job.name),
    Check("NOM1006", "job-name-null", "Job Name contains a null character", "name",
          "Remove the NUL character from `name`.",
          lambda job, _: job.name and "\0" in job.name),
    Check("NOM1007", "job-type-empty", "Missing job type", "type",
          "Set a type, or remove the argument to use type service.",
          lambda job, _: job.type == ""),
    Check("NOM1008", "job-type-invalid", "Invalid job type: {type:q}", "type",
          "Use one of service, batch, system, sysbatch.",
          lambda job, _: job.type not in TYPES and job.type not in ("", RESERVED_TYPE) and Found(type=job.type)),
    Check("NOM1009", "job-datacenter-empty-string", "Job datacenter must be non-empty string", "datacenters",
          "Remove the empty entry. Without datacenters, the job may run in all of them.",
          lambda job, _: [Found() for name in job.datacenters or () if name == ""]),
    Check("NOM1010", "job-no-groups", "Missing job task groups", "group",
          "Add a group with at least one task.",
          lambda job, _: not job.group),
)  # fmt: skip

DESCRIPTIONS = (
    Check("NOM1011", "job-ui-description-length", "UI description must be under 1000 characters, currently {len}", "ui.description",
          "Shorten the description to 1000 bytes; characters outside ASCII take more than one byte.",
          lambda job, _: job.ui is not None and _description(job.ui.description)),
    Check("NOM1012", "job-version-tag-description", "Tagged version description must be under 1000 characters, currently {len}", "version_tag",
          "Shorten the description of the version tag to 1000 bytes.",
          lambda job, _: job.version_tag is not None and _description(job.version_tag.description)),
)  # fmt: skip


#: Of each group, before the groups are looked into.
GROUPS = (
    Check("NOM1020", "job-group-name-empty", "Job task group {n} missing name", "name",
          "Give the group a label.",
          lambda group, scope: not group.name and Found(n=scope.index + 1)),
    Check("NOM1021", "job-group-duplicate", "Job task group {n} redefines '{name}' from group {m}", "name",
          "Give each group of the job a different name.",
          lambda group, scope: group.name and scope.first != scope.index
          and Found(n=scope.index + 1, name=group.name, m=scope.first + 1)),
    Check("NOM1022", "group-shutdown-delay-negative", "ShutdownDelay must be a positive value", "shutdown_delay",
          "Use a duration of 0s or more.",
          lambda group, _: (group.shutdown_delay or 0) < 0),
    Check("NOM1023", "system-count", "Job task group {name} has count {count}. Count cannot exceed 1 with system scheduler", "count",
          "Remove `count`: a system job runs once on each node.",
          lambda group, scope: scope.job.type == "system" and (group.count or 0) > 1 and Found(name=group.name or "", count=group.count)),
)  # fmt: skip


def _time_zone(periodic: Any, _: Scope) -> Any:
    name = periodic.time_zone or ""
    if name in ("", "UTC"):
        return None
    from nomadspec.notation import cron

    try:
        cron.time_zone(name)
    except cron.NoTimeZones:
        return None
    except cron.CronError as error:
        return Found(tz=name, err=error)
    return None


def _schedules(periodic: Any, _: Scope) -> Any:
    if periodic.spec_type != "cron":
        return None
    from nomadspec.notation import cron

    found = []
    for at, specs in (("cron", [periodic.cron] if periodic.cron else []), ("crons", periodic.crons or [])):
        for spec in specs:
            try:
                cron.parse(spec)
            except cron.CronError as error:
                found.append(Found(at=at, spec=spec, err=error))
    return found


PERIODIC_TYPE = (
    Check("NOM1101", "periodic-job-type", 'Periodic can only be used with "batch" or "sysbatch" scheduler', "periodic",
          'Set type = "batch" (or "sysbatch"), or remove the periodic block.',
          lambda job, scope: job.type not in BATCH_TYPES and scope.blame_type()),
)  # fmt: skip

PERIODIC = (
    Check("NOM1102", "periodic-cron-and-crons", "Only cron or crons may be used", "cron",
          "Remove `cron` and move its expression to `crons`.",
          lambda periodic, _: periodic.cron and periodic.crons),
    Check("NOM1103", "periodic-no-spec", "Must specify a spec", "crons",
          'Add crons = ["…"] with at least one expression.',
          lambda periodic, _: not periodic.cron and not periodic.crons),
    Check("NOM1104", "periodic-time-zone", "Invalid time zone {tz:q}: {err}", "time_zone",
          'Use a name of the IANA time zone database such as "Europe/Berlin", spelled exactly.',
          _time_zone),
    Check("NOM1105", "periodic-cron-invalid", "Invalid cron spec {spec:q}: {err}", "crons",
          "Write five fields (minute hour day month weekday), six with a year at the end, or seven with seconds in front; "
          "or one of @yearly @annually @monthly @weekly @daily @hourly.",
          _schedules),
    Check("NOM1106", "periodic-spec-type", "Unknown periodic specification type {type:q}", "spec_type",
          'Set SpecType to "cron".',
          lambda periodic, _: periodic.spec_type != "cron" and Found(type=periodic.spec_type or "")),
)  # fmt: skip

PERIODIC_WARNINGS = (
    Check("NOM1107", "periodic-cron-deprecated", "cron is deprecated and may be removed in a future release. Use crons instead", "cron",
          'Use crons = ["…"] instead.',
          lambda periodic, _: periodic.cron, "warning"),
)  # fmt: skip

PARAMETERIZED_TYPE = (
    Check("NOM1111", "parameterized-job-type", 'Parameterized job can only be used with "batch" or "sysbatch" scheduler', "parameterized",
          'Set type = "batch" (or "sysbatch"), or remove the parameterized block.',
          lambda job, scope: job.type not in BATCH_TYPES and scope.blame_type()),
)  # fmt: skip


def _overlap(block: Any, _: Scope) -> Any:
    optional = frozenset(block.meta_optional or ())
    both = [key for key in block.meta_required or () if key in optional]
    return both and Found(keys=" ".join(both))


PARAMETERIZED = (
    Check("NOM1112", "parameterized-payload", "Unknown payload requirement: {payload:q}", "payload",
          "Use one of optional, required, forbidden.",
          lambda block, _: block.payload not in PAYLOADS and Found(payload=block.payload)),
    Check("NOM1113", "parameterized-meta-overlap",
          "Required and optional meta keys should be disjoint. Following keys exist in both: [{keys}]", "meta_required",
          "List each key in either meta_required or meta_optional.",
          _overlap),
)  # fmt: skip

MULTIREGION = (
    Check("NOM1121", "multiregion-unlicensed", "Multiregion jobs are unlicensed.", "multiregion",
          "Multiregion deployments need Nomad Enterprise; submit one job for each region.",
          lambda job, _: job.multiregion is not None and job.multiregion.region),
)  # fmt: skip

#: What the server looks at after the job's own checks.
SERVER = (
    Check("NOM1031", "job-type-core", "job type cannot be core", "type",
          "Use one of service, batch, system, sysbatch.",
          lambda job, _: job.type == RESERVED_TYPE),
    Check("NOM1032", "job-payload", "job can't be submitted with a payload, only dispatched", "payload",
          "Remove Payload; a parameterized job gets its payload when it is dispatched.",
          lambda job, _: job.payload),
    Check("NOM1033", "job-priority-range", "job priority must be between [1, {max}]", "priority",
          "Use a priority within the server's limits.",
          lambda job, scope: job.priority < 1 and Found(max=scope.settings.get("job_max_priority", DEFAULT.job_max_priority))),
)  # fmt: skip

#: Behind those, where the server's limit is known.
MOST_PRIORITY = (
    Check("NOM1033", "job-priority-range", "job priority must be between [1, {max}]", "priority",
          "Use a priority within the server's limits.",
          lambda job, scope: job.priority > max(0, scope.settings.job_max_priority) and Found(max=scope.settings.job_max_priority)),
)  # fmt: skip


def _count(group: Any) -> int:
    return group.count or 0


COUNT = (
    Check("NOM1034", "job-max-count", "total count was greater than configured job_max_count: {n} > {max}", "",
          "Lower the counts of the groups, or raise job_max_count of the servers.",
          lambda job, scope: 0 < scope.settings.job_max_count < (total := sum(group.count or 0 for group in job.group or ()))
          and Found(blame=max(job.group, key=_count), at="count", n=total, max=scope.settings.job_max_count), since="1.11.0"),
)  # fmt: skip
