"""Where `${…}` is replaced, and by whom: the fields of each block type, taken from the schema (`Field.interpolated`).

interpolated("VolumeMount", "client")   {"volume": "Volume", "destination": "Destination", "propagation_mode": "PropagationMode"}
"""

from __future__ import annotations

from nomadspec.schema.blocks import BLOCKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_FOUND: dict[tuple[str, str], dict[str, str]] = {}


def interpolated(type_: str, by: str) -> Mapping[str, str]:
    """The fields of a block type in which `by` ("scheduler", "client", "driver" or "never") replaces references: HCL name → API name."""
    found = _FOUND.get((type_, by))
    if found is None:
        found = _FOUND[type_, by] = {field.name: field.json for field in BLOCKS[type_] if field.interpolated == by}
    return found
