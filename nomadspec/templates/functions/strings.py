"""Texts: Go's `strings`, and what Sprig adds."""

from __future__ import annotations

import posixpath
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

#: Characters that one call may write.
_LONGEST = 10_000_000
_SPACE = " \t\n\v\f\r\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"


def _title(given: str) -> str:
    """The first letter of each word in capitals; a word goes on over digits, letters, `_` and, in Go, over apostrophes not."""
    return re.sub(r"(?<![\w])\w", lambda match: match[0].upper(), given)


def _untitle(given: str) -> str:
    return re.sub(r"(?<!\S)\S", lambda match: match[0].lower(), given)


def _indent(spaces: int, given: str) -> str:
    """Every line but empty ones, unlike Sprig's."""
    if spaces < 0:
        raise ValueError("the indent is negative")
    _check_length(spaces * (given.count("\n") + 1))
    return "\n".join(" " * spaces + line if line else line for line in given.split("\n"))


def _check_length(size: int) -> None:
    if size > _LONGEST:
        raise ValueError("the result would be too long")


def _sprig_indent(spaces: int, given: str) -> str:
    _check_length(spaces * (given.count("\n") + 1))
    pad = " " * spaces
    return pad + given.replace("\n", "\n" + pad)


def _repeat(count: int, given: str) -> str:
    if count < 0:
        raise ValueError("the count is negative")
    _check_length(count * len(given))
    return given * count


def _trunc(length: int, given: str) -> str:
    if length < 0 and len(given) + length > 0:
        return given[len(given) + length :]
    return given[:length] if 0 <= length < len(given) else given


def _substr(start: int, end: int, given: str) -> str:
    if start < 0:
        return given[:end]
    return given[start:] if end < 0 or end > len(given) else given[start:end]


def _abbrev(width: int, given: str) -> str:
    return given if width < 4 or len(given) <= width else given[: width - 3] + "..."


def _abbrev_both(left: int, right: int, given: str) -> str:
    if right < 4 or (left > 0 and right < 7) or len(given) <= right:
        return given
    if left > len(given):
        left = len(given)
    if len(given) - left < right - 3:
        left = len(given) - (right - 3)
    if left <= 4:
        return given[: right - 3] + "..."
    if left + right - 3 < len(given):
        return "..." + _abbrev(right - 3, given[left:])
    return "..." + given[len(given) - (right - 3) :]


def _wrap(width: int, given: str) -> str:
    return _wrap_with(width, "\n", given)


def _wrap_with(width: int, line_end: str, given: str) -> str:
    """Lines of at most `width` characters; longer words are cut only by wrapWith."""
    width = max(width, 1)
    rest, lines = given, []
    while len(rest) > width:
        if rest[0] == " ":
            rest = rest[1:]
            continue
        at = rest.rfind(" ", 0, width + 1)
        if at >= 0:
            lines.append(rest[:at])
            rest = rest[at + 1 :]
        elif line_end != "\n":
            lines.append(rest[:width])
            rest = rest[width:]
        else:
            at = rest.find(" ", width)
            if at < 0:
                break
            lines.append(rest[:at])
            rest = rest[at + 1 :]
    return line_end.join([*lines, rest])


def _split_map(separator: str, given: str) -> dict[str, str]:
    return {f"_{index}": part for index, part in enumerate(_split(separator, given))}


def _splitn_map(separator: str, count: int, given: str) -> dict[str, str]:
    parts = given.split(separator, count - 1) if count > 0 and separator else _split(separator, given)
    return {f"_{index}": part for index, part in enumerate(parts)} if count else {}


def _split(separator: str, given: str) -> list[str]:
    return given.split(separator) if separator else list(given)


def _initials(given: str) -> str:
    return "".join(word[0] for word in given.split())


def _words(given: str) -> list[str]:
    parts = re.sub(r"([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])", lambda match: f"{match[1] or match[3]} {match[2] or match[4]}", given)
    return [word for word in re.split(r"[\s_\-.]+", parts) if word]


