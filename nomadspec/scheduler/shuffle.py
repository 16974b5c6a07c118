"""The order in which Nomad tries nodes: a Fisher-Yates shuffle driven by Go's math/rand, seeded from the evaluation's id.

With the id of the evaluation and the state's latest index the order is Nomad's own, bit for bit.
"""

from __future__ import annotations

from nomadspec.scheduler.go_random_seed import SEED_WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeVar

    T = TypeVar("T")

_MASK = 2**64 - 1
_LENGTH = 607
_TAP = 273
_PRIME = 2**31 - 1


def go_numbers(seed: int) -> Iterator[int]:
    """The numbers below 2³¹ of Go's math/rand with a seeded source: each word is the sum of those 607 and 273 before it."""
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
    # In the order in which the source takes them, which is from the tap down, and around.
    last = words[_LENGTH - _TAP - 1 :: -1] + words[: _LENGTH - _TAP - 1 : -1]
    while True:
        block = [(one + other) & _MASK for one, other in zip(last[:_TAP], last[_LENGTH - _TAP :], strict=True)]
        last = last[_TAP:] + block
        yield from [word >> 32 & 0x7FFFFFFF for word in block]


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
    if len(out) < 2:
        return out
    numbers = go_numbers(shuffle_seed(eval_id, latest_index))
    # `Intn(n)` draws again for a number above the largest multiple of n. Most are below it for any n.
    safe = 2**31 - len(out)
    for i, number in zip(range(len(out) - 1, 0, -1), numbers, strict=False):
        while number >= safe and number > 2**31 - 1 - 2**31 % (i + 1):
            number = next(numbers)
        j = number % (i + 1)
        out[i], out[j] = out[j], out[i]
    return out
