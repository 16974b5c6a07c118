"""Lines of files of environment variables, with the answers of a client that was given each."""

from __future__ import annotations

import pytest

from nomadspec.notation.env_file import fault


@pytest.mark.parametrize(
    "line",
    [
        "", "   ", "# it's", "A=1", "  A = 1  ", "\tA=1", "export A=1", "export=1", "A.B=1", "a/b=1", "A=hello world", "A=1 # it's", "A=1# it's",
        'A="a # b"', "A='\\q'", "A=\\q", 'A=say "hi"', 'A="it\'s"', 'A="a" b', 'A="\\n\\t\\r\\b\\f\\"\\\\\\/\\u00e9"', "A=“x”", "A=1; B=2", "A=1\r",
    ],
)  # fmt: skip
def test_is_read(line: str) -> None:
    assert not fault(line)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("A: 1", "not NAME=value"),
        ("[section]", "not NAME=value"),
        ("; x", "not NAME=value"),
        ("export A", "not NAME=value"),
        ("=1", "no name"),
        ("A B=1", "name 'A B'"),
        ("export\tA=1", "name"),
        ("A-B=1", "name 'A-B'"),
        ("1A=2", "name '1A'"),
        ("/a=1", "name '/a'"),
        ("Ä=1", "name 'Ä'"),
        ("key: a=b", "name 'key: a'"),
        ('A="x', 'has a " without'),
        ("A=it's", "has a ' without"),
        ('A="\\d+"', "unknown escape \\d"),
        ('A="\\u1"', "unknown escape \\u"),
        ("A=\"it's \\'x\\'\"", "unknown escape \\'"),
    ],
)
def test_is_not_read(line: str, why: str) -> None:
    assert why in fault(line)
