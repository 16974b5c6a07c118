"""The effective configuration: every value that counts, with the place it came from (None for a default), as a tree of blocks.

What counts differs from the merged values in two ways: some durations have a default only when they are read, and some values count although the
merged configuration shows another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from nomadspec.agent.config_schema import BLOCKS, FIELDS
from nomadspec.source.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.agent.config import AgentConfig
    from nomadspec.source import Span

_EMPTY: Final[tuple[Any, ...]] = ("", 0, [], {})


class Value(Record):
    """A value: its name, its path, where it was written, and for lists and maps where each part was (by number or key)."""

    name: str
    path: str
    value: Any
    origin: Span | None
    parts: dict[str | int, Span]


class Group:
    """A block: its name, its label or "", its values and blocks."""

    __slots__ = ("groups", "label", "name", "path", "values")

    def __init__(self, name: str, label: str, path: str) -> None:
        self.name: Final = name
        self.label: Final = label
        self.path: Final = path
        self.values: Final[list[Value]] = []
        self.groups: Final[list[Group]] = []

    def flat(self) -> Iterator[Value]:
        """All values in this block and below."""
        yield from self.values
        for group in self.groups:
            yield from group.flat()


def effective(config: AgentConfig, *, everything: bool = False) -> Group:
    """The whole configuration. What is null is left out, and so are empty defaults unless `everything` is wanted."""
    root = Group("", "", "")
    _fill(config, root, config.values, "", everything)
    for kind in ("consul", "vault"):
        for cluster in config.merged.clusters[kind]:
            group = Group(kind, "", f"{kind}[{cluster['name']}]")
            _fill(config, group, cluster, kind, everything)
            root.groups.append(group)
    _prune(root)
    return root


def _fill(config: AgentConfig, group: Group, values: dict[str, Any], block: str, everything: bool) -> None:
    for name, value in values.items():
        full = f"{block}.{name}" if block else name
        path = f"{group.path}.{name}" if group.path else name
        if full in FIELDS:
            entry = _value(config, name, full, path, value)
            if entry.value is None:
                continue
            if everything or entry.origin is not None or entry.value not in _EMPTY:
                group.values.append(entry)
        elif full in BLOCKS and isinstance(value, dict):
            inner = Group(name, "", path)
            _fill(config, inner, value, full, everything)
            group.groups.append(inner)
        elif full in BLOCKS and isinstance(value, list):
            for row in value:
                inner = Group(name, row.get("#Name") or "", f"{path}[{row.get('#Name') or ''}]")
                _fill(config, inner, row, full, everything)
                group.groups.append(inner)


def _value(config: AgentConfig, name: str, full: str, path: str, value: Any) -> Value:
    merged = config.merged
    value = merged.effective.get(path, value)
    origin = merged.origins.get(path)
    if value in ("", None) and FIELDS[full].effective not in ("", "0s"):
        value, origin = FIELDS[full].effective, None
    parts: dict[str | int, Span] = {}
    if isinstance(value, list):
        parts = {i: span for i in range(len(value)) if (span := merged.origins.get(f"{path}[{i}]")) is not None}
    elif isinstance(value, dict):
        parts = {key: span for key in value if (span := merged.origins.get(f"{path}.{key}")) is not None}
    return Value(name, path, value, origin, parts)


def _prune(group: Group) -> None:
    """Take out once-only blocks without a value."""
    for inner in group.groups:
        _prune(inner)
    group.groups[:] = [inner for inner in group.groups if inner.values or inner.groups or inner.label]
