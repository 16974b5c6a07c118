"""A stored job without what servers filled in: the fields that make the job what it is, as its author may have written them.

Begin with the names alone. Store the job; where the result differs from the stored job, take that field from it; store again, from the job inwards, since
what is set above may be what is missing below (a group's update from the job's, a task's restart from the group's). What was never needed is a default.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from nomadspec.jobspec.canonicalize import canonicalize
from nomadspec.jobspec.json.api import JobJsonError, from_api

#: Members of a stored job that servers keep books with.
_BOOKS: Final = frozenset(
    [
        "CreateIndex",
        "ModifyIndex",
        "JobModifyIndex",
        "Version",
        "VersionTag",
        "Stable",
        "Status",
        "StatusDescription",
        "SubmitTime",
        "Stop",
        "Dispatched",
        "ParentID",
        "NomadTokenID",
        "DispatchIdempotencyToken",
    ]
)
#: Members that say which element of a list it is, or that every jobspec brings along.
_NAMES: Final = ("ID", "Name", "Driver", "Label", "DestPath", "SpecType")
#: Members whose keys are the author's: an empty value in them is one, too.
_FREE: Final = frozenset(
    {"Config", "Env", "Meta", "CanaryMeta", "GetterOptions", "GetterHeaders", "Header", "Options", "Policy", "TaggedAddresses", "ExtraClaims"}
)
#: Lists to which servers add, in an order that means nothing.
_SETS: Final = frozenset({"Constraints", "Affinities"})
#: How deep members are looked at, and how often a job is stored.
_DEPTH: Final = 16
_ROUNDS: Final = 64


def is_stored(job: Mapping[str, Any]) -> bool:
    """Whether an API object of a job comes from a server, which filled its defaults in."""
    return bool(job.get("CreateIndex") or job.get("SubmitTime") or job.get("Status"))


def authored(job: Mapping[str, Any]) -> dict[str, Any]:
    """The API object without defaults and admission changes; stored again it is the same job. The object as it is where that cannot be reached."""
    for source in (_without_proxies(job), job):
        found = _grown(source, canonicalize(job).to_api())
        if found is not None:
            return found
    return dict(job)


def _grown(source: Mapping[str, Any], stored: Mapping[str, Any]) -> dict[str, Any] | None:
    """The fewest members of `source` that make the stored job; None when no members do."""
    kept = _names(source)
    if source.get("Type") not in (None, "", "service"):
        kept["Type"] = source["Type"]  # on which most defaults depend
    depth = 0
    for _ in range(_ROUNDS):
        try:
            made = canonicalize(from_api(kept)).to_api()
        except JobJsonError:
            return None
        if _same(made, stored):
            return kept
        while not _take(kept, source, made, stored, depth):
            if depth > _DEPTH:
                return None
            depth += 1
    return None


def _take(kept: dict[str, Any], source: Mapping[str, Any], made: Any, stored: Any, depth: int, below: int = 0) -> bool:
    """Take what differs, down to a depth further on; whether something was taken. `below`: how deep this is."""
    made = made if isinstance(made, Mapping) else {}
    taken = False
    for key, value in source.items():
        wanted, got = stored.get(key), made.get(key)
        if value is None or key in _BOOKS or _same_member(key, wanted, got):
            continue
        if isinstance(value, Mapping) and key not in _FREE:
            if key not in kept:
                kept[key] = _names(value)
                taken = True
            if depth and isinstance(wanted, Mapping):
                taken |= _take(kept[key], value, got, wanted, depth - 1, below + 1)
        elif isinstance(value, list) and value and all(isinstance(item, Mapping) for item in value):
            taken |= _take_list(kept, key, value, got, wanted, depth, below)
        elif key not in kept or kept[key] != value:
            kept[key] = value
            taken = True
    return taken


def _take_list(kept: dict[str, Any], key: str, value: list[Any], made: Any, stored: Any, depth: int, below: int) -> bool:
    made, stored = made or [], stored or []
    if key in _SETS:
        if key in kept or depth + below <= _DEPTH:  # at last: what the rest brings along is none of the author's
            return False
        kept[key] = [item for item in value if not any(_same(item, other) for other in made)]
        return True
    if key not in kept:
        kept[key] = [_names(item) for item in value]
        return True
    taken = False
    if depth:
        for index, item in enumerate(value[: len(stored)]):
            taken |= _take(kept[key][index], item, made[index] if index < len(made) else {}, stored[index], depth - 1, below + 1)
    return taken


def _names(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: item[name] for name in _NAMES if item.get(name)}


def _same_member(key: str, one: Any, other: Any) -> bool:
    if key in _FREE:
        return bool(one == other)
    if key in _SETS and len(one or ()) == len(other or ()):
        return all(any(_same(item, candidate) for candidate in other or ()) for item in one or ())
    return _same(one, other)


def _same(one: Any, other: Any) -> bool:
    """Whether two API values mean the same: what is missing is as what is empty, but for numbers and flags."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return all(_same_member(key, one.get(key), other.get(key)) for key in {*one, *other} - _BOOKS)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, int | float) or isinstance(other, int | float):
        return bool(one == other)
    return bool(one == other or (not one and not other))


def _without_proxies(job: Mapping[str, Any]) -> dict[str, Any]:
    """The job without the tasks and ports that servers add for Connect."""
    groups = []
    for group in job.get("TaskGroups") or ():
        tasks = [task for task in group.get("Tasks") or () if not str(task.get("Kind") or "").startswith("connect-proxy:")]
        networks = [
            {**network, "DynamicPorts": [port for port in network.get("DynamicPorts") or () if not str(port.get("Label") or "").startswith("connect-proxy-")]}
            for network in group.get("Networks") or ()
        ]
        groups.append({**group, "Tasks": tasks, "Networks": networks})
    return {**job, "TaskGroups": groups}
