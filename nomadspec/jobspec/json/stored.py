"""The API JSON of a stored job: what a server answers, as against what a client submits (`json.api.to_api`).

The two have the same blocks and nearly the same fields; the tables below are all the differences.
"""

from __future__ import annotations

from nomadspec._generated.job_model import Job
from nomadspec.jobspec.block import release_of
from nomadspec.releases import NEWEST
from nomadspec.schema.fields_of_release import members_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from nomadspec.jobspec.block import JobBlock
    from nomadspec.releases import Release
    from nomadspec.source.json_types import JsonObject

#: Fields that a stored block does not have, by their API name.
DROPPED: Final = {
    "Job": frozenset({"Reschedule", "Migrate"}),
    "Service": frozenset({"CheckRestart"}),
    "ServiceCheck": frozenset({"Advertise"}),
    "ConsulGatewayBindAddress": frozenset({"Name"}),
    "ConsulProxy": frozenset({"ExposeConfig"}),
    "ConsulExposeConfig": frozenset({"Path"}),
    "LogConfig": frozenset({"Enabled"}),
    "ScalingPolicy": frozenset({"Namespace"}),
}
#: Fields that a stored block had until that release.
STORED_UNTIL: Final = {("Vault", "Policies"): "1.9.7"}
#: Fields with another name.
RENAMED: Final = {("JobUILink", "URL"): "Url"}
#: Blocks whose empty fields are left out.
SPARSE: Final = frozenset({"NetworkResource", "Port"})

_PLANS: dict[tuple[str, str], tuple[tuple[str, str, str], ...]] = {}


class StoredJob(Job):
    """A job as a server stores it, returned by `canonicalize`. It differs from a `Job` only in its JSON."""

    __slots__ = Job.__slots__

    def to_api(self) -> JsonObject:
        """The API JSON of the job, without an outer `Job`."""
        return block_to_stored(self, release_of(self))


def block_to_stored(block: JobBlock, release: Release = NEWEST) -> dict[str, Any]:
    """The API JSON of a stored block in that release. Unknown fields are left out."""
    plan = _PLANS.get((block.TYPE, release.text)) or _plan(block.TYPE, release)
    sparse = block.TYPE in SPARSE
    out: dict[str, Any] = {}
    missing = _PLANS
    for name, key, nesting in plan:
        value = block.get(name, missing)
        if value is missing or (sparse and not value):
            continue
        if value is not None and nesting:
            if nesting == "block":
                value = block_to_stored(value, release)
            elif nesting == "map":
                value = {label: block_to_stored(item, release) for label, item in value.items()}
            else:
                value = [block_to_stored(item, release) for item in value]
        out[key] = value
    return out


def _plan(type_: str, release: Release) -> tuple[tuple[str, str, str], ...]:
    shapes = {"repeated_block": "list", "labelled_block_map": "map"}
    dropped = DROPPED.get(type_, frozenset())
    plan = tuple(
        (field.name, RENAMED.get((type_, field.json), field.json), shapes.get(field.nesting, "block") if field.block else "")
        for field in members_of(type_, release)
        if field.json not in dropped and release.has(until=STORED_UNTIL.get((type_, field.json), ""))
    )
    _PLANS[type_, release.text] = plan
    return plan
