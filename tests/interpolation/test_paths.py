"""Where templates and artifacts lead, and what artifacts are fetched from."""

from __future__ import annotations

import pytest

from nomadspec.interpolation.allocation import Directories
from nomadspec.interpolation.paths import BadAddress, ClientPath, client_path, header_name, source_address

HERE = Directories("/a/alloc", "/a/t/local", "/a/t/secrets")


@pytest.mark.parametrize(
    ("path", "join", "leads", "escapes"),
    [
        ("local/x", True, "/a/t/local/x", False),
        ("/a/alloc/x", True, "/a/alloc/x", False),
        ("/etc/x", True, "/a/t/etc/x", False),
        ("/etc/x", False, "/etc/x", True),
        ("../../x", True, "/x", True),
        ("../t2/x", False, "/a/t2/x", True),
        ("/a/t/../../x", True, "/a/t/x", False),  # outside, hence taken below the task
        ("local//a/./b/", True, "/a/t/local/a/b", False),
    ],
)
def test_paths(path: str, join: bool, leads: str, escapes: bool) -> None:
    assert client_path(path, HERE, join=join) == ClientPath(leads, escapes)


@pytest.mark.parametrize(
    ("source", "options", "address"),
    [
        ("https://e.com/a?x=1", {"checksum": "sha256:${y}", "archive": "false"}, "https://e.com/a?archive=false&checksum=sha256%3A%24%7By%7D&x=1"),
        ("git@github.com:org/r.git", {}, "git@github.com:org/r.git"),
        ("git::https://e.com/r.git", {"ref": "main"}, "git::https://e.com/r.git?ref=main"),
        ("https://e.com/a b/{x}#f", {}, "https://e.com/a%20b/%7Bx%7D#f"),
        ("s3::https://s3.amazonaws.com/b/k", {}, "s3::https://s3.amazonaws.com/b/k"),
        ("github.com/x/y//sub", {}, "github.com/x/y//sub"),
        ("", {}, ""),
    ],
)
def test_addresses(source: str, options: dict[str, str], address: str) -> None:
    assert source_address(source, options, str) == address


@pytest.mark.parametrize("source", ["127.0.0.1:80/x", "https://e.com/%zz", "https://e.com/\x01"])
def test_no_addresses(source: str) -> None:
    with pytest.raises(BadAddress):
        source_address(source, {}, str)


@pytest.mark.parametrize(("name", "sent"), [("x-DC", "X-Dc"), ("ACCEPT", "Accept"), ("a b", "a b"), ("", "")])
def test_headers(name: str, sent: str) -> None:
    assert header_name(name) == sent
