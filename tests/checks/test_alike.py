"""Blocks that are alike: found in one pass, silent behind what is not known."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from nomadspec.checks.alike import alike_before, first_alike
from nomadspec.jobspec.block import UnknownValue


def key(item: str) -> str:
    if item == "?":
        raise UnknownValue("service", "name")
    return item


def scope(index: int, alike: dict[Any, Any]) -> Any:
    return SimpleNamespace(index=index, alike=alike)


@pytest.mark.parametrize(
    ("items", "firsts", "before"),
    [
        ("abab", [0, 1, 0, 1], [0, 0, 1, 1]),
        ("aaa", [0, 0, 0], [0, 1, 2]),
        ("a?ba", [0, None, None, 0], [0, None, 0, 1]),
        ("?aa", [None, None, None], [None, 0, 1]),
    ],
)
def test_alike(items: str, firsts: list[int | None], before: list[int | None]) -> None:
    kept: dict[Any, Any] = {}

    def answer(ask: Any, index: int) -> int | None:
        try:
            return ask(scope(index, kept), items, key)  # type: ignore[no-any-return]
        except UnknownValue:
            return None

    assert [answer(first_alike, index) for index in range(len(items))] == firsts
    assert [answer(alike_before, index) for index in range(len(items))] == before
