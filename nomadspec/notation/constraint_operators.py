"""What the operators of `constraint` and `affinity` say of two values: `matches` for node attributes, `device_matches` for devices.

Node attributes are text. A device attribute is a number with or without a unit, a bool, or text (`Attribute`); two of them that cannot
be compared make every operator false, `!=` too. A value that does not exist is given as "" or None with its `found` flag off.
"""

from __future__ import annotations

from nomadspec.notation.go_number import parse_bool, parse_float, parse_int
from nomadspec.notation.go_text import trim_space
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from fractions import Fraction

    from nomadspec.notation.version_constraints import Constraint

_CACHE_SIZE = 1024
_constraints: dict[tuple[bool, str], Sequence[Constraint] | None] = {}

_ORDERS: dict[str, Callable[[int], bool]] = {
    "<": lambda order: order < 0,
    "<=": lambda order: order <= 0,
    ">": lambda order: order > 0,
    ">=": lambda order: order >= 0,
}
_EQUAL = ("=", "==", "is")
_UNEQUAL = ("!=", "not")


def matches(operand: str, left: str, left_found: bool, right: str, right_found: bool) -> bool:
    """Whether a node whose attribute has the value `left` passes. Operators are case-sensitive; unknown ones never hold.

    `distinct_hosts` and `distinct_property` are the scheduler's own business and always hold here.
    """
    if operand in _UNEQUAL:
        return left != right
    if operand == "is_set" or operand == "is_not_set":
        return left_found is (operand == "is_set")
    if operand in ("distinct_hosts", "distinct_property"):
        return True
    if not left_found or not right_found:
        return False
    if operand in _EQUAL:
        return left == right
    if operand in _ORDERS:
        return _ordered(operand, left, right)
    text_operator = _TEXT_OPERATORS.get(operand)
    return text_operator is not None and text_operator(left, right)


def _ordered(operand: str, left: str, right: str) -> bool:
    a, b = parse_int(left), parse_int(right)
    if a is not None and b is not None:
        return _ORDERS[operand]((a > b) - (a < b))
    x, y = parse_float(left), parse_float(right)
    if x is not None and y is not None:
        if x != x or y != y:
            return False
        return _ORDERS[operand]((x > y) - (x < y))
    return _ORDERS[operand](_text_order(left, right))


def _text_order(left: str, right: str) -> int:
    """By bytes of UTF-8, which is the order of code points."""
    return (left > right) - (left < right)


def _satisfies(left: str, right: str, *, semver: bool) -> bool:
    from nomadspec.notation import version_constraints

    key = semver, right
    if key in _constraints:
        constraints = _constraints[key]
    else:
        if len(_constraints) >= _CACHE_SIZE:
            _constraints.clear()
        try:
            constraints = version_constraints.parse_semver_constraints(right) if semver else version_constraints.parse_constraints(right)
        except version_constraints.VersionError:
            constraints = None
        _constraints[key] = constraints
    if constraints is None:
        return False
    try:
        found = version_constraints.parse(left)
    except version_constraints.VersionError:
        return False
    return all(constraint.admits(found) for constraint in constraints)


def _regexp(left: str, right: str) -> bool:
    from nomadspec.notation import regexp

    try:
        return regexp.compile(right).matches(left)
    except regexp.RegexpError:
        return False


def _members(text: str) -> set[str]:
    return {trim_space(member) for member in text.split(",")}


_TEXT_OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "version": lambda left, right: _satisfies(left, right, semver=False),
    "semver": lambda left, right: _satisfies(left, right, semver=True),
    "regexp": _regexp,
    "set_contains": lambda left, right: _members(right) <= _members(left),
    "set_contains_all": lambda left, right: _members(right) <= _members(left),
    "set_contains_any": lambda left, right: not _members(right).isdisjoint(_members(left)),
}


class Attribute(Record):
    """A device attribute: `value` is an int, float, bool or str; `unit` one of UNITS, "" for none (and always for bools and text)."""

    value: int | float | bool | str
    unit: str = ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Attribute) and (self.value.__class__, self.value, self.unit) == (other.value.__class__, other.value, other.unit)

    def __hash__(self) -> int:
        return hash((self.value, self.unit))

    def __repr__(self) -> str:
        return f"Attribute({self.value!r}, {self.unit!r})" if self.unit else f"Attribute({self.value!r})"


