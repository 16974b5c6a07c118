"""Grapheme clusters as Unicode 15.0 has them (UAX #29), loaded only for a line that is not plain ASCII.

Nomad counts by that version. Since 15.1 a consonant that follows a virama stays in the cluster (rule GB9c), and newer libraries do that;
here such clusters are cut again.
"""

from __future__ import annotations

try:
    import regex
except ImportError:  # in a browser
    regex = None
else:
    _CLUSTER = regex.compile(r"\X")
    _VIRAMA = regex.compile(r"\p{ccc=9}")
    _CONJUNCT = regex.compile(r"(?<=\p{ccc=9}[\p{GCB=Extend}\p{GCB=ZWJ}]*)(?=\p{GCB=Other})", regex.VERSION1)


def count(text: str) -> int:
    """The number of grapheme clusters in `text`."""
    if regex is None or _VIRAMA.search(text) is not None:
        return len(split(text))
    return sum(1 for _ in _CLUSTER.finditer(text))


def split(text: str) -> list[str]:
    """The grapheme clusters of `text`, in order."""
    if regex is None:
        from nomadspec.source import plain_graphemes

        return plain_graphemes.split(text)
    clusters: list[str] = _CLUSTER.findall(text)
    if _VIRAMA.search(text) is None:
        return clusters
    return [part for cluster in clusters for part in _CONJUNCT.split(cluster)]
