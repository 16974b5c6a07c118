"""The notes of `nomadspec plan` on standard error: what `nomad job run` will refuse, what depends on chance, and a summary of several jobs."""

from __future__ import annotations

from nomadspec.cli.notes import note

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from nomadspec.planner.result import Plan
    from nomadspec.workspace.redaction import Redaction

#: What is done to a job, by the type of its diff.
_DONE = {"Added": "created", "Edited": "changed", "Deleted": "removed", "None": "unchanged"}


def plan_notes(path: str, plan: Plan, secrets: Redaction, *, known: bool) -> None:
    """The notes about one plan, without the `secrets`; `known`: whether there is a state."""
    if plan.refused_by_run:
        note(f"{path}: `nomad job run` will refuse this change: {secrets.text(plan.refused_by_run)}")
    uncertain = plan.uncertain if known else ()
    if uncertain:
        names = ", ".join(dict.fromkeys(f'"{placement.group}"' for placement in uncertain))
        number, whole = len(uncertain), len(plan.placements)
        which = "the placement" if whole == 1 else f"{number} of {whole} placements"
        why = "the order in which Nomad takes the nodes" if plan.is_system else "how Nomad shuffles the nodes (--eval-id fixes it)"
        note(f"{path}: {which} of group {secrets.text(names)} {'depends' if number == 1 else 'depend'} on {why}")


def summary(plans: Sequence[Plan], *, known: bool) -> str:
    """One line about several plans: `3 jobs: 1 created, 2 unchanged; 4 allocations placed, 1 group cannot be placed`."""
    counts: dict[str, int] = {}
    for plan in plans:
        done = _DONE.get(plan.diff.type, "changed") if plan.ok and plan.diff is not None else "refused"
        counts[done] = counts.get(done, 0) + 1
    jobs = ", ".join(f"{counts[word]} {word}" for word in (*_DONE.values(), "refused") if word in counts)
    parts = []
    if known and any(plan.ok for plan in plans):
        placed, stopped = sum(len(plan.placements) for plan in plans), sum(len(plan.stops) for plan in plans)
        failed = sum(len(plan.failures) for plan in plans)
        parts = [f"{placed} {'allocation' if placed == 1 else 'allocations'} placed"]
        parts += [f"{stopped} stopped"] if stopped else []
        parts += [f"{failed} {'group' if failed == 1 else 'groups'} cannot be placed"] if failed else []
    return f"{len(plans)} jobs: {jobs}" + (f"; {', '.join(parts)}" if parts else "")
