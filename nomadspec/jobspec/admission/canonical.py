"""Defaults: a submitted job as a draft in which nothing that Nomad would fill in is null.

Nomad does this in two steps, the client's and the server's; no answer shows the state between them, so this is one pass from the
job down. `defaults.py` has what tables say of a block type; this is what they cannot say:
blocks that inherit from the level above, names made of others, things that the server drops.
"""

from __future__ import annotations

from nomadspec._generated.job_model import Consul, ScalingPolicy, UpdateStrategy
from nomadspec.evaluation.go_quoting import go_quote
from nomadspec.jobspec.admission import defaults
from nomadspec.jobspec.admission.defaults import complete, in_capitals, mounts_of_something
from nomadspec.jobspec.admission.draft import UNKNOWN, Draft, draft, filled
from nomadspec.jobspec.block import JobBlock
from nomadspec.schema.fields_of_release import ignored_of
from nomadspec.source.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from nomadspec._generated.job_model import CheckRestart, Job, Service, ServiceCheck, Task, TaskGroup, WorkloadIdentity
    from nomadspec.releases import Release

#: Lists and maps of the three levels that become null when they are empty.
JOB_EMPTY: Final = ("constraint", "affinity", "spread", "meta", "group")
GROUP_EMPTY: Final = ("constraint", "affinity", "spread", "meta", "task", "network", "service")
TASK_EMPTY: Final = (
    "constraint",
    "affinity",
    "config",
    "env",
    "meta",
    "service",
    "artifact",
    "template",
    "volume_mount",
    "scaling",
    "secret",
    "identity",
    "action",
)
SERVICE_EMPTY: Final = ("tags", "canary_tags", "meta", "canary_meta", "tagged_addresses", "check")
#: Stands for a job-level block that keeps groups from having the default without giving them anything.
NOT_INHERITED: Final = object()
THRESHOLDS: Final = ("success_before_passing", "failures_before_critical", "failures_before_warning")

#: The placeholders that a service name may have.
PLACEHOLDER: Final = pattern(r"\$\{(JOB|TASKGROUP|TASK|BASE)\}")


class Level:
    """Where a block is: the names of the job, group and task around it and what they decide for it, as the release does."""

    __slots__ = ("group", "job", "job_id", "namespace", "release", "task", "type")

    def __init__(self, job: Draft, release: Release) -> None:
        self.release: Final = release
        self.job: Final = job.get("name")
        self.job_id: Final = job.get("id")
        self.namespace: Final = job.get("namespace")
        self.type: Final = job.get("type")
        self.group: str | None = None
        self.task: str | None = None

    def always_has(self, types: dict[str, str]) -> bool:
        """Whether groups of the job's type have a block of one of the tables `ALWAYS_…` though nobody wrote it."""
        behaviour = types.get(self.type or "")
        return behaviour is not None and (not behaviour or self.release.does(behaviour))

    def base(self) -> str | None:
        """`job-group` or `job-group-task`; None when a part of it is not known."""
        parts = [self.job, self.group] if self.task is None else [self.job, self.group, self.task]
        return None if None in parts else "-".join(parts)[:LONGEST_NAME]  # type: ignore[arg-type]


#: Characters of a name that is made of others: Nomad takes none that is as long, and thousands of services with a longer one would take gigabytes.
LONGEST_NAME: Final = 250


# --- job ---------------------------------------------------------------------------------------------------------------------


def canonical_job(job: Job, release: Release) -> Draft:
    """The draft of a job with every default of the release, its groups and their tasks drafts too."""
    fields = draft(job)
    if fields.get("name", UNKNOWN) is None:
        if "id" in fields:
            fields["name"] = fields["id"]
        else:
            del fields["name"]
    for name in ("id", "name"):
        if fields.get(name, UNKNOWN) is None:
            fields[name] = ""
    fields.fill(defaults.JOB)
    if "dispatched" in fields:
        fields["dispatched"] = False
    if fields.get("namespace") == "":
        fields["namespace"] = "default"
    if "datacenters" in fields and not fields["datacenters"]:
        fields["datacenters"] = ["*"]
    fields.drop_empty(JOB_EMPTY)
    for name in ("affinity", "spread", "multiregion", "periodic", "parameterized"):
        below = fields.get(name)
        if below:
            fields[name] = complete(below)
    level = Level(fields, release)
    shared: dict[str, Any] = {name: fields.get(name, UNKNOWN) for name in ("update", "reschedule", "migrate")}
    inherited = shared
    if shared["update"] is None and level.always_has(defaults.ALWAYS_UPDATE):
        shared["update"] = defaults.DEFAULT_UPDATE
    elif isinstance(shared["update"], JobBlock):
        shared["update"] = complete(shared["update"])
        if _is_zero(shared["update"]):
            inherited = {**shared, "update": NOT_INHERITED}
    if isinstance(shared["migrate"], JobBlock):
        shared["migrate"] = inherited["migrate"] = complete(shared["migrate"])
    groups = fields.get("group")
    if groups:
        fields["group"] = [canonical_group(group, level, inherited) for group in groups if group is not None]
    if "update" in fields:
        fields["update"] = stored_job_update(shared["update"])
    for name in ("reschedule", "migrate"):
        if name in fields:
            fields[name] = None
    return fields


