"""The operands that the scheduler resolves on a node, as they are written in a job."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any


def operands_of(blocks: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The operands of the constraints, affinities and spreads of jobs, groups or tasks in the API's form."""
    for block in blocks:
        for kind in ("Constraints", "Affinities"):
            for item in block.get(kind) or ():
                yield item.get("LTarget") or ""
                yield item.get("RTarget") or ""
        for item in block.get("Spreads") or ():
            yield item.get("Attribute") or ""
