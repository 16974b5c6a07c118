"""Capacity as a report: how many fit, where, what runs out, which changes would make more fit; or the free resources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nomadspec.reporting.sections import Section, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from nomadspec.scheduler.metric import AllocMetric
    from nomadspec.simulation.group_capacity import Capacity, GroupCapacity
    from nomadspec.simulation.room import Room
    from nomadspec.simulation.suggestions import Suggestion

#: Maximum number of nodes listed.
MOST_NODES: Final = 20
#: Maximum number of reasons in a row about a group.
MOST_REASONS: Final = 3


def capacity_sections(path: str, capacity: Capacity, needs: Mapping[str, int], *, verbose: bool = False) -> Iterator[Section]:
    """The groups of one job, or why a server would refuse it."""
    if capacity.error is not None:
        yield Section(f"{path}: refused: {capacity.error}", "error")
        return
    for name, group in capacity.groups.items():
        yield from _group(capacity.job, name, group, needs.get(name, 0), verbose)


def _group(job: str, name: str, group: GroupCapacity, need: int, verbose: bool) -> Iterator[Section]:
    enough = group.applied >= need
    needed = "" if not need else f", {need} are needed" + ("" if enough else ": too few")
    sentences = []
    if group.applied != group.placed:
        sentences.append(
            f"The scheduler would place {group.placed}, but servers accept only {group.applied}: with preemption, a plan can use the same resources twice."
        )
    if group.held_back:
        sentences.append(
            "This version of the job comes in steps because of its update settings (canaries first, or max_parallel at a time): only the first step is "
            "counted. For all the room there is, ask with the version that runs, or with another job ID."
        )
    yield Section(f"{job}, group {name}: {group.applied}{_or_more(group)} fit{needed}", "good" if enough else "error", sentences)
    nodes = sorted({**group.per_node, **dict.fromkeys(group.node_limits, 0)})
    rows = [
        (node, str(group.per_node.get(node, 0)), group.node_limits[node].reason if node in group.node_limits else "")
        for node in (nodes if verbose else nodes[:MOST_NODES])
    ]
    if rows:
        yield Section(table=Table(("node", "#fit", "then"), rows))
    if len(rows) < len(nodes):
        yield Section(sentences=[f"… and {len(nodes) - len(rows)} more nodes (--verbose lists them)"])
    if group.failed is not None and not group.limits:
        yield Section("Why no more fit", points=[_nowhere(group.failed)])
    if group.limits:
        yield Section("Why no more fit", points=[f"{limit.reason}: {limit.nodes} node{'s' if limit.nodes != 1 else ''}" for limit in group.limits])
    if group.suggestions:
        yield Section("Changes that would make more fit", points=_suggested(group.suggestions))


def groups_section(answers: Iterable[tuple[str, Capacity]]) -> Section:
    """A row for each group of many jobs: how many more fit, and what stops the next one."""
    rows: list[Sequence[str]] = []
    for path, capacity in answers:
        if capacity.error is not None:
            rows.append((path, "", "", f"refused: {capacity.error}"))
        rows += [(path, f"{capacity.job}/{name}", f"{group.applied}{_or_more(group)}", _stopped(group)) for name, group in capacity.groups.items()]
    return Section("How many more of each group fit", table=Table(("file", "group", "#fit", "then"), rows))


def _or_more(group: GroupCapacity) -> str:
    return " or more" if group.failed is None and group.placed and not group.held_back else ""


def _stopped(group: GroupCapacity) -> str:
    """The most frequent reasons that one more does not fit."""
    if group.held_back:
        return "the update settings limit the first step"
    if group.failed is not None and not group.limits:
        return _nowhere(group.failed)
    limits = [f"{limit.reason}: {limit.nodes} node{'s' if limit.nodes != 1 else ''}" for limit in group.limits]
    return "; ".join(limits[:MOST_REASONS]) + (" …" if len(limits) > MOST_REASONS else "")


def _nowhere(failed: AllocMetric) -> str:
    """Why no more fit where no single node has a reason."""
    return "every node already has its instance" if failed.nodes_evaluated else "no node in the job's pool and datacenters is ready"


def _suggested(suggestions: Sequence[Suggestion]) -> list[str]:
    """A line each; nodes of several kinds that help alike share one."""
    found: dict[tuple[str, int], list[str]] = {}
    for one in suggestions:
        text, like, name = one.text.partition(" like ") if "add" in one.change else (one.text, "", "")
        found.setdefault((text + like, one.more), []).append(name)
    return [f"{text}{_either(names)}: {more} more" for (text, more), names in found.items()]


def _either(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else names[0]


def room_sections(capacity: Capacity, *, verbose: bool = False) -> Iterator[Section]:
    """The free resources by datacenter, pool, class and node."""
    for word, rooms in (("datacenter", capacity.datacenters), ("pool", capacity.pools), ("class", capacity.classes), ("node", capacity.nodes)):
        names = list(rooms) if verbose or word != "node" else list(rooms)[:MOST_NODES]
        if names:
            heads = (
                word,
                "#nodes",
                "#ready",
                "#cpu MHz free",
                "#of",
                "#memory MB free",
                "#of",
                "#disk MB free",
                "#of",
                "#largest MHz",
                "#largest MB",
                "devices free",
            )
            yield Section(
                table=Table(heads if word != "node" else heads[:1] + heads[2:9] + heads[11:], [_row(name, rooms[name], word == "node") for name in names])
            )
        if len(names) < len(rooms):
            yield Section(sentences=[f"… and {len(rooms) - len(names)} more nodes (--verbose lists them)"])
    if not capacity.nodes:
        yield Section("The cluster has no nodes.")


def _row(name: str, room: Room, of_node: bool) -> Sequence[str]:
    free, total = room.free, room.total
    amounts = (free.cpu, total.cpu, free.memory, total.memory, free.disk, total.disk)
    devices = ", ".join(f"{count} {device}" for device, count in sorted(room.devices.items()) if count)
    if of_node:
        return (name, "yes" if room.ready else "no", *map(str, amounts), devices)
    return (name, str(room.nodes), str(room.ready), *map(str, amounts), str(room.largest.cpu), str(room.largest.memory), devices)
