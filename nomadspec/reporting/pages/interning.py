"""Texts of a page's data, each stored once: columns hold their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.reporting.escaping import line

if TYPE_CHECKING:
    from collections.abc import Mapping

from nomadspec.notation.secrecy import MASK, looks_secret


class Texts:
    """Numbers for texts, and for sets of pairs of texts, in the order in which they were first asked for. Text 0 is empty."""

    def __init__(self) -> None:
        self._texts: dict[str, int] = {"": 0}
        self._sets: dict[tuple[int, ...], int] = {}

    def number(self, text: str) -> int:
        """Of a text."""
        return self._texts.setdefault(text, len(self._texts))

    def pairs(self, values: Mapping[str, object]) -> list[int]:
        """Names and values by turns; values of what is named like a secret are masked."""
        found = []
        for name, value in values.items():
            found += [self.number(name), self.number(MASK if looks_secret(name) and value else str(value))]
        return found

    def set_of(self, values: Mapping[str, object]) -> int:
        """Of a set of pairs, which many nodes share."""
        return self._sets.setdefault(tuple(self.pairs(values)), len(self._sets))

    def texts(self) -> list[str]:
        """All texts by number, harmless to show."""
        return [line(text) for text in self._texts]

    def sets(self) -> list[list[int]]:
        """All sets by number."""
        return [list(pairs) for pairs in self._sets]