def stored_job_update(update: Any) -> UpdateStrategy:
    """What is left of `update` at job level: the groups have the rest."""
    stagger = parallel = 0
    if update is not None:
        parallel = update.get("max_parallel", 0)
        stagger = update.get("stagger", 0) if parallel else 0
    return UpdateStrategy(
        stagger=stagger,
        max_parallel=parallel,
        health_check="",
        min_healthy_time=0,
        healthy_deadline=0,
        progress_deadline=0,
        canary=0,
        auto_revert=False,
        auto_promote=False,
    )


def overlaid(below: JobBlock | None, above: JobBlock | None) -> JobBlock | None:
    """`above` over `below`, field by field; a null field of `above` lets the one below through. Keeps the origin of `above`."""
    if below is None or above is None:
        return above if below is None else below
    fields = draft(above)
    for name in below.__slots__:
        if fields.get(name, UNKNOWN) is None:
            value = below.get(name, UNKNOWN)
            if value is UNKNOWN:
                del fields[name]
            else:
                fields[name] = value
    return fields.block()  # type: ignore[no-any-return]


# --- group -------------------------------------------------------------------------------------------------------------------


def canonical_group(group: TaskGroup, level: Level, shared: dict[str, Any]) -> Draft:
    """The draft of a group; `shared` are the job's update, reschedule and migrate blocks, complete (UNKNOWN where not known)."""
    fields = draft(group)
    if fields.get("name", UNKNOWN) is None:
        fields["name"] = ""
    level.group, level.task = fields.get("name"), None
    fields.drop_empty(GROUP_EMPTY)
    _group_scaling(fields, level)
    type_ = level.type
    _inherit(fields, "update", shared, defaults.DEFAULT_UPDATE if level.always_has(defaults.ALWAYS_UPDATE) else None)
    _inherit(fields, "migrate", shared, defaults.DEFAULT_MIGRATE if level.always_has(defaults.ALWAYS_MIGRATE) else None)
    reschedule = defaults.DEFAULT_RESCHEDULE.get(type_ or "", defaults.DEFAULT_RESCHEDULE[""])
    _inherit(fields, "reschedule", shared, reschedule if level.always_has(defaults.ALWAYS_RESCHEDULE) else None)
    for name, table, made in (("restart", defaults.RESTART, defaults.DEFAULT_RESTART), ("reschedule", defaults.RESCHEDULE, None)):
        value = fields.get(name, UNKNOWN)
        if value is UNKNOWN:
            continue
        if type_ is None:
            del fields[name]
        elif value is None:
            if made is not None:
                fields[name] = made.get(type_, made[""])
        elif value is not defaults.DEFAULT_RESCHEDULE.get(type_):
            fields[name] = filled(value, table.get(type_, table[""]))
    if fields.get("ephemeral_disk", UNKNOWN) is None:
        fields["ephemeral_disk"] = defaults.DEFAULT_DISK
    else:
        _complete(fields, ("ephemeral_disk",))
    if fields.get("consul", UNKNOWN) is None and not level.release.does("group-consul-only-when-written"):
        fields["consul"] = Consul()
    _complete(fields, ("affinity", "spread", "disconnect", "network", "consul"))
    volumes = fields.get("volume")
    if volumes:
        fields["volume"] = {key: volume for key, volume in volumes.items() if volume is not None and volume.get("type", "host") in ("host", "csi")}
    for name in ignored_of("TaskGroup", level.release):
        fields[name] = None
    if fields.get("prevent_reschedule_on_lost", UNKNOWN) is None:
        fields["prevent_reschedule_on_lost"] = False
    services = fields.get("service")
    if services:
        fields["service"] = [canonical_service(service, level) for service in services if service is not None]
    tasks = fields.get("task")
    if tasks:
        fields["task"] = [canonical_task(task, level, fields) for task in tasks if task is not None]
    level.task = None
    return fields


