"""Values as `print` and an action write them: Go's `%v`."""

from __future__ import annotations

from nomadspec.templates.types import BOOL, LIST, MAP, NIL, NUMBER, STRUCT
from nomadspec.templates.values import Value


def printed(value: Value, top: bool = True) -> str:
    """The text of a known value."""
    type, data = value.type, value.data
    kind = type.kind
    if kind == NIL:
        return "<no value>" if top else "<nil>"
    if kind == BOOL:
        return "true" if data else "false"
    if kind == NUMBER:
        return number(data)
    if type.name == "NomadVarItem":
        return str(data["Value"].data)
    if type.name == "NomadVarMeta":
        return str(data["Path"].data)
    if kind == LIST:
        return "[" + " ".join(printed(item, False) for item in data or ()) + "]"
    if kind == MAP:
        return "map[" + " ".join(f"{key}:{printed(data[key], False)}" for key in sorted(data or {})) + "]"
    if kind == STRUCT:
        return "{" + " ".join(printed(data[field], False) for field in type.fields) + "}" if data is not None else "<nil>"
    return str(data)


def number(data: float) -> str:
    """Go's shortest form of a float64: an exponent from 1e+21 on, and below 1e-4."""
    if data != data:
        return "NaN"
    if data in (float("inf"), float("-inf")):
        return "+Inf" if data > 0 else "-Inf"
    shown = repr(data)
    mantissa, _, exponent = shown.partition("e")
    if data and (abs(data) >= 1e21 or abs(data) < 1e-4):
        if not exponent:
            mantissa, _, exponent = f"{data:e}".partition("e")
            mantissa = mantissa.rstrip("0").rstrip(".")
        power = int(exponent)
        return f"{mantissa.removesuffix('.0')}e{'-' if power < 0 else '+'}{abs(power):02d}"
    if exponent:
        shown = f"{data:f}".rstrip("0").rstrip(".") if abs(data) >= 1 else shown
    return shown.removesuffix(".0")


def quoted(shown: str) -> str:
    """Go's `%q`."""
    from nomadspec.notation.go_text import quote

    return quote(shown)


_GO = {
    "text": "string",
    "integer": "int",
    "integer64": "int64",
    "unsigned32": "uint32",
    "unsigned64": "uint64",
    "number": "float64",
    "any": "interface {}",
    "nil": "<nil>",
}
_GO |= {
    "nothing": "<nil>",
    "JSONNumber": "json.Number",
    "Duration": "time.Duration",
    "Time": "time.Time",
    "ServiceTags": "dependency.ServiceTags",
    "complex": "complex128",
}
_GO |= {"bool": "bool", "NomadVarItems": "dependency.NomadVarItems", "NomadVarItem": "dependency.NomadVarItem"}


def go_type(value: Value) -> str:
    """The name of the value's type in Go."""
    return _go_name(value.type.name)


def _go_name(name: str) -> str:
    known = _GO.get(name)
    if known is not None:
        return known
    first, _, rest = name.partition(" ")
    by, _, element = rest.partition("of ")
    if first == "list":
        return f"[]{_go_name(element)}"
    if first == "map":
        key = {"": "string", "by integer ": "int", "by any ": "interface {}"}[by]
        return f"map[{key}]{_go_name(element)}"
    return f"*dependency.{name}"


#: The greatest width and precision.
_MOST = 1_000_000