def _camelcase(given: str) -> str:
    return "".join(word[:1].upper() + word[1:] for word in re.split(r"[_\s\-.]+", given))


def _trimmer(which: str) -> Callable[[str, str], str]:
    def trimmed(cut: str, given: str) -> str:
        if which == "prefix":
            return given.removeprefix(cut)
        return given.removesuffix(cut) if which == "suffix" else given.strip(cut) if cut else given

    return trimmed


def _ext(given: str) -> str:
    name = given.rpartition("/")[2]
    dot = name.rfind(".")
    return name[dot:] if dot >= 0 else ""


def _clean(given: str) -> str:
    cleaned = posixpath.normpath(given) if given else "."
    return "/" + cleaned.lstrip("/") if cleaned.startswith("/") else cleaned


def _base(given: str) -> str:
    return given.rstrip("/").rpartition("/")[2] or ("/" if given else ".")


def _dir(given: str) -> str:
    return _clean(given.rpartition("/")[0] + "/" if "/" in given else "")


def _upper(given: str) -> str:
    return "".join(upper if len(upper := character.upper()) == 1 else character for character in given)


DATA = {
    "indent": _indent,
    "replaceAll": lambda old, new, given: given.replace(old, new),
    "sprig_abbrev": _abbrev,
    "sprig_abbrevboth": _abbrev_both,
    "sprig_base": _base,
    "sprig_camelcase": _camelcase,
    "sprig_clean": _clean,
    "sprig_contains": lambda part, given: part in given,
    "sprig_dir": _dir,
    "sprig_ext": _ext,
    "sprig_hasPrefix": lambda prefix, given: given.startswith(prefix),
    "sprig_hasSuffix": lambda suffix, given: given.endswith(suffix),
    "sprig_hello": lambda: "Hello!",
    "sprig_indent": _sprig_indent,
    "sprig_initials": _initials,
    "sprig_isAbs": lambda given: given.startswith("/"),
    "sprig_kebabcase": lambda given: "-".join(_words(given)).lower(),
    "sprig_lower": str.lower,
    "sprig_nindent": lambda spaces, given: "\n" + _sprig_indent(spaces, given),
    "sprig_nospace": lambda given: re.sub(r"\s", "", given),
    "sprig_osBase": _base,
    "sprig_osClean": _clean,
    "sprig_osDir": _dir,
    "sprig_osExt": _ext,
    "sprig_osIsAbs": lambda given: given.startswith("/"),
    "sprig_plural": lambda one, many, count: one if count == 1 else many,
    "sprig_repeat": _repeat,
    "sprig_replace": lambda old, new, given: given.replace(old, new),
    "sprig_snakecase": lambda given: "_".join(_words(given)).lower(),
    "sprig_split": _split_map,
    "sprig_splitList": _split,
    "sprig_splitn": _splitn_map,
    "sprig_substr": _substr,
    "sprig_swapcase": str.swapcase,
    "sprig_title": _title,
    "sprig_trim": lambda given: given.strip(_SPACE),
    "sprig_trimAll": _trimmer("all"),
    "sprig_trimPrefix": _trimmer("prefix"),
    "sprig_trimSuffix": _trimmer("suffix"),
    "sprig_trimall": _trimmer("all"),
    "sprig_trunc": _trunc,
    "sprig_untitle": _untitle,
    "sprig_upper": _upper,
    "sprig_wrap": _wrap,
    "sprig_wrapWith": _wrap_with,
    "toLower": str.lower,
    "toTitle": _title,
    "toUpper": _upper,
    "trim": lambda cut, given: given.strip(cut) if cut else given,
    "trimPrefix": _trimmer("prefix"),
    "trimSpace": lambda given: given.strip(_SPACE),
    "trimSuffix": _trimmer("suffix"),
}
