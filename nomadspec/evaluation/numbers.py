"""Numbers: binary floating point with a mantissa of 512 bits, and the texts Nomad gives them.

A whole number is a Python int as long as it is small enough to be worth it (`INT_BITS`); every other number is a `Number`:
mantissa times a power of two, or an infinity, or minus zero. Both forms are canonical, so equal numbers have equal forms (minus
zero excepted, which compares equal to 0). Mantissas never exceed 512 bits, so no operation costs more than a few microseconds,
however large the exponent; only `to_text`, which never uses an exponent, grows with it and is limited by `TEXT_DIGITS`.

Rounding is to nearest, ties to even, after every operation. Decimal text is read as Go's `big.Float` does: digits exactly, then
one multiplication or division by a power of five that is exact up to 5**248 and has 576 bits beyond.
"""

from __future__ import annotations

from nomadspec.source.patterns import ASCII, pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

#: Bits of every mantissa.
PRECISION = 512
#: Whole numbers up to this many bits are ints.
INT_BITS = 4096
#: Exponents beyond this overflow to infinity, below its negative to zero.
EXPONENT_LIMIT = (1 << 31) - 1
#: `to_text` refuses to write more digits than this.
TEXT_DIGITS = 100_000


class NumberTooLong(ValueError):
    """The plain decimal text of a number would have more than `TEXT_DIGITS` digits."""


class UndefinedNumber(ArithmeticError):
    """An operation on zeros and infinities that has no value."""


class Number:
    """A number that is not a (moderate) whole one: `mantissa * 2**exponent`, with an odd mantissa.

    Special values have the mantissa 0: `kind` is "" for finite numbers, else "inf", "-inf" or "-0". Build one with `make`,
    `from_float` or `parse`, which return an int where an int is due.
    """

    __slots__ = ("exponent", "kind", "mantissa")

    def __init__(self, mantissa: int, exponent: int, kind: str = "") -> None:
        self.mantissa: Final = mantissa
        self.exponent: Final = exponent
        self.kind: Final = kind

    def __eq__(self, other: object) -> bool:
        if other.__class__ is Number:
            assert isinstance(other, Number)
            return self.mantissa == other.mantissa and self.exponent == other.exponent and self.kind == other.kind
        return other.__class__ is int and self.kind == "-0" and other == 0

    def __hash__(self) -> int:
        return 0 if self.kind == "-0" else hash((self.mantissa, self.exponent, self.kind))

    def __lt__(self, other: int | Number) -> bool:
        return compare(self, other) < 0

    def __gt__(self, other: int | Number) -> bool:
        return compare(self, other) > 0

    def __le__(self, other: int | Number) -> bool:
        return compare(self, other) <= 0

    def __ge__(self, other: int | Number) -> bool:
        return compare(self, other) >= 0

    @property
    def finite(self) -> bool:
        return not self.kind or self.kind == "-0"

    def __repr__(self) -> str:
        try:
            return f"Number({to_text(self)})"
        except NumberTooLong:
            return f"Number({self.mantissa}*2**{self.exponent})"


INFINITY = Number(0, 0, "inf")
NEGATIVE_INFINITY = Number(0, 0, "-inf")
NEGATIVE_ZERO = Number(0, 0, "-0")


def make(mantissa: int, exponent: int, *, negative_zero: bool = False) -> int | Number:
    """`mantissa * 2**exponent`, rounded to 512 bits, in canonical form."""
    if not mantissa:
        return NEGATIVE_ZERO if negative_zero else 0
    bits = mantissa.bit_length()
    if bits > PRECISION:
        mantissa, exponent = _round(mantissa, exponent, bits - PRECISION)
        bits = mantissa.bit_length()
    total = bits + exponent
    if exponent >= 0:
        if total <= INT_BITS:
            return mantissa << exponent
    else:
        zeros = (mantissa & -mantissa).bit_length() - 1
        if zeros:
            if zeros >= -exponent and total <= INT_BITS:
                return mantissa >> -exponent
            mantissa >>= zeros
            exponent += zeros
        return Number(mantissa, exponent) if total >= -EXPONENT_LIMIT else (0 if mantissa > 0 else NEGATIVE_ZERO)
    if total > EXPONENT_LIMIT:
        return INFINITY if mantissa > 0 else NEGATIVE_INFINITY
    zeros = (mantissa & -mantissa).bit_length() - 1
    return Number(mantissa >> zeros, exponent + zeros)


