"""Checks of a task and of its resources, devices, logs and lifecycle (NOM6…)."""

from __future__ import annotations

from nomadspec.checks.check import Check, Found
from nomadspec.checks.policies import written
from nomadspec.notation.duration import text as duration

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.checks.check import Scope

HOOKS = ("prestart", "poststart", "poststop")
SMALLEST_MEMORY = 10

TASK = (
    Check("NOM6001", "task-name-empty", "Missing task name", "name",
          "Give the task a label.",
          lambda task, _: not task.name),
    Check("NOM6002", "task-name-slash", "Task name cannot include slashes", "name",
          "Use a dash instead of the slash: the name is used as a folder name.",
          lambda task, _: "/" in task.name or "\\" in task.name),
    Check("NOM6003", "task-name-null", "Task name cannot include null characters", "name",
          "Remove the NUL character from the task's label.",
          lambda task, _: "\0" in task.name and "/" not in task.name and "\\" not in task.name),
    Check("NOM6004", "task-name-alloc", 'Task cannot be named "alloc"', "name",
          "Choose another name: `alloc` is the folder that the group's tasks share.",
          lambda task, _: task.name == "alloc", since="1.11.0"),
    Check("NOM6005", "task-driver-missing", "Missing task driver", "driver",
          'Set a driver, such as driver = "docker".',
          lambda task, _: not task.driver),
    Check("NOM6006", "task-kill-timeout-negative", "KillTimeout must be a positive value", "kill_timeout",
          "Use a duration of 0s or more.",
          lambda task, _: (task.kill_timeout or 0) < 0),
    Check("NOM6007", "kill-timeout-progress-deadline", "KillTimout ({kill}) longer than the group's ProgressDeadline ({progress})", "kill_timeout",
          "Lower kill_timeout, or raise progress_deadline in the update block (default: 10m) above it.",
          lambda task, scope: _outlasts_progress(task, scope)),
    Check("NOM6008", "task-shutdown-delay-negative", "ShutdownDelay must be a positive value", "shutdown_delay",
          "Use a duration of 0s or more.",
          lambda task, _: (task.shutdown_delay or 0) < 0),
)  # fmt: skip


def _outlasts_progress(task: Any, scope: Scope) -> Any:
    update = scope.group.update
    if scope.job.type != "service" or update is None:
        return None
    deadline = update.progress_deadline or 0
    return 0 < deadline < (task.kill_timeout or 0) and Found(kill=duration(task.kill_timeout), progress=duration(deadline))


# --- resources ---------------------------------------------------------------------------------------------------------------

CORES = (
    Check("NOM6101", "resources-cpu-and-cores", "Task can only ask for 'cpu' or 'cores' resource, not both.", "cpu",
          "Set either cpu (MHz) or cores (whole cores).",
          lambda resources, _: (resources.cores or 0) > 0 and (resources.cpu or 0) > 0 and Found(at=written(resources, "cpu", "cores"))),
    Check("NOM6102", "resources-cores-negative", "cores value ({n}) cannot be negative", "cores",
          "Use a number of cores of 0 or more.",
          lambda resources, _: (resources.cores or 0) < 0 and Found(n=resources.cores), since="2.0.5"),
)  # fmt: skip

LEAST = (
    Check("NOM6103", "resources-cpu-min", "minimum CPU value is 1; got {n}", "cpu",
          "Set cpu to at least 1 MHz, or use cores.",
          lambda resources, _: resources.cores == 0 and resources.cpu < 1 and Found(n=resources.cpu)),
    Check("NOM6104", "resources-memory-min", "minimum MemoryMB value is 10; got {n}", "memory",
          "Set at least 10 MB.",
          lambda resources, _: resources.memory < SMALLEST_MEMORY and Found(n=resources.memory)),
)  # fmt: skip

DEVICE = (
    Check("NOM6111", "device-name-empty", "device name must be given as one of the following: type, vendor/type, or vendor/type/name", "name",
          'Give the block a label, such as device "nvidia/gpu".',
          lambda device, _: not device.name),
)  # fmt: skip


def _unrequested(resources: Any, _: Scope) -> Any:
    if resources.numa is None:
        return None

    names = {device.name for device in resources.device or ()}
    return [Found(d=name) for name in resources.numa.devices or () if name not in names]


