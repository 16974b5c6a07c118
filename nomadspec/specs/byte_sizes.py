"""Sizes as volume and quota files write them: a number of bytes, or text with a unit ("10GiB", "20 G", "512kB")."""

from __future__ import annotations

import re

from nomadspec.hcl.v1 import ast
from nomadspec.notation.size import parse_size

_NO_NUMBER = 'strconv.ParseFloat: parsing "": invalid syntax'


def byte_size(value: ast.Value) -> int | str:
    """Bytes, or why the value is no size. An empty text is 0."""
    if not isinstance(value, ast.Scalar) or value.kind == "bool":
        return f"invalid type {'bool' if isinstance(value, ast.Scalar) else '[]interface {}'}"
    if isinstance(value.value, int):
        return value.value if value.value >= 0 else f"could not parse value as bytes: {_NO_NUMBER}"
    if isinstance(value.value, float):
        return "invalid type float64"
    size = parse_size(value.value) if value.value else 0
    if size is not None:
        return size
    digits, unit = re.match(r"\s*([0-9.,]*)\s*(.*)", value.value, re.S).groups()  # type: ignore[union-attr]
    reason = f"unhandled size name: {unit}" if digits else _NO_NUMBER
    return f"could not parse value as bytes: {reason}"
