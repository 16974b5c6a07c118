"""Follow-up evaluations: things due at nearly the same time share one."""

from __future__ import annotations

from nomadspec.scheduler.reconciler_model import SECOND, FollowUp
from nomadspec.source.record import Record, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec.scheduler.reconciler_model import Existing


#: What is due less than this after the first of a batch belongs to the batch.
BATCH_WINDOW: Final = 5 * SECOND

#: Trigger of the first batch → its description, trigger of the others, their description.
_TEXTS: Final = {
    "alloc-reschedule": ("created for delayed rescheduling", "alloc-failure", ""),
    "alloc-failure": ("created for delayed rescheduling", "alloc-failure", ""),
    "max-disconnect-timeout": ("created for delayed disconnect timeout", "max-disconnect-timeout", "created for delayed disconnect timeout"),
}


class Batches(Record, frozen=False, eq=True):
    """Evaluations in the order of their times, and which allocation waits for which."""

    evals: list[FollowUp] = field(default_factory=list)
    by_alloc: dict[str, FollowUp] = field(default_factory=dict)


def batches(due: list[tuple[Existing, int]], trigger: str) -> Batches:
    """One evaluation for each run of allocations due within five seconds."""
    description, next_trigger, next_description = _TEXTS[trigger]
    result = Batches()
    for alloc, time in sorted(due, key=lambda item: item[1]):
        if not result.evals:
            result.evals.append(FollowUp(trigger, description, time))
        elif time - result.evals[-1].wait_until >= BATCH_WINDOW:
            result.evals.append(FollowUp(next_trigger, next_description, time))
        result.by_alloc[alloc.id] = result.evals[-1]
    return result
