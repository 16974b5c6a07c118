"""The difference between two jobs, as Nomad's API gives it: a tree of job, groups, tasks, objects and fields.

Every node says whether it was added, deleted, edited, or is only there to show where an edit is ("None"). Nodes are values; an
annotated tree is a new one.
"""

from __future__ import annotations

from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, Final, Literal

    from nomadspec.source.json_types import JsonObject

    Change = Literal["None", "Added", "Deleted", "Edited"]

NONE: Final[Change] = "None"
ADDED: Final[Change] = "Added"
DELETED: Final[Change] = "Deleted"
EDITED: Final[Change] = "Edited"


class FieldDiff(Record):
    """A field with its value on either side; "" stands for a side that has none."""

    type: Change
    name: str
    old: str
    new: str
    annotations: tuple[str, ...] = ()

    def to_api(self) -> dict[str, Any]:
        """As the API prints it."""
        return {"Type": self.type, "Name": self.name, "Old": self.old, "New": self.new, "Annotations": list(self.annotations) or None}


class ObjectDiff(Record):
    """A block (or a list or map shown as one), with the fields and blocks in it."""

    type: Change
    name: str
    fields: tuple[FieldDiff, ...] = ()
    objects: tuple[ObjectDiff, ...] = ()

    def to_api(self) -> dict[str, Any]:
        """As the API prints it."""
        return {"Type": self.type, "Name": self.name, "Fields": listed(self.fields), "Objects": listed(self.objects)}


class TaskDiff(Record):
    """A task; `annotations` say what the change of it forces."""

    type: Change
    name: str
    fields: tuple[FieldDiff, ...] = ()
    objects: tuple[ObjectDiff, ...] = ()
    annotations: tuple[str, ...] = ()

    def to_api(self) -> dict[str, Any]:
        """As the API prints it."""
        return {
            "Type": self.type,
            "Name": self.name,
            "Fields": listed(self.fields),
            "Objects": listed(self.objects),
            "Annotations": list(self.annotations) or None,
        }


class TaskGroupDiff(Record):
    """A group; `updates` counts what the scheduler would do with its allocations, None when it was not asked."""

    type: Change
    name: str
    fields: tuple[FieldDiff, ...] = ()
    objects: tuple[ObjectDiff, ...] = ()
    tasks: tuple[TaskDiff, ...] = ()
    updates: Mapping[str, int] | None = None

    def to_api(self) -> dict[str, Any]:
        """As the API prints it."""
        return {
            "Type": self.type,
            "Name": self.name,
            "Fields": listed(self.fields),
            "Objects": listed(self.objects),
            "Tasks": listed(self.tasks),
            "Updates": None if self.updates is None else dict(self.updates),
        }


class JobTree(Record):
    """The root: a job with its groups. `JobDiff` (`result.py`) is this with its text."""

    type: Change
    id: str
    fields: tuple[FieldDiff, ...] = ()
    objects: tuple[ObjectDiff, ...] = ()
    task_groups: tuple[TaskGroupDiff, ...] = ()

    def to_api(self) -> JsonObject:
        """As the API prints it."""
        return {"Type": self.type, "ID": self.id, "Fields": listed(self.fields), "Objects": listed(self.objects), "TaskGroups": listed(self.task_groups)}


def listed(nodes: Sequence[FieldDiff | ObjectDiff | TaskDiff | TaskGroupDiff]) -> list[Any] | None:
    """Nodes as the API prints them; null for none."""
    return [node.to_api() for node in nodes] or None
