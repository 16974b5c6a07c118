"""What decoding a body needs to know of its block type: the block schema of a release turned into look-up tables, once for each type.

What a body accepts without having a field for it is in the schema, too (`SHORTHANDS`): blocks that are handed down, and the attributes of the
block types that Nomad decodes by hand.
"""

from __future__ import annotations

from nomadspec.jobspec.block_class import block_class
from nomadspec.jobspec.typed_values import reader
from nomadspec.releases import NEWEST
from nomadspec.schema.fields_of_release import fields_of, shorthands_of
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dataclasses import KW_ONLY
    from typing import Any, Final

    from nomadspec.jobspec.block import JobBlock
    from nomadspec.jobspec.typed_values import Reader
    from nomadspec.releases import Release
_SIMPLE: Final = {"string": "string", "bool": "bool"}
#: Field types for which a literal of that kind has the value of the field, however it is read; a number as long as it has few digits (`decode.py`).
_LITERALS: Final = {"string": "string", "bool": "bool", "int": "number", "int64": "number", "uint64": "number"}


class NestedPlan(Record):
    """One block word of a body.

    `field` is the model field ("" for a block without one); `type` the block type, "" for a body of free keys, whose values
    `values` reads (None for untyped ones); `once` refuses a second block, `listed` makes a list all the same; `by_label` makes a map; `labels` are the label names.
    """

    word: str
    field: str
    type: str
    _: KW_ONLY
    labels: tuple[str, ...] = ()
    once: bool = False
    listed: bool = False
    by_label: bool = False
    values: Reader | None = None
    whole: Reader | None = None
    also_attribute: bool = False
    required: tuple[str, ...] = ()


class BlockPlan:
    """One block type: its attributes (name → name as the model has it, reader, whether null is allowed, kind of a literal that need not be read), its blocks, its label fields.

    `own` has the attributes of a block that Nomad decodes by hand, with the types it converts to ("string", "bool", "number"); None for others.
    """

    __slots__ = ("arguments", "attributes", "blocks", "class_", "labels", "own", "required", "type", "words")

    def __init__(self, type_: str, release: Release) -> None:
        self.type: Final = type_
        self.class_: Final[type[JobBlock]] = block_class(type_)
        self.attributes: Final[dict[str, tuple[str, Any, bool, str]]] = {}
        self.blocks: Final[dict[str, NestedPlan]] = {}
        of_release = fields_of(type_, release)
        shorthands = shorthands_of(type_, release)
        by_hand = any(field.kind == "attribute" for field in shorthands)
        self.own: Final = {field.name: _SIMPLE.get(field.type, "number") for field in (*of_release, *shorthands)} if by_hand else None
        required = []
        labels = []
        for field in shorthands:
            if field.kind == "block":
                self.blocks[field.name] = NestedPlan(field.name, "", field.block, labels=field.labels)
        for field in of_release:
            if field.kind == "attribute":
                self.attributes[field.name] = (
                    field.name,
                    reader(field.type),
                    field.absent is None and field.type != "duration",
                    _LITERALS.get(field.type, ""),
                )
                if field.required and release.has(field.required_since):
                    required.append(field.name)
            elif field.kind == "label":
                labels.append(field.name)
            elif field.kind == "block":
                if field.nesting == "map_block":
                    values = None if field.type == "map(any)" else reader(field.type[4:-1])
                    self.blocks[field.name] = NestedPlan(
                        field.name, field.name, "", once=True, values=values, whole=reader(field.type) if values else None, also_attribute=field.also_attribute
                    )
                else:
                    self.blocks[field.name] = NestedPlan(
                        field.name,
                        field.name,
                        field.block,
                        labels=field.labels,
                        once=field.nesting == "block" or not release.has(field.repeatable_since),
                        listed=field.nesting == "repeated_block",
                        by_label=field.nesting == "labelled_block_map",
                        required=field.requires,
                    )
        if self.own is not None:
            self.attributes.clear()
            self.attributes.update({name: (name, None, True, "") for name in self.own})
        self.required: Final = tuple(required)
        self.labels: Final = tuple(labels)
        # What may be written `name = value` and what as a block, as the JSON syntax needs it: there a map is always a value.
        self.arguments: Final = frozenset(self.attributes) | {nest.word for nest in self.blocks.values() if nest.also_attribute}
        self.words: Final = {nest.word: nest.labels for nest in self.blocks.values()} | {"dynamic": ("type",)}


class Plans(dict[str, BlockPlan]):
    """The plans of a release by block type, each made when it is first asked for."""

    def __init__(self, release: Release) -> None:
        self._release: Final = release

    def __missing__(self, type_: str) -> BlockPlan:
        return self.setdefault(type_, BlockPlan(type_, self._release))


_PLANS: dict[str, Plans] = {}


def plans_of(release: Release = NEWEST) -> Plans:
    """The plans of a release."""
    plans = _PLANS.get(release.text)
    if plans is None:
        plans = _PLANS.setdefault(release.text, Plans(release))
    return plans


def plan_of(type_: str, release: Release = NEWEST) -> BlockPlan:
    """The plan of a block type in a release."""
    return plans_of(release)[type_]
