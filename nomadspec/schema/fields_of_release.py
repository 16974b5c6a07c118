"""The fields of a block type in one release: the block schema, seen from there.

fields_of("Service", NEWEST)                what HCL can write; for the newest release the table itself
shorthands_of("Job", release("1.10"))       the same of `SHORTHANDS`
members_of("Job", release("1.9"))           what the API's JSON has, in its order: with ConsulToken and VaultToken
"""

from __future__ import annotations

from nomadspec.releases import NEWEST
from nomadspec.schema.blocks import BLOCKS, REMOVED, SHORTHANDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.releases import Release
    from nomadspec.schema.field import Field


def fields_of(type_: str, release: Release) -> tuple[Field, ...]:
    """The fields of a block type that the release has in HCL or in a stored job, in the order of the API."""
    if release is NEWEST:
        return BLOCKS[type_]
    return tuple(field for field in all_fields(type_) if release.has(field.since, field.until))


def shorthands_of(type_: str, release: Release) -> tuple[Field, ...]:
    """What HCL accepts in a block of that type beside its fields."""
    return tuple(field for field in SHORTHANDS.get(type_, ()) if release.has(field.since, field.until))


def members_of(type_: str, release: Release) -> tuple[Field, ...]:
    """The fields of a block type that the release has in JSON, in the order in which it prints them."""
    if release is NEWEST:
        return BLOCKS[type_]
    return tuple(field for field in all_fields(type_) if release.has(field.json_since or field.since, field.until))


_ignored: dict[tuple[str, str], tuple[str, ...]] = {}


def ignored_of(type_: str, release: Release) -> tuple[str, ...]:
    """The names of the fields that are read and then dropped by the servers of that release."""
    known = _ignored.get((type_, release.text))
    if known is None:
        found = [field.name for field in BLOCKS[type_] if field.ignored_since and release.has(field.ignored_since)]
        known = _ignored[type_, release.text] = tuple(found)
    return known


def all_fields(type_: str) -> tuple[Field, ...]:
    """The fields of a block type in any release, in the order of the API."""
    fields = list(BLOCKS[type_])
    for behind, field in REMOVED.get(type_, ()):
        fields.insert(next(index for index, other in enumerate(fields) if other.name == behind) + 1, field)
    return tuple(fields)


def other_release(type_: str, word: str, release: Release) -> Field | None:
    """The field or shorthand `word` of a block type when only other releases have it."""
    for field in (*all_fields(type_), *SHORTHANDS.get(type_, ())):
        if field.name == word and field.kind in ("attribute", "block") and not release.has(field.since, field.until):
            return field
    return None
