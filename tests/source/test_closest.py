"""How far two words are from each other."""

from __future__ import annotations

import pytest

from nomadspec.source.closest import edit_distance, nearest


@pytest.mark.parametrize(
    ("a", "b", "distance"),
    [
        ("", "", 0),
        ("port", "port", 0),
        ("prot", "port", 2),  # neighbours that changed places are two changes
        ("port", "ports", 1),
        ("sport", "port", 1),
        ("part", "port", 1),
        ("image", "mage_", 2),
        ("image", "driver", 3),  # and more: beyond two it is not counted
        ("a", "abcd", 3),
        ("abcdef", "defabc", 3),
    ],
)
def test_distance_up_to_two(a: str, b: str, distance: int) -> None:
    assert edit_distance(a, b, 2) == edit_distance(b, a, 2) == distance


@pytest.mark.parametrize(("most", "distance"), [(0, 1), (2, 3), (5, 6), (6, 6), (9, 6)])
def test_distance_beyond_the_most_is_one_more(most: int, distance: int) -> None:
    assert edit_distance("abcdef", "defabc", most) == distance


def test_the_nearest_is_the_only_one_that_is_near() -> None:
    assert nearest("htpp", ["http", "grpc"]) == "http"
    assert nearest("HTTP2", ["http", "grpc"]) == "http"
    assert nearest("db1", ["db2", "db3"]) is None
    assert nearest("web", ["database"]) is None
