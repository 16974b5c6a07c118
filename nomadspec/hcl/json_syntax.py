"""HCL's JSON syntax: the same language written as JSON.

Only the JSON is read here. Whether an object is a block, a body or a value is said by the schema of whoever decodes it; a string
is a template, read by `template_of` when its value is wanted. Every node has its place, as the nodes of the native syntax do;
a property is `(key, span of the key, value)`, in the order written, repeated names included.

Nothing raises. The errors are Nomad's, and after the first few the tree holds `JsonNull` where nothing could be read.
"""

from __future__ import annotations

import re

from nomadspec.hcl.errors import syntax_diagnostic, too_large
from nomadspec.hcl.limits import BRACES, MAX_BRACES, MAX_DEPTH, MAX_SIZE, MAX_VALUES
from nomadspec.source import Diagnostic, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec.hcl import ast

_TOKEN = re.compile(
    r"""
    [\ \t\r\n]*+
    (?: (?P<mark>[{}\[\],:=])
    |   (?P<string>"(?:[^"\\\x00-\x1f]|\\[^\x00-\x1f])*+(?:"|\\)?+)
    |   (?P<number>[-+.0-9][-+.0-9eE]*+)
    |   (?P<word>[A-Za-z][A-Za-z0-9_]*+)
    |   (?P<end>\Z)
    |   (?P<invalid>(?s:.))
    )
    """,
    re.VERBOSE,
)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][+-]?[0-9]++)?+\Z")
_BAD_ESCAPE = re.compile(r'\\(?:u(?![0-9A-Fa-f]{4})|[^"\\/bfnrtu])')
_ESCAPE = re.compile(r'\\(?:u([0-9A-Fa-f]{4})(?:\\u([dD][c-fC-F][0-9A-Fa-f]{2}))?+|(["\\/bfnrt]))')
_SIMPLE: Final = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}

_START = "A JSON value must start with a brace, a bracket, a number, a string, or a keyword."


class JsonNode:
    """A value of the file at [start, end)."""

    __slots__ = ("end", "start")

    start: int
    end: int


class JsonObject(JsonNode):
    """`items`: (key, (start, end) of the key with its quotes, value) in file order, repeated keys included."""

    __slots__ = ("items",)

    def __init__(self, items: list[tuple[str, tuple[int, int], JsonNode]], start: int, end: int) -> None:
        self.items: Final = items
        self.start = start
        self.end = end


class JsonArray(JsonNode):
    __slots__ = ("items",)

    def __init__(self, items: list[JsonNode], start: int, end: int) -> None:
        self.items: Final = items
        self.start = start
        self.end = end


class JsonString(JsonNode):
    """`value` after JSON's escapes; still a template of HCL."""

    __slots__ = ("value",)

    def __init__(self, value: str, start: int, end: int) -> None:
        self.value: Final = value
        self.start = start
        self.end = end


class JsonNumber(JsonNode):
    """`text` as written: a valid JSON number."""

    __slots__ = ("text",)

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text: Final = text
        self.start = start
        self.end = end


class JsonBool(JsonNode):
    __slots__ = ("value",)

    def __init__(self, value: bool, start: int, end: int) -> None:
        self.value: Final = value
        self.start = start
        self.end = end


class JsonNull(JsonNode):
    __slots__ = ()

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end


class JsonFile:
    """A parsed text: its value (None when nothing could be read) and what was wrong with it."""

    __slots__ = ("diagnostics", "root", "source")

    def __init__(self, source: Source, root: JsonNode | None, diagnostics: tuple[Diagnostic, ...]) -> None:
        self.source: Final = source
        self.root: Final = root
        self.diagnostics: Final = diagnostics

    @property
    def ok(self) -> bool:
        return not self.diagnostics


def is_json(text: str) -> bool:
    """Whether Nomad reads a file with this text as JSON: its first character that is no blank (U+0020) is a brace."""
    return text.lstrip(" ")[:1] == "{"


def refused(source: Source) -> Diagnostic | None:
    """Why a text in JSON is not read: it is too large, or has too much in it by its braces and commas, wherever they stand."""
    text = source.text
    if len(text) > MAX_SIZE:
        return too_large(source, MAX_SIZE)
    if text.count("{") > MAX_BRACES:
        return too_large(source, MAX_BRACES, BRACES)
    return too_large(source, MAX_VALUES, "values") if text.count(",") > MAX_VALUES else None


