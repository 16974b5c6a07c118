"""What decoding a body needs to know of its block type: the block schema turned into look-up tables, once for each type.

Beside the schema there are Nomad's own additions, as data: blocks that a body accepts without having a field for them (`EXTRA`),
and attribute names that an own decoder takes (`OWN_ATTRIBUTES`).
"""

from __future__ import annotations

from nomadspec._generated.job_model import CLASSES
from nomadspec.jobspec.typed_values import reader
from nomadspec.schema.blocks import BLOCKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from nomadspec.jobspec.block import JobBlock
    from nomadspec.jobspec.typed_values import Reader

#: Blocks without a field: (word, block type, label names). They are inherited by tasks, or become groups.
EXTRA: Final[dict[str, tuple[tuple[str, str, tuple[str, ...]], ...]]] = {
    "Job": (("vault", "Vault", ()), ("secret", "Secret", ("name",)), ("task", "Task", ("name",))),
    "TaskGroup": (("vault", "Vault", ()), ("secret", "Secret", ("name",))),
}

_STRING: Final = "string"

#: Attributes of the two types that Nomad decodes by hand, with the types it converts to.
OWN_ATTRIBUTES: Final[dict[str, dict[str, str]]] = {
    "Constraint": {
        "attribute": _STRING,
        "value": _STRING,
        "operator": _STRING,
        "distinct_property": _STRING,
        "distinct_hosts": "bool",
        "regexp": _STRING,
        "version": _STRING,
        "semver": _STRING,
        "set_contains": _STRING,
        "set_contains_all": _STRING,
        "set_contains_any": _STRING,
        "is_set": _STRING,
        "is_not_set": _STRING,
    },
    "Affinity": {
        "attribute": _STRING,
        "value": _STRING,
        "operator": _STRING,
        "weight": "number",
        "version": _STRING,
        "semver": _STRING,
        "regexp": _STRING,
        "set_contains": _STRING,
        "set_contains_all": _STRING,
        "set_contains_any": _STRING,
    },
}

#: Fields that are required only where the block stands.
REQUIRED_AT: Final[dict[tuple[str, str], tuple[str, ...]]] = {("TaskGroup", "scaling"): ("max",)}


class NestedPlan:
    """One block word of a body.

    `field` is the model field ("" for a block without one); `type` the block type, "" for a body of free keys, whose values
    `values` reads (None for untyped ones); `once` refuses a second block; `by_label` makes a map; `labels` are the label names.
    """

    __slots__ = ("also_attribute", "by_label", "field", "labels", "once", "required", "type", "values", "whole", "word")

    def __init__(
        self,
        word: str,
        field: str,
        type: str,
        *,
        labels: tuple[str, ...] = (),
        once: bool = False,
        by_label: bool = False,
        values: Reader | None = None,
        whole: Reader | None = None,
        also_attribute: bool = False,
        required: tuple[str, ...] = (),
    ) -> None:
        self.word: Final = word
        self.field: Final = field
        self.type: Final = type
        self.labels: Final = labels
        self.once: Final = once
        self.by_label: Final = by_label
        self.values: Final = values
        self.whole: Final = whole
        self.also_attribute: Final = also_attribute
        self.required: Final = required


class BlockPlan:
    """One block type: its attributes (HCL name → field, reader, whether null is allowed), its blocks, its label fields."""

    __slots__ = ("arguments", "attributes", "blocks", "class_", "labels", "own", "required", "type", "words")

    def __init__(self, type_: str) -> None:
        self.type: Final = type_
        self.class_: Final[type[JobBlock]] = CLASSES[type_]
        self.attributes: Final[dict[str, tuple[str, Any, bool]]] = {}
        self.blocks: Final[dict[str, NestedPlan]] = {}
        self.own: Final = OWN_ATTRIBUTES.get(type_)
        required = []
        labels = []
        for word, nested, names in EXTRA.get(type_, ()):
            self.blocks[word] = NestedPlan(word, "", nested, labels=names)
        for field in BLOCKS[type_]:
            if field.kind == "attribute":
                self.attributes[field.name] = (field.name, reader(field.type), field.absent is None and field.type != "duration")
                if field.required:
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
                        once=field.nesting == "block",
                        by_label=field.nesting == "labelled_block_map",
                        required=REQUIRED_AT.get((type_, field.name), ()),
                    )
        if self.own is not None:
            self.attributes.clear()
            self.attributes.update({name: (name, None, True) for name in self.own})
        self.required: Final = tuple(required)
        self.labels: Final = tuple(labels)
        # What may be written `name = value` and what as a block, as the JSON syntax needs it: there a map is always a value.
        self.arguments: Final = frozenset(self.attributes) | {nest.word for nest in self.blocks.values() if nest.also_attribute}
        self.words: Final = {nest.word: nest.labels for nest in self.blocks.values()} | {"dynamic": ("type",)}


_PLANS: dict[str, BlockPlan] = {}


def plan_of(type_: str) -> BlockPlan:
    """The plan of a block type."""
    plan = _PLANS.get(type_)
    if plan is None:
        plan = _PLANS[type_] = BlockPlan(type_)
    return plan
