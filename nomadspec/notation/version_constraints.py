"""Versions and version constraints as hashicorp/go-version reads them, and the stricter `semver` constraints of Nomad.

A version is an optional `v`, dotted whole numbers, a prerelease and metadata: `v1.2.3-beta.1+build`. Two oddities decide real cases:
a prerelease satisfies an ordering constraint only when the constraint names a prerelease of the very same numbers (so
`5.15.0-91-generic` fails `>= 5.4`), and prereleases are compared only between versions written with equally many numbers.
"""

from __future__ import annotations

from nomadspec.source.patterns import pattern
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from re import Pattern
    from typing import Final

_NUMBERS = r"v?([0-9]+(?:\.[0-9]+)*)"
_WORDS = r"[0-9A-Za-z\-~]*(?:\.[0-9A-Za-z\-~]+)*"
_METADATA = r"(?:\+([0-9A-Za-z\-~]+(?:\.[0-9A-Za-z\-~]+)*))?"
#: A prerelease may follow without a dash when it begins with a letter: `1.2.3beta`.
_LOOSE = rf"{_NUMBERS}(?:-([0-9]{_WORDS})|-?([A-Za-z\-~]{_WORDS}))?{_METADATA}"
_STRICT = rf"{_NUMBERS}(?:-([0-9]{_WORDS})|-([A-Za-z\-~]{_WORDS}))?{_METADATA}"

_SPACE = r"[\t\n\f\r ]*"
_VERSION = pattern(_LOOSE)
_TERM = pattern(rf"{_SPACE}(=|!=|>=|<=|>|<|~>|){_SPACE}({_LOOSE}){_SPACE}")
_SEMVER_TERM = pattern(rf"{_SPACE}(=|!=|>=|<=|>|<|){_SPACE}({_STRICT}){_SPACE}")

_LARGEST = 2**63 - 1


class VersionError(ValueError):
    """Not a version, or not a constraint; the message is go-version's."""


class Version(Record):
    """`numbers` has at least three members, `written` says how many were written. `prerelease` and `metadata` are "" when absent."""

    numbers: tuple[int, ...]
    written: int
    prerelease: str = ""
    metadata: str = ""

    def __str__(self) -> str:
        text = ".".join(map(str, self.numbers))
        if self.prerelease:
            text += f"-{self.prerelease}"
        return f"{text}+{self.metadata}" if self.metadata else text


def parse(text: str) -> Version:
    """Read a version; raises VersionError."""
    match = _VERSION.fullmatch(text)
    if match is None:
        raise VersionError(f"malformed version: {text}")
    return _version(match.group(1), match.group(2) or match.group(3) or "", match.group(4) or "", text)


def _version(dotted: str, prerelease: str, metadata: str, text: str) -> Version:
    numbers: list[int] = []
    for digits in dotted.split("."):
        number = int(digits) if len(digits.lstrip("0")) < 20 and len(digits) < 4000 else _LARGEST + 1
        if number > _LARGEST:
            raise VersionError(f'error parsing version: strconv.ParseInt: parsing "{digits}": value out of range')
        numbers.append(number)
    written = len(numbers)
    numbers.extend([0] * (3 - written))
    return Version(tuple(numbers), written, prerelease, metadata)


def compare(a: Version, b: Version) -> int:
    """-1, 0 or 1. Metadata does not count."""
    if a.numbers == b.numbers:
        if a.prerelease == b.prerelease:
            return 0
        if not a.prerelease or not b.prerelease:
            return 1 if not a.prerelease else -1
        return _compare_prereleases(a.prerelease.split("."), b.prerelease.split("."))
    length = max(len(a.numbers), len(b.numbers))
    left, right = (version.numbers + (0,) * (length - len(version.numbers)) for version in (a, b))
    return (left > right) - (left < right)


def _compare_prereleases(a: list[str], b: list[str]) -> int:
    for index in range(max(len(a), len(b))):
        left = a[index] if index < len(a) else ""
        right = b[index] if index < len(b) else ""
        if left != right:
            return _compare_parts(left, right)
    return 0