def parse_json(text: str, path: str = "") -> JsonFile:
    """Read a text in HCL's JSON syntax."""
    source = Source(text, path)
    if (refusal := refused(source)) is not None:
        return JsonFile(source, None, (refusal,))
    reader = _Reader(source)
    try:
        root = reader.value()
    except _TooDeep:
        here = reader.peek()
        detail = f"Objects and arrays may be nested {MAX_DEPTH} deep."
        return JsonFile(source, None, (syntax_diagnostic(source, here.start, here.end, "Nesting too deep", detail),))
    if not reader.diagnostics and reader.peek().kind != "end":
        reader.error(reader.peek(), "Extraneous data after value", "Extra characters appear after the JSON value.")
    if not isinstance(root, (JsonObject, JsonArray)):
        detail = "The root value in a JSON-based configuration must be either a JSON object or a JSON array of objects."
        reader.error(_Token("", "", root.start, root.end), "Root value must be object", detail)
    return JsonFile(source, root, tuple(reader.diagnostics))


def template_of(string: JsonString, source: Source) -> tuple[ast.Expression | None, tuple[Diagnostic, ...]]:
    """The template that a string of the file is. Places in it are counted as if the string had no escapes, as Nomad counts."""
    from nomadspec.hcl import ast as nodes
    from nomadspec.hcl import string_values

    text = string.value
    if "${" not in text and "%{" not in text:
        return nodes.Literal("string", string_values.normalize(text), "json", string.start, string.end), ()
    from nomadspec.hcl.exact.parse import parse_template

    expression, diagnostics = parse_template(source, text, string.start + 1, "json")
    return expression, tuple(diagnostics)


class _TooDeep(Exception):
    pass


class _Token:
    __slots__ = ("end", "kind", "start", "text")

    def __init__(self, kind: str, text: str, start: int, end: int) -> None:
        self.kind = kind
        self.text = text
        self.start = start
        self.end = end


