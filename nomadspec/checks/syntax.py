"""The little languages in values, with the words in which Nomad refuses them: patterns, version constraints, numbers."""

from __future__ import annotations

from nomadspec.evaluation.go_quoting import go_quote
from nomadspec.source.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

#: What a pattern may have besides letters and digits and need no reading.
_PLAIN: Final = "._-/:,@ ^$|"

#: A reference to a variable, as in `${NOMAD_JOB_NAME}`.
VARIABLE: Final = pattern(r"\$\{[a-zA-Z0-9_\-.]+\}")

_DIGITS: Final = "0123456789"


def is_word(text: str, marks: str, longest: int) -> bool:
    """Whether `text` is made of ASCII letters, digits and `marks`, and has 1 to `longest` of them."""
    if not 0 < len(text) <= longest or not text.isascii():
        return False
    rest = text
    for mark in marks:
        rest = rest.replace(mark, "")
    return not rest or rest.isalnum()


def pattern_error(pattern: str) -> str | None:
    """Why Go's regular expressions refuse `pattern`; None when they take it."""
    if is_word(pattern, _PLAIN, len(pattern)):
        return None
    from nomadspec.notation import regexp

    try:
        regexp.compile(pattern)
    except regexp.RegexpUnsupported:
        return None  # nobody here can tell
    except regexp.RegexpError as error:
        return str(error)
    return None


def version_error(text: str) -> str | None:
    """Why `text` is no list of constraints on versions; None when it is one."""
    from nomadspec.notation import version_constraints

    try:
        version_constraints.parse_constraints(text)
    except version_constraints.VersionError as error:
        return str(error)
    return None


def older_version_error(text: str) -> str | None:
    """The same as the older reader of versions spells it: with a capital letter."""
    error = version_error(text)
    return None if error is None else error.replace("malformed constraint", "Malformed constraint", 1)


def semver_error(text: str) -> str | None:
    """Why `text` is no list of constraints on semantic versions; None when it is one."""
    from nomadspec.notation import version_constraints

    try:
        version_constraints.parse_semver_constraints(text)
    except version_constraints.VersionError as error:
        # The stricter reader spells its refusal with a capital letter.
        return str(error).replace("malformed constraint", "Malformed constraint", 1)
    return None


def parse_uint(text: str, *, base: int = 10, bits: int = 64) -> tuple[int | None, str]:
    """The unsigned number that `text` is, and "" or Go's reason for refusing it."""
    if not text or text.strip(_DIGITS[:base]):
        return None, "invalid syntax"
    # So many digits overflow whatever they are, and the conversion stays short.
    if len(text.lstrip("0")) > bits or (number := int(text, base)) >= 1 << bits:
        return None, "value out of range"
    return number, ""


def uint_error(text: str, *, base: int = 10, bits: int = 64) -> str | None:
    """Why `text` is no unsigned number, in full; None when it is one."""
    error = parse_uint(text, base=base, bits=bits)[1]
    return f"strconv.ParseUint: parsing {go_quote(text)}: {error}" if error else None
