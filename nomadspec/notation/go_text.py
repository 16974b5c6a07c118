"""Text as Go sees it where Python differs: what counts as white space, how text is quoted in messages."""

from __future__ import annotations

SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
"""White space by Unicode. Python's own idea has four control characters more."""

_ESCAPES = {"\\": "\\\\", "\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v"}


def trim_space(text: str) -> str:
    return text.strip(SPACE)


def quote(text: str) -> str:
    """`%q` of text: in double quotes, what is not printable escaped."""
    return '"' + "".join(['\\"' if c == '"' else _escaped(c) for c in text]) + '"'


def quote_character(character: str) -> str:
    """`%q` of one character: in single quotes."""
    return "'" + ("\\'" if character == "'" else _escaped(character)) + "'"


def code_point(character: str) -> str:
    """`%#U` of one character: `U+0041 'A'`, the quoted part only when it is printable."""
    name = f"U+{ord(character):04X}"
    return f"{name} '{character}'" if character.isprintable() else name


def _escaped(character: str) -> str:
    named = _ESCAPES.get(character)
    if named is not None:
        return named
    if character.isprintable():
        return character
    code = ord(character)
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
