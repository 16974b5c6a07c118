"""The small readers behind the checks: URLs, prefixes, host names, folders, numbers."""

from __future__ import annotations

import pytest

from nomadspec.checks.ip_prefix import prefix_error
from nomadspec.checks.network import _is_domain_name
from nomadspec.checks.syntax import is_word, parse_uint, pattern_error, semver_error, version_error
from nomadspec.checks.task_files import escapes
from nomadspec.checks.url import url_fault


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("/", ""), ("/a%20b?x=%zz", ""), ("//host:80/x", ""), ("a/b:c", ""), ("*", ""), ("?a:b", ""), ("1a/b", ""),
        ("http:x", "absolute"), ("mailto:x", "absolute"), ("http://[::1]:80/", "absolute"),
        (":x", "invalid"), ("a:b c", "absolute"), ("1a:b", "invalid"), ("/%zz", "invalid"), ("/#%zz", "invalid"), ("/\t", "invalid"),
        ("//h:x/", "invalid"), ("//[::1/", "invalid"), ("//u^@h/", "invalid"), ("//h^/", "invalid"), ("//h%41/", "invalid"), ("//[fe80::1%25eth0]/", ""),
    ],
)  # fmt: skip
def test_url(text: str, fault: str) -> None:
    assert url_fault(text) == fault


@pytest.mark.parametrize(
    ("text", "word"), [("", False), ("a", True), ("a-b", True), ("a_b", False), ("-", True), ("abcd", True), ("abcde", False), ("é", False)]
)
def test_word(text: str, word: bool) -> None:
    assert is_word(text, "-", 4) is word


@pytest.mark.parametrize("text", ["10.0.0.0/8", "::/0", "1::2/64", "::ffff:1.2.3.4/96", "0.0.0.0/0", "1.2.3.4/32", "1::2/128"])
def test_prefix(text: str) -> None:
    assert prefix_error(text) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("10.0.0.0", "no '/'"),
        ("x/8", 'ParseAddr("x"): unable to parse IP'),
        ("1.2.3/8", 'ParseAddr("1.2.3"): IPv4 address too short'),
        ("1.2.3.4.5/8", 'ParseAddr("1.2.3.4.5"): IPv4 address too long'),
        ("01.2.3.4/8", 'ParseAddr("01.2.3.4"): IPv4 field has octet with leading zero'),
        ("1.2.3.256/8", 'ParseAddr("1.2.3.256"): IPv4 field has value >255'),
        ("1..2.3/8", 'ParseAddr("1..2.3"): IPv4 field must have at least one digit (at ".2.3")'),
        ("1::2::3/8", 'ParseAddr("1::2::3"): multiple :: in address (at ":3")'),
        ("1:2/8", 'ParseAddr("1:2"): address string too short'),
        ("1:2:3:4:5:6:7:1.2.3.4/8", 'ParseAddr("1:2:3:4:5:6:7:1.2.3.4"): embedded IPv4 address must replace the final 2 fields of the address (at "1.2.3.4")'),
        (
            "::1:2:3:4:5:6:7:1.2.3.4/8",
            'ParseAddr("::1:2:3:4:5:6:7:1.2.3.4"): too many hex fields to fit an embedded IPv4 at the end of the address (at "1.2.3.4")',
        ),
        ("12345::/8", 'ParseAddr("12345::"): each group must have 4 or less digits (at "12345::")'),
        ("fe80::1%eth0/64", "IPv6 zones cannot be present in a prefix"),
        ("1.2.3.4/33", "prefix length out of range"),
        ("1::2/129", "prefix length out of range"),
        ("1.2.3.4/08", 'bad bits after slash: "08"'),
    ],
)
def test_prefix_refused(text: str, reason: str) -> None:
    assert prefix_error(text) == f'netip.ParsePrefix("{text}"): {reason}'


@pytest.mark.parametrize("name", ["a", "a.", ".", "a b_c", "é" * 31, "\\.", "a\\.b", "\\065", "a" * 63 + ".b"])
def test_domain_name(name: str) -> None:
    assert _is_domain_name(name)


@pytest.mark.parametrize("name", ["", "..", "a..b", ".a", "a" * 64, "é" * 32, "a\\", ".".join(["a" * 63] * 4) + ".b"])
def test_no_domain_name(name: str) -> None:
    assert not name or not _is_domain_name(name)


@pytest.mark.parametrize(
    ("path", "outside"),
    [("x", False), ("/etc/x", False), ("../x", False), ("../../x", True), ("../../alloc-id/x", False), ("../..x", True), ("a/../../..", True)],
)
def test_escapes(path: str, outside: bool) -> None:
    assert escapes("task", path) is outside


def test_numbers() -> None:
    assert parse_uint("00") == (0, "")
    assert parse_uint("7777", base=8, bits=12) == (4095, "")
    assert parse_uint("10000", base=8, bits=12) == (None, "value out of range")
    assert parse_uint("18446744073709551615") == (2**64 - 1, "")
    assert parse_uint("18446744073709551616") == (None, "value out of range")
    assert parse_uint("0" * 70 + "1" * 64, base=2) == (2**64 - 1, "")
    assert parse_uint("1" * 65, base=2) == (None, "value out of range")
    assert parse_uint("9" * 5000) == (None, "value out of range")
    assert parse_uint("+1") == parse_uint("") == parse_uint("٣") == (None, "invalid syntax")


def test_patterns_and_versions() -> None:
    assert pattern_error("^a.b$|c") is pattern_error("(?i)[a-z]+") is None
    assert pattern_error("(a") == "error parsing regexp: missing closing ): `(a`"
    assert version_error("~> 1.2") is None
    assert semver_error(">= 1.2") is None
    assert version_error("bogus") == "malformed constraint: bogus"
    assert semver_error("~> 1") == "Malformed constraint: ~> 1"
