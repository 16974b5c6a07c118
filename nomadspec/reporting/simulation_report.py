"""A simulation as a report: what moves where, what cannot be placed and why, utilization, and notes; and many scenarios as one table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nomadspec.changes import AddNodes, Drain, Eligible, Ineligible, Lose, SetNodes
from nomadspec.planner.plan_text import metric_lines
from nomadspec.reporting.sections import Section, Table
from nomadspec.simulation.room import room_left
from nomadspec.simulation.surprises import surprises

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nomadspec.changes import Change
    from nomadspec.simulation.history import Move
    from nomadspec.simulation.result import Simulation
    from nomadspec.simulation.room import Room
    from nomadspec.simulation.scenarios import Scenario

#: Why an allocation ended or began, in a sentence.
WORDS: Final = {
    "migrate": "drained",
    "lost": "node lost",
    "preempted": "preempted",
    "stopped": "stopped",
    "updated": "updated",
    "rescheduled": "rescheduled",
    "new": "new",
}
#: Maximum number of nodes listed with their utilization.
MOST_NODES: Final = 20
#: Where there are more moves, or scenarios, than this, those that are alike share a row, and scenarios in which nothing is amiss are left out.
MOST_ROWS: Final = 20


def simulation_sections(simulation: Simulation, changes: list[Change], *, verbose: bool = False) -> Iterator[Section]:
    """The whole report; `verbose`: with the utilization of every node."""
    for change, reason in simulation.refused:
        yield Section(f"Refused: {reason}", "error", [repr(change)])
    yield Section(_verdict(simulation), "good" if simulation.ok else "error", _added(changes))
    yield from _moves(simulation, verbose)
    yield from _unplaced(simulation)
    yield from _utilization(simulation, verbose)
    points = surprises(simulation, changes)
    if points:
        yield Section("Notes", points=points)


def _verdict(simulation: Simulation) -> str:
    moved = sum(bool(move.from_ and move.to) for move in simulation.moves)
    homeless = sum(len(left) for left in simulation.homeless.values())
    waiting = sorted(simulation.unplaced.keys() - simulation.homeless.keys())
    parts = [f"{moved} allocation{'s move' if moved != 1 else ' moves'}"]
    if homeless:
        parts.append(f"{homeless} that ran cannot be placed again: {_job_list(simulation.homeless)}")
    if waiting:
        parts.append(f"some of these jobs' allocations cannot be placed: {_job_list(dict.fromkeys(waiting))}")
    if not homeless and not waiting and not simulation.refused:
        parts.append("everything that ran is placed")
    return "; ".join(parts)


def _added(changes: list[Change]) -> list[str]:
    """How many nodes were added, which is the answer where the fewest were asked for."""
    return [f"With {change.count} more node{'s' if change.count != 1 else ''} like {change.like}." for change in changes if isinstance(change, AddNodes)]


def _job_list(jobs: Mapping[str, object]) -> str:
    return ", ".join(name.removeprefix("default/") for name in jobs)


def _moves(simulation: Simulation, verbose: bool) -> Iterator[Section]:
    if not simulation.moves:
        return
    rows = [_row(move) for move in simulation.moves]
    if len(rows) > MOST_ROWS and not verbose:
        rows = _alike(rows)
    yield Section("Allocations", table=Table(("allocation", "from", "to", "why"), rows))
    in_place = {name: len(changes.in_place) for name, changes in simulation.jobs.items() if changes.in_place}
    if in_place:
        yield Section(points=[f"{name.removeprefix('default/')}: {count} updated in place" for name, count in in_place.items()])


def _row(move: Move) -> tuple[str, str, str, str]:
    namespace = move.job.partition("/")[0]
    name = move.name if namespace == "default" else f"{namespace}/{move.name}"
    return name, move.from_ or "-", move.to or "-", WORDS[move.why]


def _alike(rows: list[tuple[str, str, str, str]]) -> list[tuple[str, str, str, str]]:
    """One row for the allocations of a group that come from the same node, go to the same, for the same reason: `web.app ×12`."""
    found: dict[tuple[str, str, str, str], list[tuple[str, str, str, str]]] = {}
    for row in rows:
        found.setdefault((row[0].rpartition("[")[0], *row[1:]), []).append(row)
    return [same[0] if len(same) == 1 else (f"{group} ×{len(same)}", from_, to, why) for (group, from_, to, why), same in found.items()]


def _unplaced(simulation: Simulation) -> Iterator[Section]:
    for name, groups in simulation.failures.items():
        waited = name not in simulation.unplaced
        shown = name.removeprefix("default/")
        for group, metric in groups.items():
            count = metric.coalesced_failures + 1
            heading = f"{shown}: {count} of group {group} cannot be placed" + (" (waited before)" if waited else "")
            yield Section(heading, "dim" if waited else "warning", points=metric_lines(metric.to_dict()))


# --- how full the cluster is -----------------------------------------------------------------------------------------------------


def _utilization(simulation: Simulation, verbose: bool) -> Iterator[Section]:
    before, after = room_left(simulation.before), room_left(simulation.after)
    rows: list[Sequence[str]] = []
    for word, olds, news in (
        ("datacenter", before.datacenters, after.datacenters),
        ("pool", before.pools, after.pools),
        ("class", before.classes, after.classes),
    ):
        rows += [_use(f"{word} {name}", olds.get(name), news[name]) for name in news]
    changed = [name for name in after.nodes if verbose or _share(before.nodes.get(name)) != _share(after.nodes[name])]
    rows += [_use(f"node {name}", before.nodes.get(name), after.nodes[name]) for name in (changed if verbose else changed[:MOST_NODES])]
    if rows:
        yield Section("Utilization of ready nodes, before and after", table=Table(("", "#cpu", "#", "#memory", "#", "#disk", "#"), rows))
    if not verbose and len(changed) > MOST_NODES:
        yield Section(sentences=[f"… and {len(changed) - MOST_NODES} more nodes (--verbose lists them)"])


def _use(name: str, old: Room | None, new: Room) -> Sequence[str]:
    return (name, *(text for was, now in zip(_share(old), _share(new), strict=True) for text in (was, now)))


def _share(room: Room | None) -> list[str]:
    """The used share of ready nodes' processor, memory and disk."""
    if room is None or not room.ready:
        return ["-"] * 3
    shares = []
    for name in ("cpu", "memory", "disk"):
        total = getattr(room.offered, name)
        shares.append(f"{round(100 * (total - getattr(room.free, name)) / total)} %" if total else "-")
    return shares


