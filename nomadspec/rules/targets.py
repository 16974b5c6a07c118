"""Targets of the scheduler: what `${attr.…}` and its like in constraints, affinities and spreads name."""

from __future__ import annotations


def key_of(target: str, prefix: str) -> str:
    """The key that a target with this prefix names: as the scheduler takes it, with one closing brace removed."""
    return target[len(prefix) :].removesuffix("}")
