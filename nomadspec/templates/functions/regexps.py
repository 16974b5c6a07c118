"""Regular expressions, in RE2's syntax as Go has them."""

from __future__ import annotations

from nomadspec.templates.values import Value, text, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from nomadspec.templates.run import Call


def _compiled(pattern: str) -> Any:
    try:
        import re2
    except ImportError:
        return _compiled_without_re2(pattern)
    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        shown = error.args[0].decode(errors="replace") if error.args and isinstance(error.args[0], bytes) else str(error)
        raise ValueError(f"{pattern!r} is not a valid regular expression: {shown}") from None


def _compiled_without_re2(pattern: str) -> Any:
    from nomadspec.notation.linear_regexp import Pattern
    from nomadspec.notation.regexp_syntax import CannotTell, PatternError

    try:
        return Pattern(pattern)
    except CannotTell as error:
        raise ValueError(str(error)) from None
    except PatternError as error:
        raise ValueError(f"{pattern!r} is not a valid regular expression: {error.words}: {error.argument}") from None


def _search(pattern: str, given: str) -> Any:
    compiled = _compiled(pattern)
    return getattr(compiled, "search_text", compiled.search)(given)


def _template(replacement: str, match: Any) -> str:
    """Go's `$1` and `${name}` in a replacement."""
    import re

    def group(found: re.Match[str]) -> str:
        if found[0] == "$$":
            return "$"
        name = found[1] or found[2]
        try:
            return match[int(name)] or "" if name.isdigit() else match[name] or ""
        except (IndexError, KeyError):
            return ""

    return re.sub(r"\$\$|\$(\w+)|\$\{(\w+)\}", group, replacement)


def _replace(pattern: str, given: str, replacement: str) -> str:
    return _compiled(pattern).sub(lambda match: _template(replacement, match), given)  # type: ignore[no-any-return]


def _replace_literal(pattern: str, given: str, replacement: str) -> str:
    return _compiled(pattern).sub(lambda match: replacement, given)  # type: ignore[no-any-return]


def _find(pattern: str, given: str) -> str:
    match = _search(pattern, given)
    return match[0] if match else ""


def _find_all(pattern: str, given: str, most: int) -> list[str]:
    found = [match[0] for match in _compiled(pattern).finditer(given)]
    return found if most < 0 else found[:most]


def _split(pattern: str, given: str, most: int) -> list[str]:
    if most == 0:
        return []
    found: list[str] = []
    start = 0
    for match in _compiled(pattern).finditer(given):
        if most > 0 and len(found) == most - 1:
            break
        if match.end() == 0 or match.start() == match.end() == len(given):
            continue
        found.append(given[start : match.start()])
        start = match.end()
    return [*found, given[start:]]


def _check_first(compute: Callable[..., Any], result: str) -> Callable[[Call], Value]:
    """The pattern is wrong whatever the text is that it is looked for in."""

    def computed(call: Call) -> Value:
        from nomadspec.templates.functions.conversion import from_data

        pattern = call.arguments[0]
        try:
            if pattern.known:
                _compiled(pattern.data)
            if all(argument.known for argument in call.arguments):
                return from_data(compute(*(argument.data for argument in call.arguments)), result)
        except ValueError as error:
            raise call.error(f"`{call.name}`: {error}") from None
        return unknown(result)

    return computed


def _quote(call: Call) -> Value:
    return text("".join(f"\\{character}" if character in "\\.+*?()|[]{}^$" else character for character in call.arguments[0].data))


def _quiet_match(pattern: str, given: str) -> bool:
    return _search(pattern, given) is not None


def _quiet(call: Call) -> Value:
    """Sprig's regexMatch is false where the pattern is wrong."""
    pattern, given = (argument.data for argument in call.arguments)
    from nomadspec.templates.values import boolean

    try:
        return boolean(_quiet_match(pattern, given))
    except ValueError:
        return boolean(False)


VALUES = {
    "regexMatch": _check_first(_quiet_match, "bool"),
    "regexReplaceAll": _check_first(lambda pattern, replacement, given: _replace(pattern, given, replacement), "text"),
    **dict.fromkeys(("sprig_regexFind", "sprig_mustRegexFind"), _check_first(_find, "text")),
    **dict.fromkeys(("sprig_regexFindAll", "sprig_mustRegexFindAll"), _check_first(_find_all, "list of text")),
    **dict.fromkeys(("sprig_regexReplaceAll", "sprig_mustRegexReplaceAll"), _check_first(_replace, "text")),
    **dict.fromkeys(("sprig_regexReplaceAllLiteral", "sprig_mustRegexReplaceAllLiteral"), _check_first(_replace_literal, "text")),
    **dict.fromkeys(("sprig_regexSplit", "sprig_mustRegexSplit"), _check_first(_split, "list of text")),
    "sprig_mustRegexMatch": _check_first(_quiet_match, "bool"),
}
KNOWN = {"sprig_regexMatch": _quiet, "sprig_regexQuoteMeta": _quote}
