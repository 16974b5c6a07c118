"""What `nomad job plan` prints: the diff, the scheduler's dry run, warnings, preemptions, and how to submit the job.

The text is built as lines of styled spans (`source/styled_text.py`), which `plain` turns into Nomad's uncoloured text and a terminal
renderer into a coloured one. Where Nomad prints the lines of one kind in no order (it walks a map), they are sorted here.
"""

from __future__ import annotations

from datetime import datetime

from nomadspec.evaluation.go_quoting import go_quote
from nomadspec.jobdiff.diff_text import job_lines
from nomadspec.notation import duration

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any, Final

    from nomadspec.jobdiff.diff_tree import JobTree
    from nomadspec.planner.dry_run import DryRun, Preempted
    from nomadspec.source.styled_text import Line

#: From this many on, preempted allocations (and then jobs) are counted instead of listed.
LISTED: Final = 10

#: Metric counters in the order in which they are printed: member, words before the count, words after it.
_COUNTERS: Final = (
    ("ClassFiltered", "Class {}: ", " nodes excluded by filter"),
    ("ConstraintFiltered", "Constraint {}: ", " nodes excluded by filter"),
    ("NodesExhausted", "Resources exhausted on ", " nodes"),
    ("ClassExhausted", "Class {} exhausted on ", " nodes"),
    ("DimensionExhausted", "Dimension {} exhausted on ", " nodes"),
)

_HOW_TO_SUBMIT: Final = """\
When running the job with the check-index flag, the job will only be run if the
job modify index given matches the server-side version. If the index has
changed, another user has modified the job and the plan's results are
potentially invalid."""


def plan_lines(
    diff: JobTree | None,
    run: DryRun,
    *,
    filename: str = "job.nomad.hcl",
    flags: Sequence[tuple[str, str]] = (),
    verbose: bool = False,
    long_texts: bool = False,
) -> Iterator[Line]:
    """The whole output as lines, of which there may be millions.

    `diff` is None where it is left out; `flags` are the command's variables, such as `("var", "a=b")` or `("var-file", "x.hcl")`, to be repeated in the
    command that submits the job; `long_texts` shows edited texts of several lines as line diffs, as Nomad does not.
    """
    if diff is not None:
        yield from _trimmed(job_lines(diff, verbose=verbose, long_texts=long_texts))
        yield []
    lines: list[Line] = [[("Scheduler dry-run:", "title")], *_dry_run(run), *_launch(run), []]
    if run.warnings:
        lines += [[("Job Warnings:", "warning")], *([(line, "")] for line in f"{run.warnings}\n".split("\n"))]
    if run.preempted:
        lines += [[("Preemptions:", "warning")], [], *_preemptions(run.preempted)]
    index = str(run.job_modify_index)
    words = [f"-{name}={go_quote(value)} " for name, value in flags]
    lines += [
        [(f"Job Modify Index: {index}", "title")],
        [("To submit the job with version verification run:", "")],
        [],
        [(f"nomad job run -check-index {index} {''.join(words)}{filename}", "")],
        [],
    ]
    yield from lines
    yield from ([(line, "")] for line in _HOW_TO_SUBMIT.split("\n"))


def _trimmed(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines without the empty ones at their end."""
    empty = 0
    for line in lines:
        if not line:
            empty += 1
            continue
        yield from ([] for _ in range(empty))
        empty = 0
        yield line


def _dry_run(run: DryRun) -> list[Line]:
    if not run.failed:
        return [[("- All tasks successfully allocated.", "good")]]
    what = "allocations on all nodes" if run.job_type == "system" else "all allocations"
    lines: list[Line] = [[(f"- WARNING: Failed to place {what}.", "warning")]]
    for number, (group, metric) in enumerate(sorted(run.failed.items())):
        if number:
            lines.append([])
        more = metric.get("CoalescedFailures") or 0
        lines.append([(f"  Task Group {go_quote(group)} (failed to place {more + 1} allocation{'s' if more else ''}):", "warning")])
        lines += [[(f"    * {line}", "")] for line in metric_lines(metric)]
    return lines


def metric_lines(metric: Mapping[str, Any]) -> list[str]:
    """Why a group was not placed: what the search saw, without bullets."""
    lines = []
    if not metric.get("NodesEvaluated"):
        lines.append("No nodes were eligible for evaluation")
    lines += [f"No nodes are available in datacenter {go_quote(name)}" for name, count in sorted((metric.get("NodesAvailable") or {}).items()) if not count]
    for member, before, after in _COUNTERS:
        found = metric.get(member)
        if isinstance(found, int):
            lines += [f"{before}{found}{after}"] if found else []
        elif found:
            lines += sorted(f"{before.format(go_quote(name))}{count}{after}" for name, count in found.items())
    lines += sorted(f"Quota limit hit {go_quote(name)}" for name in metric.get("QuotaExhausted") or ())
    return lines


def _launch(run: DryRun) -> list[Line]:
    if run.next_launch is None:
        return []
    seconds = int(datetime.fromisoformat(run.next_launch).timestamp()) - run.now // duration.SECOND
    words = f"- If submitted now, next periodic launch would be at {run.next_launch} ({duration.text(seconds * duration.SECOND)} from now)."
    return [[(words, "good")]]


def _preemptions(preempted: Sequence[Preempted]) -> list[Line]:
    if len(preempted) < LISTED:
        return _table([("Alloc ID", "Job ID", "Task Group"), *((alloc.alloc_id, alloc.job_id, alloc.group) for alloc in preempted)])
    jobs: dict[tuple[str, str, str], int] = {}
    types: dict[str, int] = {}
    for alloc in preempted:
        key = (alloc.job_id, alloc.namespace, alloc.job_type)
        jobs[key] = jobs.get(key, 0) + 1
        types[alloc.job_type] = types.get(alloc.job_type, 0) + 1
    if len(jobs) < LISTED:
        return _table([("Job ID", "Namespace", "Job Type", "Preemptions"), *((*key, str(count)) for key, count in sorted(jobs.items()))])
    return _table([("Job Type", "Preemptions"), *((name, str(count)) for name, count in sorted(types.items()))])


def _table(rows: Iterable[tuple[str, ...]]) -> list[Line]:
    cells = [[cell or "<none>" for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    widths[-1] = 0
    return [[("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)), "")] for row in cells]
