"""Scenarios: the same changes for each value of a key, such as the loss of any one node.

    sweep(state, [Lose(["each:meta.rack"])]) -> [Scenario("r1", …), Scenario("r2", …), …]

Scenarios are independent of each other, so any `concurrent.futures.Executor` may run them; the results do not depend on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from nomadspec.changes import ChangeError, Drain, Eligible, Ineligible, Lose, SetNodes
from nomadspec.simulation.node_selection import values_of
from nomadspec.simulation.plain_changes import read
from nomadspec.simulation.simulate import simulate
from nomadspec.source.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from concurrent.futures import Executor
    from datetime import datetime

    from nomadspec.changes import Change
    from nomadspec.cluster.state import ClusterState

#: The prefix of a node selector that means each value of a key.
EACH: Final = "each:"
#: Maximum number of scenarios.
MOST_SCENARIOS: Final = 100_000
#: So many parts are given to an executor: enough for many workers, few enough that the state is sent seldom.
_PARTS: Final = 16


class Scenario(Record, eq=True):
    """The result of one scenario. `unplaced`: by job, the groups that could not be placed; `homeless`: by job, the number of allocations without a replacement."""

    value: str
    ok: bool
    moved: int
    """Allocations that run elsewhere now."""
    unplaced: Mapping[str, Sequence[str]]
    homeless: Mapping[str, int]
    refused: Sequence[str]

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "value": self.value,
            "ok": self.ok,
            "moved": self.moved,
            "unplaced": {job: list(groups) for job, groups in self.unplaced.items()},
            "homeless": dict(self.homeless),
            "refused": list(self.refused),
        }


def key_of_scenarios(changes: Iterable[Change]) -> str | None:
    """The key of `each:KEY` in the changes; None without one. Raises `ChangeError` for two different ones."""
    keys = {name.removeprefix(EACH) for change in changes for name in _nodes(change) if name.startswith(EACH)}
    if len(keys) > 1:
        raise ChangeError(f"scenarios can only use one key, not {' and '.join(sorted(keys))}")
    return keys.pop() if keys else None


def sweep(
    state: ClusterState,
    changes: Sequence[Change | Mapping[str, Any]],
    *,
    now: datetime | str | None = None,
    blocked: Iterable[str] = (),
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Scenario]:
    """One scenario for each value of the key that the changes name with `each:KEY`, in the order of the values. `progress` is called with the number of
    scenarios played and of all."""
    wanted = [read(change) for change in changes]
    key = key_of_scenarios(wanted)
    if key is None:
        raise ChangeError("no change uses each:KEY")
    values = list(values_of(state, key).items())
    if len(values) > MOST_SCENARIOS:
        raise ChangeError(f"{len(values):,} scenarios, but the limit is {MOST_SCENARIOS:,}")
    blocked = sorted(blocked)
    size = 1 if executor is None else max(1, -(-len(values) // _PARTS))
    parts = [values[at : at + size] for at in range(0, len(values), size)]
    running = None if executor is None else [executor.submit(play_part, state, wanted, part, now, blocked) for part in parts]
    found: list[Scenario] = []
    for number, part in enumerate(parts):
        found += play_part(state, wanted, part, now, blocked) if running is None else running[number].result()
        if progress is not None:
            progress(len(found), len(values))
    return found


def play_part(
    state: ClusterState, changes: list[Change], values: list[tuple[str, list[str]]], now: datetime | str | None, blocked: list[str]
) -> list[Scenario]:
    """Some of the scenarios, one after another."""
    return [_play(state, [_for_nodes(change, ids) for change in changes], value, now, blocked) for value, ids in values]


def _play(state: ClusterState, changes: list[Change], value: str, now: datetime | str | None, blocked: list[str]) -> Scenario:
    made = simulate(state, changes, now=now, blocked=blocked)
    scenario = Scenario(
        value=value,
        ok=made.ok,
        moved=sum(bool(move.from_ and move.to) for move in made.moves),
        unplaced={job: tuple(groups) for job, groups in made.unplaced.items()},
        homeless={job: len(allocations) for job, allocations in made.homeless.items()},
        refused=tuple(reason for _, reason in made.refused),
    )
    # Thousands of scenarios run in one process, whose cyclic garbage collector may be paused.
    made.after.discard()
    return scenario


def _nodes(change: Change) -> Sequence[str]:
    return change.nodes if isinstance(change, Drain | Lose | Ineligible | Eligible | SetNodes) else ()


def _for_nodes(change: Change, ids: list[str]) -> Change:
    """The change with these nodes in the place of `each:KEY`."""
    names = _nodes(change)
    if not any(name.startswith(EACH) for name in names):
        return change
    nodes = [one for name in names for one in (ids if name.startswith(EACH) else [name])]
    if isinstance(change, Drain):
        return Drain(nodes, change.ignore_system)
    if isinstance(change, SetNodes):
        return SetNodes(nodes, change.values)
    assert isinstance(change, Lose | Ineligible | Eligible)
    return type(change)(nodes)