MEMORY = (
    Check("NOM6121", "numa-device-not-requested", "numa device {d:q} not requested as task resource", "numa.devices",
          "Add a device block of that name to the resources, or remove the entry.",
          _unrequested, since="1.11.0"),
    Check("NOM6122", "numa-affinity-invalid", "numa affinity must be one of none, prefer, or require", "numa.affinity",
          "Use one of none, prefer, require.",
          lambda resources, _: resources.numa is not None and resources.numa.affinity not in ("", "none", "prefer", "require"),
          since="1.9.0"),
    Check("NOM6105", "resources-memory-max", "MemoryMaxMB value ({max}) should be larger than MemoryMB value ({mem})", "memory_max",
          "Raise memory_max to memory (default: 300) or more, or use -1 for no limit.",
          lambda resources, _: (resources.memory_max or 0) not in (0, -1) and resources.memory_max < resources.memory
          and Found(max=resources.memory_max, mem=resources.memory)),
    Check("NOM6105", "resources-memory-max", "MemoryMaxMB value ({max}) should be larger than MemoryMB value ({mem})", "memory_max",
          "Raise memory_max to memory (300 unless written) or more.",
          lambda resources, _: resources.memory_max == -1 and Found(max=-1, mem=resources.memory), until="1.7.2"),
    Check("NOM6106", "resources-secrets-max", "SecretsMB value ({n}) cannot be larger than MemoryMB value ({mem})", "secrets",
          "Lower secrets to memory (default: 300) or less: it is part of it.",
          lambda resources, _: (resources.secrets or 0) > resources.memory and Found(n=resources.secrets, mem=resources.memory)),
    Check("NOM6107", "resources-secrets-negative", "SecretsMB value ({n}) cannot be negative", "secrets",
          "Use a size of 0 or more.",
          lambda resources, _: (resources.secrets or 0) < 0 and Found(n=resources.secrets)),
)  # fmt: skip

RESOURCES_WARNINGS = (
    Check("NOM6131", "resources-iops-deprecated", "IOPS has been deprecated as of Nomad 0.9.0. Please remove IOPS from resource block.", "iops",
          "Remove iops: it has no effect.",
          lambda resources, _: resources.iops, "warning"),
)  # fmt: skip

OVERSUBSCRIPTION = (
    Check("NOM6132", "memory-oversubscription-disabled",
          'Memory oversubscription is not enabled; Task "{group}.{task}" memory_max value will be ignored. '
          "Update the Scheduler Configuration to allow oversubscription.", "resources.memory_max",
          "Remove memory_max, or enable memory oversubscription in the scheduler's configuration.",
          lambda task, scope: task.resources is not None and task.resources.memory_max and not scope.settings.oversubscribes(scope.job.node_pool)
          and Found(group=scope.group.name, task=task.name), "warning"),
)  # fmt: skip

# --- logs and lifecycle ------------------------------------------------------------------------------------------------------


def _exceeds_disk(logs: Any, scope: Scope) -> Any:
    disk = scope.group.ephemeral_disk.size
    usage = logs.max_files * logs.max_file_size
    return usage >= disk and Found(usage=usage, size=disk)


LOGS = (
    Check("NOM6201", "logs-max-files", "minimum number of files is 1; got {n}", "max_files",
          "Keep at least one file.",
          lambda logs, _: logs.max_files < 1 and Found(n=logs.max_files)),
    Check("NOM6202", "logs-max-file-size", "minimum file size is 1MB; got {n}", "max_file_size",
          "Use a size of at least 1 MB.",
          lambda logs, _: logs.max_file_size < 1 and Found(n=logs.max_file_size)),
    Check("NOM6203", "logs-exceed-disk", "log storage ({usage} MB) must be less than requested disk capacity ({size} MB)", "max_files",
          "Lower max_files or max_file_size (default: 10 files of 10 MB), or raise the size of the group's ephemeral_disk (default: 300 MB).",
          _exceeds_disk),
)  # fmt: skip

LIFECYCLE = (
    Check("NOM6211", "lifecycle-hook-empty", "no lifecycle hook provided", "hook",
          "Use one of prestart, poststart, poststop.",
          lambda block, _: block.hook == "", since="1.10.4"),
    Check("NOM6212", "lifecycle-hook-invalid", "invalid hook: {hook}", "hook",
          "Use one of prestart, poststart, poststop.",
          lambda block, _: block.hook not in HOOKS and block.hook != "" and Found(hook=block.hook)),
)  # fmt: skip

SCHEDULE = (
    Check("NOM6221", "schedule-enterprise", "task schedules requires Nomad Enterprise", "schedule",
          "Remove the schedule block; a periodic job can start the task at given times.",
          lambda task, _: task.schedule is not None and task.schedule.cron is not None),
)  # fmt: skip

NUMA = (
    Check("NOM6123", "numa-enterprise", "numa scheduling requires Nomad Enterprise", "resources.numa",
          'Remove the numa block, or use affinity = "none".',
          lambda task, _: task.resources is not None and task.resources.numa is not None and task.resources.numa.affinity not in ("", "none")),
)  # fmt: skip