def _units() -> dict[str, tuple[str, int, bool]]:
    table: dict[str, tuple[str, int, bool]] = {}
    for power, prefix in enumerate("KMGTPE", 1):
        for decimal in (prefix, "k") if prefix == "K" else (prefix,):
            table[f"{decimal}B"] = ("byte", 1000**power, False)
            table[f"{decimal}B/s"] = ("byte rate", 1000**power, False)
        table[f"{prefix}iB"] = ("byte", 1024**power, False)
        table[f"{prefix}iB/s"] = ("byte rate", 1024**power, False)
    table |= {"MHz": ("hertz", 10**6, False), "GHz": ("hertz", 10**9, False)}
    table |= {"mW": ("watt", 1000, True), "W": ("watt", 1, False), "kW": ("watt", 1000, False), "MW": ("watt", 10**6, False), "GW": ("watt", 10**9, False)}
    return table


UNITS = _units()
"""Unit → (what it measures, how many base units it is, whether it is that part of one instead)."""

_LONGEST_FIRST = sorted(UNITS, key=len, reverse=True)


def parse_attribute(text: str) -> Attribute:
    """Read the literal of a device constraint: a number with an optional unit, else a bool, else text."""
    number, unit = text, ""
    if text and text[-1].isalpha():
        for name in _LONGEST_FIRST:
            if text.endswith(name):
                number, unit = trim_space(text[: -len(name)]), name
                break
    value: int | float | None = parse_int(number)
    if value is None:
        value = parse_float(number)
    if value is not None:
        return Attribute(value, unit)
    truth = parse_bool(text)
    return Attribute(text if truth is None else truth)


def device_matches(operand: str, left: Attribute | None, left_found: bool, right: Attribute | None, right_found: bool) -> bool:
    """Whether a device whose attribute has the value `left` passes."""
    if operand in _UNEQUAL:
        if not left_found and not right_found:
            return False
        if left_found != right_found:
            return True
        order = compare_attributes(left, right)
        return order is not None and order != 0
    if operand == "is_set" or operand == "is_not_set":
        return left_found is (operand == "is_set")
    if operand in ("distinct_hosts", "distinct_property"):
        return True
    if not left_found or not right_found or left is None or right is None:
        return False
    if operand in _EQUAL:
        return compare_attributes(left, right) == 0
    if operand in _ORDERS:
        order = compare_attributes(left, right)
        return order is not None and _ORDERS[operand](order)
    text_operator = _TEXT_OPERATORS.get(operand)
    if text_operator is None or not isinstance(right.value, str):
        return False
    if isinstance(left.value, str):
        return text_operator(left.value, right.value)
    # A whole number is a version too; its unit is overlooked.
    return operand in ("version", "semver") and left.value.__class__ is int and text_operator(str(left.value), right.value)


def compare_attributes(left: Attribute | None, right: Attribute | None) -> int | None:
    """-1, 0, 1, or None when the two cannot be compared. Bools are only equal (0) or not (1)."""
    if left is None or right is None:
        return None
    a, b = left.value, right.value
    if isinstance(a, str) or isinstance(b, str):
        return _text_order(a, b) if isinstance(a, str) and isinstance(b, str) else None
    if isinstance(a, bool) or isinstance(b, bool):
        return int(a != b) if isinstance(a, bool) and isinstance(b, bool) else None
    if bool(left.unit) != bool(right.unit) or (left.unit and UNITS[left.unit][0] != UNITS[right.unit][0]):
        return None
    if isinstance(a, int) and isinstance(b, int):
        a, b = _whole_base(a, left.unit), _whole_base(b, right.unit)
        return (a > b) - (a < b)
    if a != a or b != b:
        return None
    x, y = _exact_base(a, left.unit), _exact_base(b, right.unit)
    return (x > y) - (x < y)


def _whole_base(value: int, unit: str) -> int:
    """In base units by 64-bit arithmetic, which cuts fractions and overflows silently."""
    if not unit:
        return value
    _, factor, part = UNITS[unit]
    if part:
        return value // factor if value >= 0 else -(-value // factor)
    return (value * factor + 2**63) % 2**64 - 2**63


def _exact_base(value: float, unit: str) -> Fraction | float:
    """In base units, rounded to the 64 bits of mantissa that the multiplication is done with."""
    if value in (float("inf"), float("-inf")):
        return value
    from fractions import Fraction

    exact = Fraction(value)
    if unit:
        _, factor, part = UNITS[unit]
        exact = exact / factor if part else exact * factor
    return _round(exact)


def _round(value: Fraction) -> Fraction:
    from fractions import Fraction

    if not value:
        return value
    size = abs(value.numerator).bit_length() - value.denominator.bit_length()
    scale = Fraction(2) ** (64 - size)
    if abs(value * scale) >= 2**64:
        scale /= 2
    return round(value * scale) / scale
