"""A cluster, or one before and after changes, as the data of a page: columns, which stay small for ten thousand nodes and fifty thousand allocations.

Texts are numbers of `texts` (`interning.py`). An allocation's `phase` is 0 where nothing changes, 1 for what runs before only, 2 for what runs after only.
No environment, template or secret of a job is part of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from nomadspec.reporting.pages.interning import Texts
from nomadspec.reporting.pages.job_rows import job_rows
from nomadspec.reporting.pages.mounted_volumes import MountedVolumes
from nomadspec.scheduler.node_facts import facts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nomadspec.cluster.objects import Node
    from nomadspec.cluster.state import Allocation, ClusterState
    from nomadspec.planner.explanation import Explanation

#: Phases of allocations.
SAME, BEFORE, AFTER = 0, 1, 2
#: The words for what the scheduler says of a node.
VERDICTS: Final = {"feasible": "fits", "filtered": "filtered", "exhausted": "full"}
#: About how many bytes of a page say why planned groups run on nodes or not, so that it stays light; and the bytes of a number.
MOST_ANSWERS: Final = 5_000_000
_NUMBER: Final = 7
#: Attributes that differ between nodes, so that they are no part of a set that nodes share.
_UNIQUE: Final = "unique."


def cluster_document(before: ClusterState, after: ClusterState | None = None, answers: Sequence[tuple[str, Explanation]] = ()) -> dict[str, Any]:
    """The data. `answers`: the name of a job that is planned, and why its groups go where they go."""
    texts = Texts()
    last = after if after is not None else before
    nodes = list({**before.nodes, **last.nodes}.values())
    numbers = {node.id: number for number, node in enumerate(nodes)}
    keys = sorted({*before.job_keys(), *last.job_keys()})
    return {
        "source": texts.number(before.source),
        "captured": texts.number(before.captured_at or ""),
        "compared": after is not None,
        "nodes": _nodes(nodes, before, last, texts),
        "allocations": _allocations(before, last, numbers, {key: number for number, key in enumerate(keys)}, texts),
        "jobs": job_rows(keys, before, last, texts),
        "servers": [
            [texts.number(str(server.get(name) or "")) for name in ("Name", "Region", "Version", "Status", "Addr")] for server in last.servers.values()
        ],
        "answers": _answers(answers, numbers, texts),
        "sets": texts.sets(),
        "texts": texts.texts(),
    }


def _nodes(nodes: list[Node], before: ClusterState, after: ClusterState, texts: Texts) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {name: [] for name in ("id", "name", "datacenter", "pool", "class", "status", "was", "change", "cpu", "memory", "disk")}
    columns.update({name: [] for name in ("attributes", "own", "meta", "drivers", "volumes")})
    for node in nodes:
        facts = facts_of(after if node.id in after.nodes else before, node)
        attributes = node.attributes
        was = before.nodes.get(node.id)
        status = _status(node) if node.id in after.nodes else "gone"
        row = {
            "id": texts.number(node.id),
            "name": texts.number(node.name or node.id),
            "datacenter": texts.number(node.datacenter),
            "pool": texts.number(node.pool),
            "class": texts.number(node.node_class),
            "status": texts.number(status),
            "was": texts.number(_status(was) if was is not None and _status(was) != status else ""),
            "change": BEFORE if node.id not in after.nodes else AFTER if was is None else SAME,
            "cpu": facts.cpu,
            "memory": facts.memory,
            "disk": facts.disk,
            "attributes": texts.set_of({name: value for name, value in attributes.items() if not name.startswith(_UNIQUE)}),
            "own": texts.pairs({name: value for name, value in attributes.items() if name.startswith(_UNIQUE)}),
            "meta": texts.set_of(node.meta),
            "drivers": texts.set_of({name: _health(info or {}) for name, info in sorted((node.raw.get("Drivers") or {}).items())}),
            "volumes": texts.set_of({name: (info or {}).get("Path") or "" for name, info in sorted((node.raw.get("HostVolumes") or {}).items())}),
        }
        for name, value in row.items():
            columns[name].append(value)
    return columns


def _status(node: Node) -> str:
    if node.status != "ready":
        return node.status or "unknown"
    return "draining" if node.draining else "ready" if node.eligible else "ineligible"


def _health(driver: dict[str, Any]) -> str:
    return "healthy" if driver.get("Healthy") else "unhealthy" if driver.get("Detected") else "not detected"


def _allocations(before: ClusterState, after: ClusterState, nodes: dict[str, int], jobs: dict[tuple[str, str], int], texts: Texts) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {
        name: [] for name in ("id", "name", "job", "group", "node", "version", "client", "desired", "cpu", "memory", "disk", "ports", "live", "phase", "why")
    }
    columns["volumes"] = []
    volumes = MountedVolumes()
    for allocation in {**before.allocations, **after.allocations}.values():
        ran, runs = _live(before.allocations.get(allocation.id)), _live(after.allocations.get(allocation.id))
        resources = (before.allocations[allocation.id] if ran else allocation).resources
        ports = ", ".join(f"{port.label} {port.value}" for port in resources.ports)
        row = {
            "id": texts.number(allocation.id),
            "name": texts.number(allocation.name),
            "job": jobs.get((allocation.namespace, allocation.job_id), -1),
            "group": texts.number(allocation.group),
            "node": nodes.get(allocation.node_id, -1),
            "version": allocation.job_version,
            "client": texts.number(allocation.client_status),
            "desired": texts.number(allocation.desired_status),
            "cpu": resources.usage.cpu,
            "memory": resources.usage.memory,
            "disk": resources.usage.disk,
            "ports": texts.number(ports),
            "volumes": texts.number(volumes.of(allocation)),
            "live": int(ran or runs),
            "phase": BEFORE if ran and not runs else AFTER if runs and not ran else SAME,
            "why": texts.number(allocation.raw.get("DesiredDescription") or ""),
        }
        for name, value in row.items():
            columns[name].append(value)
    return columns


def _live(allocation: Allocation | None) -> bool:
    """Whether it holds anything of its node."""
    return allocation is not None and not allocation.client_terminal


def _answers(answers: Sequence[tuple[str, Explanation]], nodes: dict[str, int], texts: Texts) -> list[dict[str, Any]]:
    """For each group of the planned jobs, the result for each node: a set of a verdict, and the reasons or the score; -1 where there is none. The groups
    that come after `MOST_ANSWERS` bytes have no results at all."""
    found: list[dict[str, Any]] = []
    left, known = MOST_ANSWERS, set[str]()
    for job, explanation in answers:
        for group in explanation.groups:
            results = [-1] * len(nodes) if left > 0 else []
            left -= _NUMBER * len(results)
            for trace in (*group.candidates, *explanation.others) if results else ():
                number = nodes.get(trace.node.id)
                if number is not None:
                    told = "; ".join(reason.text + (f" ({reason.detail})" if reason.detail else "") for reason in trace.reasons)
                    told = told or (f"score {trace.score:.4f}" if trace.verdict == "feasible" else trace.word)
                    results[number] = texts.set_of({VERDICTS.get(trace.verdict, "no candidate"): told})
                    if told not in known:
                        known.add(told)
                        left -= len(told) + 3 * _NUMBER
            found.append({"name": texts.number(f"{job}/{group.name}"), "results": results})
    return found
