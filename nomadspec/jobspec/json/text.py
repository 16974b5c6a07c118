"""The text of API JSON, to the byte as Nomad prints it.

Four blanks of indent, Go's spelling of numbers and strings: `<`, `>`, `&` and the two Unicode line separators are escaped, other
text stays as it is, what is no valid Unicode becomes U+FFFD. Dictionaries are printed in their own order (`to_api` has sorted
what Nomad sorts).
"""

from __future__ import annotations

from nomadspec.source.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from re import Match
    from typing import Any, Final

#: Characters that cannot stand for themselves in a JSON string as Go writes it.
_SPECIAL: Final = pattern('[\\x00-\\x1f"\\\\<>&\u2028\u2029\ud800-\udfff]')

_ESCAPES: Final[dict[str, str]] = {
    '"': '\\"',
    "\\": "\\\\",
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
}


class UnsupportedNumber(Exception):
    """A number JSON has no spelling for: an infinity."""


class Later:
    """A list whose items are made when they are written, so that not all of them are there at once."""

    __slots__ = ("items", "make")

    def __init__(self, items: Sequence[Any], make: Callable[[Any], Any]) -> None:
        self.items = items
        self.make = make

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Any]:
        return map(self.make, self.items)


def job_text(api: dict[str, Any]) -> str:
    """What `nomad job run -output` prints for the inner job object, with its final new line. Raises UnsupportedNumber."""
    return text({"Job": api}) + "\n"


def text(value: Any) -> str:
    """`value` as indented JSON without a final new line. Raises UnsupportedNumber."""
    from io import StringIO  # which holds the text alone, not the hundred pieces of each group

    out = StringIO()
    _write(value, "\n", out.write)
    return out.getvalue()


def _write(value: Any, newline: str, put: Callable[[str], object]) -> None:
    if value is None:
        put("null")
    elif value is True:
        put("true")
    elif value is False:
        put("false")
    elif isinstance(value, str):
        put(quote(value))
    elif isinstance(value, int):
        put(str(value))
    elif isinstance(value, dict):
        if not value:
            put("{}")
            return
        deeper = newline + "    "
        lead = "{" + deeper
        for key, item in value.items():
            put(lead)
            put(quote(key))
            if item is None:
                put(": null")
            else:
                put(": ")
                _write(item, deeper, put)
            lead = "," + deeper
        put(newline + "}")
    elif isinstance(value, (list, tuple, Later)):
        if not value:
            put("[]")
            return
        deeper = newline + "    "
        lead = "[" + deeper
        for item in value:
            put(lead)
            _write(item, deeper, put)
            lead = "," + deeper
        put(newline + "]")
    else:
        put(float_text(float(value)))


def quote(value: str) -> str:
    """A JSON string as Go's encoder writes it."""
    if _SPECIAL.search(value) is None:
        return f'"{value}"'
    return f'"{_SPECIAL.sub(_escape, value)}"'


def _escape(match: Match[str]) -> str:
    char = match[0]
    short = _ESCAPES.get(char)
    if short is not None:
        return short
    return "\\ufffd" if "\ud800" <= char <= "\udfff" else f"\\u{ord(char):04x}"


def float_text(number: float) -> str:
    """A 64-bit float as Go's JSON encoder spells it: shortest digits, an exponent only below 1e-6 and from 1e21 up."""
    if number - number != 0:
        spelling = "NaN" if number != number else "+Inf" if number > 0 else "-Inf"
        raise UnsupportedNumber(f"json: unsupported value: {spelling}")
    if number == 0:
        return "-0" if str(number)[0] == "-" else "0"
    mantissa, _, exponent = f"{number!r}".partition("e")
    sign = "-" if mantissa[0] == "-" else ""
    whole, _, fraction = mantissa.lstrip("-").partition(".")
    digits = (whole + ("" if fraction == "0" else fraction)).lstrip("0")
    # The decimal point stands behind `point` of the digits.
    point = len(whole.lstrip("0")) + int(exponent or 0) if whole != "0" else int(exponent or 0) - (len(fraction) - len(fraction.lstrip("0")))
    digits = digits.rstrip("0")
    if 1e-6 <= abs(number) < 1e21:
        if point <= 0:
            return f"{sign}0.{'0' * -point}{digits}"
        if point >= len(digits):
            return sign + digits + "0" * (point - len(digits))
        return f"{sign}{digits[:point]}.{digits[point:]}"
    power = point - 1
    head = digits[0] + (f".{digits[1:]}" if len(digits) > 1 else "")
    return f"{sign}{head}e{'-' if power < 0 else '+'}{abs(power):02d}".replace("e-0", "e-")
