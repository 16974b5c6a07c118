"""JSON as Go decodes it into an API object: names in any case, unknown names ignored, types kept. The first fault is said in Go's words, at its place."""

from __future__ import annotations

from nomadspec.hcl.json_syntax import JsonArray, JsonBool, JsonNode, JsonNull, JsonNumber, JsonObject, JsonString, parse_json
from nomadspec.jobspec.json.go import JsonSyntaxError, loads
from nomadspec.notation import duration
from nomadspec.specs.objects import OBJECTS, empty, ordered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from nomadspec.specs.objects import Field
    from nomadspec.specs.spec import Draft

_GO: Final = {"string": "string", "int": "int64", "bool": "bool", "strings": "[]string", "map": "map[string]string", "duration": "string"}


class JsonFault(Exception):
    """What Go's decoder refuses, and where."""

    def __init__(self, text: str, start: int, end: int) -> None:
        super().__init__(text)
        self.start: Final = start
        self.end: Final = end


def decode_json(draft: Draft, name: str, *, whole: bool, struct: str = "", package: str = "api") -> dict[str, Any] | None:
    """The object `name` that the text of the draft is, or None with a fault noted. `whole`: nothing may follow the value; `struct`: what Go calls the type
    in errors, where that is not its name."""
    text = draft.source.text
    end = _value_end(draft, text, whole)
    if end is None:
        return None
    node = parse_json(text[:end], draft.source.path).root
    reader = _Reader(draft, struct or name, package)
    if node is None or isinstance(node, JsonNull) or text[:end].strip() == "null":
        return empty(name)
    try:
        values = reader.object(name, node, (), "")
    except JsonFault as fault:
        draft.refuse("spec-type", str(fault), fault.start, fault.end)
        return None
    return values


def _value_end(draft: Draft, text: str, whole: bool) -> int | None:
    """Where the value at the start of the text ends; None with a fault noted when there is none."""
    import json

    try:
        loads(text)
        start = len(text) - len(text.lstrip(" \t\r\n"))
        _, end = json.JSONDecoder().raw_decode(text, start)
    except JsonSyntaxError as error:
        message = str(error)
        if error.offset < 0:
            message = "unexpected end of JSON input" if whole else "unexpected EOF" if text.strip() else "EOF"
        offset = error.offset if error.offset >= 0 else len(text.rstrip())
        draft.refuse("spec-syntax", message, max(offset - 1, 0) if error.offset < 0 else offset, offset + 1)
        return None
    except (ValueError, RecursionError):
        draft.refuse("spec-syntax", "the text is not valid JSON", 0, 1)
        return None
    rest = text[end:]
    if whole and rest.strip(" \t\r\n"):
        at = end + len(rest) - len(rest.lstrip(" \t\r\n"))
        draft.refuse("spec-syntax", f"invalid character {_quoted(text[at])} after top-level value", at, at + 1)
        return None
    return end


def _quoted(char: str) -> str:
    return {"'": r"'\''", '"': "'\"'"}.get(char) or (f"'{char}'" if char.isprintable() else repr(char))


