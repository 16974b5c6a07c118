"""Jobs with unknown values (variables that were given none) made comparable: a placeholder in place of each."""

from __future__ import annotations

from nomadspec.jobspec.block import JobBlock, PartlyKnown, known_items
from nomadspec.schema.blocks import BLOCKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from nomadspec.schema.field import Field

PLACEHOLDER: Final = "(not known)"


def with_placeholders(block: Any) -> Any:
    """The block, or list or map of blocks, with `(not known)` for each unknown scalar, list and map; unknown blocks are left out."""
    if isinstance(block, list):
        known: dict[int, Any] = dict(known_items(block))
        return [with_placeholders(known[index]) if index in known else PLACEHOLDER for index in range(len(block))]
    if isinstance(block, dict):
        unknown = block.unknown if isinstance(block, PartlyKnown) else ()
        return {key: with_placeholders(item) for key, item in known_items(block)} | dict.fromkeys(unknown, PLACEHOLDER)
    if not isinstance(block, JobBlock):
        return block
    changes: dict[str, Any] = {}
    for field in BLOCKS[block.TYPE]:
        if not block.known(field.name):
            changes[field.name] = _placeholder(field)
        elif field.block or field.type.startswith(("map(", "list(")):
            changes[field.name] = with_placeholders(getattr(block, field.name))
    made = object.__new__(type(block))
    object.__setattr__(made, "origin", block.get("origin"))
    for field in BLOCKS[block.TYPE]:
        object.__setattr__(made, field.name, changes[field.name] if field.name in changes else getattr(block, field.name))
    return made


def _placeholder(field: Field) -> Any:
    if field.block:
        return None
    if field.type.startswith("map("):
        return {PLACEHOLDER: PLACEHOLDER}
    return [PLACEHOLDER] if field.type.startswith("list(") else PLACEHOLDER
