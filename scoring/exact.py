"""Exact numbers: reading, writing, rounding and square roots of rationals.

Never holds a binary float: a float that arrives is read by its shortest decimal text.
"""

import math
import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal, cast, get_args

RoundingMode = Literal["half_up", "half_even", "truncate"]
ROUNDING_MODES: tuple[str, ...] = get_args(RoundingMode)

MAX_DIGITS = 60
"""Longest numerator or denominator that is read; longer input is hostile or a mistake."""

ROOT_DIGITS = 50
"""Significant digits of an irrational square root."""

_COMMON_LIMIT = 10**30

_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_RATIO = re.compile(r"-?[0-9]+/[0-9]+")


def number(value: object) -> Fraction:
    """Read a number: an integer, a decimal or fraction text ("0.5", "1/3"), a finite float.

    Raises ValueError whose text is a stable reason: "not-a-number", "not-finite",
    "zero-denominator" or "too-long".
    """
    if isinstance(value, bool):
        raise ValueError("not-a-number")
    if isinstance(value, Fraction | int):
        return _bounded(Fraction(value))
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("not-finite")
        return _bounded(Fraction(repr(value)))
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError("not-finite")
        if abs(value.adjusted()) > MAX_DIGITS or len(value.as_tuple().digits) > MAX_DIGITS:
            raise ValueError("too-long")
        return _bounded(Fraction(value))
    if isinstance(value, str):
        return _from_text(value)
    raise ValueError("not-a-number")


@lru_cache(maxsize=4096)  # few and often: 10,000 marks take 0.6 ms, read anew 23
def _from_text(value: str) -> Fraction:
    if len(value) > 2 * MAX_DIGITS + 2:
        raise ValueError("too-long")
    if _DECIMAL.fullmatch(value):
        return _bounded(Fraction(value))
    if _RATIO.fullmatch(value):
        numerator, denominator = value.split("/")
        if int(denominator) == 0:
            raise ValueError("zero-denominator")
        return _bounded(Fraction(int(numerator), int(denominator)))
    raise ValueError("not-a-number")


def _bounded(value: Fraction) -> Fraction:
    limit = 10**MAX_DIGITS
    if abs(value.numerator) >= limit or value.denominator >= limit:
        raise ValueError("too-long")
    return value


def text(value: Fraction) -> str:
    """Write a rational: a plain decimal if it terminates ("185", "-0.5"), else "n/d"."""
    twos = fives = 0
    rest = value.denominator
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    digits = max(twos, fives)
    if digits == 0:
        return str(value.numerator)
    scaled = abs(value.numerator) * 10**digits // value.denominator
    whole, part = divmod(scaled, 10**digits)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{part:0{digits}d}"


def rounded(value: Fraction, digits: int, mode: str = "half_up") -> Fraction:
    """Round to decimal digits (negative: tens, hundreds).

    half_up takes a half away from zero, half_even to the even neighbour, truncate goes towards
    zero. Raises ValueError for another mode.
    """
    scale = Fraction(10) ** digits
    scaled = abs(value) * scale
    if mode == "half_up":
        whole = math.floor(scaled + Fraction(1, 2))
    elif mode == "half_even":
        whole = round(scaled)
    elif mode == "truncate":
        whole = math.floor(scaled)
    else:
        raise ValueError(f"unknown rounding mode {mode!r}")
    result = Fraction(whole) / scale
    return -result if value < 0 else result


def comparable(values: Sequence[Fraction]) -> Sequence[Fraction | int]:
    """Numbers that stand to each other as `values` do: integers over one denominator.

    They sort many times faster than rationals. Where that denominator would be long, `values`.
    """
    ratios = [value.as_integer_ratio() for value in values]
    denominators = {denominator for _, denominator in ratios}
    common = 1
    for denominator in denominators:
        common = math.lcm(common, denominator)
        if common >= _COMMON_LIMIT:
            return values
    factors = {denominator: common // denominator for denominator in denominators}
    return [numerator * factors[denominator] for numerator, denominator in ratios]


def square_root(value: Fraction) -> Fraction:
    """Square root: exact if rational, else rounded to 50 significant digits (half-even).

    An irrational root is never half-way between two decimals, so nearest and half-even agree.
    Raises ValueError for a negative value.
    """
    if value < 0:
        raise ValueError("square root of a negative number")
    top, bottom = math.isqrt(value.numerator), math.isqrt(value.denominator)
    if top * top == value.numerator and bottom * bottom == value.denominator:
        return Fraction(top, bottom)
    magnitude = (len(str(value.numerator)) - len(str(value.denominator))) // 2
    shift = ROOT_DIGITS - magnitude
    while _scaled_root(value, shift) >= 10**ROOT_DIGITS:
        shift -= 1
    return Fraction(_scaled_root(value, shift)) / Fraction(10) ** shift


def _scaled_root(value: Fraction, shift: int) -> int:
    """The integer nearest to sqrt(value) * 10**shift."""
    doubled = math.isqrt(math.floor(4 * value * Fraction(100) ** shift))
    return (doubled + 1) // 2


def mode_name(value: object) -> RoundingMode | None:
    """The rounding mode of that name, or None."""
    return cast(RoundingMode, value) if value in ROUNDING_MODES else None