class _Reader:
    def __init__(self, draft: Draft, struct: str, package: str) -> None:
        self.draft: Final = draft
        self.struct: Final = struct
        self.package: Final = package

    def object(self, name: str, node: JsonNode, path: tuple[str, ...], route: str) -> dict[str, Any]:
        struct = name if path else self.struct
        if not isinstance(node, JsonObject):
            raise self.fault(node, f"{self.package}.{name}", struct, path)
        values = empty(name)
        fields = {field.api.lower(): field for field in OBJECTS[name]}
        for key, (start, key_end), value in node.items:
            field = fields.get(key.lower())
            if field is None:
                self.draft.ignore(key, start, key_end, tuple(field.api for field in OBJECTS[name]))
                continue
            at = f"{route}.{field.api}" if route else field.api
            self.draft.place(at, start, value.end)
            if isinstance(value, JsonNull):
                continue
            values[field.api] = self.value(field, value, struct, (*path, field.api), at)
        return ordered(name, values)

    def value(self, field: Field, node: JsonNode, struct: str, path: tuple[str, ...], route: str) -> Any:
        type_ = field.type.lstrip("?")
        if type_.startswith("[]"):
            if not isinstance(node, JsonArray):
                raise self.fault(node, f"[]*{self.package}.{type_[2:]}", struct, path)
            return [None if isinstance(row, JsonNull) else self.element(type_[2:], row, struct, path, f"{route}[{n}]") for n, row in enumerate(node.items)]
        if type_ in OBJECTS:
            return self.object(type_, node, path, route)
        match type_, node:
            case "string" | "time", JsonString():
                return node.value
            case "bool", JsonBool():
                return node.value
            case "int", JsonNumber() if node.text.lstrip("-").isdigit() and len(node.text) <= 20 and self.fits(int(node.text), field):
                return int(node.text)
            case "int", JsonNumber():
                raise self.fault(node, self.integer(field), struct, path, f"number {node.text}")
            case "strings", JsonArray():
                return [self.text(row, struct, path) for row in node.items]
            case "map", JsonObject():
                return {key: self.text(row, struct, path) for key, _, row in node.items}
            case "duration", _:
                return self.duration(node, field.api, strict=field.api.endswith("Leeway"))
        raise self.fault(node, self.integer(field) if type_ == "int" else _GO[type_], struct, path)

    def fits(self, number: int, field: Field) -> bool:
        return 0 <= number < 2**64 if self.integer(field) == "uint64" else -(2**63) <= number < 2**63

    @staticmethod
    def integer(field: Field) -> str:
        return "int" if field.type == "?int" else "uint64" if field.api.endswith("Index") else "int64"

    def element(self, name: str, node: JsonNode, struct: str, path: tuple[str, ...], route: str) -> dict[str, Any]:
        self.draft.place(route, node.start, node.end)
        if not isinstance(node, JsonObject):
            raise self.fault(node, f"{self.package}.{name}", struct, path)
        return self.object(name, node, path, route)

    def text(self, node: JsonNode, struct: str, path: tuple[str, ...]) -> str:
        if isinstance(node, JsonNull):
            return ""
        if not isinstance(node, JsonString):
            raise self.fault(node, "string", struct, path)
        return node.value

    def duration(self, node: JsonNode, name: str, *, strict: bool) -> str:
        """A duration: text or nanoseconds. `strict`: anything else is an error, and not the empty one."""
        if isinstance(node, JsonString):
            try:
                return duration.text(duration.parse(node.value)) if node.value else ""
            except duration.DurationError as error:
                raise JsonFault(str(error), node.start, node.end) from None
        if isinstance(node, JsonNumber):
            number = float(node.text)
            return duration.text(int(number) if abs(number) < 2**63 else -(2**63))  # as Go converts what does not fit
        if strict:
            raise JsonFault(f"unexpected {name} type: {_printed(node)}", node.start, node.end)
        return ""

    def fault(self, node: JsonNode, wanted: str, struct: str, path: tuple[str, ...], value: str = "") -> JsonFault:
        value = value or kind_of(node)
        where = f"Go struct field {struct}.{'.'.join(path)} of type {wanted}" if path else f"Go value of type {self.package}.{struct.lstrip('.')}"
        return JsonFault(f"json: cannot unmarshal {value} into {where}", node.start, node.end)


def kind_of(node: JsonNode) -> str:
    """What Go calls a value of this kind."""
    match node:
        case JsonString():
            return "string"
        case JsonNumber():
            return "number"
        case JsonBool():
            return "bool"
        case JsonArray():
            return "array"
    return "object"


def _printed(node: JsonNode) -> str:
    """A value as Go prints it."""
    match node:
        case JsonObject():
            return f"map[{' '.join(sorted(f'{key}:{_printed(value)}' for key, _, value in node.items))}]"
        case JsonArray():
            return f"[{' '.join(map(_printed, node.items))}]"
        case JsonString():
            return node.value
        case JsonNumber():
            return node.text
        case JsonBool():
            return "true" if node.value else "false"
    return "<nil>"
