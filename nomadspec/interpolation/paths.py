"""Paths of templates and artifacts where the client resolves them, the sandbox they must stay in, and the address an artifact is fetched from."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import quote_plus, unquote_plus

from nomadspec.interpolation.allocation import UNKNOWN_ALLOC_DIR, Directories
from nomadspec.source.record import Record

_SCHEME: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.\-]*:")
_ESCAPED: Final = re.compile(r"%(?![0-9a-fA-F]{2})")
#: Characters that may stand in a path as they are.
_PATH: Final = re.compile(r"[A-Za-z0-9\-_.~$&+,/:;=@!'()*\[\]]|%[0-9a-fA-F]{2}")
_TOKEN: Final = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_GIT_SSH: Final = "git@github.com:"


class ClientPath(Record, eq=True):
    """A path on the client, and whether it leads out of the task's and the shared directory."""

    path: str
    escapes: bool


def client_path(path: str, directories: Directories, *, join: bool) -> ClientPath:
    """Where a path of a template or an artifact leads. `directories` are the client's; `join`: an absolute path outside them is taken below the
    task's directory, as destinations are."""
    task = posixpath.dirname(directories.local)
    if not path.startswith(("/", UNKNOWN_ALLOC_DIR)) or (join and _outside(path, task, directories.alloc)):
        path = f"{task}/{path}"
    clean = _clean(path)
    return ClientPath(clean, _outside(clean, task, directories.alloc))


def _clean(path: str) -> str:
    found = posixpath.normpath(path)
    return found[1:] if found.startswith("//") else found


def _outside(path: str, *folders: str) -> bool:
    clean = _clean(path)
    return not any(clean == folder or clean.startswith(folder + "/") for folder in folders)


class BadAddress(ValueError):
    """An artifact's source that is no URL."""


def source_address(source: str, options: Mapping[str, str], replace: Callable[[str], str]) -> str:
    """The address that the client gives to its downloader: the source with the options as its query, sorted. Raises `BadAddress`."""
    prefix = _GIT_SSH if source.startswith(_GIT_SSH) else ""
    source = source[len(prefix) :]
    if any(ord(character) < 0x20 or ord(character) == 0x7F for character in source):
        raise BadAddress("net/url: invalid control character in URL")
    rest, hash_, fragment = source.partition("#")
    scheme = _SCHEME.match(rest)
    head, rest = (scheme[0].lower(), rest[scheme.end() :]) if scheme else ("", rest)
    rest, mark, query = rest.partition("?")
    if rest.startswith("/") or not head:
        if not head and ":" in rest.partition("/")[0]:
            raise BadAddress("first path segment in URL cannot contain colon")
        authority = ""
        if rest.startswith("//") and (head or not rest.startswith("///")):
            authority, slash, path = rest[2:].partition("/")
            authority, rest = "//" + authority, slash + path
        if _ESCAPED.search(rest):
            raise BadAddress("invalid URL escape")
        rest = authority + _escaped_path(rest)
    pairs = [_pair(item) for item in query.split("&") if item and ";" not in item and not _ESCAPED.search(item)] if mark else []
    pairs += [(key, replace(value)) for key, value in options.items()]
    encoded = "&".join(f"{quote_plus(key, safe='~')}={quote_plus(value, safe='~')}" for key, value in sorted(pairs, key=lambda pair: pair[0]))
    return prefix + head + rest + ("?" + encoded if encoded else "") + (hash_ + fragment if fragment else "")


def _pair(item: str) -> tuple[str, str]:
    key, _, value = item.partition("=")
    return unquote_plus(key), unquote_plus(value)


def _escaped_path(path: str) -> str:
    """A path as it is when all its characters are fit for one; else with the others escaped."""
    if not _PATH.sub("", path):
        return path
    from urllib.parse import quote, unquote

    return quote(unquote(path), safe="/~$&+,:;=@")


def header_name(name: str) -> str:
    """A header's name with the capitals it is sent with; one with characters that no header has is left alone."""
    return "-".join(part[:1].upper() + part[1:].lower() for part in name.split("-")) if _TOKEN.fullmatch(name) else name
