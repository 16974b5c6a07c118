"""The order in which Nomad tries nodes: a Fisher-Yates shuffle driven by Go's math/rand, seeded from the evaluation's id.

With the id of the evaluation and the state's latest index the order is Nomad's own, bit for bit.
"""

from __future__ import annotations

from nomadspec.scheduler.go_random_seed import SEED_WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeVar

    T = TypeVar("T")

_MASK = 2**64 - 1
_LENGTH = 607
_TAP = 273
_PRIME = 2**31 - 1


class GoRandom:
    """Go's math/rand with a seeded source."""

    __slots__ = ("_feed", "_tap", "_words")

    def __init__(self, seed: int) -> None:
        self._tap = 0
        self._feed = _LENGTH - _TAP
        x = seed % _PRIME or 89482311
        for _ in range(20):
            x = _step(x)
        words = []
        for constant in SEED_WORDS:
            x = _step(x)
            word = x << 40
            x = _step(x)
            word ^= x << 20
            x = _step(x)
            words.append((word ^ x ^ constant) & _MASK)
        self._words = words

    def below(self, n: int) -> int:
        """A number in [0, n), as `Intn` draws it (n below 2³¹)."""
        largest = 2**31 - 1 - 2**31 % n
        while True:
            self._tap = (self._tap or _LENGTH) - 1
            self._feed = (self._feed or _LENGTH) - 1
            word = (self._words[self._feed] + self._words[self._tap]) & _MASK
            self._words[self._feed] = word
            value = (word >> 32) & 0x7FFFFFFF
            if n & (n - 1) == 0:
                return value & (n - 1)
            if value <= largest:
                return value % n


def _step(x: int) -> int:
    """The Park-Miller step 48271·x mod 2³¹−1."""
    return 48271 * x % _PRIME


def shuffle_seed(eval_id: str, latest_index: int) -> int:
    """The seed of an evaluation: the last eight bytes of its id, mixed with the state's index."""
    tail = eval_id.encode("utf-8")[-8:].rjust(8, b"\0")
    return ((int.from_bytes(tail, "big") ^ latest_index) & _MASK) >> 2


def shuffled(items: Sequence[T], eval_id: str, latest_index: int) -> list[T]:
    """`items` (in the order of their ids) in the order in which this evaluation tries them."""
    out = list(items)
    if len(out) > 1:
        below = GoRandom(shuffle_seed(eval_id, latest_index)).below
        for i in range(len(out) - 1, 0, -1):
            j = below(i + 1)
            out[i], out[j] = out[j], out[i]
    return out
