"""The width of a text in terminal columns, so that carets are in the right column also after CJK and emoji."""

from __future__ import annotations


def display_width(text: str) -> int:
    """Columns of `text`: two for wide characters and emoji, none for marks that join the character before them."""
    if text.isascii():
        return len(text)
    from nomadspec.source.graphemes import split

    return sum(map(_cluster_width, split(text)))


def _cluster_width(cluster: str) -> int:
    """Of one grapheme cluster: that of its first character, two when it is shown as an emoji."""
    from unicodedata import category, east_asian_width

    first = cluster[0]
    if "\ufe0f" in cluster or east_asian_width(first) in "WF" or (len(cluster) > 1 and "\U0001f1e6" <= first <= "\U0001f1ff"):
        return 2
    return 0 if category(first) in ("Mn", "Me", "Cf") else 1