def _event(changes: list[Change]) -> str:
    """What happens to the nodes of each scenario."""
    on_nodes = [change for change in changes if isinstance(change, Lose | Drain | Ineligible | Eligible | SetNodes)]
    words = {"loss" if isinstance(change, Lose) else "drain" if isinstance(change, Drain) else "change" for change in on_nodes}
    return words.pop() if len(words) == 1 else "change"


# --- scenarios -------------------------------------------------------------------------------------------------------------------


def scenario_sections(key: str, changes: list[Change], scenarios: Sequence[Scenario], *, verbose: bool = False) -> Iterator[Section]:
    """The verdict over all scenarios, then each; of many only those that are not survived, unless `verbose`."""
    bad = [scenario for scenario in scenarios if not scenario.ok]
    kind = key.removeprefix("meta.").removeprefix("attr.")
    jobs: dict[str, list[str]] = {}
    for scenario in bad:
        for job in {**scenario.unplaced, **scenario.homeless}:
            jobs.setdefault(job.removeprefix("default/"), []).append(scenario.value)
    refused = [scenario for scenario in bad if scenario.refused]
    if refused:
        yield Section(f"Refused: {refused[0].refused[0]}", "error")
    but = "; ".join(f"{job} ({kind} {', '.join(values[:3])}{' …' if len(values) > 3 else ''})" for job, values in sorted(jobs.items()))
    verdict = f"Survives the {_event(changes)} of any one {kind}: " + (
        "yes" if not bad else f"yes, but for {but}" if len(bad) < len(scenarios) else f"no: {but}"
    )
    yield Section(verdict, "good" if not bad else "error", [f"{len(scenarios)} scenarios, {len(bad)} of them leave something unplaced"])
    rows = [
        (
            scenario.value,
            "yes" if scenario.ok else "no",
            str(scenario.moved),
            str(sum(scenario.homeless.values())),
            _job_list({**scenario.unplaced, **scenario.homeless}),
        )
        for scenario in (scenarios if verbose or len(scenarios) <= MOST_ROWS else bad)
    ]
    if rows:
        yield Section(table=Table((kind, "survives", "#moved", "#unplaced", "jobs"), rows))
    if len(rows) < len(scenarios):
        yield Section(sentences=[f"The other {len(scenarios) - len(rows)} scenarios leave nothing unplaced (--verbose lists them)."])
