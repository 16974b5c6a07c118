"""Checks of a group and of its ephemeral_disk, disconnect, scaling and volume blocks (NOM2…)."""

from __future__ import annotations

from nomadspec.checks.check import Check, Found

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.checks.check import Scope

RECONCILE = ("", "best_score", "longest_running", "keep_original", "keep_replacement")
SMALLEST_DISK = 10

GROUP = (
    Check("NOM2001", "group-name-empty", "Missing task group name", "name",
          "Give the group a label.",
          lambda group, _: not group.name),
    Check("NOM2002", "group-name-null", "Task group name contains null character", "name",
          "Remove the NUL character from the group's label.",
          lambda group, _: group.name and "\0" in group.name),
    Check("NOM2003", "group-count-negative", "Task group count can't be negative", "count",
          "Use a count of 0 or more.",
          lambda group, _: (group.count or 0) < 0),
    Check("NOM2004", "group-no-tasks", "Missing tasks for task group", "task",
          "Add a task to the group.",
          lambda group, _: not group.task),
)  # fmt: skip


def _stop(block: Any) -> int | None:
    stop: int | None = block.stop_on_client_after
    return stop


#: The fields from before the disconnect block, and what of it they exclude; of a group.
OLDER_DISCONNECT = (
    Check("NOM2023", "max-client-disconnect-and-stop",
          "Task group cannot be configured with both max_client_disconnect and stop_after_client_disconnect", "max_client_disconnect",
          "Keep one of max_client_disconnect and stop_after_client_disconnect.",
          lambda group, _: group.max_client_disconnect is not None and group.stop_after_client_disconnect is not None, until="1.9.7"),
    Check("NOM2024", "max-client-disconnect-negative", "max_client_disconnect cannot be negative", "max_client_disconnect",
          "Use a duration of 0s or more.",
          lambda group, _: (group.max_client_disconnect or 0) < 0, until="1.9.7"),
    Check("NOM2026", "stop-after-client-disconnect-type", "stop_after_client_disconnect can only be set in batch and service jobs",
          "stop_after_client_disconnect", "Remove stop_after_client_disconnect, or make the job a service or batch job.",
          lambda group, scope: group.stop_after_client_disconnect is not None and scope.job.type not in ("service", "batch") and scope.blame_type(),
          until="1.9.7"),
    Check("NOM2028", "lost-after-and-max-client-disconnect", "using both lost_after and max_client_disconnect is not allowed", "max_client_disconnect",
          "Keep disconnect.lost_after.",
          lambda group, _: group.disconnect is not None and group.disconnect.lost_after and group.max_client_disconnect is not None,
          since="1.8.0", until="1.9.7"),
    Check("NOM2029", "stop-on-client-after-and-stop-after", "using both stop_after_client_disconnect and stop_on_client_after is not allowed",
          "stop_after_client_disconnect", "Keep disconnect.stop_on_client_after.",
          lambda group, _: group.disconnect is not None and _stop(group.disconnect) is not None and group.stop_after_client_disconnect is not None,
          since="1.8.0", until="1.9.7"),
    Check("NOM2030", "replace-and-prevent-reschedule", "using both prevent_reschedule_on_lost and replace is not allowed", "prevent_reschedule_on_lost",
          "Keep disconnect.replace.",
          lambda group, _: group.disconnect is not None and group.disconnect.replace is not None and group.prevent_reschedule_on_lost,
          since="1.8.0", until="1.9.7"),
)  # fmt: skip

#: Those of them that are looked at before the groups are looked into.
OLDER_DISCONNECT_FIRST = (
    Check("NOM2025", "max-client-disconnect-reschedule",
          "max_client_disconnect and prevent_reschedule_on_lost cannot be enabled when rechedule.attempts > 0", "prevent_reschedule_on_lost",
          "Remove one of them, or set reschedule.attempts = 0.",
          lambda group, _: group.max_client_disconnect is not None and group.prevent_reschedule_on_lost and group.reschedule is not None
          and (group.reschedule.attempts or 0) > 0, since="1.7.2", until="1.9.7"),
    Check("NOM2027", "stop-after-client-disconnect-value", "stop_after_client_disconnect must be a positive value", "stop_after_client_disconnect",
          "Use a duration above 0s.",
          lambda group, _: (group.stop_after_client_disconnect or 0) < 0, until="1.9.7"),
)  # fmt: skip

