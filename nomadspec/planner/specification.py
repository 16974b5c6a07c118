"""Whether two canonical jobs are the same specification, and what a changed one is stored as."""

from __future__ import annotations

from nomadspec.jobspec.json.stored import block_to_stored
from nomadspec.schema.blocks import BLOCKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from nomadspec._generated.job_model import Job, NetworkResource

#: What a server writes into a job by itself.
BOOKKEEPING: Final = frozenset(field.json for field in BLOCKS["Job"] if field.kept_by == "server")

#: A plan of a job that is not stored inserts it at this index.
FIRST_INDEX: Final = 100


def same_specification(old: Job, new: Job) -> bool:
    """Whether nothing but bookkeeping differs. Empty and missing are the same."""
    return _outline(old) == _outline(new) and bool(_relevant(old) == _relevant(new))


def _outline(job: Job) -> list[tuple[str, int, list[str]]]:
    """What tells most jobs that differ apart before they are written out whole: names, and how many services there are."""
    return [(group.name or "", len(group.service or ()), [task.name or "" for task in group.task or ()]) for group in job.group or ()]


def _relevant(job: Job) -> Any:
    return _without_empty({key: value for key, value in block_to_stored(job).items() if key not in BOOKKEEPING})


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: kept for key, item in value.items() if (kept := _without_empty(item)) not in _EMPTY or isinstance(kept, int)}
    if isinstance(value, list):
        return [_without_empty(item) for item in value]
    return value


_EMPTY: Final[tuple[Any, ...]] = (None, {}, [], "")


def from_store(job: Job) -> Job:
    """A job read from a server's answer, with the numbers that the answer leaves out when they are zero: the bandwidth of networks."""
    groups = [
        group.changed(
            name=group.name or "",
            network=_bandwidths(group.network),
            task=[
                task.changed(resources=task.resources.changed(network=_bandwidths(task.resources.network))) if task.resources is not None else task
                for task in group.task or []
            ],
        )
        for group in job.group or []
    ]
    return job.changed(group=groups)


def _bandwidths(networks: list[NetworkResource] | None) -> list[NetworkResource] | None:
    return [network if network.mbits is not None else network.changed(mbits=0) for network in networks] if networks else networks


def as_planned(job: Job, stored: Job | None) -> tuple[Job, bool]:
    """The job with the version and indexes it is planned under, and whether the specification changed."""
    if stored is None:
        return job.changed(version=0, create_index=FIRST_INDEX, modify_index=FIRST_INDEX, job_modify_index=FIRST_INDEX), True
    if same_specification(stored, job):
        return stored, False
    index = (stored.job_modify_index or 0) + 1
    return job.changed(version=(stored.version or 0) + 1, create_index=stored.create_index, modify_index=index, job_modify_index=index), True
