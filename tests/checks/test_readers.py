"""What the checks read as Go does: URLs, network prefixes, numbers, names of hosts, and how reschedule attempts fill an interval."""

from __future__ import annotations

import pytest

from nomadspec._generated.job_model import ReschedulePolicy
from nomadspec.checks.ip_prefix import prefix_error
from nomadspec.checks.network import _is_domain_name
from nomadspec.checks.policies import _laid_out, _rounded
from nomadspec.checks.syntax import parse_uint
from nomadspec.checks.task_files import _below
from nomadspec.checks.url import url_fault
from nomadspec.scheduler.reconciler_model import SECOND


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("/health", ""),
        ("health", ""),
        ("", ""),
        ("?a=b:c", ""),
        ("a/b:c", ""),
        ("a:b", "absolute"),
        ("1:b", "invalid"),  # no scheme, and a colon in the first segment
        (":b", "invalid"),
        ("http://host/a", "absolute"),
        ("http:///a", "absolute"),
        ("mailto:x", "absolute"),
        ("/a b", ""),
        ("/a\tb", "invalid"),
        ("/a%2", "invalid"),
        ("/a%2f", ""),
        ("/a#b%2", "invalid"),
        ("/a#b%2f", ""),
        # Two slashes begin an authority, three do not unless there is a scheme.
        ("//host/a", ""),
        ("//host:80/a", ""),
        ("//host:/a", ""),
        ("//host:x/a", "invalid"),
        ("//:80/a", ""),
        ("//ho^st/a", "invalid"),
        ("///ho^st/a", ""),
        ("http:///a%2", "invalid"),
        ("//user:pw@host/a", ""),
        ("//us^er@host/a", "invalid"),
        ("//us%2er@host/a", ""),
        ("//us%2@host/a", "invalid"),
        ("//[::1]/a", ""),
        ("//[::1]:80/a", ""),
        ("//[::1]x/a", "invalid"),
        ("//[::1/a", "invalid"),
        ("//[::1%25en0]/a", ""),
        ("//[::1%25e%20n]/a", ""),
        ("//[::1%25e%2]/a", "invalid"),
        ("//[::^]/a", "invalid"),
        ("//[::^%25en0]/a", "invalid"),
    ],
)
def test_urls(text: str, fault: str) -> None:
    assert url_fault(text) == fault


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("10.0.0.0/8", ""),
        ("255.0.0.255/32", ""),
        ("0.0.0.0/0", ""),
        ("10.0.0.0", "no '/'"),
        ("10.0.0.0/33", "prefix length out of range"),
        ("10.0.0.0/128", "prefix length out of range"),
        ("10.0.0.0/1000", "prefix length out of range"),
        ("10.0.0.0/", 'bad bits after slash: ""'),
        ("10.0.0.0/x", 'bad bits after slash: "x"'),
        ("10.0.0.0/-1", 'bad bits after slash: "-1"'),
        ("10.0.0.0/08", 'bad bits after slash: "08"'),
        ("256.0.0.0/8", 'ParseAddr("256.0.0.0"): IPv4 field has value >255'),
        ("01.0.0.0/8", 'ParseAddr("01.0.0.0"): IPv4 field has octet with leading zero'),
        ("10..0.0/8", 'ParseAddr("10..0.0"): IPv4 field must have at least one digit (at ".0.0")'),
        (".10.0.0/8", 'ParseAddr(".10.0.0"): IPv4 field must have at least one digit (at ".10.0.0")'),
        ("10.0.0./8", 'ParseAddr("10.0.0."): IPv4 field must have at least one digit (at ".")'),
        ("10.0.0/8", 'ParseAddr("10.0.0"): IPv4 address too short'),
        ("10.0.0.0.0/8", 'ParseAddr("10.0.0.0.0"): IPv4 address too long'),
        ("10.0.0.x/8", 'ParseAddr("10.0.0.x"): unexpected character (at "x")'),
        ("x/8", 'ParseAddr("x"): unable to parse IP'),
        ("x%y/8", 'ParseAddr("x%y"): missing IPv6 address'),
        ("::/0", ""),
        ("fd00::/128", ""),
        ("fd00::/129", "prefix length out of range"),
        ("::1/64", ""),
        ("1:2:3:4:5:6:7:8/64", ""),
        ("1:2:3:4:5:6:7::/64", ""),
        ("::ffff:10.0.0.1/64", ""),
        ("1:2:3:4:5:6:10.0.0.1/64", ""),
        ("fd00::%en0/64", "IPv6 zones cannot be present in a prefix"),
        ("fd00::%/64", 'ParseAddr("fd00::%"): zone must be a non-empty string'),
        ("12345::/64", 'ParseAddr("12345::"): each group must have 4 or less digits (at "12345::")'),
        ("1:2:x::/64", 'ParseAddr("1:2:x::"): each colon-separated field must have at least one digit (at "x::")'),
        ("1:2/64", 'ParseAddr("1:2"): address string too short'),
        ("1:2x/64", 'ParseAddr("1:2x"): unexpected character, want colon (at "x")'),
        ("1:2:/64", 'ParseAddr("1:2:"): colon must be followed by more characters (at ":")'),
        ("1::2::3/64", 'ParseAddr("1::2::3"): multiple :: in address (at ":3")'),
        ("1:2:3:4:5:6:7:8:9/64", 'ParseAddr("1:2:3:4:5:6:7:8:9"): trailing garbage after address (at "9")'),
        ("1:2:3:4:5:6:7:8::/64", 'ParseAddr("1:2:3:4:5:6:7:8::"): the :: must expand to at least one field of zeros'),
        ("1:2:10.0.0.1/64", 'ParseAddr("1:2:10.0.0.1"): embedded IPv4 address must replace the final 2 fields of the address (at "10.0.0.1")'),
        (
            "::2:3:4:5:6:7:8:1.2.3.4/64",
            'ParseAddr("::2:3:4:5:6:7:8:1.2.3.4"): too many hex fields to fit an embedded IPv4 at the end of the address (at "1.2.3.4")',
        ),
    ],
)
def test_network_prefixes(text: str, reason: str) -> None:
    error = prefix_error(text)
    assert (error or "").removeprefix(f'netip.ParsePrefix("{text}"): ') == reason


