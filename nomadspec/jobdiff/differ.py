"""The difference of two jobs: job, groups, tasks, and which of their parts are compared how.

The tables give the parts in the order in which they are shown. Both jobs are canonical; a part that is not in a table (spreads, a
task's lifecycle) is not shown, though a difference in it makes its group or task "Edited".
"""

from __future__ import annotations

from nomadspec.jobdiff import kinds
from nomadspec.jobdiff.annotate import annotate
from nomadspec.jobdiff.compare import block, block_set, fields, present, text_set
from nomadspec.jobdiff.diff_tree import ADDED, DELETED, EDITED, NONE, TaskDiff, TaskGroupDiff
from nomadspec.jobdiff.flatten import primitive
from nomadspec.jobdiff.kinds import get
from nomadspec.jobdiff.result import JobDiff
from nomadspec.jobdiff.services import services
from nomadspec.releases import NEWEST
from nomadspec.schema.blocks import BLOCKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, Final

    from nomadspec.jobdiff.compare import Part
    from nomadspec.jobdiff.diff_tree import Change, ObjectDiff
    from nomadspec.releases import Release

#: Fields of the job that are never shown: what a server keeps, the name by which both jobs were found, and a token.
JOB_HIDDEN: Final = frozenset(field.json for field in BLOCKS["Job"] if field.kept_by == "server") | {"ID", "NomadTokenID"}


def _one(compare: Callable[[Any, Any], ObjectDiff | None]) -> Part:
    return lambda old, new: (compare(old, new),)


def _block(name: str, *leave_out: str) -> Part:
    return lambda old, new: (block(name, old, new, leave_out),)


def _set(name: str, key: Callable[[Any], str]) -> Part:
    return lambda old, new: block_set(name, old, new, key)


def _datacenters(old: Any, new: Any) -> Sequence[ObjectDiff]:
    found = text_set("Datacenters", old, new)
    return () if found is None or found.type == NONE else (found,)


_CONSTRAINTS: Final = ("constraint", _set("Constraint", kinds.constraint_key))
_AFFINITIES: Final = ("affinity", _set("Affinity", kinds.affinity_key))

JOB: Final[tuple[tuple[str, Part], ...]] = (
    ("datacenters", _datacenters),
    _CONSTRAINTS,
    _AFFINITIES,
    ("periodic", _one(kinds.periodic)),
    ("parameterized", _one(kinds.parameterized)),
    ("multiregion", _one(kinds.multiregion)),
    ("ui", _one(kinds.ui)),
)
GROUP: Final[tuple[tuple[str, Part], ...]] = (
    _CONSTRAINTS,
    _AFFINITIES,
    ("restart", _block("RestartPolicy")),
    ("migrate", _block("Migrate")),
    ("reschedule", _block("ReschedulePolicy")),
    ("ephemeral_disk", _block("EphemeralDisk")),
    ("consul", _block("Consul")),
    ("update", _block("Update", "Stagger")),
    ("disconnect", _one(kinds.disconnect)),
    ("network", kinds.networks),
    ("scaling", _one(kinds.scaling)),
    ("service", services),
    ("volume", kinds.volumes),
)
TASK: Final[tuple[tuple[str, Part], ...]] = (
    _CONSTRAINTS,
    _AFFINITIES,
    ("config", _one(kinds.config)),
    ("resources", _one(kinds.resources)),
    ("logs", _block("LogConfig")),
    ("dispatch_payload", _block("DispatchPayload")),
    ("artifact", _set("Artifact", kinds.artifact_key)),
    ("service", services),
    ("vault", _one(kinds.vault)),
    ("secret", kinds.secrets),
    ("consul", _block("Consul")),
    ("template", kinds.templates),
    ("default_identity", _one(kinds.identity)),
    ("identity", kinds.identities),
    ("action", kinds.actions),
    ("volume_mount", kinds.volume_mounts),
    ("schedule", _one(kinds.schedule)),
)


def compare(old: Any, new: Any) -> JobDiff:
    """The annotated difference of two canonical jobs, of which one may be None."""
    if old is None and new is None:
        return JobDiff(NONE, "")
    release = next((found for job in (new, old) if job is not None and (found := job.get("release")) is not None), NEWEST)
    if release is not NEWEST:
        from nomadspec.jobdiff.older import with_members_of

        old, new = with_members_of(release, old), with_members_of(release, new)
    shown = fields(primitive(old, JOB_HIDDEN), primitive(new, JOB_HIDDEN), context=False)
    objects = _parts(JOB, "Job", old, new, release)
    groups = tuple([_group(before, after, release) for before, after in _pairs(get(old, "group"), get(new, "group"))])
    kind: Change
    if old is None or new is None:
        kind = ADDED if old is None else DELETED
    else:
        kind = EDITED if shown or any(item.type != NONE for item in objects) or any(group.type != NONE for group in groups) else NONE
    return annotate(JobDiff(kind, (new if old is None else old).id, shown, objects, groups))


def _group(old: Any, new: Any, release: Release) -> TaskGroupDiff:
    kind = _kind(old, new)
    if kind == NONE:  # nothing of it is shown but its name and those of its tasks
        return TaskGroupDiff(NONE, new.name, tasks=tuple([TaskDiff(NONE, task.name) for task, _ in _pairs(get(new, "task"), None)]))
    leave_out = ("Name",)
    before, after = primitive(old, leave_out), primitive(new, leave_out)
    if old is not None and new is not None:
        for flat, side in ((before, old), (after, new)):
            if side.shutdown_delay is not None:
                flat["ShutdownDelay"] = str(side.shutdown_delay)
    tasks = tuple([_task(a, b, release) for a, b in _pairs(get(old, "task"), get(new, "task"))])
    parts = _parts(GROUP, "TaskGroup", old, new, release)
    return TaskGroupDiff(kind, (new if old is None else old).name, fields(before, after, context=False), parts, tasks)


def _task(old: Any, new: Any, release: Release) -> TaskDiff:
    leave_out = ("Name",)
    shown = fields(primitive(old, leave_out), primitive(new, leave_out), context=False)
    return TaskDiff(_kind(old, new), (new if old is None else old).name, shown, _parts(TASK, "Task", old, new, release))


def _kind(old: Any, new: Any) -> Change:
    if old is None:
        return ADDED
    if new is None:
        return DELETED
    return NONE if old == new else EDITED


def _parts(table: tuple[tuple[str, Part], ...], type_: str, old: Any, new: Any, release: Release) -> tuple[ObjectDiff, ...]:
    if release is not NEWEST:
        from nomadspec.jobdiff.older import parts_of

        table = parts_of(table, type_, release)
    return tuple([item for name, part in table for item in present(*part(get(old, name), get(new, name)))])


def _pairs(old: Sequence[Any] | None, new: Sequence[Any] | None) -> list[tuple[Any, Any]]:
    """Groups or tasks by name, in the order of their names."""
    before, after = {item.name: item for item in old or ()}, {item.name: item for item in new or ()}
    return [(before.get(name), after.get(name)) for name in sorted(before.keys() | after.keys())]
