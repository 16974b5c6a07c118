"""What the scheduler makes of a constraint's, affinity's or spread's operands on a node given as API JSON: whole strings, exactly spelt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from nomadspec.schema.attributes import NODE_FIELDS

#: The node's own fields that may be referred to, by their API name.
_FIELDS: Final = {f"${{{name}}}": field for name, field in NODE_FIELDS.items()}
_TABLES: Final = {"${attr.": "Attributes", "${meta.": "Meta"}


def resolve(target: str, node: Mapping[str, Any]) -> tuple[str, bool]:
    """The value of a target on a node, and whether it has one. Text that does not begin with `${` is itself."""
    if not target.startswith("${"):
        return target, True
    if target in _FIELDS:
        return str(node.get(_FIELDS[target]) or ""), True
    for prefix, table in _TABLES.items():
        if target.startswith(prefix):
            value = (node.get(table) or {}).get(target[len(prefix) :].removesuffix("}"))
            return ("", False) if value is None else (str(value), True)
    return "", False


def targets_of(blocks: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The operands of the constraints, affinities and spreads that are written in jobs, groups or tasks."""
    for block in blocks:
        for kind in ("Constraints", "Affinities"):
            for item in block.get(kind) or ():
                yield item.get("LTarget") or ""
                yield item.get("RTarget") or ""
        for item in block.get("Spreads") or ():
            yield item.get("Attribute") or ""