def _complete(fields: Draft, names: tuple[str, ...]) -> None:
    for name in names:
        below = fields.get(name)
        if below:
            fields[name] = complete(below)


def _inherit(fields: Draft, name: str, shared: dict[str, Any], default: JobBlock | None) -> None:
    above, below = fields.get(name, UNKNOWN), shared[name]
    if above is UNKNOWN:
        return
    if below is UNKNOWN:
        del fields[name]
        return
    if below is NOT_INHERITED:
        below = default = None
    merged = overlaid(below, above)
    fields[name] = default if merged is None else merged if merged is below else complete(merged)


def _is_zero(block: JobBlock) -> bool:
    """Whether nothing of the block is set: what a stored job without an `update` block has at job level."""
    return not any(block.get(name, UNKNOWN) for name in block.__slots__)


def _group_scaling(fields: Draft, level: Level) -> None:
    scaling = fields.get("scaling", UNKNOWN)
    least = None if scaling is None else scaling.get("min", UNKNOWN) if isinstance(scaling, ScalingPolicy) else UNKNOWN
    if fields.get("count", UNKNOWN) is None:
        if least is UNKNOWN:
            del fields["count"]
        else:
            fields["count"] = 1 if least is None else least
    if isinstance(scaling, ScalingPolicy):
        below = draft(scaling)
        if least is None:
            if "count" in fields:
                below["min"] = fields["count"]
            else:
                below.pop("min", None)
        below["namespace"] = ""
        if below.get("type") == "":
            below["type"] = "horizontal"
        below.fill(defaults.FILL["ScalingPolicy"])
        _target(below, level)
        fields["scaling"] = below.block()


def _target(fields: Draft, level: Level) -> None:
    target = {"Namespace": level.namespace, "Job": level.job_id, "Group": level.group}
    if level.task is not None:
        target["Task"] = level.task
    if None not in target.values():
        fields["target"] = target


# --- task --------------------------------------------------------------------------------------------------------------------


def canonical_task(task: Task, level: Level, group: Draft) -> Draft:
    """The draft of a task of `group`."""
    fields = draft(task)
    level.task = fields.get("name")
    fields.drop_empty(TASK_EMPTY)
    if not fields.get("kill_timeout", UNKNOWN):
        fields["kill_timeout"] = 5 * defaults.SECOND
    if fields.get("resources", UNKNOWN) is None:
        fields["resources"] = defaults.DEFAULT_RESOURCES
    if fields.get("logs", UNKNOWN) is None:
        fields["logs"] = defaults.DEFAULT_LOGS
    if "restart" in fields:
        above, below = fields["restart"], group.get("restart", UNKNOWN)
        if below is UNKNOWN:
            del fields["restart"]
        else:
            fields["restart"] = overlaid(below, above)
    if fields.get("volume_mount"):
        fields["volume_mount"] = mounts_of_something(fields["volume_mount"])
    vault = fields.get("vault")
    if vault is not None:
        fields["vault"] = vault.changed(**dict.fromkeys(ignored_of("Vault", level.release)))
    _complete(fields, ("affinity", "resources", "logs", "artifact", "vault", "consul", "template", "volume_mount", "csi_plugin"))
    settle_identities(fields)
    schedule = fields.get("schedule")
    if schedule is not None and schedule.get("cron", UNKNOWN) is None:
        fields["schedule"] = None
    policies = fields.get("scaling")
    if policies:
        fields["scaling"] = [_task_scaling(policy, level) for policy in policies if policy is not None]
    services = fields.get("service")
    if services:
        fields["service"] = [canonical_service(service, level) for service in services if service is not None]
    return fields


def settle_identities(fields: Draft) -> None:
    """Put the default identity of a task where it belongs, made up if need be, and the named ones in order."""
    identities = fields.get("identity")
    if identities:
        identities = others = [identity for identity in identities if identity is not None]
        for identity in identities:
            # Of several default identities the last one wins; validation refuses the others.
            if identity.get("name") in ("", "default"):
                fields["default_identity"] = identity
                others = [other for other in identities if other is not identity]
        identities = others
        fields["identity"] = [_identity(identity) for identity in identities] or None
    default = fields.get("default_identity", UNKNOWN)
    if default is None:
        fields["default_identity"] = defaults.DEFAULT_IDENTITY
    elif isinstance(default, JobBlock):
        fields["default_identity"] = _identity(default)


