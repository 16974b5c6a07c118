"""Grapheme clusters (UAX #29) in plain Python, where the package `regex` is not to be had: in a browser.

Python knows the categories of characters and not their grapheme properties, which follow from the categories but for the characters named here. Of
rare scripts, and of characters that this Python does not know yet, a cluster may be cut differently; only columns show it.
"""

from __future__ import annotations

from unicodedata import category

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

CONTROL, EXTEND, ZWJ, PREPEND, FLAG, PICTURE, OTHER = "control", "extend", "joiner", "prepend", "flag", "picture", "other"
#: Hangul: the leading, middle and trailing letter of a syllable, and syllables without and with a trailing letter.
L, V, T, LV, LVT = "L", "V", "T", "LV", "LVT"

#: First and last character → what they are, before their category is asked. Python's `category` says the same of all others.
_RANGES: Final = (
    (0x200C, 0x200C, EXTEND),
    (0x200D, 0x200D, ZWJ),
    (0x0E33, 0x0E33, EXTEND),
    (0x0EB3, 0x0EB3, EXTEND),
    (0xFF9E, 0xFF9F, EXTEND),
    (0x1F3FB, 0x1F3FF, EXTEND),
    (0xE0020, 0xE007F, EXTEND),
    (0x102B, 0x102C, OTHER),
    (0x1038, 0x1038, OTHER),
    (0x0600, 0x0605, PREPEND),
    (0x06DD, 0x06DD, PREPEND),
    (0x070F, 0x070F, PREPEND),
    (0x0890, 0x0891, PREPEND),
    (0x08E2, 0x08E2, PREPEND),
    (0x0D4E, 0x0D4E, PREPEND),
    (0x1F1E6, 0x1F1FF, FLAG),
    (0x1F000, 0x1FAFF, PICTURE),
    (0x203C, 0x203C, PICTURE),
    (0x2049, 0x2049, PICTURE),
    (0x2194, 0x21AA, PICTURE),
    (0x1100, 0x115F, L),
    (0xA960, 0xA97C, L),
    (0x1160, 0x11A7, V),
    (0xD7B0, 0xD7C6, V),
    (0x11A8, 0x11FF, T),
    (0xD7CB, 0xD7FB, T),
)
_CATEGORIES: Final = {**dict.fromkeys(["Mn", "Me", "Mc"], EXTEND), **dict.fromkeys(["Cc", "Cf", "Zl", "Zp"], CONTROL), "So": PICTURE}
#: Kinds of two neighbours that stay together, besides those that the cluster's beginning decides.
_TOGETHER: Final = {(L, L), (L, V), (L, LV), (L, LVT), (LV, V), (LV, T), (V, V), (V, T), (LVT, T), (T, T)}


def split(text: str) -> list[str]:
    """The grapheme clusters of `text`, in order."""
    clusters: list[str] = []
    begun = last = CONTROL
    flags = 0
    for character in text:
        kind = _kind(character)
        if clusters and _joins(begun, last, kind, flags, clusters[-1], character):
            clusters[-1] += character
        else:
            clusters.append(character)
            begun, flags = kind, 0
        if begun == PREPEND and kind != EXTEND:
            begun = kind
        flags += kind == FLAG
        last = kind
    return clusters


def _joins(begun: str, last: str, kind: str, flags: int, cluster: str, character: str) -> bool:
    """Whether a character belongs to the cluster before it, whose first kind is `begun`, with so many halves of flags."""
    if CONTROL in (last, kind):
        return cluster == "\r" and character == "\n"
    if kind in (EXTEND, ZWJ) or last == PREPEND:
        return True
    if kind == PICTURE:
        return last == ZWJ and begun == PICTURE
    if kind == FLAG:
        return last == FLAG and flags % 2 == 1
    return (last, kind) in _TOGETHER


def _kind(character: str) -> str:
    code = ord(character)
    if code < 0x300:
        return CONTROL if code < 0x20 or 0x7F <= code < 0xA0 or code == 0xAD else PICTURE if code in (0xA9, 0xAE) else OTHER
    if 0xAC00 <= code <= 0xD7A3:
        return LVT if (code - 0xAC00) % 28 else LV
    for first, end, kind in _RANGES:
        if first <= code <= end:
            return kind
    return _CATEGORIES.get(category(character), OTHER)
