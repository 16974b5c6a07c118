"""What a difference forces: Nomad's remarks on counts, tasks and groups.

The remarks are a reading of the diff, not of what the scheduler does; the two differ for about thirty kinds of edits, and so do ours.
"""

from __future__ import annotations

from nomadspec.jobdiff.diff_tree import ADDED, DELETED, NONE, FieldDiff, TaskDiff, TaskGroupDiff
from nomadspec.jobdiff.result import JobDiff

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Final

CREATE: Final = "forces create"
DESTROY: Final = "forces destroy"
IN_PLACE: Final = "forces in-place update"
REPLACE: Final = "forces create/destroy update"

#: Scheduler counts shown with a group, what changes most first: key of DesiredTGUpdates → Nomad's words.
UPDATES: Final = {
    "Place": "create",
    "Stop": "destroy",
    "DestructiveUpdate": "create/destroy update",
    "InPlaceUpdate": "in-place update",
    "Canary": "canary",
    "Migrate": "migrate",
    "Ignore": "ignore",
}

#: Objects of a task that can change in place; a LogConfig only as long as its diff says nothing of `Disabled`.
IN_PLACE_OBJECTS: Final = frozenset({"Service", "Constraint", "Affinity", "Spread"})


def annotate(diff: JobDiff, desired: Mapping[str, Mapping[str, Any]] | None = None) -> JobDiff:
    """The diff with remarks on its counts and tasks, and with the scheduler's counts (`DesiredTGUpdates`) when there are any."""
    return JobDiff(diff.type, diff.id, diff.fields, diff.objects, tuple([_group(group, desired) for group in diff.task_groups]))


def without_counts(diff: JobDiff) -> JobDiff:
    """The diff without the scheduler's counts, for a cluster whose nodes and allocations nobody has described."""
    groups = [TaskGroupDiff(group.type, group.name, group.fields, group.objects, group.tasks) for group in diff.task_groups]
    return JobDiff(diff.type, diff.id, diff.fields, diff.objects, tuple(groups))


def _group(group: TaskGroupDiff, desired: Mapping[str, Mapping[str, Any]] | None) -> TaskGroupDiff:
    updates = group.updates
    if desired is not None and group.name in desired:
        counts = desired[group.name]
        updates = {words: counts[key] for key, words in UPDATES.items() if counts.get(key)}
    shown = tuple([_count(field) if field.name == "Count" else field for field in group.fields])
    return TaskGroupDiff(group.type, group.name, shown, group.objects, tuple([_task(task, group) for task in group.tasks]), updates)


def _count(field: FieldDiff) -> FieldDiff:
    try:
        old, new = int(field.old or 0), int(field.new or 0)
    except ValueError:  # a count that is not known
        return field
    if old == new:
        return field
    return FieldDiff(field.type, field.name, field.old, field.new, (CREATE if old < new else DESTROY,))


def _task(task: TaskDiff, group: TaskGroupDiff) -> TaskDiff:
    if task.type == NONE:
        return task
    if group.type in (ADDED, DELETED) and task.type in (ADDED, DELETED):
        remark = CREATE if task.type == ADDED else DESTROY
    elif _replaces(task):
        remark = REPLACE
    else:
        remark = IN_PLACE
    return TaskDiff(task.type, task.name, task.fields, task.objects, (remark,))


def _replaces(task: TaskDiff) -> bool:
    if any(field.name != "KillTimeout" for field in task.fields):
        return True
    for item in task.objects:
        if item.name == "LogConfig":
            if any(field.name == "Disabled" for field in item.fields):
                return True
        elif item.name not in IN_PLACE_OBJECTS:
            return True
    return False
