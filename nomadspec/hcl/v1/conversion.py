"""Scalars of the older dialect as Go's decoders convert them: the strict one of the dialect, and the weak one that takes what it can."""

from __future__ import annotations

from nomadspec.hcl.v1 import ast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


#: What Go reads as a bool.
GO_TRUE: Final = ("1", "t", "T", "TRUE", "true", "True")
GO_FALSE: Final = ("0", "f", "F", "FALSE", "false", "False", "")


def go_int(text: str) -> int | str:
    """An integer as Go reads it (any base by its prefix, 64 bits), or what Go says is wrong."""
    digits = text.lstrip("+-")
    if text != text.strip() or len(text) > 100 or len(text) - len(digits) > 1:
        return "invalid syntax"
    try:
        octal = len(digits) > 1 and digits[0] == "0" and digits[1].isdigit()
        number = int(text, 8) if octal else int(text, 0)
    except ValueError:
        return "invalid syntax"
    return number if -(2**63) <= number < 2**63 else "value out of range"


def weak_text(value: ast.Value) -> str:
    """A scalar as the weak decoder makes a string of it: it has read numbers and bools before."""
    if isinstance(value, ast.Scalar) and value.kind == "bool":
        return "1" if value.value else "0"
    if isinstance(value, ast.Scalar) and isinstance(value.value, float):
        from decimal import Decimal

        return f"{Decimal(repr(value.value)):f}".removesuffix(".0")
    return str(value.value) if isinstance(value, ast.Scalar) else ""


def node_name(value: ast.Value) -> str:
    """What the dialect calls a value of this kind."""
    return {"Scalar": "LiteralType", "List": "ListType", "Object": "ObjectType"}[type(value).__name__]


def text_of(value: ast.Value) -> str | None:
    """A scalar as text; None for anything else."""
    if not isinstance(value, ast.Scalar):
        return None
    if value.kind == "bool":
        return "true" if value.value else "false"
    return value.text if value.kind == "number" else str(value.value)
