"""What changed between two states, in an operator's words: a line for each thing that happened.

    node c4: eligible → ineligible
    web.g[0]: c4 → c3
    job web: version 3 → 4
    + volume claim of web.g on data

Objects have the names that people use; an allocation replaced by another of the same name is one move. Values of environments and templates, and of members
whose names look like credentials, are omitted.
"""

from __future__ import annotations

from nomadspec.cluster.difference import changed_fields
from nomadspec.cluster.state_document import LISTS
from nomadspec.jobdiff.redact import USERINFO
from nomadspec.notation.secrecy import MASK, looks_secret
from nomadspec.reporting.escaping import line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any, Final

    from nomadspec.cluster.difference import FieldChange, StateChange, StateDiff
    from nomadspec.cluster.state import Allocation, ClusterState

    Row = Mapping[str, Any]

#: Members whose values are clear without their names.
_PLAIN: Final = frozenset({"Status", "SchedulingEligibility", "ClientStatus", "DesiredStatus", "State"})
#: Members whose values have words.
_WORDS: Final[dict[str, dict[object, str]]] = {
    "Drain": {False: "not draining", True: "draining"},
    "Stop": {False: "not stopped", True: "stopped"},
    "DeploymentStatus.Healthy": {False: "unhealthy", True: "healthy", None: "health unknown"},
}
#: Members of jobs that may contain secrets, at any depth.
_PRIVATE: Final = (".Env.", ".Env[", ".Templates", ".EmbeddedTmpl", ".GetterHeaders", ".GetterOptions", ".Payload")
#: Maximum number of fields shown for an object; the others are counted.
MOST_FIELDS: Final = 20
_LONGEST: Final = 80


def state_changes(diff: StateDiff, *, everything: bool = False) -> list[str]:
    """The lines. `everything`: all fields of an object however many, and older versions of a job that has a new one."""
    report = _Report(diff, everything=everything)
    lists: dict[str, list[StateChange]] = {}
    for entry in diff.entries:
        lists.setdefault(entry.list, []).append(entry)
    return [line(row) for name, entries in lists.items() for row in report.rows(name, entries)]


class _Report:
    """The two states, for the names of what is in them."""

    def __init__(self, diff: StateDiff, *, everything: bool) -> None:
        self.old: Final = diff.old
        self.new: Final = diff.new
        self.everything: Final = everything
        nodes = {**diff.new.nodes, **diff.old.nodes}
        ids: dict[str, int] = {}
        for node in nodes.values():
            ids[node.name] = ids.get(node.name, 0) + 1
        self.nodes: Final = {key: f"{node.name} ({key[:8]})" if ids[node.name] > 1 else node.name or key for key, node in nodes.items()}

    def rows(self, name: str, entries: list[StateChange]) -> Iterator[str]:
        """The lines of one list."""
        if name == "jobs":
            return self._jobs(entries)
        return self._allocations(entries) if name == "allocations" else self._objects(entries)

    def node(self, row: Row) -> str:
        """The name of the node that an object is on."""
        key = str(row.get("NodeID") or "")
        return self.nodes.get(key) or str(row.get("NodeName") or key[:8] or "no node")

    def _objects(self, entries: Iterable[StateChange]) -> Iterator[str]:
        for entry in entries:
            row = entry.old or entry.new
            if row is None:  # a member of the document itself
                yield from (f"{entry.list}{field.name.removeprefix(entry.list)}: {_values(field)}" for field in entry.fields)
                continue
            label = _LABELS.get(entry.list)
            name = label(self, row) if label is not None else f"{LISTS[entry.list].noun} {row.get('Name') or row.get('ID') or ''}"
            if entry.change == "changed":
                yield from self._fields(name, entry.fields)
            else:
                yield f"{_SIGNS[entry.change]} {name}"

    def _fields(self, name: str, fields: Iterable[FieldChange]) -> Iterator[str]:
        rows = [f"{name}: {_field(field)}" for field in fields]
        most = len(rows) if self.everything else MOST_FIELDS
        yield from rows[:most]
        if len(rows) > most:
            yield f"{name}: {len(rows) - most} more fields (--verbose shows them)"

    def _jobs(self, entries: Iterable[StateChange]) -> Iterator[str]:
        """The newest version of each state is the job, before and after."""
        versions: dict[tuple[Any, ...], list[StateChange]] = {}
        for entry in entries:
            versions.setdefault(entry.key[:2], []).append(entry)
        for (namespace, identifier), changes in versions.items():
            old, new = self.old.raw_job(namespace, identifier), self.new.raw_job(namespace, identifier)
            if old is None or new is None:
                yield f"{'+' if old is None else '-'} job {_named(new or old or {}, 'ID')}"
                continue
            number, newer, name = old.get("Version") or 0, new.get("Version") or 0, f"job {_named(new, 'ID')}"
            if number != newer:
                yield f"{name}: version {number} → {newer}"
                yield from self._fields(name, (field for field in changed_fields(old, new) if field.name not in ("Version", "Stable")))
            else:
                yield from (row for entry in changes if entry.key[2] == number for row in self._fields(name, entry.fields))
            if number == newer or self.everything:
                yield from self._objects(entry for entry in changes if entry.key[2] not in (number, newer))

    def _allocations(self, entries: Iterable[StateChange]) -> Iterator[str]:
        """An allocation that runs elsewhere than the one it replaces has moved."""
        before, after = _live(self.old), _live(self.new)
        told: set[str] = set()
        for entry in entries:
            row: Row = entry.new or entry.old or {}
            if row["ID"] in told:
                continue
            name = _named(row, "Name")
            which = (row.get("Namespace") or "default", row.get("JobID") or "", row.get("Name") or "")
            was, now = before.get(which, []), after.get(which, [])
            if len(was) == len(now) == 1 and (was[0].id != now[0].id or was[0].node_id != now[0].node_id) and row["ID"] in (was[0].id, now[0].id):
                told |= {was[0].id, now[0].id}
                old, new = self.node(was[0].raw), self.node(now[0].raw)
                versions = f" (version {was[0].job_version} → {now[0].job_version})" if was[0].job_version != now[0].job_version else ""
                yield f"{name}: {old} → {new}{versions}" if old != new else f"{name} on {old}: replaced{versions}"
                if was[0].id == now[0].id:
                    yield from self._fields(f"{name} on {new}", (field for field in entry.fields if field.name not in ("NodeID", "NodeName")))
            else:
                yield from self._objects([entry])


