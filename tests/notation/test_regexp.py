"""Regular expressions: Go's words for bad ones, Go's way of replacing."""

from __future__ import annotations

import pytest

from nomadspec.notation import regexp


@pytest.mark.parametrize(
    ("pattern", "error"),
    [
        ("(", "missing closing ): `(`"),
        ("[a", "missing closing ]: `[a`"),
        ("a**", "invalid nested repetition operator: `**`"),
        ("*a", "missing argument to repetition operator: `*`"),
        ("x{1001}", "invalid repeat count: `{1001}`"),
        ("(?=b)", "invalid or unsupported Perl syntax: `(?=`"),
        ("a(?<=x)", "invalid named capture: `(?<=x)`"),
        (r"\C", r"invalid escape sequence: `\C`"),
        (r"\8", r"invalid escape sequence: `\8`"),
        ("\\", "trailing backslash at end of expression: ``"),
    ],
)
def test_refused(pattern: str, error: str) -> None:
    with pytest.raises(regexp.RegexpError) as caught:
        regexp.compile(pattern)
    assert str(caught.value) == f"error parsing regexp: {error}"


@pytest.mark.parametrize("pattern", [r"\\C", r"\Q\C\E", "(?<n>x)", "(?i)é", ""])
def test_accepted(pattern: str) -> None:
    regexp.compile(pattern)


@pytest.mark.parametrize(
    ("text", "pattern", "template", "expected"),
    [
        ("hello", "l+", "L", "heLo"),
        ("abc", "", "-", "-a-b-c-"),
        ("baac", "a*", "x", "xbxcx"),
        ("éà", "é|", "e", "eàe"),
        ("abc", "(b)", "$1x", "ac"),
        ("abc", "(b)", "${1}x", "abxc"),
        ("abc", "(?P<n>b)", "[$n]", "a[b]c"),
        ("abc", "b", "$$ $ ${", "a$ $ ${c"),
        ("abc", "b", "$01", "ac"),
        ("aé", "(z)?é", "<$1>", "a<>"),
    ],
)
def test_replace(text: str, pattern: str, template: str, expected: str) -> None:
    assert regexp.compile(pattern).replace(text, template) == expected


def test_linear_time() -> None:
    assert not regexp.compile("(a*)*(a*)*b").matches("a" * 50_000)
