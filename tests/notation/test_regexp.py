"""Regular expressions: Go's words for bad ones, Go's way of replacing."""

from __future__ import annotations

import sys

import pytest

from nomadspec.notation import regexp
from nomadspec.notation.linear_regexp import Pattern
from nomadspec.notation.regexp_syntax import CannotTell, PatternError


@pytest.fixture(params=["re2", "python"], autouse=True)
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Everything here holds with RE2 and without."""
    if request.param == "python":
        monkeypatch.setitem(sys.modules, "re2", None)
    monkeypatch.setattr(regexp, "_cache", {})
    return str(request.param)


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


def test_linear_time(engine: str) -> None:
    assert not regexp.compile("(a*)*(a*)*b").matches("a" * (50_000 if engine == "re2" else 2_000))


def test_work_is_bounded(engine: str) -> None:
    with pytest.raises(regexp.RegexpError, match="expression too large"):
        regexp.compile("(a{9}){9}" * 9).matches("a" * 20_000_000 if engine == "re2" else "a" * 200_000)
    with pytest.raises(regexp.RegexpError):
        regexp.compile("((a{100}){100}){100}")


@pytest.mark.parametrize(
    ("pattern", "text", "place"),
    [
        ("b+", "abbc", (1, 3)),
        ("a|ab", "ab", (0, 1)),
        ("a*?b", "aab", (0, 3)),
        ("(?i)k", "\u212a", (0, 3)),
        ("(?i)[k-l]", "\u212a", (0, 3)),
        ("^b$", "a\nb", None),
        ("(?m)^b$", "a\nb\n", (2, 3)),
        ("a.b", "a\nb", None),
        ("(?s)a.b", "a\nb", (0, 3)),
        ("[[:alpha:]]+", "1ab2", (1, 3)),
        ("[^[:^alpha:]]+", "1ab2", (1, 3)),
        (r"\pL\PN", "1é ", (1, 4)),
        (r"\bb\B", "ab bc", (3, 4)),
        (r"\x41\x{42}\103\.", "ABC.", (0, 4)),
        (r"\Qa.b\E+", "a.bb", (0, 4)),
        ("[]a-]+", "]-a", (0, 3)),
        ("a{2,3}", "aaaa", (0, 3)),
        ("a{,2}", "a{,2}", (0, 5)),
        ("(?U)a+", "aa", (0, 1)),
        ("(?:a|b(?i:c))d", "bCd", (0, 3)),
        ("(|a)*b", "aab", (0, 3)),
    ],
)
def test_both_find_the_same(pattern: str, text: str, place: tuple[int, int] | None, engine: str) -> None:
    if engine == "re2":
        import re2

        found = re2.compile(pattern.encode()).search(text.encode())
    else:
        found = Pattern(pattern).search(text.encode())
    assert (None if found is None else found.span()) == place


@pytest.mark.parametrize(
    ("pattern", "words", "argument"),
    [
        ("a)", "unexpected )", "a)"),
        ("[z-a]", "invalid character class range", "z-a"),
        ("[[:foo:]]", "invalid character class range", "[:foo:]"),
        (r"\x{110000}", "invalid escape sequence", r"\x{110000}"),
        ("(?i-)", "invalid or unsupported Perl syntax", "(?i-)"),
    ],
)
def test_what_python_refuses(pattern: str, words: str, argument: str) -> None:
    with pytest.raises(PatternError) as refused:
        Pattern(pattern)
    assert (refused.value.words, refused.value.argument) == (words, argument)


def test_scripts_are_known_to_re2_alone(engine: str) -> None:
    with pytest.raises(CannotTell):
        Pattern(r"\p{Greek}")
    if engine == "python":
        with pytest.raises(regexp.RegexpUnsupported, match="known only where google-re2 is installed"):
            regexp.compile(r"\p{Greek}")
    else:
        assert regexp.compile(r"\p{Greek}").matches("α")
