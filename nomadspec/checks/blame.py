"""Finds the place of a problem in the source: the field at fault, or the block that lacks it, or the nearest written block around it.

The block at hand is asked for its origin, not the job by path: labels may be double. A field that Nomad took from elsewhere (a group's
update from the job's, a check's task from its service's) is looked for there when the block itself does not write it.
"""

from __future__ import annotations

from nomadspec.jobspec.origin import place
from nomadspec.jobspec.path import ModelPath

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nomadspec.checks.report import Leaf
    from nomadspec.jobspec.block import JobBlock
    from nomadspec.jobspec.origin import Trail
    from nomadspec.source import Span

#: Policies of a group that are laid over the job's: block type → field of the job.
_OVERLAID = {"UpdateStrategy": "update", "ReschedulePolicy": "reschedule", "MigrateStrategy": "migrate"}

#: Fields of a check that its service gives it.
_FROM_SERVICE = ("on_update", "task", "port")

_HERE = ModelPath(None, "")


def locate(leaf: Leaf, submitted: JobBlock | None) -> tuple[Span | None, Trail]:
    """The span of a problem and the trail of the value there; (None, ()) for a job that was not written as HCL.

    `submitted` is the job as it was written, which has what the canonical one moved to its groups.
    """
    names = leaf.at.split(".") if leaf.at else []
    sources = [block for block in _sources(leaf, submitted or leaf.scope.job) if block.get("origin") is not None]
    if names:
        for block in sources:
            if _writes(block, names[0]):
                return place(block, _below(names))
    for block in (*sources, *leaf.scope.around):
        if block.get("origin") is not None:
            return place(block, _below(names) if block is leaf.block else _HERE)
    return None, ()


def concerned(leaf: Leaf, blamed: Span | None) -> tuple[tuple[str, Span | None], ...]:
    """The checked block, if another one is at fault."""
    origin = leaf.subject.get("origin")
    if origin is None or leaf.subject is leaf.scope.job or blamed == origin.header:
        return ()
    return (("the problem is about this block", origin.header),)


def _below(names: list[str]) -> ModelPath:
    path = _HERE
    for name in names:
        path = path / name
    return path


def _sources(leaf: Leaf, job: JobBlock) -> Iterator[JobBlock]:
    """The block at hand, then the blocks that it may have its values from."""
    yield leaf.block
    overlaid: Any = job.get(_OVERLAID.get(leaf.block.TYPE, "")) if leaf.block.TYPE in _OVERLAID else None
    if overlaid is not None:
        yield overlaid
    if leaf.block.TYPE == "ServiceCheck" and leaf.at in _FROM_SERVICE and leaf.scope.service is not None:
        yield leaf.scope.service


def _writes(block: JobBlock, name: str) -> bool:
    """Whether the field `name` of the block was written."""
    origin = block.get("origin")
    if origin is None:
        return False
    value = block.get(name)
    inner = value[0] if type(value) is list and value else value
    if hasattr(inner, "TYPE"):
        return inner.get("origin") is not None
    span, _ = place(block, _HERE / name)
    return span is not None and span != origin.header
