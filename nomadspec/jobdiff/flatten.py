"""Blocks as flat maps from names to texts, in which two blocks are compared.

Two ways of flattening, both Nomad's. *Primitive*: the block's own scalars (`Count`) and maps of scalars (`Meta[owner]`); lists, blocks
and nullable scalars are left out. *Full*: everything below the block, with `nil` for what is null; used for free-form values such as
a task's configuration.
"""

from __future__ import annotations

from nomadspec.jobspec.json.stored import DROPPED, RENAMED
from nomadspec.schema.blocks import BLOCKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any, Final

    from nomadspec.jobspec.block import JobBlock
    from nomadspec.schema.field import Field

SCALARS: Final = frozenset({"string", "bool", "int", "int8", "int64", "uint8", "uint16", "uint32", "uint64", "duration"})

#: Names that fields have in a stored block only in the flat map.
_PLANS: dict[str, tuple[tuple[str, str, bool], ...]] = {}


def primitive(block: JobBlock | None, leave_out: Collection[str] = ()) -> dict[str, str]:
    """The block's scalars and maps of scalars by API name; {} for no block. Fields in `leave_out` are left out."""
    if block is None:
        return {}
    flat: dict[str, str] = {}
    for name, key, is_map in _PLANS.get(block.TYPE) or _plan(block.TYPE):
        if key in leave_out:
            continue
        value = getattr(block, name)
        if is_map:
            for inner, item in (value or {}).items():
                if (name_ := f"{key}[{inner}]") not in leave_out:
                    flat[name_] = scalar(item)
        elif value is not None:
            flat[key] = scalar(value)
    return flat


def _plan(type_: str) -> tuple[tuple[str, str, bool], ...]:
    out = DROPPED.get(type_, frozenset())
    plan = tuple((field.name, stored_name(type_, field), field.type == "map(string)") for field in BLOCKS[type_] if field.json not in out and _is_flat(field))
    _PLANS[type_] = plan
    return plan


def _is_flat(field: Field) -> bool:
    return not field.block and not field.nullable_in_store and (field.type in SCALARS or field.type == "map(string)")


def stored_name(type_: str, field: Field) -> str:
    """The API name of a field in a stored block."""
    return RENAMED.get((type_, field.json), field.json)


def scalar(value: Any) -> str:
    """A scalar of a typed field as text."""
    if value is True:
        return "true"
    return "false" if value is False else str(value)


def number(value: float) -> str:
    """A number of a free-form value. The API carries it as a 64-bit float, and Nomad prints that with an exponent from a million on."""
    try:
        text = repr(float(value))
    except OverflowError:
        return str(value)
    sign, text = ("-", text[1:]) if text.startswith("-") else ("", text)
    digits, _, exponent = text.partition("e")
    whole, _, fraction = digits.partition(".")
    digits = (whole + fraction).lstrip("0")
    if not digits.isdigit():  # 0, inf, nan
        return f"{sign}{text.removesuffix('.0')}"
    leading = len(whole + fraction) - len(digits)
    power = len(whole) - leading - 1 + int(exponent or 0)
    digits = digits.rstrip("0")
    if -5 < power < 6:
        if power < 0:
            return f"{sign}0.{'0' * (-power - 1)}{digits}"
        digits = digits.ljust(power + 1, "0")
        return f"{sign}{digits[: power + 1]}{'.' + digits[power + 1 :] if digits[power + 1 :] else ''}"
    return f"{sign}{digits[0]}{'.' + digits[1:] if digits[1:] else ''}e{'-' if power < 0 else '+'}{abs(power):02d}"


def full(value: Any) -> dict[str, str]:
    """Everything below a free-form map: `image`, `args[0]`, `logging[0][type]`; {} for none."""
    flat: dict[str, str] = {}
    if value is not None:
        for key, item in value.items():
            _walk(key, item, flat)
    return flat


def _walk(name: str, value: Any, flat: dict[str, str]) -> None:
    if value is None:
        flat[name] = "nil"
    elif isinstance(value, dict):
        for key, item in value.items():
            _walk(f"{name}[{key}]", item, flat)
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            _walk(f"{name}[{index}]", item, flat)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        flat[name] = number(value)
    else:
        flat[name] = scalar(value)


def full_block(block: JobBlock | None) -> dict[str, str]:
    """Every field of a block by API name, `nil` for those that are null; {} for no block."""
    if block is None:
        return {}
    flat: dict[str, str] = {}
    for field in BLOCKS[block.TYPE]:
        value = getattr(block, field.name)
        if isinstance(value, int):
            flat[stored_name(block.TYPE, field)] = scalar(value)
        else:
            _walk(stored_name(block.TYPE, field), value, flat)
    return flat
