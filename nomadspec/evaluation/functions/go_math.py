"""Logarithm, exponential and power in 64-bit floats, step by step as Go computes them, to the last bit.

The C library rounds some results differently, and these end up in jobs. The series and constants are those of Go's `math` package on
amd64 (BSD-3-Clause; its exponential is from the public-domain SLEEF), including the fused multiply-adds it uses there.
"""

from __future__ import annotations

import math
from fractions import Fraction

INFINITY = float("inf")
NAN = float("nan")


def log(x: float) -> float:
    """The natural logarithm."""
    if x == 0:
        return -INFINITY
    if x < 0:
        return NAN
    if x == INFINITY or x != x:
        return x
    fraction, exponent = math.frexp(x)
    if fraction <= 7.07106781186547524401e-01:
        fraction *= 2
        exponent -= 1
    f = fraction - 1
    k = float(exponent)
    s = f / (2 + f)
    s2 = s * s
    s4 = s2 * s2
    t1 = s2 * (6.666666666666735130e-01 + s4 * (2.857142874366239149e-01 + s4 * (1.818357216161805012e-01 + s4 * 1.479819860511658591e-01)))
    t2 = s4 * (3.999999999940941908e-01 + s4 * (2.222219843214978396e-01 + s4 * 1.531383769920937332e-01))
    r = t1 + t2
    half_square = 0.5 * f * f
    return k * 6.93147180369123816490e-01 - ((half_square - (s * (half_square + r) + k * 1.90821492927058770002e-10)) - f)


def _fma(a: float, b: float, c: float) -> float:
    """`a * b + c`, rounded once."""
    return float(Fraction(a) * Fraction(b) + Fraction(c))


_SERIES = (
    1.9841269841269841270e-4,
    1.3888888888888888889e-3,
    8.3333333333333333333e-3,
    4.1666666666666666667e-2,
    1.6666666666666666667e-1,
    0.5,
    1.0,
)


def exp(x: float) -> float:
    """The exponential."""
    if x != x or x == INFINITY:
        return x
    if x == -INFINITY:
        return 0.0
    if x > 7.09782712893384e02:
        return INFINITY
    if x < -800.0:
        return 0.0
    exponent = round(x * 1.4426950408889634073599246810018920)
    k = float(exponent)
    x = _fma(-0.69314718055966295651160180568695068359375, k, x)
    x = _fma(-0.28235290563031577122588448175013436025525412068e-12, k, x)
    x *= 0.0625
    series = 2.4801587301587301587e-5
    for term in _SERIES:
        series = _fma(series, x, term)
    x *= series
    for _ in range(3):
        x *= x + 2.0
    x = _fma(x, x + 2.0, 1.0)
    try:
        return math.ldexp(x, exponent)
    except OverflowError:
        return INFINITY


def power(x: float, y: float) -> float:
    """`x` to the power `y`; not a number where there is no real one."""
    special = _special_power(x, y)
    if special is not None:
        return special
    fraction, whole = math.modf(abs(y))
    if fraction and x < 0:
        return NAN
    if whole >= 2.0**63:
        return 1.0 if x == -1 else 0.0 if (abs(x) < 1) == (y > 0) else INFINITY
    mantissa, exponent = 1.0, 0
    if fraction:
        if fraction > 0.5:
            fraction -= 1
            whole += 1
        mantissa = exp(fraction * log(x))
    base, base_exponent = math.frexp(x)
    bits = int(whole)
    while bits:
        if not -(1 << 12) <= base_exponent <= 1 << 12:
            exponent += base_exponent
            break
        if bits & 1:
            mantissa *= base
            exponent += base_exponent
        base *= base
        base_exponent <<= 1
        if base < 0.5:
            base += base
            base_exponent -= 1
        bits >>= 1
    if y < 0:
        mantissa, exponent = 1 / mantissa, -exponent
    try:
        return math.ldexp(mantissa, exponent)
    except OverflowError:
        return math.copysign(INFINITY, mantissa)


def _special_power(x: float, y: float) -> float | None:
    if y == 0 or x == 1:
        return 1.0
    if y == 1:
        return x
    if x == 0:
        odd = abs(y) < 2**53 and y == math.floor(y) and int(y) & 1
        if y < 0:
            return -INFINITY if math.copysign(1, x) < 0 and odd else INFINITY
        return x if math.copysign(1, x) < 0 and odd else 0.0
    if y in (INFINITY, -INFINITY):
        return 1.0 if x == -1 else 0.0 if (abs(x) < 1) == (y > 0) else INFINITY
    if x == -INFINITY:
        return _special_power(-0.0, -y)
    if x == INFINITY:
        return 0.0 if y < 0 else INFINITY
    if y == 0.5 or y == -0.5:
        if x < 0:
            return NAN
        return math.sqrt(x) if y > 0 else 1 / math.sqrt(x)
    return None