class _Reader:
    """A reader one token ahead; a token's kind is a mark itself, or the name of its group."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.diagnostics: list[Diagnostic] = []
        self.at = 0
        self.depth = 0
        self.over = False
        self.ahead = self._scan()

    def _scan(self) -> _Token:
        text = self.source.text
        if self.over:
            return _Token("end", "", self.at, self.at)
        m = _TOKEN.match(text, self.at)
        assert m is not None
        kind = m.lastgroup or "end"
        start, self.at = m.start(kind), m.end()
        found = m.group(kind)
        if kind == "invalid":
            self.over = True  # nothing behind it is looked at
        return _Token(found if kind == "mark" else kind, found, start, self.at)

    def peek(self) -> _Token:
        return self.ahead

    def read(self) -> _Token:
        token = self.ahead
        if token.kind != "end":
            self.ahead = self._scan()
        return token

    def error(self, token: _Token, summary: str, detail: str, *, at: int | None = None) -> None:
        start, end = (token.start, token.end) if at is None else (at, at + 1)
        self.diagnostics.append(syntax_diagnostic(self.source, start, end, summary, detail, rule="JSON"))

    def skip(self, token: _Token, opener: str, closer: str) -> None:
        """Go on behind what seems to be the end of the object or array we are in."""
        nest = 1
        while token.kind != "end":
            if token.kind == opener:
                nest += 1
            elif token.kind == closer:
                nest -= 1
                if nest <= 1:
                    return
            token = self.read()

    def value(self) -> JsonNode:
        token = self.peek()
        kind = token.kind
        node: JsonNode | None = None
        if kind in ("{", "["):
            self.depth += 1
            if self.depth > MAX_DEPTH:
                raise _TooDeep
            node = self.object() if kind == "{" else self.array()
            self.depth -= 1
        elif kind == "number":
            node = self.number()
        elif kind == "string":
            node = self.string()
        elif kind == "word":
            node = self.keyword()
        elif kind == "}":
            self.error(token, "Missing JSON value", _START)
        elif kind == "]":
            self.error(token, "Missing array element value", _START)
        elif kind == "end":
            self.error(token, "Missing value", "The JSON data ends prematurely.")
        else:
            self.error(token, "Invalid start of value", _START)
        return JsonNull(token.start, token.end) if node is None else node

    def object(self) -> JsonNode | None:
        opener = self.read()
        items: list[tuple[str, tuple[int, int], JsonNode]] = []
        while self.peek().kind != "}":
            at = self.peek()
            key = self.value()
            if not isinstance(key, JsonString):
                self.error(_Token("", "", key.start, key.start + 1 if at.kind in "{[" else key.end), *_KEY)
                return None
            colon = self.read()
            if colon.kind != ":":
                self.skip(colon, "{", "}")
                if colon.kind in ("}", ","):
                    self.error(colon, "Missing object value", "A JSON object attribute must have a value, introduced by a colon.")
                elif colon.kind == "=":
                    self.error(colon, "Missing property value colon", "JSON uses a colon as its name/value delimiter, not an equals sign.")
                else:
                    self.error(colon, "Missing property value colon", "A colon must appear between an object property's name and its value.")
                return None
            items.append((key.value, (key.start, key.end), self.value()))
            kind = self.peek().kind
            if kind == ",":
                comma = self.read()
                if self.peek().kind == "}":
                    self.error(comma, "Trailing comma in object", "JSON does not permit a trailing comma after the final property in an object.")
                    return None
            elif kind == "end":
                self.error(opener, "Unclosed object", "No closing brace was found for this JSON object.")
                return None
            elif kind == "]":
                self.read()
                self.error(self.peek(), "Mismatched braces", "A JSON object must be closed with a brace, not a bracket.")
                return None
            elif kind != "}":
                self.skip(self.read(), "{", "}")
                self.error(self.peek(), "Missing attribute seperator comma", "A comma must appear between each property definition in an object.")
                return None
        return JsonObject(items, opener.start, self.read().end)

    def array(self) -> JsonNode | None:
        opener = self.read()
        items: list[JsonNode] = []
        while self.peek().kind != "]":
            items.append(self.value())
            kind = self.peek().kind
            if kind == ",":
                comma = self.read()
                if self.peek().kind == "]":
                    self.error(comma, "Trailing comma in array", "JSON does not permit a trailing comma after the final value in an array.")
                    return None
                continue
            if kind == "]":
                break
            self.skip(self.read(), "[", "]")
            if kind == "end":
                self.error(opener, "Unclosed object", "No closing bracket was found for this JSON array.")
            elif kind == ":":
                self.error(self.peek(), "Invalid array value", "A colon is not used to introduce values in a JSON array.")
            elif kind == "}":
                self.error(self.peek(), "Mismatched brackets", "A JSON array must be closed with a bracket, not a brace.")
            else:
                self.error(self.peek(), "Missing attribute seperator comma", "A comma must appear between each value in an array.")
            return None
        return JsonArray(items, opener.start, self.read().end)

    def number(self) -> JsonNode | None:
        token = self.read()
        if _NUMBER.match(token.text):
            return JsonNumber(token.text, token.start, token.end)
        self.error(token, "Invalid JSON number", "There is a syntax error in the given JSON number.")
        return None

    def string(self) -> JsonNode | None:
        token = self.read()
        bad: int | None = None
        closed = len(token.text) > 1 and token.text.endswith('"')
        if "\\" in token.text:
            closed = re.fullmatch(r'"(?:[^"\\]|\\.)*+"', token.text) is not None
            # A pair of backslashes is consumed as one before the next is judged.
            for m in re.finditer(r"\\(?s:.)(?:[0-9A-Fa-f]{0,4})", token.text):
                if _BAD_ESCAPE.match(token.text, m.start()):
                    bad = m.start() + 1
                    if token.text[bad] == "u":
                        bad += 1
                        while token.text[bad : bad + 1] in "0123456789abcdefABCDEF" and bad < len(token.text):
                            bad += 1
                    break
        if bad is None and not closed:
            bad = len(token.text) - 1
        if bad is not None:
            bad += len(token.text[:bad].encode("utf-8", "replace")) - bad  # counted in bytes, as Nomad counts here
            self.error(token, "Invalid JSON string", "There is a syntax error in the given JSON string.", at=token.start + bad + 1)
            return None
        return JsonString(_unescape(token.text[1:-1]), token.start, token.end)

    def keyword(self) -> JsonNode | None:
        token = self.read()
        word = token.text
        if word in ("true", "false"):
            return JsonBool(word == "true", token.start, token.end)
        if word == "null":
            return JsonNull(token.start, token.end)
        detail = f'The JavaScript identifier "{word}" cannot be used in JSON.'
        if word not in ("undefined", "NaN", "Infinity"):
            from nomadspec.hcl.suggest import suggestion

            near = suggestion(word, ("true", "false", "null"))
            detail = f'"{word}" is not a valid JSON keyword.' + (f' Did you mean "{near}"?' if near else "")
        self.error(token, "Invalid JSON keyword", detail)
        return None


_KEY: Final = ("Invalid object property name", "A JSON object property name must be a string")


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPE.sub(_unescaped, text)


def _unescaped(m: re.Match[str]) -> str:
    code, low, simple = m.groups()
    if simple:
        return _SIMPLE.get(simple, simple)
    high = int(code, 16)
    if 0xD800 <= high < 0xDC00 and low:
        return chr(0x10000 + ((high - 0xD800) << 10) + int(low, 16) - 0xDC00)
    # Half of a pair is no character; Go writes U+FFFD for it.
    first = "\ufffd" if 0xD800 <= high < 0xE000 else chr(high)
    return first + ("\ufffd" if low else "")