OLDER_DISCONNECT_WARNINGS = (
    Check("NOM2082", "max-client-disconnect-deprecated", "MaxClientDisconnect will be deprecated favor of Disconnect.LostAfter", "max_client_disconnect",
          "Use disconnect.lost_after.",
          lambda group, _: group.max_client_disconnect is not None, "warning", since="1.8.0", until="1.9.7"),
    Check("NOM2083", "stop-after-client-disconnect-deprecated",
          "StopAfterClientDisconnect will be deprecated favor of Disconnect.StopOnClientAfter", "stop_after_client_disconnect",
          "Use disconnect.stop_on_client_after.",
          lambda group, _: group.stop_after_client_disconnect is not None, "warning", since="1.8.0", until="1.9.7"),
    Check("NOM2084", "prevent-reschedule-on-lost-deprecated", "PreventRescheduleOnLost will be deprecated favor of Disconnect.Replace",
          "prevent_reschedule_on_lost", "Use disconnect.replace = false.",
          lambda group, _: group.prevent_reschedule_on_lost, "warning", since="1.8.0", until="1.9.7"),
)  # fmt: skip

DISCONNECT = (
    Check("NOM2011", "disconnect-stop-negative", "stop_after cannot be a negative duration", "stop_on_client_after",
          "Use a duration of 0s or more.",
          lambda block, _: (_stop(block) or 0) < 0),
    Check("NOM2012", "disconnect-stop-job-type", "stop_after can only be used with service or batch job types", "stop_on_client_after",
          "Remove stop_on_client_after, or make the job a service or batch job.",
          lambda block, scope: _stop(block) is not None and scope.job.type not in ("service", "batch") and scope.blame_type()),
    Check("NOM2013", "disconnect-lost-negative", "lost_after cannot be a negative duration", "lost_after",
          "Use a duration of 0s or more.",
          lambda block, _: (block.lost_after or 0) < 0),
    Check("NOM2014", "disconnect-stop-and-lost", "Disconnect cannot be configured with both lost_after and stop_after", "lost_after",
          "Keep one of lost_after and stop_on_client_after.",
          lambda block, _: _stop(block) is not None and block.lost_after),
    Check("NOM2015", "disconnect-reconcile", "reconcile option is invalid: {reconcile}", "reconcile",
          "Use one of best_score, longest_running, keep_original, keep_replacement.",
          lambda block, _: (block.reconcile or "") not in RECONCILE and Found(reconcile=block.reconcile)),
)  # fmt: skip

RUN_DURATION = (
    Check("NOM2021", "group-max-run-duration-value", "MaxRunDuration must be greater than zero", "max_run_duration",
          "Use a duration above 0s, or remove the attribute.",
          lambda group, _: group.max_run_duration is not None and group.max_run_duration <= 0),
    Check("NOM2022", "group-max-run-duration-type", "Job type {type:q} does not allow max_run_duration", "max_run_duration",
          "Remove it: only batch and sysbatch jobs can have one.",
          lambda group, scope: group.max_run_duration is not None and scope.job.type not in ("batch", "sysbatch")
          and scope.blame_type(type=scope.job.type)),
)  # fmt: skip

EPHEMERAL_DISK = (
    Check("NOM2031", "ephemeral-disk-min", "minimum DiskMB value is 10; got {size}", "size",
          "Set at least 10 MB.",
          lambda disk, _: disk.size < SMALLEST_DISK and Found(size=disk.size)),
)  # fmt: skip


#: Of each task, in its group, before the tasks are looked into.
TASKS = (
    Check("NOM2041", "group-task-name-empty", "Task {n} missing name", "name",
          "Give the task a label.",
          lambda task, scope: not task.name and Found(n=scope.index + 1)),
    Check("NOM2042", "group-task-duplicate", "Task {n} redefines '{name}' from task {m}", "name",
          "Give each task of the group a different name.",
          lambda task, scope: task.name and scope.first != scope.index
          and Found(n=scope.index + 1, name=task.name, m=scope.first + 1)),
)  # fmt: skip


def _leaders(group: Any, scope: Scope) -> Any:
    leaders = [task for task in group.task or () if task.leader]
    return len(leaders) > 1 and Found(blame=leaders[1], path=scope.path.item("task", leaders[1].name), at="leader")


MAIN_TASK = (
    Check("NOM2043", "group-multiple-leaders", "Only one task may be marked as leader", "",
          "Set leader = true in only one task: when it ends, the others are stopped.",
          _leaders),
    Check("NOM2044", "group-no-main-task", "Task group {name} must have at least one main task", "",
          "Remove the lifecycle block of the group's main task.",
          lambda group, _: group.task and all(task.lifecycle is not None and task.lifecycle.hook for task in group.task) and Found(name=group.name),
          since="2.0.6"),
)  # fmt: skip

