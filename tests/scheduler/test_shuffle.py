"""The node shuffle: Go's generator, seeded from the evaluation's id."""

from __future__ import annotations

import json
from hashlib import blake2b
from pathlib import Path

from nomadspec.scheduler.go_random_seed import SEED_WORDS
from nomadspec.scheduler.shuffle import GoRandom, shuffle_seed, shuffled
from tests.recorded import recorded


def test_go_random_with_seed_one() -> None:
    random = GoRandom(1)
    assert [random.below(100) for _ in range(10)] == [81, 87, 47, 59, 81, 18, 25, 40, 56, 0]


def test_draws_below_a_power_of_two_are_the_last_bits() -> None:
    low, high = GoRandom(7), GoRandom(7)
    assert [low.below(64) for _ in range(50)] == [high.below(2**31) % 64 for _ in range(50)]


def test_seed_zero_is_another_number_as_in_go() -> None:
    zero, other = GoRandom(0), GoRandom(89482311)
    assert [zero.below(1000) for _ in range(50)] == [other.below(1000) for _ in range(50)]


def test_every_item_once() -> None:
    assert sorted(shuffled(range(100), "11111111-2222-3333-4444-555555555555", 7)) == list(range(100))
    assert shuffled([], "x", 0) == []


def test_recorded_orders(goldens: Path) -> None:
    for path in recorded(goldens / "scheduler" / "scenarios", "*.json"):
        case = json.loads(path.read_text(encoding="utf-8"))
        order = case["expected"].get("shuffle")
        if order:
            assert str(shuffle_seed(case["input"]["eval_id"], order["latest_index"])) == order["seed"]
            assert shuffled(order["base_order"], case["input"]["eval_id"], order["latest_index"]) == order["shuffled_order"]


def test_the_table_of_the_generator_is_go_s() -> None:
    """All 607 words of it: a draw uses few of them."""
    assert len(SEED_WORDS) == 607
    assert blake2b(repr(tuple(SEED_WORDS)).encode(), digest_size=8).hexdigest() == "13e097b57e565bff"
