"""Changes as JSON: `plain(change)` and `read(plain)` go from one to the other. The forms are those of `nomadspec.changes`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from nomadspec.changes import (
    AddNodes,
    ChangeError,
    Drain,
    Eligible,
    Ineligible,
    Lose,
    RunJob,
    ScaleGroup,
    Scheduler,
    SetNodes,
    StopJob,
)
from nomadspec.source.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable

    from nomadspec.changes import Change


def plain(change: Change) -> dict[str, Any]:
    """The change as JSON."""
    if isinstance(change, Drain):
        return {"drain": list(change.nodes), **({"ignore_system": True} if change.ignore_system else {})}
    if isinstance(change, Lose | Ineligible | Eligible):
        return {type(change).__name__.lower(): list(change.nodes)}
    if isinstance(change, AddNodes):
        lists = {name: list(value) for name, value in (("names", change.names), ("ids", change.ids)) if value}
        return {"add": {"like": change.like, "count": change.count, **lists}}
    if isinstance(change, SetNodes):
        return {"set": {"nodes": list(change.nodes), "values": dict(change.values)}}
    if isinstance(change, Scheduler):
        given = {"algorithm": change.algorithm, "memory_oversubscription": change.memory_oversubscription, "preemption": change.preemption or None}
        return {"scheduler": {name: value for name, value in given.items() if value is not None}}
    if isinstance(change, StopJob):
        return {"stop": change.job}
    if isinstance(change, ScaleGroup):
        return {"scale": {"job": change.job, "group": change.group, "count": change.count}}
    job = change.job
    if isinstance(job, Mapping):
        return {"run": job.get("Job", job)}
    from nomadspec.jobspec.json.api import to_api

    return {"run": to_api(job)}


def read(value: Change | Mapping[str, Any]) -> Change:
    """A change from its plain form; a change is returned as it is. Raises `ChangeError`."""
    if isinstance(value, Record):
        return value
    if not isinstance(value, dict):
        raise ChangeError(f"a change must be an object with one of {', '.join(_READERS)}; not {value!r:.60}")
    kinds = [kind for kind in _READERS if kind in value]
    if len(kinds) != 1:
        raise ChangeError(f"a change must have exactly one of {', '.join(_READERS)}; this one has {', '.join(kinds) or 'none'}")
    return _READERS[kinds[0]](value[kinds[0]], value)


def _names(value: Any, what: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise ChangeError(f"{what} takes a list of nodes, not {value!r:.60}")
    return value


def _member(value: Any, what: str, name: str, kind: type, default: Any = None) -> Any:
    """A member of an object, of the type that is wanted."""
    if not isinstance(value, dict):
        raise ChangeError(f"{what} takes an object, not {value!r:.60}")
    found = value.get(name, default)
    if not isinstance(found, kind) or (kind is int and isinstance(found, bool)):
        raise ChangeError(f"{what}: {name} must be {_KINDS[kind]}, not {found!r:.60}")
    return found


_KINDS: dict[type, str] = {str: "text", int: "a whole number", dict: "an object", list: "a list"}


def _scheduler(value: Any) -> Scheduler:
    preemption = _member(value, "scheduler", "preemption", dict, {})
    unknown = [name for name in preemption if name not in ("service", "batch", "system", "sysbatch")]
    if unknown:
        raise ChangeError(f"scheduler: unknown preemption {unknown[0]!r}; use service, batch, system or sysbatch")
    algorithm, over = value.get("algorithm"), value.get("memory_oversubscription")
    if algorithm not in (None, "binpack", "spread"):
        raise ChangeError(f"scheduler: algorithm must be binpack or spread, not {algorithm!r:.60}")
    if not all(isinstance(flag, bool) for flag in preemption.values()) or not isinstance(over, bool | None):
        raise ChangeError("scheduler: preemption and memory_oversubscription must be true or false")
    return Scheduler(algorithm, over, preemption)


def _add(value: Any) -> AddNodes:
    count = _member(value, "add", "count", int, 1)
    lists = [_names(_member(value, "add", name, list, []), f"add: {name}") for name in ("names", "ids")]
    if not 0 < count <= MOST_NODES:
        raise ChangeError(f"add: count must be between 1 and {MOST_NODES}, not {count}")
    if any(names and len(names) != count for names in lists):
        raise ChangeError(f"add: the number of names and ids must equal count, {count}")
    return AddNodes(_member(value, "add", "like", str), count, *lists)


def _set(value: Any) -> SetNodes:
    values = _member(value, "set", "values", dict)
    if not all(isinstance(item, str) for item in values.values()):
        raise ChangeError("set: values must be strings")
    return SetNodes(_names(_member(value, "set", "nodes", list), "set"), values)


def _scale(value: Any) -> ScaleGroup:
    return ScaleGroup(_member(value, "scale", "job", str), _member(value, "scale", "group", str), _member(value, "scale", "count", int))


def _stop(value: Any) -> StopJob:
    if not isinstance(value, str):
        raise ChangeError(f"stop takes the name of a job, not {value!r:.60}")
    return StopJob(value)


def _run(value: Any) -> RunJob:
    if not isinstance(value, dict):
        raise ChangeError("run takes a job in the API's JSON")
    return RunJob(value)


#: At most so many nodes are added by one change.
MOST_NODES = 100_000

_READERS: dict[str, Callable[[Any, Mapping[str, Any]], Change]] = {
    "drain": lambda value, change: Drain(_names(value, "drain"), bool(change.get("ignore_system"))),
    "lose": lambda value, _: Lose(_names(value, "lose")),
    "ineligible": lambda value, _: Ineligible(_names(value, "ineligible")),
    "eligible": lambda value, _: Eligible(_names(value, "eligible")),
    "add": lambda value, _: _add(value),
    "set": lambda value, _: _set(value),
    "scheduler": lambda value, _: _scheduler(value),
    "stop": lambda value, _: _stop(value),
    "scale": lambda value, _: _scale(value),
    "run": lambda value, _: _run(value),
}
