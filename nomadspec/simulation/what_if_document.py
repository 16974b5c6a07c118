"""What `nomadspec what-if -o json` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nomadspec.simulation.plain_changes import plain
from nomadspec.simulation.room import room_left
from nomadspec.simulation.surprises import surprises

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nomadspec.changes import Change
    from nomadspec.simulation.result import Simulation
    from nomadspec.simulation.scenarios import Scenario


def what_if_document(simulation: Simulation, changes: list[Change]) -> dict[str, Any]:
    """What `nomadspec what-if -o json` prints: the simulation, with how full the cluster is before and after, and what surprises."""
    before, after = room_left(simulation.before), room_left(simulation.after)
    return {
        **simulation.to_dict(),
        "changes": [plain(change) for change in changes],
        "utilization": {
            name: {key: {"before": olds[key].to_dict() if key in olds else None, "after": room.to_dict()} for key, room in news.items()}
            for name, olds, news in (
                ("nodes", before.nodes, after.nodes),
                ("pools", before.pools, after.pools),
                ("classes", before.classes, after.classes),
                ("datacenters", before.datacenters, after.datacenters),
            )
        },
        "notes": surprises(simulation, changes),
    }


def scenarios_document(key: str, scenarios: Sequence[Scenario]) -> dict[str, Any]:
    """What `nomadspec what-if -o json` prints of many scenarios."""
    return {"each": key, "ok": all(scenario.ok for scenario in scenarios), "scenarios": [scenario.to_dict() for scenario in scenarios]}
