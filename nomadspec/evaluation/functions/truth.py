"""`alltrue` and `anytrue`: what tests and rules written in HCL call besides the functions of jobspecs."""

from __future__ import annotations

from nomadspec.evaluation.functions.signature import SHAPE, Failed, Function
from nomadspec.evaluation.types import BOOL
from nomadspec.evaluation.values import Unknown, elements_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from nomadspec.evaluation.values import Value


def _alltrue(values: Any) -> Value:
    return _decided(values, by=False)


def _anytrue(values: Any) -> Value:
    return _decided(values, by=True)


def _decided(values: Any, *, by: bool) -> Value:
    """`by` where any element is that; unknown where one that is not known could be."""
    elements = elements_of(values)
    if elements is None:
        raise Failed("a list of true or false is required", 0)
    unknown: Unknown | None = None
    for element in elements:
        if isinstance(element, Unknown):
            unknown = element
        elif not isinstance(element, bool):
            raise Failed("each element must be true or false", 0)
        elif element is by:
            return by
    return Unknown(BOOL, unknown.variables) if unknown is not None else not by


TABLE: Final = {
    "alltrue": Function("list:any", "bool", _alltrue, sees=SHAPE),
    "anytrue": Function("list:any", "bool", _anytrue, sees=SHAPE),
}
