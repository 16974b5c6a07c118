"""The options of `what-if` as changes. Their order on the command line does not matter: nodes change first, then losses, then jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nomadspec.changes import AddNodes, Drain, Eligible, Ineligible, Lose, RunJob, ScaleGroup, Scheduler, SetNodes, StopJob
from nomadspec.cli.arguments import UsageError
from nomadspec.simulation.plain_changes import MOST_NODES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nomadspec._generated.job_model import Job
    from nomadspec.changes import Change
    from nomadspec.cli.arguments import Arguments

#: Instead of a number of nodes: as few as needed.
FIT: Final = "fit"


def changes(arguments: Arguments, jobs: Iterable[Job]) -> list[Change]:
    """All changes but `--add fit*NODE`. Raises `UsageError`."""
    made: list[Change] = [_set(text) for text in arguments.many("set")]
    if arguments.many("scheduler"):
        made.append(_scheduler(arguments.many("scheduler")))
    made += [_add(text) for text in arguments.many("add") if not _is_fit(text)]
    for name, kind in (("eligible", Eligible), ("ineligible", Ineligible)):
        if arguments.many(name):
            made.append(kind(_nodes(arguments.many(name))))
    if arguments.many("drain"):
        made.append(Drain(_nodes(arguments.many("drain")), ignore_system=not arguments.flag("drain_system", True)))
    if arguments.many("lose"):
        made.append(Lose(_nodes(arguments.many("lose"))))
    made += [StopJob(name) for name in arguments.many("stop")]
    made += [_scale(text) for text in arguments.many("scale")]
    made += [RunJob(job) for job in jobs]
    return made


def fit_option(arguments: Arguments) -> str | None:
    """The node of `--add fit*NODE`; None without one."""
    found = [text.partition("*")[2] for text in arguments.many("add") if _is_fit(text)]
    if len(found) > 1:
        raise UsageError("--add fit*NODE can only be given once, because it looks for the fewest nodes of one kind")
    return found[0] if found else None


def _is_fit(text: str) -> bool:
    return text.startswith(f"{FIT}*")


def _nodes(texts: list[str]) -> list[str]:
    """Names, comma separated or repeated."""
    names = [name.strip() for text in texts for name in text.split(",")]
    return [name for name in names if name]


def _add(text: str) -> AddNodes:
    count, star, node = text.partition("*")
    if not star or not node or not count.isascii() or not count.isdigit() or not 0 < int(count[:9]) <= MOST_NODES:
        raise UsageError(f"--add takes COUNT*NODE, such as 3*node1, or fit*NODE; not {text!r}")
    return AddNodes(node, int(count))


def _set(text: str) -> SetNodes:
    nodes, colon, value = text.rpartition(":")
    key, equals, value = value.partition("=")
    if not colon or not nodes or not equals:
        raise UsageError(f"--set takes NODES:KEY=VALUE, such as node1:meta.ssd=yes; not {text!r}")
    return SetNodes(_nodes([nodes]), {key: value})


def _scheduler(texts: list[str]) -> Scheduler:
    algorithm: str | None = None
    oversubscription: bool | None = None
    preemption: dict[str, bool] = {}
    for text in texts:
        key, _, value = text.partition("=")
        kind = key.removeprefix("preemption.")
        if key == "algorithm" and value in ("binpack", "spread"):
            algorithm = value
        elif key == "memory_oversubscription" and value in _FLAGS:
            oversubscription = _FLAGS[value]
        elif key.startswith("preemption.") and kind in ("service", "batch", "system", "sysbatch") and value in _FLAGS:
            preemption[kind] = _FLAGS[value]
        else:
            raise UsageError(
                "--scheduler takes algorithm=binpack|spread, memory_oversubscription=true|false, "
                f"or preemption.service|batch|system|sysbatch=true|false; not {text!r}"
            )
    return Scheduler(algorithm, oversubscription, preemption)


_FLAGS: Final = {"true": True, "false": False}


def _scale(text: str) -> ScaleGroup:
    target, equals, count = text.rpartition("=")
    job, slash, group = target.rpartition("/")
    if not equals or not slash or not job or not group or not count.isascii() or not count.isdigit() or len(count) > 9:
        raise UsageError(f"--scale takes JOB/GROUP=N, such as web/api=5; not {text!r}")
    return ScaleGroup(job, group, int(count))
