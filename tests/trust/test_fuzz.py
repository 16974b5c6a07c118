"""The fuzzer stays able to run: each target on a few inputs of a fixed seed. `make test` runs it for some seconds with the seed of the day."""

from __future__ import annotations

from random import Random

import pytest

from fuzz import mutators
from fuzz.targets import JOB, STATE, TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_targets_answer(name: str) -> None:
    for number in range(10):
        TARGETS[name](Random(f"fixed.{name}.{number}"))


def test_a_seed_gives_the_same_inputs() -> None:
    assert mutators.text(JOB, Random("a")) == mutators.text(JOB, Random("a")) != JOB
    assert mutators.value(STATE, Random("a")) == mutators.value(STATE, Random("a")) != STATE
