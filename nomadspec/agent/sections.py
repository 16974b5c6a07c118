"""What one file says: its tree decoded by the field table into sections of settings, each with its place.

Keys match in any case. A block written twice in one file is one; an attribute written twice in one body is an error. Blocks that do not check their
keys keep the unknown ones aside (`unknown`), so that lint can speak of what Nomad swallows.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from nomadspec.agent.durations import parse_duration
from nomadspec.agent.schema import BLOCKS, FIELDS, Field
from nomadspec.hcl.v1 import ast
from nomadspec.source import Diagnostic, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.source import Source

#: Blocks whose unknown keys are swallowed.
SWALLOWING: Final = (
    "client.host_volume",
    "plugin",
    "consul",
    "vault",
    "client.template",
    "limits",
    "ui",
    "client.artifact",
    "keyring",
    "client.users",
    "rpc",
    "eventlog",
    "reporting",
)

MAX_DEPTH: Final = 32


class Setting:
    """A value as a file has it, and where: the key's place and the value's, and those of a list's elements (by number) or a map's values (by key)."""

    __slots__ = ("key", "parts", "span", "value")

    def __init__(self, value: Any, key: Span, span: Span, parts: dict[str | int, Span] | None = None) -> None:
        self.value: Final = value
        self.key: Final = key
        self.span: Final = span
        self.parts: Final = parts or {}


class Section:
    """A block as a file has it: settings by name, once-only blocks by name, repeated blocks by name in order; aside, unknown keys, labels without a
    meaning (`labels`), and where a once-only block is written again (`again`)."""

    __slots__ = ("again", "blocks", "label", "labels", "path", "repeated", "settings", "span", "unknown")

    def __init__(self, path: str, span: Span, label: str = "") -> None:
        self.path: Final = path
        self.span: Final = span
        self.label: Final = label
        self.settings: dict[str, Setting] = {}
        self.blocks: dict[str, Section] = {}
        self.repeated: dict[str, list[Section]] = {}
        self.unknown: list[tuple[str, Span]] = []
        self.labels: list[tuple[str, Span]] = []
        self.again: list[Span] = []

    def find(self, path: str) -> Setting | None:
        """The setting at a dotted path below this section, through once-only blocks."""
        section: Section | None = self
        *blocks, name = path.split(".")
        for block in blocks:
            section = section.blocks.get(block) if section is not None else None
        return section.settings.get(name) if section is not None else None

    def walk(self) -> Iterator[Section]:
        """This section and all below it."""
        yield self
        for section in self.blocks.values():
            yield from section.walk()
        for sections in self.repeated.values():
            for section in sections:
                yield from section.walk()


class _Decoder:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Diagnostic] = []

    def problem(self, rule: str, message: str, start: int, end: int, help: str | None = None) -> None:
        code = {"agent-unexpected-key": "AGT003", "agent-type": "AGT004", "agent-duration": "AGT005"}[rule]
        self.problems.append(Diagnostic(code, rule, "error", message, self.source.span(start, end), nomad=message, help=help))


def decode(file: ast.File) -> tuple[Section, list[Diagnostic]]:
    """The sections of a file, and what Nomad refuses in it: the first thing only, as it does."""
    decoder = _Decoder(file.source)
    root = Section("", file.source.span(0, 0))
    _body(decoder, root, [(item, 0) for item in file.root.items], 0)
    return root, decoder.problems[:1]


_NAMES: Final[dict[str, dict[str, str]]] = {}


def names_below(path: str) -> dict[str, str]:
    """Lower-case name → name of every field and block directly below a block."""
    known = _NAMES.get(path)
    if known is None:
        prefix = path + "." if path else ""
        known = _NAMES[path] = {
            rest.lower(): rest for full in (*FIELDS, *BLOCKS) if full.startswith(prefix) and full != path and "." not in (rest := full[len(prefix) :])
        }
    return known


def _body(decoder: _Decoder, section: Section, items: list[tuple[ast.Item, int]], depth: int) -> None:
    """Decode items (each from one of its keys on) into a section."""
    if depth > MAX_DEPTH:
        return
    seen: dict[str, ast.Item] = {}
    known = names_below(section.path)
    for item, at in items:
        key = item.keys[at]
        name = known.get(key.value.lower())
        path = f"{section.path}.{name}" if section.path and name else name or ""
        if name is None:
            _unknown(decoder, section, key)
        elif path in BLOCKS:
            _block(decoder, section, name, path, item, at + 1, depth)
        else:
            if name in seen and FIELDS[path].type != "map":
                _unexpected(decoder, section, key)
            seen[name] = item
            _field(decoder, section, FIELDS[path], item, at)


def _unknown(decoder: _Decoder, section: Section, key: ast.Key) -> None:
    section.unknown.append((key.value, decoder.source.span(key.start, key.end)))
    if not swallows(section.path):
        _unexpected(decoder, section, key)


def swallows(block: str) -> bool:
    """Whether a block takes unknown keys without a word."""
    return any(block == path or block.startswith(path + ".") for path in SWALLOWING)


def _unexpected(decoder: _Decoder, section: Section, key: ast.Key) -> None:
    prefix = ".".join(reversed(section.path.split("."))) + " " if section.path else ""
    decoder.problem("agent-unexpected-key", f"{prefix}unexpected keys {key.value}", key.start, key.end, advice(section.path, key.value))


def advice(block: str, key: str) -> str | None:
    """What an unknown key was probably meant to be: a name near it in the same block, or a field of the same name in another block."""
    known = names_below(block)
    if key.lower() in known:
        return "It is written twice in this block."
    near = get_close_matches(key.lower(), known, 1, 0.7)
    if near:
        return f"Did you mean {known[near[0]]}?"
    places = sorted({path.rpartition(".")[0] for path in (*FIELDS, *BLOCKS) if path.rpartition(".")[2] == key.lower()})
    if not places or len(places) > 4:
        return None
    return f"{key} belongs " + " or ".join(f"in the block {place}" if place else "at the top level" for place in places) + "."


def _block(decoder: _Decoder, section: Section, name: str, path: str, item: ast.Item, at: int, depth: int) -> None:
    block = BLOCKS[path]
    source = decoder.source
    span = source.span(item.keys[at - 1].start, item.keys[-1].end)
    bodies = _objects(item.value)
    if bodies is None:
        kind = "LiteralType" if isinstance(item.value, ast.Scalar) else "ListType"
        decoder.problem("agent-type", f"root.{path}: not an object type for struct (*ast.{kind})", item.value.start, item.value.end)
        return
    if block.kind == "labelled":
        for label, rest, inner in _labelled(item, at, bodies):
            child = Section(path, span, label.value)
            section.repeated.setdefault(name, []).append(child)
            _labelled_body(decoder, child, item, rest, inner, depth)
        return
    if block.kind == "named":
        for inner in bodies:
            child = Section(path, span)
            section.repeated.setdefault(name, []).append(child)
            if at < len(item.keys):
                # consul "name" { … }: the label says nothing to Nomad; its name attribute does.
                child.labels.append((item.keys[at].value, source.span(item.keys[at].start, item.keys[at].end)))
            _body(decoder, child, [(i, 0) for i in inner.items], depth + 1)
        return
    once = section.blocks.get(name)
    if once is None:
        once = section.blocks[name] = Section(path, span)
    elif at == len(item.keys):
        once.again.append(span)
    if at < len(item.keys):
        _body(decoder, once, [(item, at)], depth + 1)
        return
    for inner in bodies:
        _body(decoder, once, [(i, 0) for i in inner.items], depth + 1)


def _labelled(item: ast.Item, at: int, bodies: list[ast.Object]) -> Iterator[tuple[ast.Key, list[ast.Key], ast.Object]]:
    """(label, further keys, body) of each instance: the label is a key of the item, or the only level of an object around it."""
    if at < len(item.keys):
        for body in bodies:
            yield item.keys[at], item.keys[at + 1 :], body
        return
    for body in bodies:
        for inner in body.items:
            for object_ in _objects(inner.value) or []:
                yield inner.keys[0], inner.keys[1:], object_


def _labelled_body(decoder: _Decoder, section: Section, item: ast.Item, rest: list[ast.Key], body: ast.Object, depth: int) -> None:
    if not rest:
        _body(decoder, section, [(i, 0) for i in body.items], depth + 1)
        return
    first = rest[0]
    field = FIELDS.get(f"{section.path}.{first.value.lower()}")
    if field is None or len(rest) > 1:
        bad = rest[-1] if field is not None else first
        decoder.problem("agent-unexpected-key", f"unexpected keys {bad.value}", bad.start, bad.end)
        return
    inner = ast.Item([first], body, False)
    _body(decoder, section, [(inner, 0)], depth + 1)


def _objects(value: ast.Value) -> list[ast.Object] | None:
    if isinstance(value, ast.Object):
        return [value]
    if isinstance(value, ast.List) and all(isinstance(item, ast.Object) for item in value.items):
        return [item for item in value.items if isinstance(item, ast.Object)]
    return None


def _field(decoder: _Decoder, section: Section, field: Field, item: ast.Item, at: int) -> None:
    source, key, value = decoder.source, item.keys[at], item.value
    decoded, problem = convert(field, value) if at == len(item.keys) - 1 or field.type in ("map", "any") else (None, "unexpected")
    if problem:
        rule = "agent-duration" if "duration" in problem else "agent-type"
        decoder.problem(rule, problem if rule == "agent-duration" else f"root.{field.path}: {problem}", value.start, value.end)
        return
    parts = _parts(source, value)
    if field.type in ("map", "any") and field.name in section.settings:
        earlier = section.settings[field.name].value
        if isinstance(earlier, dict) and isinstance(decoded, dict):
            decoded = {**earlier, **decoded}
            parts = {**section.settings[field.name].parts, **parts}
    section.settings[field.name] = Setting(decoded, source.span(key.start, key.end), source.span(value.start, value.end), parts)


def _parts(source: Source, value: ast.Value, depth: int = 0) -> dict[str | int, Span]:
    """Places inside a value: of a list's elements by number, of what an object holds by key, further down by dotted keys."""
    objects = _objects(value)
    if objects:
        parts: dict[str | int, Span] = {}
        for item in (item for body in objects for item in body.items):
            name = ".".join(key.value for key in item.keys)
            parts.setdefault(item.keys[0].value, source.span(item.start, item.keys[0].end if item.body is not None else item.end))
            parts.setdefault(name, source.span(item.start, item.end))
            if item.body is not None and depth < MAX_DEPTH:
                parts |= {f"{name}.{inner}": span for inner, span in _parts(source, item.value, depth + 1).items()}
        return parts
    return {number: source.span(item.start, item.end) for number, item in enumerate(value.items)} if isinstance(value, ast.List) else {}


