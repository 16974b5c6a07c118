"""What one field of a jobspec is: the words of the block schema.

A field is written once, in `schema/blocks.py`. Decoding, the model classes, API JSON, defaults, diffs, documentation, the JSON
Schema, completion and hover all read it from there.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

#: What the API JSON prints for a field that is not written; `OMITTED` fields are left out.
Absent = str | int | bool | None
OMITTED = "<omitted>"


class Field:
    """One field of a block type.

    `name`     the attribute of the model class: the HCL name; for a field that HCL cannot write, its JSON name in snake case
    `json`     the name in Nomad's HTTP API
    `kind`     "attribute" (`name = value`), "block" (nested block), "label" (comes from the block's label), "json" (not in HCL)
    `type`     "string" "bool" "int" "int8" "int64" "uint8" "uint16" "uint32" "uint64" "duration" (nanoseconds)
               "list(T)" "map(string)" "map(any)" "map(list(string))" or "block" (then `block` names its type)
    `pointer`  null in the API when absent, so that a written zero differs from nothing
    `nesting`  of blocks: "block" (at most one), "repeated_block", "map_block" (free keys), "labelled_block_map" (map by label)
    `required` decoding fails without it
    `absent`   what the API prints for it when it is not written
    `labels`   of blocks: the names of the labels as error texts have them ("" for several types)
    `also_attribute` a map block that may be written `name = { … }` too
    `deprecated` why, when it is
    """

    __slots__ = ("absent", "also_attribute", "block", "deprecated", "json", "kind", "labels", "name", "nesting", "pointer", "required", "type")

    def __init__(
        self,
        name: str,
        json: str,
        type: str,
        absent: Absent = None,
        *,
        kind: str = "attribute",
        block: str = "",
        nesting: str = "",
        labels: tuple[str, ...] = (),
        required: bool = False,
        also_attribute: bool = False,
        deprecated: str = "",
    ) -> None:
        self.name: Final = name
        self.json: Final = json
        self.type: Final = type
        self.absent: Final = absent
        self.kind: Final = kind
        self.block: Final = block
        self.nesting: Final = nesting
        self.labels: Final = labels
        self.required: Final = required
        self.also_attribute: Final = also_attribute
        self.deprecated: Final = deprecated
        self.pointer: Final = absent is None and kind != "block"

    def __repr__(self) -> str:
        return f"<{self.kind} {self.name} {self.type or self.block}>"