def _round(mantissa: int, exponent: int, surplus: int) -> tuple[int, int]:
    """Drops `surplus` bits, to nearest, ties to even."""
    magnitude = -mantissa if mantissa < 0 else mantissa
    kept = magnitude >> surplus
    rest = magnitude & ((1 << surplus) - 1)
    half = 1 << (surplus - 1)
    if rest > half or (rest == half and kept & 1):
        kept += 1
    return (-kept if mantissa < 0 else kept), exponent + surplus


# --- reading

_DECIMAL = pattern(r"([+-]?)(?:([0-9]+)(?:\.([0-9]*))?|\.([0-9]+))(?:([eEpP])([+-]?[0-9]+))?", ASCII)
_INFINITIES = {"Inf": INFINITY, "+Inf": INFINITY, "-Inf": NEGATIVE_INFINITY, "inf": INFINITY, "+inf": INFINITY, "-inf": NEGATIVE_INFINITY}
#: Longer runs of digits than this are read piece by piece, since Python refuses to convert them at once.
_PIECE = 4000


def parse(text: str) -> int | Number | None:
    """The number that decimal text stands for, None when it is not a number. Blanks, hex and underscores are not part of numbers."""
    if text.isdigit() and text.isascii() and len(text) <= 100:
        return int(text)
    match = _DECIMAL.fullmatch(text)
    if match is None:
        return _INFINITIES.get(text)
    sign, whole, fraction, bare_fraction, mark, exponent_text = match.groups()
    fraction = bare_fraction or fraction or ""
    digits = ((whole or "") + fraction).lstrip("0")
    exponent = 0
    if exponent_text:
        if len(exponent_text) > 20:
            return None
        exponent = int(exponent_text)
    mantissa = _int(digits)
    if not mantissa:
        return NEGATIVE_ZERO if sign == "-" else 0
    ten = -len(fraction)
    two = ten
    if mark in ("p", "P"):
        two += exponent
    elif mark:
        ten += exponent
        two += exponent
    if not -EXPONENT_LIMIT <= two + mantissa.bit_length() <= EXPONENT_LIMIT:
        return None
    if sign == "-":
        mantissa = -mantissa
    if ten > 0:
        power, shift = _power_of_five(ten)
        return make(mantissa * power, two + shift)
    if ten < 0:
        power, shift = _power_of_five(-ten)
        return _quotient(mantissa, two - shift, power)
    return make(mantissa, two)


def _int(digits: str) -> int:
    if len(digits) <= _PIECE:
        return int(digits or "0")
    half = len(digits) // 2
    return _int(digits[:half]) * int(10 ** (len(digits) - half)) + _int(digits[half:])


def _power_of_five(n: int) -> tuple[int, int]:
    """5**n as mantissa and exponent: exact while it fits 576 bits, else rounded step by step as Go does."""
    if n <= 240:
        return 5**n, 0
    mantissa, exponent = 5**27, 0
    n -= 27
    factor, factor_exponent = 5, 0
    while n:
        if n & 1:
            mantissa, exponent = _fit(mantissa * factor, exponent + factor_exponent, PRECISION + 64)
        factor, factor_exponent = _fit(factor * factor, 2 * factor_exponent, PRECISION + 128)
        n >>= 1
    return mantissa, exponent


def _fit(mantissa: int, exponent: int, bits: int) -> tuple[int, int]:
    surplus = mantissa.bit_length() - bits
    return _round(mantissa, exponent, surplus) if surplus > 0 else (mantissa, exponent)