# --- volumes -----------------------------------------------------------------------------------------------------------------

HOST_ACCESS = ("", "single-node-reader-only", "single-node-writer", "single-node-single-writer", "single-node-multi-writer")
READER_ONLY = {"host": ("single-node-reader-only",), "csi": ("single-node-reader-only", "multi-node-reader-only")}


def _writes(*types: str) -> Any:
    """A test that a volume of one of these types is not read-only though its access mode is."""

    def test(volume: Any, _: Scope) -> Any:
        return volume.type in types and not volume.read_only and volume.access_mode in READER_ONLY[volume.type] and Found(access_mode=volume.access_mode)

    return test


def _shared(volume: Any, scope: Scope, access_mode: str) -> bool:
    """Whether several allocations would use one CSI volume of this access mode."""
    return volume.type == "csi" and volume.access_mode == access_mode and not volume.per_alloc and (scope.group.count or 0) > 1


def _one_user(volume: Any, scope: Scope, access_mode: str) -> Any:
    return _shared(volume, scope, access_mode) and Found(access_mode=access_mode)


VOLUME = (
    Check("NOM2051", "volume-source-empty", "volume has an empty source", "source",
          "Set source to the name of the host volume or CSI volume.",
          lambda volume, _: not volume.source),
    Check("NOM2052", "volume-per-alloc-system", "volume cannot be per_alloc for system or sysbatch jobs", "per_alloc",
          "Remove per_alloc: allocations of system and sysbatch jobs have no index.",
          lambda volume, scope: volume.per_alloc and scope.job.type in ("system", "sysbatch") and scope.blame_type()),
    Check("NOM2053", "volume-per-alloc-canary", "volume cannot be per_alloc when canaries are in use", "per_alloc",
          "Remove per_alloc, or set canary = 0 in the update block: a canary would need a volume that is in use.",
          lambda volume, scope: volume.per_alloc and scope.group.update is not None and (scope.group.update.canary or 0) > 0),
    Check("NOM2054", "volume-per-alloc-sticky", "volume cannot be per_alloc and sticky at the same time", "per_alloc",
          "Keep one of per_alloc and sticky.",
          lambda volume, _: volume.per_alloc and volume.sticky),
    Check("NOM2055", "volume-host-mount-options", "host volumes cannot have mount options", "mount_options",
          "Remove the mount_options block.",
          lambda volume, _: volume.type == "host" and volume.mount_options is not None),
    Check("NOM2064", "volume-host-attachment-mode", "host volumes cannot have an attachment mode", "attachment_mode",
          "Remove attachment_mode: it is for CSI volumes.",
          lambda volume, _: volume.type == "host" and volume.attachment_mode, until="1.9.7"),
    Check("NOM2056", "volume-host-access-mode", "host volumes cannot be mounted with {access_mode} access mode", "access_mode",
          "Use one of single-node-reader-only, single-node-writer, single-node-single-writer, single-node-multi-writer, or none.",
          lambda volume, _: volume.type == "host" and volume.access_mode not in HOST_ACCESS and Found(access_mode=volume.access_mode), since="1.11.1"),
    Check("NOM2056", "volume-host-access-mode", "host volumes cannot be mounted with %!s(MISSING) access mode", "access_mode",
          "Use one of single-node-reader-only, single-node-writer, single-node-single-writer, single-node-multi-writer, or none.",
          lambda volume, _: volume.type == "host" and volume.access_mode not in HOST_ACCESS, since="1.10.0", until="1.11.0"),
    Check("NOM2056", "volume-host-access-mode", "host volumes cannot have an access mode", "access_mode",
          "Remove access_mode: it is for CSI volumes.",
          lambda volume, _: volume.type == "host" and volume.access_mode, until="1.9.7"),
    Check("NOM2057", "volume-csi-attachment-missing", "CSI volumes must have an attachment mode", "attachment_mode",
          'Add attachment_mode = "file-system" (or "block-device").',
          lambda volume, _: volume.type == "csi" and not volume.attachment_mode),
    Check("NOM2058", "volume-csi-block-mount-options", "block devices cannot have mount options", "attachment_mode",
          'Remove the mount_options block, or use attachment_mode = "file-system".',
          lambda volume, _: volume.type == "csi" and volume.attachment_mode == "block-device" and volume.mount_options is not None),
    Check("NOM2059", "volume-csi-access-missing", "CSI volumes must have an access mode", "access_mode",
          'Add an access_mode such as "single-node-writer".',
          lambda volume, _: volume.type == "csi" and not volume.access_mode),
    Check("NOM2060", "volume-reader-not-read-only", "{access_mode} volumes must be read-only", "read_only",
          "Add read_only = true, or use an access mode with a writer.",
          _writes("host", "csi"), since="1.10.0"),
    Check("NOM2060", "volume-reader-not-read-only", "{access_mode} volumes must be read-only", "read_only",
          "Add read_only = true, or use an access mode with a writer.",
          _writes("csi"), until="1.9.7"),
    Check("NOM2061", "volume-csi-one-reader", "volume with {access_mode} access mode allows only one reader", "per_alloc",
          "Set the group's count to 1, use per_alloc = true or an access mode for several nodes.",
          lambda volume, scope: _one_user(volume, scope, "single-node-reader-only")),
    Check("NOM2062", "volume-csi-one-reader-or-writer", "volume with {access_mode} access mode allows only one reader or writer", "access_mode",
          "Set the group's count to 1, use per_alloc = true or an access mode for several nodes.",
          lambda volume, scope: _shared(volume, scope, "single-node-writer") and Found(blame=scope.group, at="count", access_mode=volume.access_mode)),
    Check("NOM2063", "volume-csi-one-writer", "volume with {access_mode} access mode allows only one writer", "per_alloc",
          "Set the group's count to 1, use per_alloc = true or mount the volume read_only.",
          lambda volume, scope: not volume.read_only and _one_user(volume, scope, "multi-node-single-writer")),
)  # fmt: skip

