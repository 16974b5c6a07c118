"""Several states as one: the first that describes something decides, a later one supplies what the earlier ones leave out.

What is merged are the documents as they were given. Defaults, such as the region `global`, are filled in only afterwards: a state that says
nothing of its region leaves it to the next.
"""

from __future__ import annotations

from nomadspec.cluster.state import ClusterState

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any


def merge(states: Sequence[ClusterState]) -> ClusterState:
    """One state of several, of which there is at least one. Raises `StateError` where they do not fit together."""
    if len(states) == 1:
        return states[0]
    document: dict[str, Any] = {}
    origin: dict[str, Mapping[str, Any]] = {}
    for state in states:
        for name, value in state.document.items():
            if value and not document.get(name):
                document[name] = value
                origin[name] = state.document
    incomplete = [text for state in states for text in state.document.get("incomplete") or ()]
    if incomplete:
        document["incomplete"] = incomplete
    if origin.get("allocations") is not origin.get("jobs"):
        document["jobs"] = [*document.get("jobs", ()), *_jobs_of_allocations(origin, document)]
    merged = ClusterState.from_dict(document)
    merged.jobs_alone = all(state.jobs_alone for state in states)
    merged.nodes_alone = not merged.jobs_alone and all(state.jobs_alone or state.nodes_alone for state in states)
    merged.left_out = {where: what for state in states for where, what in state.left_out.items()}
    return merged


def _jobs_of_allocations(origin: Mapping[str, Mapping[str, Any]], document: Mapping[str, Any]) -> list[Any]:
    """Where jobs and allocations come from two states (of a revision and of a cluster): the jobs that run and that the first does not describe."""
    described = {_job(row, "ID") for row in document.get("jobs", ())}
    running = {_job(row, "JobID") for row in document.get("allocations", ())} - described
    return [row for row in origin.get("allocations", {}).get("jobs") or () if _job(row, "ID") in running]


def _job(row: Mapping[str, Any], name: str) -> tuple[Any, Any]:
    return row.get("Namespace") or "default", row.get(name)