def from_float(value: float) -> int | Number:
    """The exact value of a Python float (not NaN)."""
    if value in (float("inf"), float("-inf")):
        return INFINITY if value > 0 else NEGATIVE_INFINITY
    mantissa, denominator = value.as_integer_ratio()
    return make(mantissa, 1 - denominator.bit_length(), negative_zero=str(value)[0] == "-")


# --- looking


def _parts(value: int | Number) -> tuple[int, int]:
    return (value, 0) if isinstance(value, int) else (value.mantissa, value.exponent)


def is_negative(value: int | Number) -> bool:
    """Whether the sign is minus, that of minus zero too."""
    return value < 0 if isinstance(value, int) else value.mantissa < 0 or value.kind[:1] == "-"


def is_whole(value: int | Number) -> bool:
    """Whether the value has no fraction; infinities have no answer and are not whole."""
    return isinstance(value, int) or value.kind == "-0" or (not value.kind and value.exponent >= 0)


def truncate(value: int | Number) -> int | Number:
    """The value without its fraction; infinities stay."""
    if isinstance(value, int) or value.kind or value.exponent >= 0:
        return value
    if value.mantissa.bit_length() + value.exponent <= 0:
        return NEGATIVE_ZERO if value.mantissa < 0 else 0
    return value.mantissa >> -value.exponent if value.mantissa > 0 else -(-value.mantissa >> -value.exponent)


def to_float(value: int | Number) -> float:
    """The nearest 64-bit float, ties to even; an infinity when it is too large."""
    if isinstance(value, Number):
        if value.kind:
            return -0.0 if value.kind == "-0" else float(value.kind)
        size = value.mantissa.bit_length() + value.exponent
        if size > 1100:
            return float("inf") if value.mantissa > 0 else float("-inf")
        if value.exponent < 0:
            if size < -1100:
                return 0.0 if value.mantissa > 0 else -0.0
            return value.mantissa / (1 << -value.exponent)
        value = value.mantissa << value.exponent
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def compare(a: int | Number, b: int | Number) -> int:
    """-1, 0 or 1 as `a` is less than, equal to or greater than `b`."""
    rank_a, rank_b = _rank(a), _rank(b)
    if rank_a != rank_b or rank_a in (-2, 0, 2):
        return (rank_a > rank_b) - (rank_a < rank_b)
    (mantissa_a, exponent_a), (mantissa_b, exponent_b) = _parts(a), _parts(b)
    size_a, size_b = mantissa_a.bit_length() + exponent_a, mantissa_b.bit_length() + exponent_b
    if size_a != size_b:
        return rank_a if size_a > size_b else -rank_a
    low = min(exponent_a, exponent_b)
    left, right = mantissa_a << (exponent_a - low), mantissa_b << (exponent_b - low)
    return (left > right) - (left < right)


def _rank(value: int | Number) -> int:
    """-2, 2 for infinities, 0 for zeros, else the sign."""
    if isinstance(value, Number):
        if value.kind:
            return 0 if value.kind == "-0" else 2 if value.kind == "inf" else -2
        value = value.mantissa
    return (value > 0) - (value < 0)


# --- arithmetic

_INT_LIMIT = 1 << PRECISION


def add(a: int | Number, b: int | Number) -> int | Number:
    if isinstance(a, int) and isinstance(b, int):
        total = a + b
        return total if -_INT_LIMIT < total < _INT_LIMIT else make(total, 0)
    infinite_a, infinite_b = _infinite(a), _infinite(b)
    if infinite_a or infinite_b:
        if infinite_a and infinite_b and a != b:
            raise UndefinedNumber("can't compute sum of opposing infinities")
        return a if infinite_a else b
    (mantissa_a, exponent_a), (mantissa_b, exponent_b) = _parts(a), _parts(b)
    if not mantissa_a or not mantissa_b:
        if not mantissa_a and not mantissa_b:
            return NEGATIVE_ZERO if is_negative(a) and is_negative(b) else 0
        return b if not mantissa_a else a
    if exponent_a < exponent_b:
        mantissa_a, exponent_a, mantissa_b, exponent_b = mantissa_b, exponent_b, mantissa_a, exponent_a
    far = 2 * PRECISION + 64
    if mantissa_b.bit_length() + exponent_b <= exponent_a - far:
        # All that the small one can do is decide a tie.
        return make((mantissa_a << far) + (1 if mantissa_b > 0 else -1), exponent_a - far)
    return make((mantissa_a << (exponent_a - exponent_b)) + mantissa_b, exponent_b)