def convert(field: Field, value: ast.Value) -> tuple[Any, str]:
    """The value of a field by its type, or why it is none."""
    match field.type:
        case "strings":
            if isinstance(value, ast.Scalar):
                return None, "unknown slice type: *ast.LiteralType"
            rows = value.items if isinstance(value, ast.List) else []
            texts = [_text(row) for row in rows]
            return (texts, "") if None not in texts else (None, "unknown type for string *ast.ListType")
        case "map":
            objects = _objects(value)
            if objects is None:
                return None, f"expected object, got {_node(value)}"
            return {inner.keys[0].value: _text(inner.value) or "" for body in objects for inner in body.items}, ""
        case "any":
            objects = _objects(value)
            if objects is None:
                return plain(value), ""
            merged: dict[str, Any] = {}
            for body in objects:
                merged |= plain(body)
            return merged, ""
    if not isinstance(value, ast.Scalar):
        return (
            None,
            f"unknown type for {'string' if field.type == 'duration' else field.type} *ast.{'ObjectList' if isinstance(value, ast.Object) else 'ListType'}",
        )
    return _scalar(field, value)


_TRUE: Final = ("1", "t", "T", "TRUE", "true", "True")
_FALSE: Final = ("0", "f", "F", "FALSE", "false", "False")


def _scalar(field: Field, value: ast.Scalar) -> tuple[Any, str]:
    text = _text(value) or ""
    match field.type:
        case "bool":
            if value.kind == "bool":
                return value.value, ""
            if text in _TRUE or text in _FALSE:
                return text in _TRUE, ""
            return None, f"strconv.ParseBool: parsing {text!r}: invalid syntax"
        case "int":
            if value.kind == "number" and isinstance(value.value, int):
                return value.value, ""
            try:
                return int(text, 0) if value.kind == "string" and len(text) < 40 else int(float(text)), ""
            except (ValueError, OverflowError):
                return None, f'strconv.ParseInt: parsing "{text}": invalid syntax'
        case "float":
            try:
                return float(text), ""
            except ValueError:
                return None, f'strconv.ParseFloat: parsing "{text}": invalid syntax'
        case "duration":
            if text and text != "0" and field.path not in LATE_DURATIONS and parse_duration(text) is None:
                return None, _duration_message(field, text)
            return text, ""
    return text, ""


