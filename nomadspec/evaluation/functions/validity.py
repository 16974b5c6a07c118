"""Whether what calls learned from outside still holds (`external_reads.py`)."""

from __future__ import annotations

from contextlib import suppress

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
        with suppress(Failed):
            function.body(context, *arguments)  # leaves its answer in the context
        if context.reads[-1][-1] != digest:
            return False
    return True
