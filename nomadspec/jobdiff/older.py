"""Jobs and differences as a release before the newest has them: its fields, and the parts that its diff shows."""

from __future__ import annotations

from nomadspec.jobdiff.diff_tree import ObjectDiff
from nomadspec.jobdiff.kinds import NETWORK_HIDDEN, networks
from nomadspec.jobspec.block import JobBlock
from nomadspec.schema.fields_of_release import all_fields, members_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from nomadspec.jobdiff.compare import Part
    from nomadspec.releases import Release


def _networks_with_bandwidth(old: Any, new: Any) -> tuple[ObjectDiff, ...]:
    return networks(old, new, NETWORK_HIDDEN - {"MBits"})


#: Level and part of a diff → the first release that shows it.
SHOWN_SINCE: Final = {
    ("TaskGroup", "migrate"): "1.10.0",
    ("TaskGroup", "scaling"): "1.6.2",
    ("Task", "volume_mount"): "1.8.0",
    ("Task", "default_identity"): "1.7.0",
}
#: Level and part → the last release that shows it in another way, and that way.
SHOWN_OTHERWISE: Final = {("TaskGroup", "network"): ("1.7.7", _networks_with_bandwidth)}
#: Objects inside of parts that are shown even when there is nothing in them → the first release that knows them.
INNER_SINCE: Final = {"TransparentProxy": "1.8.0"}


def parts_of(table: tuple[tuple[str, Part], ...], type_: str, release: Release) -> tuple[tuple[str, Part], ...]:
    """The parts of a level that the release shows."""
    found = []
    for name, part in table:
        until, other = SHOWN_OTHERWISE.get((type_, name), ("", part))
        if release.has(SHOWN_SINCE.get((type_, name), "")):
            found.append((name, _within(other if until and release.has(until=until) else part, release)))
    return tuple(found)


def _within(part: Part, release: Release) -> Part:
    return lambda old, new: [_pruned(item, release) for item in part(old, new) if item is not None]


def _pruned(item: ObjectDiff, release: Release) -> ObjectDiff:
    """The object without the ones in it that the release does not know."""
    kept = tuple([_pruned(inner, release) for inner in item.objects if release.has(INNER_SINCE.get(inner.name, ""))])
    return ObjectDiff(item.type, item.name, item.fields, kept)


def with_members_of(release: Release, value: Any) -> Any:
    """The block, or list or map of blocks, in which the fields that the release does not have are null. What is not known stays so."""
    if isinstance(value, list):
        return [with_members_of(release, item) for item in value]
    if not isinstance(value, JobBlock):
        return {key: with_members_of(release, item) for key, item in value.items()} if type(value) is dict else value
    lacking = _lacking(value.TYPE, release)
    changes: dict[str, Any] = {}
    for field in all_fields(value.TYPE):
        if not value.known(field.name):
            continue
        if field.name in lacking:
            changes[field.name] = None
        elif field.block:
            changes[field.name] = with_members_of(release, getattr(value, field.name))
    return value.changed(**changes)


_LACKING: dict[tuple[str, str], frozenset[str]] = {}


def _lacking(type_: str, release: Release) -> frozenset[str]:
    found = _LACKING.get((type_, release.text))
    if found is None:
        there = {field.name for field in members_of(type_, release)}
        found = _LACKING[type_, release.text] = frozenset(field.name for field in all_fields(type_) if field.name not in there)
    return found
