"""Files of environment variables as clients read them: one `NAME=value` on each line, quotes as in a shell, escapes as in JSON."""

from __future__ import annotations

from nomadspec.source.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_NAME: Final = pattern(r"[A-Za-z_][A-Za-z0-9/_.]*")
#: What may follow a backslash in double quotes.
_ESCAPES: Final = frozenset('bfnrt"\\/u')
_UNICODE: Final = pattern(r"[0-9A-Fa-f]{4}")


def fault(line: str) -> str:
    """Why the line cannot be read: the end of a sentence that begins with the line; "" where it can."""
    text = line.strip()
    if not text or text.startswith("#"):
        return ""
    name, equals, value = text.removeprefix("export ").partition("=")
    if not equals:
        return "is not NAME=value"
    name = name.strip()
    if not name:
        return "has no name before the ="
    if not _NAME.fullmatch(name):
        return f"has the name {name[:40]!r}; names consist of letters, digits, _, / and ., and begin with a letter or _"
    return _fault_of_value(value)


def _fault_of_value(value: str) -> str:
    if '"' not in value and "'" not in value:
        return ""  # most have none, and nothing else can be wrong
    quote, at = "", 0
    while at < len(value):
        character = value[at]
        if not quote:
            if character == "#":
                return ""
            quote = character if character in "\"'" else ""
        elif character == quote:
            quote = ""
        elif quote == '"' and character == "\\":
            at += 1
            escape = value[at : at + 1]
            if escape and (escape not in _ESCAPES or (escape == "u" and not _UNICODE.match(value, at + 1))):
                return f"has an unknown escape \\{escape} in double quotes"
        at += 1
    return f"has a {quote} without a second one" if quote else ""