def _compare_parts(a: str, b: str) -> int:
    """Numbers are below words; a missing part is below a number and, by a slip that stayed, above a word."""
    left, right = _number(a), _number(b)
    if not a:
        return -1 if right is not None else 1
    if not b:
        return 1 if left is not None else -1
    if left is not None and right is not None:
        return 1 if left > right else -1
    if left is not None or right is not None:
        return -1 if left is not None else 1
    return 1 if a > b else -1


def _number(text: str) -> int | None:
    digits = text[1:] if text[:1] == "-" else text
    if not digits.isdigit() or len(digits.lstrip("0")) > 19 or len(digits) > 4000:
        return None
    number = int(text)
    return number if -_LARGEST - 1 <= number <= _LARGEST else None


class Constraint:
    """One term such as `>= 1.2`: `operator` and `version`."""

    __slots__ = ("_holds", "operator", "version")

    def __init__(self, operator: str, version: Version, holds: Callable[[Version, Version], bool]) -> None:
        self.operator: Final = operator
        self.version: Final = version
        self._holds: Final = holds

    def admits(self, version: Version) -> bool:
        return self._holds(version, self.version)


def parse_constraints(text: str) -> list[Constraint]:
    """The terms of a `version` constraint, split at commas; all must hold. Raises VersionError."""
    return [_term(term, _TERM, _OPERATORS) for term in text.split(",")]


def parse_semver_constraints(text: str) -> list[Constraint]:
    """The terms of a `semver` constraint: no `~>`, the dash before a prerelease required, and order alone decides."""
    return [_term(term, _SEMVER_TERM, _SEMVER_OPERATORS) for term in text.split(",")]


def _term(text: str, term: Pattern[str], operators: dict[str, Callable[[Version, Version], bool]]) -> Constraint:
    match = term.fullmatch(text)
    if match is None:
        raise VersionError(f"malformed constraint: {text}")
    operator, written, dotted, numeric, word, metadata = match.groups()
    return Constraint(operator, _version(dotted, numeric or word or "", metadata or "", written), operators[operator])


def _comparable(version: Version, bound: Version) -> bool:
    """Whether an ordering term may hold at all, given the prereleases."""
    if not version.prerelease:
        return True
    return bool(bound.prerelease) and version.numbers == bound.numbers


def _pessimistic(version: Version, bound: Version) -> bool:
    """`~>`: at least the bound, and equal in all written numbers but the last; the last of the (padded) bound must not be larger."""
    if not _comparable(version, bound) or (bound.prerelease and not version.prerelease) or compare(version, bound) < 0:
        return False
    if len(bound.numbers) > len(version.numbers):
        return False
    fixed = bound.written - 1
    return version.numbers[:fixed] == bound.numbers[:fixed] and bound.numbers[-1] <= version.numbers[len(bound.numbers) - 1]


_OPERATORS: dict[str, Callable[[Version, Version], bool]] = {
    "": lambda version, bound: compare(version, bound) == 0,
    "=": lambda version, bound: compare(version, bound) == 0,
    "!=": lambda version, bound: compare(version, bound) != 0,
    ">": lambda version, bound: _comparable(version, bound) and compare(version, bound) > 0,
    "<": lambda version, bound: _comparable(version, bound) and compare(version, bound) < 0,
    ">=": lambda version, bound: _comparable(version, bound) and compare(version, bound) >= 0,
    "<=": lambda version, bound: _comparable(version, bound) and compare(version, bound) <= 0,
    "~>": _pessimistic,
}
_SEMVER_OPERATORS: dict[str, Callable[[Version, Version], bool]] = {
    "": lambda version, bound: compare(version, bound) == 0,
    "=": lambda version, bound: compare(version, bound) == 0,
    "!=": lambda version, bound: compare(version, bound) != 0,
    ">": lambda version, bound: compare(version, bound) > 0,
    "<": lambda version, bound: compare(version, bound) < 0,
    ">=": lambda version, bound: compare(version, bound) >= 0,
    "<=": lambda version, bound: compare(version, bound) <= 0,
}
