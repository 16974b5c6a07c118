"""Finds equal blocks of a list in a single pass."""

from __future__ import annotations

from nomadspec.jobspec.block import UnknownValue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from nomadspec.checks.check import Scope

    #: For each item the first that is like it and how many before it are, or the value that is not known. And the first of which something is not known.
    Alike = tuple[list[tuple[int, int] | UnknownValue], int]


def first_alike(scope: Scope, items: Sequence[Any], key: Callable[[Any], Any]) -> int:
    """The index of the first of `items` that has the same key as the one at `scope.index`. Raises `UnknownValue` if something before that is not known."""
    found, unknown = _alike(scope, items, key)
    here = found[scope.index]
    if isinstance(here, UnknownValue):
        raise here
    if unknown < here[0] or (unknown < scope.index and here[0] == scope.index):
        raise found[unknown]  # type: ignore[misc]
    return here[0]


def alike_before(scope: Scope, items: Sequence[Any], key: Callable[[Any], Any]) -> int:
    """How many before the one at `scope.index` have its key."""
    here = _alike(scope, items, key)[0][scope.index]
    if isinstance(here, UnknownValue):
        raise here
    return here[1]


def _alike(scope: Scope, items: Sequence[Any], key: Callable[[Any], Any]) -> Alike:
    kept = scope.alike.get((id(items), key))
    if kept is None:
        found: list[tuple[int, int] | UnknownValue] = []
        unknown = len(items)
        seen: dict[Any, tuple[int, int]] = {}
        for index, item in enumerate(items):
            try:
                which = key(item)
            except UnknownValue as fault:
                found.append(fault)
                unknown = min(unknown, index)
                continue
            first, before = seen.get(which, (index, 0))
            found.append((first, before))
            seen[which] = (first, before + 1)
        kept = scope.alike[id(items), key] = (found, unknown)
    return kept
