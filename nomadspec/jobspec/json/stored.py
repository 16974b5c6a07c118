"""The API JSON of a stored job: what a server answers, as against what a client submits (`json.api.to_api`).

The two have the same blocks and nearly the same fields; the tables below are all the differences.
"""

from __future__ import annotations

from nomadspec._generated.job_model import Job
from nomadspec.schema.blocks import BLOCKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from nomadspec.jobspec.block import JobBlock
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
    "Vault": frozenset({"Policies"}),
    "ScalingPolicy": frozenset({"Namespace"}),
}
#: Fields with another name.
RENAMED: Final = {("JobUILink", "URL"): "Url"}
#: Blocks whose empty fields are left out.
SPARSE: Final = frozenset({"NetworkResource", "Port"})

_PLANS: dict[str, tuple[tuple[str, str, str], ...]] = {}


class StoredJob(Job):
    """A job as a server stores it. `canonicalize` returns one; it differs from a `Job` only in the JSON it gives."""

    __slots__ = Job.__slots__

    def to_api(self) -> JsonObject:
        """The API JSON of the job, without an outer `Job`."""
        return block_to_stored(self)


def block_to_stored(block: JobBlock) -> dict[str, Any]:
    """The API JSON of a stored block. Unknown fields are left out."""
    plan = _PLANS.get(block.TYPE) or _plan(block.TYPE)
    sparse = block.TYPE in SPARSE
    out: dict[str, Any] = {}
    missing = _PLANS
    for name, key, nesting in plan:
        value = block.get(name, missing)
        if value is missing or (sparse and not value):
            continue
        if value is not None and nesting:
            if nesting == "block":
                value = block_to_stored(value)
            elif nesting == "map":
                value = {label: block_to_stored(item) for label, item in value.items()}
            else:
                value = [block_to_stored(item) for item in value]
        out[key] = value
    return out


def _plan(type_: str) -> tuple[tuple[str, str, str], ...]:
    shapes = {"repeated_block": "list", "labelled_block_map": "map"}
    dropped = DROPPED.get(type_, frozenset())
    plan = tuple(
        (field.name, RENAMED.get((type_, field.json), field.json), shapes.get(field.nesting, "block") if field.block else "")
        for field in BLOCKS[type_]
        if field.json not in dropped
    )
    _PLANS[type_] = plan
    return plan