# --- scaling -----------------------------------------------------------------------------------------------------------------


HORIZONTAL = ("", "horizontal")


def _most(policy: Any) -> int:
    return -1 if policy.max is None else int(policy.max)


SCALING = (
    Check("NOM2071", "scaling-type-json", "scaling policy type {type:q} is not valid", "type",
          'Set Type to "horizontal" or remove it.',
          lambda policy, _: policy.type not in HORIZONTAL and Found(type=policy.type)),
    Check("NOM2077", "scaling-target-job", "missing target job", "",
          "Give the job an ID.",
          lambda policy, scope: policy.type in HORIZONTAL and not scope.job.id),
    Check("NOM2078", "scaling-target-group", "missing target group", "",
          "Give the group a label.",
          lambda policy, scope: policy.type in HORIZONTAL and not scope.group.name),
    Check("NOM2072", "scaling-max-negative", "maximum count must be specified and non-negative", "max",
          "Set max to the largest count that the group may have.",
          lambda policy, _: _most(policy) < 0),
    Check("NOM2073", "scaling-max-lt-min", "maximum count must not be less than minimum count", "max",
          "Raise max or lower min; min defaults to the group's count.",
          lambda policy, _: 0 <= _most(policy) < (policy.min or 0)),
    Check("NOM2074", "scaling-min-negative", "minimum count must be specified and non-negative", "min",
          "Use a min of 0 or more.",
          lambda policy, _: (policy.min or 0) < 0),
    Check("NOM2075", "scaling-count-gt-max", "task group count must not be greater than maximum count in scaling policy", "max",
          "Raise max or lower the group's count.",
          lambda policy, scope: (scope.group.count or 0) > _most(policy)),
    Check("NOM2076", "scaling-count-lt-min", "task group count must not be less than minimum count in scaling policy", "min",
          "Lower min or raise the group's count.",
          lambda policy, scope: (scope.group.count or 0) < (policy.min or 0) and Found(blame=scope.group, at="count")),
)  # fmt: skip


# --- warnings ----------------------------------------------------------------------------------------------------------------


def _quiet_services(group: Any, scope: Scope) -> Any:
    """Services of the group that no shutdown_delay protects: the group has none, nor has any task, a proxy among them."""
    scope.need_proxies_known()
    if (group.shutdown_delay or 0) > 0 or any((task.shutdown_delay or 0) > 0 for task in group.task or ()):
        return None
    on_group = any(not service.task and not (service.connect is not None and service.connect.sidecar_task is not None) for service in group.service or ())
    return on_group and Found(group=group.name)


SHUTDOWN_DELAY = (
    Check("NOM2081", "shutdown-delay-group",
          "group {group:q} defines services, but neither the group nor any of its tasks have shutdown_delay set", "service",
          "Add shutdown_delay to the group, so that its services are deregistered before its tasks stop.",
          _quiet_services, "warning", since="2.0.1"),
)  # fmt: skip
