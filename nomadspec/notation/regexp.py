"""Regular expressions as Go's `regexp` understands them, in linear time whatever the pattern and the text.

RE2 does the matching, or where it is not installed plain Python (`linear_regexp.py`), slower and for less work. Go's library comes from it, so syntax and semantics are one; this module gives Go's words to RE2's complaints,
refuses the one escape that RE2 has and Go has not (`\\C`), and replaces as `ReplaceAllString` does.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

_CACHE_SIZE = 512
_MOST_WORK = 2_000_000_000
"""Pattern size times text size that one call takes on. RE2's worst case is that product; a counted repetition is taken for a thousand."""
_MOST_WORK_WITHOUT_RE2 = 3_000_000
_cache: dict[str, Regexp | RegexpError] = {}

#: RE2's words for an error → Go's.
_WORDS = {
    "unexpected error": "regexp/syntax: internal error",
    "invalid escape sequence": "invalid escape sequence",
    "invalid character class": "invalid character class",
    "invalid character class range": "invalid character class range",
    "missing ]": "missing closing ]",
    "missing )": "missing closing )",
    "unexpected )": "unexpected )",
    "trailing \\": "trailing backslash at end of expression",
    "no argument for repetition operator": "missing argument to repetition operator",
    "invalid repetition size": "invalid repeat count",
    "bad repetition operator": "invalid nested repetition operator",
    "invalid perl operator": "invalid or unsupported Perl syntax",
    "invalid UTF-8": "invalid UTF-8",
    "invalid named capture group": "invalid named capture",
}


class RegexpError(ValueError):
    """The pattern is not valid; the message is Go's: ``error parsing regexp: missing closing ): `(` ``."""


class RegexpUnsupported(RegexpError):
    """The pattern may be valid: it uses what only RE2 knows, and that is not installed."""


class Regexp:
    """A compiled pattern, from `compile`. Both methods raise RegexpError when pattern and text together are too large."""

    __slots__ = ("_longest_text", "_pattern")

    def __init__(self, pattern: Any, size: int, most_work: int) -> None:
        self._pattern: Final = pattern
        self._longest_text: Final = most_work // (size + 1)

    def matches(self, text: str) -> bool:
        """Whether the pattern matches anywhere in `text`."""
        return self._pattern.search(self._checked(text)) is not None

    def _checked(self, text: str) -> bytes:
        if len(text) > self._longest_text:
            raise RegexpError("error parsing regexp: expression too large")
        return _bytes(text)

    def replace(self, text: str, template: str) -> str:
        """`text` with every match replaced by `template`, in which `$1`, `$name` and `${name}` stand for groups and `$$` for a dollar."""
        source = self._checked(text)
        parts = _template(template)
        names = {_text(name): index for name, index in sorted(self._pattern.groupindex.items(), key=lambda item: item[1], reverse=True)}
        out: list[bytes] = []
        last_end = at = 0
        while at <= len(source):
            match = self._pattern.search(source, at)
            if match is None:
                break
            start, end = match.span()
            out.append(source[last_end:start])
            # An empty match right behind another one does not count.
            if end > last_end or start == 0:
                for part in parts:
                    if isinstance(part, bytes):
                        out.append(part)
                    else:
                        number = names.get(part[0], -1) if part[1] < 0 else part[1]
                        if 0 <= number <= self._pattern.groups:
                            out.append(match.group(number) or b"")
            last_end = end
            width = _character_width(source, at)
            at = at + width if at + width > end else max(end, at + 1)
        out.append(source[last_end:])
        return _text(b"".join(out))


def compile(pattern: str) -> Regexp:
    """The compiled pattern; raises RegexpError. The last few hundred patterns are remembered."""
    found = _cache.get(pattern)
    if found is None:
        if len(_cache) >= _CACHE_SIZE:
            _cache.clear()
        try:
            found = _compile(pattern)
        except RegexpError as error:
            found = error
        _cache[pattern] = found
    if isinstance(found, RegexpError):
        raise found
    return found


def _compile(pattern: str) -> Regexp:
    try:
        import re2
    except ImportError:
        return _compile_without_re2(pattern)
    options = re2.Options()
    options.log_errors = False
    if _has_byte_escape(pattern):
        raise _error("invalid escape sequence", "\\C")
    try:
        return Regexp(re2.compile(_bytes(pattern), options), len(pattern) * (1000 if "{" in pattern else 1), _MOST_WORK)
    except re2.error as error:
        complaint = error.args[0] if error.args else b""
        text = complaint.decode("utf-8", "replace") if isinstance(complaint, bytes) else str(complaint)
    if text.startswith("pattern too large"):
        raise _error("expression too large", pattern)
    words, _, argument = text.partition(": ")
    if words == "invalid perl operator" and argument.startswith("(?<"):
        # Go takes a lookbehind for a group with a bad name.
        start = pattern.find(argument)
        end = pattern.find(">", start)
        raise _error("invalid named capture", pattern[start:] if end < 0 else pattern[start : end + 1])
    raise _error(_WORDS.get(words, words), argument)


def _compile_without_re2(pattern: str) -> Regexp:
    from nomadspec.notation.linear_regexp import Pattern
    from nomadspec.notation.regexp_syntax import CannotTell, PatternError

    try:
        made = Pattern(pattern)
    except PatternError as error:
        raise _error(error.words, error.argument or (pattern if error.words == "expression too large" else "")) from None
    except CannotTell as error:
        raise RegexpUnsupported(str(error)) from None
    return Regexp(made, made.size, _MOST_WORK_WITHOUT_RE2)


def _error(words: str, argument: str) -> RegexpError:
    return RegexpError(f"error parsing regexp: {words}: `{argument}`")


def _has_byte_escape(pattern: str) -> bool:
    if "\\C" not in pattern:
        return False
    at = pattern.find("\\")
    while 0 <= at < len(pattern) - 1:
        escaped = pattern[at + 1]
        if escaped == "C":
            return True
        end = pattern.find("\\E", at + 2) if escaped == "Q" else at
        if end < 0:
            return False
        at = pattern.find("\\", end + 2)
    return False


def _template(template: str) -> list[bytes | tuple[str, int]]:
    """The literal pieces and the groups (name, number or -1) of a replacement."""
    parts: list[bytes | tuple[str, int]] = []
    at = 0
    while (dollar := template.find("$", at)) >= 0:
        parts.append(_bytes(template[at:dollar]))
        at = dollar + 1
        if template[at : at + 1] == "$":
            parts.append(b"$")
            at += 1
            continue
        brace = template[at : at + 1] == "{"
        start = end = at + brace
        while end < len(template) and (template[end] == "_" or template[end].isalpha() or template[end].isdecimal()):
            end += 1
        if end == start or (brace and template[end : end + 1] != "}"):
            parts.append(b"$")
            continue
        name = template[start:end]
        plain = name.isascii() and name.isdecimal() and len(name) < 10 and (name == "0" or name[0] != "0")
        parts.append((name, int(name) if plain else -1))
        at = end + brace
    parts.append(_bytes(template[at:]))
    return parts


def _character_width(source: bytes, at: int) -> int:
    """How many bytes the character at `at` has; 0 at the end."""
    if at >= len(source):
        return 0
    first = source[at]
    return 1 if first < 0xC0 else 2 if first < 0xE0 else 3 if first < 0xF0 else 4


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
