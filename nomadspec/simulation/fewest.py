"""The smallest number of nodes of a kind with which everything can be placed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

#: More nodes than this are not tried.
MOST_NODES: Final = 4096


def fewest_nodes(missing: Callable[[int], int]) -> int | None:
    """The smallest count for which `missing(count)` is 0, or None if more nodes do not help. `missing` must not increase with the count."""
    if not missing(0):
        return 0
    low, high, left = 0, 1, missing(1)
    while left:
        if high >= MOST_NODES:
            return None
        low, high = high, 2 * high
        now = missing(high)
        if now == left and high >= 8:
            return None
        left = now
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if not missing(middle) else (middle, high)
    return high