def _live(state: ClusterState) -> dict[tuple[str, str, str], list[Allocation]]:
    """Allocations that are to run, by namespace, job and name; those of a system job have one name on all nodes."""
    found: dict[tuple[str, str, str], list[Allocation]] = {}
    for allocation in state.allocations.values():
        if not allocation.terminal:
            found.setdefault((allocation.namespace, allocation.job_id, allocation.name), []).append(allocation)
    return found


_SIGNS: Final = {"added": "+", "removed": "-"}

#: The names of objects that are not called by their kind and name or id.
_LABELS: Final[dict[str, Callable[[_Report, Row], str]]] = {
    "nodes": lambda report, row: f"node {report.nodes[row['ID']]}",
    "jobs": lambda report, row: f"job {_named(row, 'ID')} version {row.get('Version') or 0}",
    "allocations": lambda report, row: f"{_named(row, 'Name')} on {report.node(row)}",
    "deployments": lambda report, row: f"deployment of {_named(row, 'JobID')} version {row.get('JobVersion') or 0}",
    "evaluations": lambda report, row: f"blocked evaluation of {_named(row, 'JobID')}",
    "csi_volumes": lambda report, row: f"CSI volume {_named(row, 'ID')}",
    "host_volumes": lambda report, row: f"host volume {_named(row, 'Name')} on {report.node(row)}",
    "task_group_host_volume_claims": lambda report, row: (
        f"volume claim of {_named(row, 'JobID')}.{row.get('TaskGroupName') or ''} on {row.get('VolumeName') or ''}"
    ),
    "services": lambda report, row: _service(row),
}


def _named(row: Row, member: str) -> str:
    """The name in `member`, after the namespace where that is not the default one."""
    namespace = row.get("Namespace") or "default"
    return f"{'' if namespace == 'default' else f'{namespace}/'}{row.get(member) or ''}"


def _service(row: Row) -> str:
    """A registration; or what one namespace registers, where the list is one of names."""
    if not row.get("ServiceName"):
        return f"services of namespace {row.get('Namespace') or 'default'}"
    return f"service {_named(row, 'ServiceName')}" + (f" at {row['Address']}:{row.get('Port') or 0}" if row.get("Address") else "")


def _field(field: FieldChange) -> str:
    """A field with its values; without its name where those say enough."""
    words = _WORDS.get(field.name, {})
    if words and isinstance(field.old, bool | None) and isinstance(field.new, bool | None):
        return f"{words.get(field.old, words[False])} → {words.get(field.new, words[False])}"
    return _values(field) if field.name in _PLAIN else f"{field.name} {_values(field)}"


def _values(field: FieldChange) -> str:
    old, new = _value(field.old), _value(field.new)
    if old is None or new is None or _is_private(field.name):
        return "added" if field.old is None else "removed" if field.new is None else "changed"
    return f"{old} → {new}"


def _value(value: object) -> str | None:
    """A value on the line; None for one that is too much for it."""
    if value is None or value == "":
        return "(none)"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = ", ".join(value)
    if isinstance(value, dict | list):
        return None
    text = str(value).lower() if isinstance(value, bool) else USERINFO.sub(f"{MASK}@", str(value))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _is_private(name: str) -> bool:
    last = name[name.rindex('["') + 2 : -2] if name.endswith('"]') else name.rpartition(".")[2]
    return looks_secret(last) or any(part in f".{name}" for part in _PRIVATE) or ".Config.args" in name
