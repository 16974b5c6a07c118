"""Clusters in plain Python are those of the package `regex`, as Nomad counts them."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from nomadspec.source import graphemes, plain_graphemes


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "größe",
        "e\u0301\u0302x",
        "a\r\nb\n\rc\u0301",
        "👋🏽👩‍👩‍👧‍👦x👩‍🚀🏳️‍🌈",
        "🇩🇪🇫🇷🇪x🇩",
        "한국어 각각",
        "ᄀ\u1161\u11a8 각\u11a8",
        "हिन्दी क्ष",
        "ที่นี่ ทำ",
        "\u0600 1\u0600\u0301x",
        "1\ufe0f\u20e3 ©\ufe0f\u200d©",
        "🙂\u200d↔\ufe0f",
        "a\u200db\u200c\u200c",
        "",
    ],
)
def test_clusters(text: str) -> None:
    assert plain_graphemes.split(text) == graphemes.split(text)


def test_each_character_of_common_scripts_extends_or_not_as_in_unicode() -> None:
    """Two thousand code points of European, Indian, Korean and East Asian scripts, behind a letter and behind each other; unassigned ones aside."""
    assigned = [chr(code) for code in (*range(0x80, 0x0900), *range(0x1100, 0x1200), *range(0x1F000, 0x1FA00)) if unicodedata.category(chr(code)) != "Cn"]
    assert len(assigned) > 2000
    different = [one for one in assigned if plain_graphemes.split("a" + one + "b") != graphemes.split("a" + one + "b")]
    assert different == []


def test_without_the_package_the_columns_are_counted_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphemes, "regex", None)
    assert graphemes.count("e\u0301👩‍🚀") == 2
    assert graphemes.split("e\u0301👩‍🚀") == ["e\u0301", "👩‍🚀"]
    assert "regex" in sys.modules  # the answers above are those of plain Python