def _identity(identity: JobBlock) -> WorkloadIdentity:
    fields = draft(identity)
    if "change_signal" in fields:
        fields["change_signal"] = in_capitals(fields["change_signal"])
    if fields.get("name") in ("", "default"):
        fields["name"] = "default"
        fields["aud"] = ["nomadproject.io"]
    return fields.block()  # type: ignore[no-any-return]


def _task_scaling(policy: ScalingPolicy, level: Level) -> ScalingPolicy:
    below = draft(policy)
    below.fill({"min": 0, "enabled": True})
    below["namespace"] = ""
    _target(below, level)
    return below.block()  # type: ignore[no-any-return]


# --- service -----------------------------------------------------------------------------------------------------------------


def canonical_service(service: Service, level: Level) -> Service:
    """A service of the group or task that `level` names."""
    fields = draft(service)
    base = level.base()
    name = fields.get("name", UNKNOWN)
    if not name:
        if base is None:
            del fields["name"]
        else:
            fields["name"] = base
    elif name is not UNKNOWN and "${" in name:
        words = {"JOB": level.job, "TASKGROUP": level.group, "TASK": "group" if level.task is None else level.task}
        words["BASE"] = base if level.task is not None or base is None else f"{base}-group"
        known = {key: word for key, word in words.items() if word is not None}
        if len(known) < len(words):
            del fields["name"]
        else:
            fields["name"] = PLACEHOLDER.sub(lambda found: known[found[1]][:LONGEST_NAME], name[:LONGEST_NAME])[:LONGEST_NAME]
    for key, value in SERVICE_ZERO.items():
        if not fields.get(key, UNKNOWN):
            fields[key] = value
    fields.drop_empty(SERVICE_EMPTY)
    if level.task is not None and fields.get("task") == "":
        fields["task"] = level.task
    if level.namespace is not None:
        fields["namespace"] = level.namespace
    else:
        fields.pop("namespace", None)
    checks = fields.get("check")
    if checks:
        fields["check"] = [_check(check, fields, level) for check in checks if check is not None]
    if "check_restart" in fields:
        fields["check_restart"] = None
    _complete(fields, ("connect", "weights", "identity"))
    return fields.block()  # type: ignore[no-any-return]


SERVICE_ZERO: Final = {"address_mode": "auto", "on_update": "require_healthy", "provider": "consul", "cluster": "default"}


def _check(check: ServiceCheck, service: Draft, level: Level) -> ServiceCheck:
    fields = draft(check)
    if fields.get("name", UNKNOWN) == "":
        if "name" in service:
            fields["name"] = f"service: {go_quote(service['name'][:LONGEST_NAME])} check"
        else:
            del fields["name"]
    if fields.get("on_update", UNKNOWN) == "":
        if "on_update" in service:
            fields["on_update"] = service["on_update"]
        else:
            del fields["on_update"]
    if level.task is not None or fields.get("task") == "":
        if "task" in service:
            fields["task"] = service["task"]
        else:
            fields.pop("task", None)
    if "advertise" in fields:
        fields["advertise"] = ""
    for name in THRESHOLDS:
        if fields.get(name, 0) < 0:
            fields[name] = 0
    fields.drop_empty(("args", "header"))
    if "check_restart" in fields:
        merged = _merged_restart(service.get("check_restart", UNKNOWN), fields["check_restart"])
        if merged is UNKNOWN:
            del fields["check_restart"]
        elif merged is not None:
            fields["check_restart"] = complete(merged)
    return fields.block()  # type: ignore[no-any-return]


def _merged_restart(below: Any, above: CheckRestart | None) -> Any:
    """The check's restart rules over the service's: only what is not zero counts, of the limit only what is above it."""
    if below is UNKNOWN:
        return UNKNOWN
    if below is None or above is None:
        return above if below is None else below
    fields = draft(above)
    if fields.get("limit", 0) < 0:
        fields["limit"] = 0
    for name in ("limit", "grace", "ignore_warnings"):
        if not fields.get(name, UNKNOWN) and not (name == "grace" and fields[name] == 0 and fields[name] is not None):
            if below.known(name):
                fields[name] = below.get(name)
            else:
                fields.pop(name)
    return fields.block()
