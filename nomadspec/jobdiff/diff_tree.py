"""The difference between two jobs, as Nomad's API gives it: a tree of job, groups, tasks, objects and fields.

Every node says whether it was added, deleted, edited, or is only there to show where an edit is ("None"). Nodes are values; an
annotated tree is a new one.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, Final, Literal

    Change = Literal["None", "Added", "Deleted", "Edited"]

NONE: Final[Change] = "None"
ADDED: Final[Change] = "Added"
DELETED: Final[Change] = "Deleted"
EDITED: Final[Change] = "Edited"


class FieldDiff:
    """A field with its value on either side; "" stands for a side that has none."""

    __slots__ = ("annotations", "name", "new", "old", "type")

    def __init__(self, type: Change, name: str, old: str, new: str, annotations: Sequence[str] = ()) -> None:
        self.type: Final[Change] = type
        self.name: Final = name
        self.old: Final = old
        self.new: Final = new
        self.annotations: Final = tuple(annotations)

    def to_api(self) -> dict[str, Any]:
        """As the API prints it."""
        return {"Type": self.type, "Name": self.name, "Old": self.old, "New": self.new, "Annotations": list(self.annotations) or None}


class ObjectDiff:
    """A block (or a list or map shown as one), with the fields and blocks in it."""

    __slots__ = ("fields", "name", "objects", "type")

    def __init__(self, type: Change, name: str, fields: Sequence[FieldDiff] = (), objects: Sequence[ObjectDiff] = ()) -> None:
        self.type: Final[Change] = type
        self.name: Final = name
        self.fields: Final = tuple(fields)
        self.objects: Final = tuple(objects)

    def to_api(self) -> dict[str, Any]:
        """As the API prints it."""
        return {"Type": self.type, "Name": self.name, "Fields": _listed(self.fields), "Objects": _listed(self.objects)}


class TaskDiff:
    """A task; `annotations` say what the change of it forces."""

    __slots__ = ("annotations", "fields", "name", "objects", "type")

    def __init__(self, type: Change, name: str, fields: Sequence[FieldDiff] = (), objects: Sequence[ObjectDiff] = (), annotations: Sequence[str] = ()) -> None:
        self.type: Final[Change] = type
        self.name: Final = name
        self.fields: Final = tuple(fields)
        self.objects: Final = tuple(objects)
        self.annotations: Final = tuple(annotations)

    def to_api(self) -> dict[str, Any]:
        """As the API prints it."""
        return {
            "Type": self.type,
            "Name": self.name,
            "Fields": _listed(self.fields),
            "Objects": _listed(self.objects),
            "Annotations": list(self.annotations) or None,
        }


class TaskGroupDiff:
    """A group; `updates` counts what the scheduler would do with its allocations, None when it was not asked."""

    __slots__ = ("fields", "name", "objects", "tasks", "type", "updates")

    def __init__(
        self,
        type: Change,
        name: str,
        fields: Sequence[FieldDiff] = (),
        objects: Sequence[ObjectDiff] = (),
        tasks: Sequence[TaskDiff] = (),
        updates: Mapping[str, int] | None = None,
    ) -> None:
        self.type: Final[Change] = type
        self.name: Final = name
        self.fields: Final = tuple(fields)
        self.objects: Final = tuple(objects)
        self.tasks: Final = tuple(tasks)
        self.updates: Final = None if updates is None else dict(updates)

    def to_api(self) -> dict[str, Any]:
        """As the API prints it."""
        return {
            "Type": self.type,
            "Name": self.name,
            "Fields": _listed(self.fields),
            "Objects": _listed(self.objects),
            "Tasks": _listed(self.tasks),
            "Updates": self.updates,
        }


class JobDiff:
    """The difference between two jobs. `to_api` is the API's tree, `to_text` what `nomad job plan` prints of it."""

    __slots__ = ("fields", "id", "objects", "task_groups", "type")

    def __init__(
        self,
        type: Change,
        id: str,
        fields: Sequence[FieldDiff] = (),
        objects: Sequence[ObjectDiff] = (),
        task_groups: Sequence[TaskGroupDiff] = (),
    ) -> None:
        self.type: Final[Change] = type
        self.id: Final = id
        self.fields: Final = tuple(fields)
        self.objects: Final = tuple(objects)
        self.task_groups: Final = tuple(task_groups)

    def to_api(self) -> dict[str, Any]:
        """As the API prints it."""
        return {"Type": self.type, "ID": self.id, "Fields": _listed(self.fields), "Objects": _listed(self.objects), "TaskGroups": _listed(self.task_groups)}

    def to_text(self, verbose: bool = False) -> str:
        """What `nomad job plan -no-color` prints above "Scheduler dry-run:", without a final newline."""
        from nomadspec.jobdiff.diff_text import job_lines, plain

        return plain(job_lines(self, verbose=verbose))

    def __repr__(self) -> str:
        return f"<JobDiff {self.id!r} {self.type}>"


def _listed(nodes: Sequence[Any]) -> list[dict[str, Any]] | None:
    return [node.to_api() for node in nodes] or None