def _infinite(value: int | Number) -> bool:
    return isinstance(value, Number) and value.kind in ("inf", "-inf")


def subtract(a: int | Number, b: int | Number) -> int | Number:
    if _infinite(a) and a == b:
        raise UndefinedNumber("can't subtract infinity from itself")
    return add(a, negate(b))


def negate(value: int | Number) -> int | Number:
    if isinstance(value, int):
        return -value if value else NEGATIVE_ZERO
    if value.kind:
        return 0 if value.kind == "-0" else NEGATIVE_INFINITY if value.kind == "inf" else INFINITY
    return Number(-value.mantissa, value.exponent)


def absolute(value: int | Number) -> int | Number:
    return negate(value) if is_negative(value) else value


def multiply(a: int | Number, b: int | Number) -> int | Number:
    if isinstance(a, int) and isinstance(b, int):
        product = a * b
        if not product:
            return NEGATIVE_ZERO if (a < 0) != (b < 0) else 0
        return product if -_INT_LIMIT < product < _INT_LIMIT else make(product, 0)
    negative = is_negative(a) != is_negative(b)
    if _infinite(a) or _infinite(b):
        if a == 0 or b == 0:
            raise UndefinedNumber("can't multiply zero by infinity")
        return NEGATIVE_INFINITY if negative else INFINITY
    (mantissa_a, exponent_a), (mantissa_b, exponent_b) = _parts(a), _parts(b)
    return make(mantissa_a * mantissa_b, exponent_a + exponent_b, negative_zero=negative)


def divide(a: int | Number, b: int | Number) -> int | Number:
    """Division by zero gives an infinity."""
    negative = is_negative(a) != is_negative(b)
    if _infinite(a) or b == 0:
        if _infinite(b) or (a == 0 and b == 0):
            raise UndefinedNumber("can't divide zero by zero or infinity by infinity")
        return NEGATIVE_INFINITY if negative else INFINITY
    if _infinite(b) or a == 0:
        return NEGATIVE_ZERO if negative else 0
    (mantissa_a, exponent_a), (mantissa_b, exponent_b) = _parts(a), _parts(b)
    return _quotient(mantissa_a, exponent_a - exponent_b, mantissa_b)


def _quotient(numerator: int, exponent: int, denominator: int) -> int | Number:
    """`numerator / denominator * 2**exponent`, rounded once."""
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    negative = numerator < 0
    numerator = abs(numerator)
    shift = max(PRECISION + 2 - numerator.bit_length() + denominator.bit_length(), 0)
    quotient, rest = divmod(numerator << shift, denominator)
    quotient = quotient << 1 | (rest != 0)
    return make(-quotient if negative else quotient, exponent - shift - 1)


def modulo(a: int | Number, b: int | Number) -> int | Number:
    """The rest of the division whose quotient is cut to a whole number; has the sign of `a`. `a` itself when `b` is 0."""
    if _infinite(a) or _infinite(b):
        return multiply(a, b)
    if b == 0:
        return a
    return subtract(a, multiply(b, truncate(divide(a, b))))


# --- text


def to_text(value: int | Number) -> str:
    """The shortest plain decimal text that gives the value back, never with an exponent.

    Raises NumberTooLong beyond TEXT_DIGITS digits.
    """
    if isinstance(value, int):
        if -_INT_LIMIT < value < _INT_LIMIT:
            return str(value)
    elif value.kind:
        return {"inf": "+Inf", "-inf": "-Inf", "-0": "-0"}[value.kind]
    mantissa, exponent = _parts(value)
    digits, point = _shortest(abs(mantissa), exponent)
    sign = "-" if mantissa < 0 else ""
    if point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    if point >= len(digits):
        return f"{sign}{digits}{'0' * (point - len(digits))}"
    return f"{sign}{digits[:point]}.{digits[point:]}"