#: Durations that only an agent that starts parses.
LATE_DURATIONS: Final = ("client.max_kill_timeout", "client.drain_on_shutdown.deadline", "limits.https_handshake_timeout", "limits.rpc_handshake_timeout")


def _duration_message(field: Field, text: str) -> str:
    top = field.path.partition(".")[0]
    if top in ("consul", "vault"):
        return f"error parsing '{top}': time: invalid duration \"{text}\""
    return f"{field.name} can't parse time duration {text}"


def _node(value: ast.Value) -> str:
    return {"Scalar": "*ast.LiteralType", "List": "*ast.ListType", "Object": "*ast.ObjectType"}[type(value).__name__]


def _text(value: ast.Value) -> str | None:
    if not isinstance(value, ast.Scalar):
        return None
    if value.kind == "bool":
        return "true" if value.value else "false"
    return value.text if value.kind == "number" else str(value.value)


def plain(value: ast.Value, depth: int = 0) -> Any:
    """A free-form value as data: objects become dicts, a block inside one a list of dicts."""
    if depth > MAX_DEPTH:
        return None
    if isinstance(value, ast.Scalar):
        return value.value
    if isinstance(value, ast.List):
        return [plain(item, depth + 1) for item in value.items]
    out: dict[str, Any] = {}
    for item in value.items:
        inner = plain(item.value, depth + 1)
        for key in reversed(item.keys[1:]):
            inner = [{key.value: inner if isinstance(inner, list) and inner and isinstance(inner[0], dict) else [inner] if isinstance(inner, dict) else inner}]
        name = item.keys[0].value
        if isinstance(inner, dict):
            out.setdefault(name, []).append(inner) if isinstance(out.get(name, []), list) else None
        elif isinstance(inner, list) and name in out and isinstance(out[name], list):
            out[name] += inner
        else:
            out[name] = inner
    return out
