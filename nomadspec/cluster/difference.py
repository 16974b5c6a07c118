"""What differs between two states, object by object and member by member.

Every list of the document is compared, by what identifies its objects, and the document's own members (the region, the scheduler's configuration).
A member that is missing, null or an empty list or object are the same. What servers count up at every write (`NOISE`) is left out unless `verbose`.
"""

from __future__ import annotations

from nomadspec.cluster.shapes import escaped, member_path
from nomadspec.cluster.state import ClusterState
from nomadspec.cluster.state_document import LISTS
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any, Final, Literal

    from nomadspec.source.json_types import Json, JsonObject

    Change = Literal["added", "removed", "changed"]

#: Members that change with every write or every look at a cluster, and tell an operator nothing.
NOISE: Final = frozenset({
    "AllocModifyIndex", "ComputedClass", "CreateIndex", "CreateTime", "Events", "JobCreateIndex", "JobModifyIndex", "JobSpecModifyIndex",
    "LastAllocUpdateIndex", "LastMissedHeartbeatIndex", "Metrics", "ModifyIndex", "ModifyTime", "SnapshotIndex", "StatusUpdatedAt", "SubmitTime",
    "UpdateTime", "captured_at", "latest_index", "source", "unique.storage.bytesfree",
})  # fmt: skip

#: Objects within objects that are looked into; deeper ones are compared as a whole.
MAX_DEPTH: Final = 40


class FieldChange(Record):
    """A member of an object that differs: `name` is its path in the object (`NodeResources.Memory.MemoryMB`); None where there is no value."""

    name: str
    old: Json
    new: Json

    def to_dict(self) -> JsonObject:
        """As plain data."""
        return {"name": self.name, "old": self.old, "new": self.new}


class StateChange(Record):
    """An object that differs, or a member of the document itself.

    `list`: the document's list that holds it, or the document's member; `key`: what identifies it in the list, in the order of the list's key members
    (() for a member); `fields`: which of its members differ, none where the object is `added` or `removed`; `old`, `new`: the API's objects.
    """

    list: str
    key: tuple[Json, ...]
    change: Change
    fields: tuple[FieldChange, ...] = ()
    old: Mapping[str, object] | None = None
    new: Mapping[str, object] | None = None

    def to_dict(self) -> JsonObject:
        """As plain data, without the objects."""
        return {"list": self.list, "key": [*self.key], "change": self.change, "fields": [field.to_dict() for field in self.fields]}

    def __repr__(self) -> str:
        return f"<StateChange {self.list} {'/'.join(map(str, self.key))} {self.change}>"


class StateDiff(Record):
    """The differences from `old` to `new`. False if there are none."""

    entries: tuple[StateChange, ...]
    """What differs: members of the document first, then its lists in their order, each by key."""
    old: ClusterState
    new: ClusterState

    def __bool__(self) -> bool:
        return bool(self.entries)

    def to_dict(self) -> JsonObject:
        """As plain data: `entries` with `list`, `key`, `change` and `fields` (`name`, `old`, `new`)."""
        return {"entries": [entry.to_dict() for entry in self.entries]}

    def __repr__(self) -> str:
        return f"<StateDiff {len(self.entries)} entries>"


def state_diff(old: ClusterState | Mapping[str, object], new: ClusterState | Mapping[str, object], *, verbose: bool = False) -> StateDiff:
    """The differences between two states or state documents. `verbose`: including members that change at every write. Raises `StateError` for an invalid document."""
    before, after = (state if isinstance(state, ClusterState) else ClusterState.from_dict(state) for state in (old, new))
    ignored: frozenset[str] = frozenset() if verbose else NOISE
    return StateDiff((*_members(before, after, ignored), *_objects(before, after, ignored)), before, after)


def changed_fields(old: Mapping[str, Any], new: Mapping[str, Any], ignored: frozenset[str] = NOISE) -> tuple[FieldChange, ...]:
    """The members in which two objects of one kind differ."""
    return tuple(_compare("", old, new, ignored, MAX_DEPTH))


def _members(old: ClusterState, new: ClusterState, ignored: frozenset[str]) -> Iterator[StateChange]:
    before, after = (_own(state) for state in (old, new))
    for name in dict.fromkeys((*before, *after)):
        fields = () if name in ignored else tuple(_compare(name, before.get(name), after.get(name), ignored, MAX_DEPTH))
        if fields:
            yield StateChange(name, (), "changed", fields)


def _own(state: ClusterState) -> dict[str, Any]:
    """The members of the document that are no lists of objects."""
    members: dict[str, Any] = {name: value for name, value in state.to_dict().items() if name not in LISTS and name != "format"}
    # As the API answers it, the configuration lies one level deeper.
    config = members["scheduler_config"]
    return {**members, "scheduler_config": config.get("SchedulerConfig") or config}


def _objects(old: ClusterState, new: ClusterState, ignored: frozenset[str]) -> Iterator[StateChange]:
    for name in LISTS:
        before, after = _by_key(old, name), _by_key(new, name)
        for key in sorted({*before, *after}):
            a, b = before.get(key), after.get(key)
            if a is None or b is None:
                yield StateChange(name, key[:-1], "added" if a is None else "removed", (), a, b)
            elif a != b and (fields := changed_fields(a, b, ignored)):
                yield StateChange(name, key[:-1], "changed", fields, a, b)


def _by_key(state: ClusterState, name: str) -> dict[tuple[Any, ...], Mapping[str, Any]]:
    """The objects of a list by their key and, where that may be another's too, their number among those."""
    found: dict[tuple[Any, ...], Mapping[str, Any]] = {}
    alike: dict[tuple[Any, ...], int] = {}
    for row in state.document.get(name) or ():
        key = LISTS[name].key(row)
        alike[key] = alike.get(key, -1) + 1
        found[*key, alike[key]] = row
    return found


def _compare(path: str, old: Any, new: Any, ignored: frozenset[str], depth: int) -> Iterator[FieldChange]:
    if isinstance(old, dict) and isinstance(new, dict) and depth:
        for name in sorted((old.keys() | new.keys()) - ignored):
            yield from _compare(member_path(path, name), old.get(name), new.get(name), ignored, depth - 1)
        return
    if isinstance(old, list) and isinstance(new, list) and depth:
        before, after = _by_name(old), _by_name(new)
        if before is not None and after is not None:
            for name in sorted(before.keys() | after.keys()):
                yield from _compare(f'{path}["{escaped(name)}"]', before.get(name), after.get(name), ignored, depth - 1)
            return
    if old != new and not (_is_nothing(old) and _is_nothing(new)):
        yield FieldChange(path, old, new)


def _by_name(rows: list[Any]) -> dict[str, Any] | None:
    """Objects with names of their own, by name; None for any other list."""
    found = {row["Name"]: row for row in rows if isinstance(row, dict) and isinstance(row.get("Name"), str)}
    return found if len(found) == len(rows) else None


def _is_nothing(value: object) -> bool:
    return value is None or value == [] or value == {}
