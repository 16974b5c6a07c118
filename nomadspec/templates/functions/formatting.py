"""print and its kin, and what says of which type a value is."""

from __future__ import annotations

from nomadspec.templates.printing import formatted, go_type, printed, quoted
from nomadspec.templates.types import LIST, NIL, STRUCT, TEXT
from nomadspec.templates.values import Value, boolean, listing, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from nomadspec.templates.run import Call


def _print(call: Call) -> Value:
    """Spaces between two neighbours that are both no text."""
    shown: list[str] = []
    for index, argument in enumerate(call.arguments):
        before = call.arguments[index - 1] if index else None
        if before is not None and TEXT not in (before.type.kind, argument.type.kind):
            shown.append(" ")
        shown.append(printed(argument, top=False))
    return text("".join(shown))


def _println(call: Call) -> Value:
    return text(" ".join(printed(argument, top=False) for argument in call.arguments) + "\n")


def _printf(call: Call) -> Value:
    form, *arguments = call.arguments
    return text(formatted(form.data, arguments))


def _escaped(call: Call) -> Value:
    shown = _print(call).data if len(call.arguments) != 1 else printed(call.arguments[0], top=False)
    if call.name == "html":
        pairs = (("&", "&amp;"), ("\0", "\ufffd"), ('"', "&#34;"), ("'", "&#39;"), ("<", "&lt;"), (">", "&gt;"))
        for old, new in pairs:
            shown = shown.replace(old, new)
        return text(shown)
    if call.name == "urlquery":
        from urllib.parse import quote_plus

        return text(quote_plus(shown, safe=""))
    marks = (("\\", "\\\\"), ("'", "\\'"), ('"', '\\"'), ("<", "\\u003C"), (">", "\\u003E"), ("&", "\\u0026"), ("=", "\\u003D"))
    for old, new in marks:
        shown = shown.replace(old, new)
    return text("".join(character if ord(character) >= 32 else f"\\u{ord(character):04X}" for character in shown))


def _shown(value: Value) -> str:
    """As Sprig's strval."""
    return printed(value, top=False)


def _quote(call: Call) -> Value:
    shown = [_shown(argument) for argument in call.arguments if argument.type.kind != NIL]
    return text(" ".join(quoted(one) if call.name == "sprig_quote" else f"'{one}'" for one in shown))


def _cat(call: Call) -> Value:
    return text(" ".join(_shown(argument) for argument in call.arguments if argument.type.kind != NIL))


def _strings(value: Value) -> list[str]:
    if value.type.kind == LIST:
        return [_shown(item) for item in value.data or () if item.type.kind != NIL]
    return [] if value.type.kind == NIL else [_shown(value)]


def _sorted(call: Call) -> Value:
    value = call.arguments[0]
    found = _strings(value) if value.type.kind == LIST else [_shown(value)]
    return listing(map(text, sorted(found)), "list of text")


def _kind(value: Value) -> str:
    if value.type.kind == NIL:
        return "invalid"
    kinds = {"text": "string", "integer": "int", "unsigned": "uint64", "number": "float64", "list": "slice", "channel": "chan", "complex": "complex128"}
    return {"integer64": "int64", "Duration": "int64", "unsigned32": "uint32"}.get(value.type.name, kinds.get(value.type.kind, value.type.kind))


def _pointed(compute: Callable[[Call], Value]) -> Callable[[Call], Value]:
    """Structs come as pointers or not, which is not kept apart here."""

    def computed(call: Call) -> Value:
        if call.arguments[-1].type.kind == STRUCT:
            from nomadspec.templates.values import unknown

            return unknown("bool" if "Is" in call.name else "text")
        return compute(call)

    return computed


def _type_is(call: Call) -> Value:
    wanted, value = call.arguments[0].data, call.arguments[1]
    found = go_type(value)
    return boolean(found == wanted or (call.name == "sprig_typeIsLike" and f"*{wanted}" == found))


KNOWN = {
    "html": _escaped,
    "js": _escaped,
    "print": _print,
    "printf": _printf,
    "println": _println,
    "sprig_cat": _cat,
    "sprig_join": lambda call: text(call.arguments[0].data.join(_strings(call.arguments[1]))),
    "sprig_kindIs": _pointed(lambda call: boolean(call.arguments[0].data == _kind(call.arguments[1]))),
    "sprig_kindOf": _pointed(lambda call: text(_kind(call.arguments[0]))),
    "sprig_quote": _quote,
    "sprig_sortAlpha": _sorted,
    "sprig_squote": _quote,
    "sprig_toString": lambda call: text(_shown(call.arguments[0])),
    "sprig_toStrings": lambda call: listing(map(text, _strings(call.arguments[0])), "list of text"),
    "sprig_typeIs": _pointed(_type_is),
    "sprig_typeIsLike": _pointed(_type_is),
    "sprig_typeOf": _pointed(lambda call: text(go_type(call.arguments[0]))),
    "urlquery": _escaped,
}
