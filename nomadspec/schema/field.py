"""What one field of a jobspec is: the words of the block schema.

A field is written once, in `schema/blocks.py`. Decoding, the model classes, API JSON, defaults, diffs, documentation, the JSON
Schema, completion and hover all read it from there.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final, TypedDict, Unpack

    class Facts(TypedDict, total=False):
        """What is true of some fields."""

        also_attribute: bool
        also_in: str
        deprecated: str
        filled_in: str | int | bool | tuple[str, ...] | None
        ignored_since: str
        interpolated: str
        json_since: str
        kept_by: str
        labels: tuple[str, ...]
        nullable_in_store: bool
        repeatable_since: str
        required_since: str
        requires: tuple[str, ...]
        since: str
        until: str
        values: tuple[str, ...]
        written_as: tuple[str, ...]


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

    and what else is true of it, each fact once for all who ask:

    `kept_by`  "server": a running account that changes without anybody changing the job (status, version, indexes); "registration": set when
               the job is registered or dispatched; "" for what an author writes
    `nullable_in_store` a stored block holds this scalar as nullable, so that a written zero differs from nothing there, too
    `written_as` other attributes of the block that fill it, the likeliest first (`SHORTHANDS` has them)
    `also_in`  the field into which decoding moves some of its blocks
    `requires` of blocks: attributes that must be written when the block is in this field
    `filled_in` the value that decoding gives it when it is not written (a scaling policy's `type`: in groups), () for an empty list; None when it stays unset
    `interpolated` who replaces `${…}` in it: "scheduler" (the whole string is one target), "client" (text), "driver" (evaluated as HCL on the
               client), "never" (a reference that was meant is taken literally); "" for what holds no references
    `values`   the values that an author chooses from, if there are only these (a server or a client checks them)
    `since`, `until` the first and the last release that has it, such as "1.8.2"; "" when all that we know have it (`releases.py`)
    `ignored_since` the first release whose servers drop what is written, without a word
    `json_since` the first release whose JSON has it, where that is another
    `required_since` the first release in which `required` holds
    `repeatable_since` of repeated blocks: the first release that takes more than one

    Its documentation is a text of its own, which a lint does not load: `schema.documentation.documentation(block, field)`.
    """

    # Few fields have any of these, so that they are attributes of the class where they are not given: 450 fields are made at every start.
    also_attribute: bool = False
    also_in: str = ""
    deprecated: str = ""
    filled_in: str | int | bool | tuple[str, ...] | None = None
    ignored_since: str = ""
    interpolated: str = ""
    json_since: str = ""
    kept_by: str = ""
    labels: tuple[str, ...] = ()
    nullable_in_store: bool = False
    repeatable_since: str = ""
    required_since: str = ""
    requires: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    values: tuple[str, ...] = ()
    written_as: tuple[str, ...] = ()

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
        required: bool = False,
        **facts: Unpack[Facts],
    ) -> None:
        self.name: Final = name
        self.json: Final = json
        self.type: Final = type
        self.absent: Final = absent
        self.kind: Final = kind
        self.block: Final = block
        self.nesting: Final = nesting
        self.required: Final = required
        self.pointer: Final = absent is None and kind != "block"
        if facts:
            self.__dict__.update(facts)

    def __repr__(self) -> str:
        return f"<{self.kind} {self.name} {self.type or self.block}>"
