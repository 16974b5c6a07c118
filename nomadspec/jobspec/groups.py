"""The group of a job by its name. A job has a handful of groups, but thousands must not take the square of their number."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec._generated.job_model import Job, TaskGroup

#: Groups that are gone through; a job with more gets a table, and the tables of a few jobs are kept.
FEW: Final = 16
KEPT: Final = 8
_TABLES: dict[int, tuple[Job, dict[str, TaskGroup]]] = {}


def group_named(job: Job, name: str) -> TaskGroup | None:
    """The group `name` of a job, the first if several have it."""
    groups = job.group or ()
    if len(groups) <= FEW:
        return next((group for group in groups if group.name == name), None)
    known = _TABLES.get(id(job))
    if known is None or known[0] is not job:
        if len(_TABLES) >= KEPT:
            _TABLES.clear()
        known = _TABLES[id(job)] = (job, {group.name or "": group for group in reversed(groups)})
    return known[1].get(name)