@pytest.mark.parametrize(
    ("text", "base", "bits", "expected"),
    [
        ("0", 10, 64, (0, "")),
        ("18446744073709551615", 10, 64, (2**64 - 1, "")),
        ("18446744073709551616", 10, 64, (None, "value out of range")),
        ("65535", 10, 16, (65535, "")),
        ("65536", 10, 16, (None, "value out of range")),
        ("0777", 8, 12, (0o777, "")),
        ("8", 8, 12, (None, "invalid syntax")),
        ("", 10, 64, (None, "invalid syntax")),
        ("+1", 10, 64, (None, "invalid syntax")),
        ("1" * 12, 2, 12, (2**12 - 1, "")),
        ("0" * 99 + "7", 10, 3, (7, "")),
        ("9" * 9999, 10, 64, (None, "value out of range")),
    ],
)
def test_unsigned_numbers(text: str, base: int, bits: int, expected: tuple[int | None, str]) -> None:
    assert parse_uint(text, base=base, bits=bits) == expected


@pytest.mark.parametrize(
    ("name", "valid"),
    [
        (".", True),
        ("web", True),
        ("web.example.", True),
        ("web..example", False),
        (".web", False),
        ("a" * 63, True),
        ("a" * 64, False),
        (".".join(["a" * 63] * 3 + ["a" * 62]), True),
        (".".join(["a" * 63] * 4), True),
        (".".join(["a" * 63] * 4 + ["a"]), False),
        ("a\\.b", True),
        ("\\065" * 63, True),
        ("a\\", False),
    ],
)
def test_names_of_hosts(name: str, valid: bool) -> None:
    assert _is_domain_name(name) is valid


def policy(function: str, attempts: int, interval: int, delay: int, most: int = 3600) -> ReschedulePolicy:
    return ReschedulePolicy(attempts=attempts, interval=interval * SECOND, delay=delay * SECOND, max_delay=most * SECOND, delay_function=function)


@pytest.mark.parametrize(
    ("laid_out", "expected"),
    [
        # Attempts, interval and delay in seconds; how many attempts fit and what all of them need.
        (policy("constant", 3, 30, 10), None),
        (policy("constant", 3, 29, 10), (2, 30)),
        (policy("exponential", 3, 41, 10), None),  # pauses of 10, 20 and 40
        (policy("exponential", 3, 40, 10), (2, 40)),
        (policy("exponential", 3, 20, 10), (1, 40)),
        (policy("exponential", 3, 41, 10, 40), None),
        (policy("exponential", 3, 60, 10, 39), None),
        (policy("exponential", 3, 59, 10, 39), (2, 59)),
        (policy("fibonacci", 4, 30, 10), None),  # 10, 10, 20 and 30
        (policy("fibonacci", 4, 29, 10), (3, 30)),
        (policy("fibonacci", 4, 20, 10), (3, 30)),
        (policy("fibonacci", 4, 19, 10), (2, 30)),
        (policy("fibonacci", 5, 30, 10, 30), None),  # 10, 10, 20, 30 and 30
        (policy("fibonacci", 5, 29, 10, 30), (3, 30)),
        (policy("fibonacci", 5, 59, 10, 25), None),  # 10, 10, 20, 25 and 50
        (policy("fibonacci", 5, 49, 10, 25), (4, 50)),
        (policy("fibonacci", 5, 24, 10, 25), (3, 50)),
    ],
)
def test_reschedule_attempts_in_an_interval(laid_out: ReschedulePolicy, expected: tuple[int, int] | None) -> None:
    found = _laid_out(laid_out)
    assert (found and (found[0], found[1] // SECOND)) == expected


@pytest.mark.parametrize(("nanoseconds", "rounded"), [(0, 0), (SECOND // 2 - 1, 0), (SECOND // 2, 1), (SECOND, 1), (-SECOND // 2, -1), (-SECOND // 2 + 1, 0)])
def test_whole_seconds(nanoseconds: int, rounded: int) -> None:
    assert _rounded(nanoseconds) == rounded * SECOND


@pytest.mark.parametrize(
    ("folder", "path", "below"),
    [
        ("/a", "/a", True),
        ("/a", "/a/b", True),
        ("/a", "/ab", False),
        ("/a", "/a/../b", False),
        ("/a", "/a/..b", False),
        ("/", "/b", True),
        (".", "b", True),
        (".", "/b", False),
        (".", "../b", False),
    ],
)
def test_paths_below_a_folder(folder: str, path: str, below: bool) -> None:
    assert _below(folder, path) is below
