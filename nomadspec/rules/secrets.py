"""What looks like a secret written out: by its name and entropy, by the form of known tokens, or as a password in an address."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from nomadspec.jobspec.block import known_items
from nomadspec.notation.secrecy import is_secret_name
from nomadspec.source.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, Final

#: Bits of entropy from which a value counts as random.
_BITS: Final = 16
_SHORTEST: Final = 6

#: Tokens that are known by their form: GitHub, GitLab, Slack, Stripe, Google, Vault, npm, DigitalOcean, PyPI, SendGrid, JSON web tokens; and private keys.
_TOKENS: Final = pattern(
    r"(?:gh[oprsu]_|github_pat_|glpat-|xox[abprs]-|sk_live_|rk_live_|AIza|hv[sb]\.)[A-Za-z0-9_-]{16,}|npm_[A-Za-z0-9]{36}|dop_v1_[a-f0-9]{64}"
    r"|pypi-AgE[A-Za-z0-9_-]{16,}|SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{32,}"
    r"|eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}|-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"
)
#: What stands before the secret in a header.
_SCHEME: Final = pattern(r"(?i)(?:bearer|basic|token)\s+")
#: What stands where a secret was taken out, or is to be put in.
_PLACEHOLDER: Final = pattern(
    r"(?i)\*{3}|<[^<>]+>|\[\[|%[a-z_]+%|change[_-]?(?:me|it|this)|replace[_-]?(?:me|with|this)|redacted|removed|placeholder|x{4,}|(?:^|[:_-])your[_-]|to[_-]?be[_-]?set|dummy"
    r"|your.{0,12}(?:pass|secret|token|key)|^(?:my|some|an?)?[_-]?(?:example|sample|insert[_-])|^\(.*\)$|^@@.*@@$|^__\w+__$"
)
#: What a line has that holds a secret, in lower case: most have none of it.
_HINTS: Final = (
    "pass", "pwd", "secret", "token", "key", "cred", "authorization", "://", "gho_", "ghp_", "ghr_", "ghs_", "ghu_", "github_pat", "glpat-", "xox", "_live_",
    "aiza", "hvs.", "hvb.", "npm_", "dop_v1_", "pypi-", "sg.", "eyj",
)  # fmt: skip
#: A setting of a configuration file.
_SETTING: Final = pattern(r"""^\s*(?:export\s+)?["']?([A-Za-z_][\w.-]*)["']?\s*[=:]\s*(\S.*)$""")
#: One of several settings in a line of JSON.
_PAIR: Final = pattern(r'"([A-Za-z_][\w.-]*)"\s*:\s*"([^"]*)"')
_LONGEST: Final = 1_000
#: What calls and subscripts have.
_PROGRAM: Final = frozenset("()[]")
#: How a value begins that says where the secret is.
_ELSEWHERE: Final = ("$", "/", "./", "local/", "secrets/", "http://", "https://", "file:", "alloc/")
_MARKS: Final = frozenset(" {<")
_PLAIN: Final = frozenset({"true", "false", "enabled", "disabled", "default", "required", "optional"})


def is_secret(name: str, value: Any) -> bool:
    """Whether the value under this name is one that nobody should read."""
    if not isinstance(value, str) or len(value) < _SHORTEST or "${" in value:
        return False
    if "authorization" in name.lower() and (scheme := _SCHEME.match(value)) is not None:
        name, part = "token", value[scheme.end() :]
    else:
        part = value
    found = (is_secret_name(name) and _is_random(part)) or _TOKENS.match(part) is not None or has_password(part)
    return found and not _PLACEHOLDER.search(value)


def assignments(text: str) -> Iterator[tuple[int, str, str]]:
    """(line from 1, name, value) of what looks like a setting on the lines of a text that may hold a secret: `NAME=value`, `name: value`, `"name": "value"`;
    and of tokens on a line of their own."""
    small = text.lower()
    hints = [*filter(small.__contains__, _HINTS)]
    if not hints:
        return
    starts = [0, *accumulate(map(len, small.splitlines(keepends=True)))]
    hinting: set[int] = set()
    for hint in hints:
        at = small.find(hint)
        while at >= 0:
            number = bisect_right(starts, at) - 1
            hinting.add(number)
            at = small.find(hint, starts[number + 1])
    lines = text.splitlines()
    for number in sorted(hinting):
        if len(lines[number]) <= _LONGEST:
            for name, value in _assignments(lines[number]):
                yield number + 1, name, value


def _assignments(line: str) -> Iterator[tuple[str, str]]:
    if '":' in line and line.lstrip().startswith("{"):
        for pair in _PAIR.finditer(line):
            yield pair[1], pair[2]
        return
    match = _SETTING.match(line)
    value = match[2].strip().rstrip(",;").strip("\"'") if match is not None else ""
    # A text may be a program, in which names and calls are the values.
    if match is not None and _PROGRAM.isdisjoint(value) and any(map(str.isdigit, value)):
        yield match[1], value
    elif _TOKENS.match(line.strip()):
        yield "a private key" if "PRIVATE" in line else "a token", line.strip()


def arguments(values: Any) -> Iterator[tuple[int, str]]:
    """(index, name) of each item of a command's arguments that holds a secret: `--password=…`, or the item behind `--password`."""
    before, last = "", -1
    for index, item in known_items(values) if isinstance(values, list) else ():
        if index != last + 1:
            before = ""
        last = index
        if not isinstance(item, str):
            before = ""
            continue
        name, equals, value = item.partition("=")
        if not equals or not name.startswith("-"):
            name, value = before, item
        if is_secret(name, value) or (not name and has_password(item)):
            yield index, name.lstrip("-") or "an argument"
        before = item if item.startswith("-") and not equals else ""


def has_password(value: str) -> bool:
    """Whether it is an address with a user and a password."""
    if "://" not in value:
        return False
    user, at, _ = value.partition("://")[2].partition("/")[0].rpartition("@")
    password = user.partition(":")[2]
    return bool(at) and len(password) >= 4 and not password.startswith("$") and not any(map(str.isspace, value))


def _is_random(value: str) -> bool:
    if value.startswith(_ELSEWHERE) or not _MARKS.isdisjoint(value) or value.lower() in _PLAIN or value.isdigit():
        return False
    from math import log2

    counts = [value.count(letter) for letter in set(value)]
    return -sum(n * log2(n / len(value)) for n in counts) >= _BITS
