"""The parts of a `dynamic` block: its arguments, its content, what its `for_each` goes over, and the turns that come of it."""

from __future__ import annotations

from nomadspec.evaluation.values import ListValue, MapValue, SetValue, sorted_items
from nomadspec.hcl.ast import Attribute, Block
from nomadspec.jobspec.file_structure import MAX_UNEXPECTED
from nomadspec.source.on_demand import Later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Final

    from nomadspec.evaluation.scope import Scope
    from nomadspec.hcl.ast import Body, Node
    from nomadspec.jobspec import decode_errors as errors
    from nomadspec.jobspec.decode_plan import NestedPlan
    from nomadspec.source import Diagnostic, Source
else:
    errors = Later("nomadspec.jobspec.decode_errors")


class Turn:
    """One turn of a `dynamic` block: `body` is its content, `scope` has its iterator, `labels` is what its labels came to, `named` what they are written
    as. A block that is written as such is decoded as it is."""

    __slots__ = ("block", "body", "dynamic", "labels", "named", "scope")

    def __init__(self, block: Block, body: Body, scope: Scope, labels: list[str], *, dynamic: bool = True, named: Sequence[Node] = ()) -> None:
        self.block: Final = block
        self.body: Final = body
        self.scope: Final = scope
        self.labels: Final = labels
        self.dynamic: Final = dynamic
        self.named: Final = named


def written_block(found: Block | Turn) -> Block:
    """The block that stands in the text."""
    return found if isinstance(found, Block) else found.block


def label_texts(found: Block | Turn) -> list[str]:
    """The texts of its labels, which are as many as the block's word wants."""
    return [label.value for label in found.labels] if isinstance(found, Block) else found.labels


def body_and_scope(found: Block | Turn, scope: Scope) -> tuple[Body, Scope]:
    """Its body, and the scope that this is read in; `scope` is that around it."""
    return (found.body, scope) if isinstance(found, Block) else (found.body, found.scope)


def accepted_arguments(nest: NestedPlan) -> list[str]:
    """The arguments of a `dynamic` block that makes blocks of this word."""
    return ["for_each", "iterator", "labels"] if nest.labels else ["for_each", "iterator"]


def dynamic_parts(
    source: Source, block: Block, items: list[Attribute | Block], nest: NestedPlan, diagnostics: list[Diagnostic]
) -> tuple[dict[str, Attribute], list[Block]] | None:
    """The arguments of a `dynamic` block and its content blocks, when it holds what it may hold."""
    accepted = accepted_arguments(nest)
    required = ["for_each", "labels"] if nest.labels else ["for_each"]
    attributes: dict[str, Attribute] = {}
    contents: list[Block] = []
    problems: list[Diagnostic] = []
    unexpected: list[Attribute] = []
    for item in items:
        if isinstance(item, Attribute):
            if item.name in accepted:
                attributes[item.name] = item
            else:
                unexpected.append(item)
        elif item.type == "content":
            contents.append(item)
    problems += [errors.missing_argument(source, block, name, block.body) for name in required if name not in attributes]
    problems += [
        errors.unsupported_argument(source, item, [name for name in accepted if name not in attributes], ["content"], "dynamic")
        for item in unexpected[:MAX_UNEXPECTED]
    ]
    others = [item for item in items if isinstance(item, Block) and item.type != "content"]
    problems += [errors.unsupported_block(source, block, ["content"], accepted, "dynamic") for block in others[:MAX_UNEXPECTED]]
    diagnostics.extend(problems)
    return None if problems else (attributes, contents)


def content_of(source: Source, block: Block, contents: list[Block], diagnostics: list[Diagnostic]) -> Block | None:
    """The one content block of a `dynamic` block; None where it has none, or a wrong one."""
    if not contents:
        diagnostics.append(errors.missing_content(source, block))
    elif len(contents) > 1:
        diagnostics.append(errors.second_content(source, contents[1]))
    elif contents[0].labels:
        diagnostics.append(errors.extra_label(source, contents[0], "content", ()))
    else:
        return contents[0]
    return None


def entries_of_collection(collection: Any) -> list[tuple[Any, Any]] | None:
    """Keys and values of what a `for_each` goes over, in order; None when it cannot be gone over."""
    if collection.__class__ is tuple:
        return list(enumerate(collection))
    if collection.__class__ is dict:
        return list(sorted_items(collection))
    if isinstance(collection, ListValue):
        return list(enumerate(collection.items))
    if isinstance(collection, SetValue):
        return [(item, item) for item in collection.items]
    if isinstance(collection, MapValue):
        return list(sorted_items(collection.items))
    return None
