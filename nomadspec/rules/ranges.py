"""What several comparisons of one attribute leave of it: whether anything lies between its lower and its upper bounds."""

from __future__ import annotations

from nomadspec.notation import version_constraints
from nomadspec.notation.go_number import parse_float

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any, Final

    Bound = tuple[Any, bool]
    """A value, and whether it is itself within."""

#: Operator → whether it bounds from below, from above, and with the value itself.
_BOUNDS: Final = {
    ">": (True, False, False),
    ">=": (True, False, True),
    "~>": (True, False, True),
    "<": (False, True, False),
    "<=": (False, True, True),
    "=": (True, True, True),
    "": (True, True, True),
}


def terms(operator: str, value: str) -> tuple[str, list[tuple[str, Any]]]:
    """What is compared ("version" or "number"), and the (operator, value) of each term; none for a comparison without order."""
    if operator in ("version", "semver"):
        try:
            parsed = (version_constraints.parse_constraints if operator == "version" else version_constraints.parse_semver_constraints)(value)
        except version_constraints.VersionError:
            return "version", []
        return "version", [(term.operator, term.version) for term in parsed]
    if operator in ("<", "<=", ">", ">="):
        number = parse_float(value)
        return "number", [] if number is None else [(operator, number)]
    return "", []


class Range:
    """What the terms of one kind leave: the narrowest bounds, however many terms there are."""

    __slots__ = ("_compare", "_lower", "_upper")

    def __init__(self, kind: str) -> None:
        self._compare: Callable[[Any, Any], int] = version_constraints.compare if kind == "version" else lambda a, b: (a > b) - (a < b)
        self._lower: Bound | None = None
        self._upper: Bound | None = None

    def narrow(self, comparisons: Sequence[tuple[str, Any]]) -> None:
        """Take further terms in."""
        for bound in _bounds(comparisons, 0):
            if self._lower is None or self._beyond(bound, self._lower, bound):
                self._lower = bound
        for bound in _bounds(comparisons, 1):
            if self._upper is None or self._beyond(self._upper, bound, bound):
                self._upper = bound

    def _beyond(self, high: Bound, low: Bound, new: Bound) -> bool:
        """Whether one bound lies above the other, or they are at one value, which the new one leaves out."""
        order = self._compare(high[0], low[0])
        return order > 0 or (order == 0 and not new[1])

    @property
    def empty(self) -> bool:
        """Whether no value meets all of the terms."""
        if self._lower is None or self._upper is None:
            return False
        order = self._compare(self._lower[0], self._upper[0])
        return order > 0 or (order == 0 and not (self._lower[1] and self._upper[1]))


def _bounds(comparisons: Sequence[tuple[str, Any]], side: int) -> Iterator[Bound]:
    for operator, value in comparisons:
        bounds = _BOUNDS.get(operator)
        if bounds is not None and bounds[side]:
            yield value, bounds[2]
        elif operator == "~>" and side == 1 and value.written > 1:
            *fixed, last = value.numbers[: value.written - 1]
            yield version_constraints.Version((*fixed, last + 1), value.written), False