def formatted(form: str, arguments: list[Value]) -> str:
    """Go's `Sprintf`: wrong verbs and counts are written into the text."""
    import re

    shown: list[str] = []
    at = used = 0
    for match in re.finditer(r"%([-+# 0]*)(\d+|\*)?(?:\.(\d+|\*)?)?(.?)", form, re.DOTALL):
        shown.append(form[at : match.start()])
        at = match.end()
        flags, width, verb = match[1], match[2], match[4]
        precision = (match[3] or "") if "." in match[0][: len(match[0]) - len(verb)] else None
        if verb == "%":
            shown.append("%")
            continue
        if verb == "":
            shown.append("%!(NOVERB)")
            continue
        if _is_overlong(width) or _is_overlong(precision):
            shown.append("%!(NOVERB)")  # the rest of the text is lost
            at = len(form)
            break
        sizes: list[int | None] = []
        for size, name, least in ((width, "WIDTH", -_MOST), (precision, "PREC", 0)):
            if size == "*" and used < len(arguments):
                given = arguments[used].data
                used += 1
                if not isinstance(given, int) or not least <= given <= _MOST:
                    shown.append(f"%!(BAD{name})")
                    given = None
                elif given < 0:
                    flags += "-"
                sizes.append(given)
            else:
                sizes.append(min(int(size), _MOST) if size and size != "*" else 0 if size == "" else None)
        if used >= len(arguments):
            shown.append(f"%!{verb}(MISSING)")
            continue
        shown.append(_padded(_verb(verb, flags, sizes[1], arguments[used]), flags, sizes[0], arguments[used]))
        used += 1
    shown.append(form[at:])
    if used < len(arguments):
        shown.append(f"%!(EXTRA {', '.join(f'{go_type(argument)}={printed(argument, False)}' for argument in arguments[used:])})")
    return "".join(shown)


def _is_overlong(size: str | None) -> bool:
    """Whether a written width or precision is one that Go does not read to its end."""
    digits = (size or "").lstrip("0")
    return len(digits) > 8 or (digits.isdigit() and int(digits) // 10 > _MOST)


def _padded(shown: str, flags: str, width: int | None, value: Value) -> str:
    width = abs(width or 0)
    if "-" in flags or len(shown) >= width:
        return shown.ljust(width)
    if "0" in flags and value.type.kind in ("integer", "unsigned", NUMBER):
        sign = shown[:1] if shown[:1] in "+-" else ""
        return sign + shown[len(sign) :].rjust(width - len(sign), "0")
    return shown.rjust(width)


def _verb(verb: str, flags: str, precision: int | None, value: Value) -> str:
    kind, data = value.type.kind, value.data
    plus = "+" if "+" in flags and kind in ("integer", "unsigned", NUMBER) and data >= 0 else ""
    if kind in (LIST,) and verb in "sdqxX":
        return "[" + " ".join(_verb(verb, flags, precision, item) for item in data or ()) + "]"
    if value.type.name == "NomadVarItem" and verb in "sq":
        return _verb(verb, flags, precision, data["Value"])
    if verb == "v":
        return plus + (_go_syntax(value) if "#" in flags else printed(value, False))
    if verb == "T":
        return go_type(value)
    if verb == "t" and kind == BOOL:
        return printed(value)
    if kind == "text" and verb in "sqxX":
        cut = data if precision is None or verb != "s" else data[:precision]
        if verb == "s":
            return str(cut)
        return quoted(cut) if verb == "q" else data.encode().hex() if verb == "x" else data.encode().hex().upper()
    if kind in ("integer", "unsigned"):
        if verb == "d":
            return plus + str(data)
        if verb in "xXob":
            prefix = {"x": "0x", "X": "0X", "o": "0", "b": "0b"}[verb] if "#" in flags else ""
            return plus + ("-" if data < 0 else "") + prefix + format(abs(data), verb)
        if verb in "cq":
            return chr(data) if verb == "c" else f"'{chr(data)}'"
        if verb == "U":
            return f"U+{data:04X}"
    if kind == NUMBER and verb in "feEgGF":
        if verb in "gG":
            return plus + (number(data) if precision is None else format(data, f".{precision or 1}{verb}"))
        shown = format(data, f".{6 if precision is None else precision}{verb}")
        return plus + shown
    if kind == NIL:
        return f"%!{verb}(<nil>)"
    return f"%!{verb}({go_type(value)}={printed(value, False)})"


def _go_syntax(value: Value) -> str:
    return quoted(value.data) if value.type.kind == "text" else printed(value, False)
