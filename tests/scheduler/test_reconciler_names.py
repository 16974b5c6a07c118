"""Which index is taken, freed, or given twice."""

from __future__ import annotations

from nomadspec.scheduler.reconciler_model import index_of
from nomadspec.scheduler.reconciler_names import NameIndex
from tests.scheduler.reconciler_cases import alloc, job


def names(count: int, *held: int) -> NameIndex:
    return NameIndex("web", "api", count, [alloc(index, job(), id=f"a{n}") for n, index in enumerate(held)])


def indexes(found: list[str]) -> list[int]:
    return [index_of(name) for name in found]


def test_the_index_is_in_brackets_at_the_end() -> None:
    assert [index_of(name) for name in ("web.api[3]", "web.api[[12]", "web.api", "web.api[x]", "web.api[]", "")] == [3, 12, 0, 0, 0, 0]


def test_new_names_fill_the_gaps_from_below() -> None:
    assert indexes(names(5, 0, 3).next(3)) == [1, 2, 4]


def test_without_a_gap_names_begin_again() -> None:
    assert indexes(names(2, 0, 1).next(3)) == [0, 1, 2]


def test_names_given_are_taken() -> None:
    index = names(4, 0)
    assert indexes(index.next(1)) == [1]
    assert indexes(index.next(2)) == [2, 3]


def test_the_highest_go_first() -> None:
    index = names(5, 0, 2, 7)
    assert index.highest(2) == {2, 7}
    assert index.highest(5) == {0}


def test_canaries_take_the_indexes_that_the_update_will_replace() -> None:
    replaced = [alloc(index, job()) for index in (2, 1)]
    assert indexes(names(3, 0, 1, 2).next_canaries(1, [], replaced)) == [1]
    assert indexes(names(3, 0, 1, 2).next_canaries(3, [alloc(1, job())], replaced)) == [2, 3, 4]


def test_one_of_two_allocations_with_a_name_is_renamed() -> None:
    index = names(3, 0, 1, 1)
    assert index.settle("web.api[1]") == "web.api[2]"
    assert index.settle("web.api[1]") == "web.api[1]"


def test_a_name_held_three_times_is_renamed_every_time() -> None:
    index = names(9, 1, 1, 1)
    assert [index.settle("web.api[1]") for _ in range(3)] == ["web.api[0]", "web.api[2]", "web.api[3]"]
