"""The node shuffle: Go's generator, seeded from the evaluation's id."""

from __future__ import annotations

import json
from hashlib import blake2b
from pathlib import Path

from nomadspec.scheduler.go_random_seed import SEED_WORDS
from nomadspec.scheduler.shuffle import GoRandom, shuffle_seed, shuffled


def test_go_random_with_seed_one() -> None:
    random = GoRandom(1)
    assert [random.below(100) for _ in range(10)] == [81, 87, 47, 59, 81, 18, 25, 40, 56, 0]


def test_every_item_once() -> None:
    assert sorted(shuffled(range(100), "11111111-2222-3333-4444-555555555555", 7)) == list(range(100))
    assert shuffled([], "x", 0) == []


def test_recorded_orders(goldens: Path) -> None:
    for path in sorted((goldens / "scheduler" / "scenarios").glob("*.json")):
        case = json.loads(path.read_text(encoding="utf-8"))
        recorded = case["expected"].get("shuffle")
        if recorded:
            assert str(shuffle_seed(case["input"]["eval_id"], recorded["latest_index"])) == recorded["seed"]
            assert shuffled(recorded["base_order"], case["input"]["eval_id"], recorded["latest_index"]) == recorded["shuffled_order"]


def test_the_table_of_the_generator_is_go_s() -> None:
    """All 607 words of it: a draw uses few of them."""
    assert len(SEED_WORDS) == 607
    assert blake2b(repr(tuple(SEED_WORDS)).encode(), digest_size=8).hexdigest() == "13e097b57e565bff"
