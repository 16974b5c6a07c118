"""Sizes as server settings write them: "1M", "512 KiB", "1.5GB", plain bytes."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_TEXT: Final = re.compile(r"\s*([0-9][0-9.,]{0,30})\s*([a-zA-Z]{0,3})\s*\Z")
_POWERS: Final = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4, "p": 5, "e": 6}


def parse_size(text: str) -> int | None:
    """Bytes; None for what is no size. "k" and "kb" count by 1000, "ki" and "kib" by 1024."""
    match = _TEXT.match(text)
    if match is None:
        return None
    unit = match[2].lower().removesuffix("b")
    base = 1024 if unit.endswith("i") else 1000
    power = _POWERS.get(unit.removesuffix("i"))
    if power is None or unit == "i":
        return None
    try:
        return int(float(match[1].replace(",", "")) * base**power)
    except ValueError:
        return None
