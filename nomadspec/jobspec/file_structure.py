"""The top of a jobspec: one job, variables, locals, nothing else."""

from __future__ import annotations

from nomadspec.hcl.ast import Attribute, Block
from nomadspec.source.on_demand import Later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec.hcl.ast import Body
    from nomadspec.jobspec import decode_errors as errors
    from nomadspec.source import Diagnostic, Source
else:
    errors = Later("nomadspec.jobspec.decode_errors")

#: How many arguments and blocks out of place, and blocks with wrong labels, are reported in one body.
MAX_UNEXPECTED: Final = 200

#: The words of the top, in the order in which Nomad tries them for a suggestion, with their label names.
TOP_BLOCKS: Final[dict[str, tuple[str, ...]]] = {"variables": (), "variable": ("name",), "locals": (), "job": ("name",)}


def job_blocks(source: Source, body: Body, diagnostics: list[Diagnostic]) -> list[Block]:
    """The job blocks of a file, whatever their labels; what is wrong at the top is added to `diagnostics`."""
    jobs: list[Block] = []
    mislabelled: list[Block] = []
    unexpected: list[Attribute | Block] = []
    for item in body.items:
        if item.__class__ is Block and item.type in TOP_BLOCKS:
            assert isinstance(item, Block)
            if len(item.labels) != len(TOP_BLOCKS[item.type]):
                mislabelled.append(item)
            if item.type == "job":
                jobs.append(item)
        else:
            unexpected.append(item)
    for block in mislabelled[:MAX_UNEXPECTED]:
        labels = TOP_BLOCKS[block.type]
        fault = errors.extra_label if len(block.labels) > len(labels) else errors.missing_label
        diagnostics.append(fault(source, block, block.type, labels))
    for item in unexpected[:MAX_UNEXPECTED]:
        diagnostics.append(_unexpected(source, item))
    return jobs


def one_job(source: Source, jobs: list[Block], diagnostics: list[Diagnostic]) -> Block | None:
    """The job of a file, which has one. (Nomad asks for it only when variables and locals are in order.)"""
    if not jobs:
        diagnostics.append(errors.placeless("missing-job", "Missing job block; A job block is required"))
        return None
    if len(jobs) > 1:
        from nomadspec.hcl.errors import range_text

        first, second = jobs[:2]
        place = range_text(source, *errors.definition_of(first))
        detail = f'Only one block of type "job" is allowed. Previous definition was at {place}.'
        related = (("first defined here", source.span(*errors.definition_of(first))),)
        diagnostics.append(errors.fault("duplicate-job", source, *errors.definition_of(second), "Duplicate job block", detail, related=related))
    return jobs[0]


def _unexpected(source: Source, item: Attribute | Block) -> Diagnostic:
    if isinstance(item, Attribute):
        return errors.unsupported_argument(source, item, [], list(TOP_BLOCKS))
    return errors.unsupported_block(source, item, list(TOP_BLOCKS), [])
