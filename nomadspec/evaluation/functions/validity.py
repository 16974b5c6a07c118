"""Whether what calls learned from outside still holds (`external_reads.py`)."""

from __future__ import annotations

from nomadspec.evaluation.functions.external_reads import digest as digest_of
from nomadspec.evaluation.functions.filesystem import TABLE
from nomadspec.evaluation.functions.signature import Failed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from nomadspec.evaluation.functions.calling import ExternalRead, FunctionContext


def still_valid(reads: Sequence[ExternalRead], context: FunctionContext) -> bool:
    """Whether every call would be answered the same now, with what `context` may read."""
    for name, arguments, digest in reads:
        function = TABLE.get(name)
        if not digest or function is None or len(arguments) != len(function.parameters):
            return False
        try:
            now = digest_of(function.body(context, *arguments))
        except Failed as failure:
            now = digest_of(failure)
        if now != digest:
            return False
    return True