#: Digits looked at: 513 bits never need more to be told from their neighbours.
_WINDOW = 170


def _digits(mantissa: int, exponent: int) -> tuple[str, int, bool]:
    """The first digits of `mantissa * 2**exponent` without trailing zeros, the place of the decimal point, whether digits follow."""
    point = 0
    if exponent >= 0:
        whole = mantissa << exponent
    else:
        whole = mantissa * 5**-exponent
        point = exponent
    length = int(whole.bit_length() * 0.30102999566398120) + 1
    cut = max(length - _WINDOW, 0)
    rest = 0
    if cut:
        whole, rest = divmod(whole, 10**cut)
    text = str(whole)
    return text.rstrip("0"), len(text) + cut + point, rest != 0


def _shortest(mantissa: int, exponent: int) -> tuple[str, int]:
    """The shortest digits between the midpoints to the neighbours, and the place of the decimal point."""
    surplus = mantissa.bit_length() - PRECISION - 1
    if abs(exponent + mantissa.bit_length()) > TEXT_DIGITS * 3.32:
        raise NumberTooLong
    if surplus < 0:
        doubled = mantissa << -surplus
    else:
        doubled = mantissa >> surplus
    exponent += surplus
    # The lowest bit of `doubled` is half a unit in the last place of the stored value.
    digits, point, _ = _digits(doubled, exponent)
    low, _, low_more = _digits(doubled - 1, exponent)
    high, _, high_more = _digits(doubled + 1, exponent)
    inclusive = not doubled & 2
    for i, digit in enumerate(digits):
        below, above = low[i : i + 1] or "0", high[i : i + 1] or "0"
        last_of_low = i + 1 == len(low) and not low_more
        more_of_high = i + 1 < len(high) or high_more
        down = below != digit or (inclusive and last_of_low)
        up = digit != above and (inclusive or ord(digit) + 1 < ord(above) or more_of_high)
        if down and up:
            return _rounded(digits, i + 1, point)
        if down:
            return digits[: i + 1].rstrip("0") or "0", point
        if up:
            return _raised(digits, i + 1, point)
    return digits, point


def _rounded(digits: str, length: int, point: int) -> tuple[str, int]:
    if length >= len(digits):
        return digits, point
    following = digits[length]
    half = following == "5" and length + 1 == len(digits)
    if (half and ord(digits[length - 1]) & 1) or (not half and following >= "5"):
        return _raised(digits, length, point)
    return digits[:length].rstrip("0") or "0", point


def _raised(digits: str, length: int, point: int) -> tuple[str, int]:
    raised = str(int(digits[:length]) + 1)
    return raised.rstrip("0"), point + len(raised) - length


def brief_text(value: int | Number) -> str:
    """At most ten significant digits, with an exponent where Go's `%g` has one: how a number is told in the order of sets."""
    if isinstance(value, Number) and value.kind:
        return to_text(value)
    mantissa, exponent = _parts(value)
    if not mantissa:
        return "0"
    if abs(exponent + mantissa.bit_length()) > TEXT_DIGITS:
        return f"{mantissa}p{exponent}"
    digits, point, _ = _digits(abs(mantissa), exponent)
    digits, point = _rounded(digits, 10, point)
    sign = "-" if mantissa < 0 else ""
    if -4 <= point - 1 < (21 if len(digits) > point else 10):
        if point <= 0:
            return f"{sign}0.{'0' * -point}{digits}"
        return f"{sign}{digits.ljust(point, '0')[:point]}{'.' + digits[point:] if len(digits) > point else ''}"
    return f"{sign}{digits[0]}{'.' + digits[1:] if len(digits) > 1 else ''}e{point - 1:+03d}"
