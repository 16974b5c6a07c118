"""Grapheme clusters (Unicode UAX #29), loaded only for a line that is not plain ASCII."""

from __future__ import annotations

import regex

_CLUSTER = regex.compile(r"\X")


def count(text: str) -> int:
    """The number of grapheme clusters in `text`."""
    return sum(1 for _ in _CLUSTER.finditer(text))


def split(text: str) -> list[str]:
    """The grapheme clusters of `text`, in order."""
    clusters: list[str] = _CLUSTER.findall(text)
    return clusters
