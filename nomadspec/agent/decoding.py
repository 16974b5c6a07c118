"""Decodes the tree of one file with the field table into sections of settings, each with its place.

Keys match in any case. A repeated key or block is an error, except for the few blocks that Nomad merges (`Block.merges`). Blocks that do not check their
keys keep unknown ones separately (`unknown`), so that lint can report what Nomad silently ignores.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from nomadspec.agent.config_releases import GONE, IGNORING_SINCE, lacks
from nomadspec.agent.config_schema import BLOCKS, FIELDS, Field
from nomadspec.agent.durations import duration_fault, parse_duration
from nomadspec.hcl.v1 import ast
from nomadspec.hcl.v1.conversion import GO_FALSE, GO_TRUE, go_int, node_name, text_of, weak_text
from nomadspec.releases import NEWEST
from nomadspec.source import Diagnostic, Span
from nomadspec.source.closest import closest
from nomadspec.source.record import EMPTY, Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nomadspec.releases import Release
    from nomadspec.source import Source

#: Blocks whose unknown keys are silently ignored, with the blocks below them.
IGNORING: Final = (
    "audit.filter",
    "audit.sink",
    "client.artifact",
    "client.drain_on_shutdown",
    "client.fingerprint",
    "client.host_network",
    "client.host_volume",
    "client.template",
    "client.users",
    "consul",
    "eventlog",
    "keyring",
    "limits",
    "plugin",
    "reporting",
    "rpc",
    "sentinel",
    "server.default_scheduler_config",
    "server.raft_boltdb",
    "server.raft_logstore",
    "server.search",
    "ui",
    "vault",
)

#: Keys that belong elsewhere and are silently ignored here, by block.
STRAYS: Final[dict[str, tuple[str, ...]]] = {
    "": (
        *("chroot_env", "datadog_tags", "default_identity", "enabled_schedulers", "license", "meta", "options", "retry_join", "server_join", "servers"),
        *("service_identity", "start_join", "task_identity", "template"),
    ),
    "client": (
        *("block_query_wait", "consul_retry", "disable_file_sandbox", "function_denylist", "max_stale", "nomad_retry", "vault_retry", "wait", "wait_bounds"),
    ),
    "server": ("preemption_config",),
}

#: Keys that Nomad no longer reads and still accepts, once, by block.
REMOVED: Final[dict[str, tuple[str, ...]]] = {"client": ("stats",)}

MAX_DEPTH: Final = 32


class Setting(Record):
    """A value as a file has it, and where: the key's place and the value's, and those of a list's elements (by number) or a map's values (by key)."""

    value: Any
    key: Span
    span: Span
    parts: Mapping[str | int, Span] = EMPTY


class Section:
    """A block as a file has it: settings by name, once-only blocks by name, repeated blocks by name in order; aside, unknown keys, and where a once-only
    block is written again (`again`). `shown` is its path as Nomad writes it, with numbers for repeated blocks."""

    __slots__ = ("again", "blocks", "label", "path", "repeated", "settings", "shown", "span", "unknown")

    def __init__(self, path: str, span: Span, label: str = "", shown: str = "") -> None:
        self.path: Final = path
        self.span: Final = span
        self.label: Final = label
        self.shown: Final = shown or path
        self.settings: dict[str, Setting] = {}
        self.blocks: dict[str, Section] = {}
        self.repeated: dict[str, list[Section]] = {}
        self.unknown: list[tuple[str, Span]] = []
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


#: Stages of loading: if an earlier stage fails, errors of later stages are not reported.
DECODE, PARSE, DURATIONS, KEYS = range(4)
#: The order in which Nomad looks at blocks; the others come behind.
_ORDER: Final = ("ports", "addresses", "advertise", "client", "server", "acl", "telemetry", "vault", "consul", "ui", "tls")
_RULES: Final = {"agent-unexpected-key": "AGT003", "agent-type": "AGT004", "agent-duration": "AGT005"}


class _Decoder:
    def __init__(self, source: Source, release: Release) -> None:
        self.source = source
        self.release = release
        self.json = source.text.lstrip()[:1] == "{"  # whose values have no places for Nomad
        self.problems: list[tuple[tuple[int, int], Diagnostic, str | None]] = []

    def refuse(self, stage: int, section: Section, message: str, start: int, end: int, *, nomad: str | None = None, key: str | None = None) -> None:
        """Note a problem. `nomad`: Nomad's words where they differ from the message; `key`: the key to give advice about."""
        rule = "agent-type" if stage in (DECODE, PARSE) else "agent-duration" if stage == DURATIONS else "agent-unexpected-key"
        top = section.path.partition(".")[0]
        order = _ORDER.index(top) if top in _ORDER else len(_ORDER) + (not top)
        if stage == DECODE and not top:
            order = -1  # Fields of the top level are decoded before its blocks; their keys are looked at behind them.
        span = self.source.span(start, end)
        self.problems.append(((stage, order), Diagnostic(_RULES[rule], rule, "error", message, span, block=section.path, nomad=nomad or message), key))

    def undecodable(self, section: Section, fault: _Fault, start: int, end: int) -> None:
        """A value of the wrong type, in the first stage."""
        place = self.source.span(start if fault.place == OWN else max(fault.place, 0), end).start
        where = "" if fault.place == NOWHERE else "At -: " if fault.place == UNKNOWN or self.json else f"At {place}: "
        nomad = f"failed to decode HCL file {self.source.path}: {where}{fault.message}"
        self.refuse(DECODE, section, fault.message, start, end, nomad=nomad)


#: Places of faults that are no offsets: the value's own, one that Nomad does not know, none.
OWN, UNKNOWN, NOWHERE = -1, -2, -3


class _Fault(Record):
    """Why a value is refused, and the place that Nomad gives (an offset, or one of the above)."""

    message: str
    place: int = OWN


def decode(file: ast.File, release: Release = NEWEST) -> tuple[Section, list[Diagnostic]]:
    """The sections of a file, and what that release of Nomad refuses in it: the first thing only, as it does."""
    decoder = _Decoder(file.source, release)
    root = Section("", file.source.span(0, 0))
    _body(decoder, root, [(item, 0) for item in file.root.items], 0)
    problems = sorted(decoder.problems, key=lambda problem: problem[0])
    return root, [problem if key is None else _advised(problem, key, release) for _, problem, key in problems[:1]]


def _advised(problem: Diagnostic, key: str, release: Release) -> Diagnostic:
    """The problem for an unknown key, with help; with a fix where the name in the help is near enough."""
    from nomadspec.hcl.suggest import nearest, rename

    span, fix = problem.span, None
    name = meant(problem.block, key, release)
    near = nearest(key.lower(), names_below(problem.block)) if name is not None else None
    if near is not None and near[0] == name and span is not None and span.text == key:
        fix = rename(span.source.path, span.start_offset, span.end_offset, near)
    return problem.replace(help=advice(problem.block, key, release), fix=fix)


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
    seen: set[str] = set()
    unexpected: list[ast.Key] = []
    known = names_below(section.path)
    release = decoder.release
    for item, at in items:
        key = item.keys[at]
        name = known.get(key.value.lower())
        path = f"{section.path}.{name}" if section.path and name else name or ""
        if name is not None and release is not NEWEST and lacks(path, release):
            unexpected += item.keys[at:]
        elif name is None and f"{section.path}.{key.value.lower()}" in GONE and not lacks(f"{section.path}.{key.value.lower()}", release):
            continue  # what it said has no counterpart in the newest release
        elif name is None:
            section.unknown.append((key.value, decoder.source.span(key.start, key.end)))
            if section.path == "keyring":
                _keyring_option(decoder, section, key, item.value)
            elif key.value.lower() in REMOVED.get(section.path, ()):
                if key.value.lower() in seen:
                    unexpected.append(key)
                unexpected += item.keys[at + 1 :]
                seen.add(key.value.lower())
            elif key.value.lower() not in STRAYS.get(section.path, ()):
                unexpected += item.keys[at:]  # with the labels of an unknown block
        elif path in BLOCKS:
            labels = _block(decoder, section, name, path, item, at + 1, depth)
            if name in seen:
                unexpected.append(key)
            elif BLOCKS[path].kind == "once" and not BLOCKS[path].merges:
                seen.add(name)
            unexpected += [label for label in labels if label.value.lower() not in (*STRAYS.get(section.path, ()), *_WEAK)]
        else:
            if name in seen and path != "http_api_response_headers":
                unexpected.append(key)
            seen.add(name)
            _field(decoder, section, FIELDS[path], item, at)
    if unexpected and not (ignores_unknown_keys(section.path) and release.has(IGNORING_SINCE.get(section.path, ""))):
        _unexpected(decoder, section, unexpected)


def _unexpected(decoder: _Decoder, section: Section, keys: list[ast.Key]) -> None:
    prefix = ".".join(reversed(section.path.split("."))) + " " if section.path else ""
    message = f"{prefix}unexpected keys {', '.join(sorted(key.value for key in keys))}"
    decoder.refuse(KEYS, section, message, keys[0].start, keys[0].end, key=keys[0].value)


def _keyring_option(decoder: _Decoder, section: Section, key: ast.Key, value: ast.Value) -> None:
    """An option of a keyring's provider: a string, whatever its name."""
    if not (isinstance(value, ast.Scalar) and value.kind == "string"):
        message = f'failed to decode key "{key.value}" to string'
        decoder.refuse(PARSE, section, message, key.start, key.end, nomad=f"error parsing 'keyring': {message}")


def ignores_unknown_keys(block: str) -> bool:
    """Whether a block silently accepts unknown keys."""
    return any(block == path or block.startswith(path + ".") for path in IGNORING)


def advice(block: str, key: str, release: Release = NEWEST) -> str | None:
    """A suggestion for an unknown key: a similar name in the same block, or a field of the same name in another block."""
    reason = lacks(_below(block, key), release)
    if reason:
        return f"{key} {reason}."
    known = names_below(block)
    if key.lower() in REMOVED.get(block, ()):
        return f"{key} is no longer used. Remove it."
    if key.lower() in known:
        return f"{known[key.lower()]} is set twice, but Nomad accepts it only once. Merge the two."
    near = meant(block, key, release)
    if near and key.lower() not in STRAYS.get(block, ()):
        return f"Did you mean {near}?"
    places = sorted({path.rpartition(".")[0] for path in (*FIELDS, *BLOCKS) if path.rpartition(".")[2] == key.lower()})
    if not places or len(places) > 4:
        return None
    return f"{key} belongs " + " or ".join(f"in block {place}" if place else "at the top level" for place in places) + "."


def meant(block: str, key: str, release: Release = NEWEST) -> str | None:
    """The name in the same block that an unknown key is most like; None for a key that is known in some release, or not like any."""
    known = names_below(block)
    if key.lower() in known or key.lower() in REMOVED.get(block, ()) or lacks(_below(block, key), release):
        return None
    near = closest(key.lower(), known, 0.7)
    return known[near] if near else None


def _below(block: str, key: str) -> str:
    return f"{block}.{key.lower()}" if block else key.lower()


def _block(decoder: _Decoder, section: Section, name: str, path: str, item: ast.Item, at: int, depth: int) -> list[ast.Key]:
    """Decode a block; the keys that Nomad counts as unexpected keys of the block around it."""
    block = BLOCKS[path]
    source = decoder.source
    span = source.span(item.keys[at - 1].start, item.keys[-1].end)
    bodies = _objects(item.value)
    if block.kind == "named":
        if bodies is None or not isinstance(item.value, ast.Object):
            _not_a_map(decoder, section, path, item.value)
            return []
        child = Section(path, span)
        section.repeated.setdefault(name, []).append(child)
        if at == len(item.keys):
            _body(decoder, child, [(i, 0) for i in item.value.items], depth + 1)
        return item.keys[at:]
    if block.kind == "labelled":
        if not isinstance(item.value, ast.Object):
            _bad_labelled(decoder, section, path, item.value)
            return []
        extra: list[ast.Key] = []
        for label, rest, inner in _labelled(item, at, item.value):
            rows = section.repeated.setdefault(name, [])
            child = Section(path, span, label.value, f"{section.shown}.{name}[{len(rows)}]" if section.shown else f"{name}[{len(rows)}]")
            rows.append(child)
            extra += _labelled_body(decoder, child, rest, inner, depth)
        return extra
    weak = path.partition(".")[0] in _WEAK
    if not isinstance(item.value, ast.Object):
        if weak:
            _not_a_map(decoder, section, path, item.value)
        else:
            fault = _Fault(f"root.{path}: not an object type for struct (*ast.{node_name(item.value)})")
            decoder.undecodable(Section(path, span), fault, item.value.start, item.value.end)
        return []
    once = section.blocks.get(name)
    if once is None:
        once = section.blocks[name] = Section(path, span, shown=f"{section.shown}.{name}" if section.shown else name)
    elif at == len(item.keys) and block.merges:
        once.again.append(span)
    if at < len(item.keys) and not weak:
        _body(decoder, once, [(item, at)], depth + 1)
        # Nomad decodes the rest as what the label names, and counts the labels as unexpected keys around the block all the same.
        return item.keys[at:] if item.keys[at].value.lower() in names_below(path) or ignores_unknown_keys(path) else []
    _body(decoder, once, [(i, 0) for i in item.value.items], depth + 1)
    return []


#: Blocks that are parsed by their own, laxer decoder.
_WEAK: Final = ("consul", "vault")


def _not_a_map(decoder: _Decoder, section: Section, path: str, value: ast.Value) -> None:
    top = path.partition(".")[0]
    message = f"root: not an object type for map (*ast.{node_name(value)})"
    place = "-" if decoder.json else decoder.source.span(value.start, value.end).start
    decoder.refuse(PARSE, Section(top, section.span), message, value.start, value.end, nomad=f"error parsing '{top}': At {place}: {message}")


def _bad_labelled(decoder: _Decoder, section: Section, path: str, value: ast.Value) -> None:
    fault = _Fault("unknown slice type: *ast.LiteralType")
    if isinstance(value, ast.List) and value.items:
        first = value.items[0]
        if isinstance(first, ast.Object):
            fault = _Fault(f"root.{path}[0]: Name asked for 'key', impossible", first.items[0].start if first.items else first.start)
        else:
            fault = _Fault(f"root.{path}[0]: not an object type for struct (*ast.{node_name(first)})", first.start)
    elif isinstance(value, ast.List):
        return
    decoder.undecodable(section, fault, value.start, value.end)


def _labelled(item: ast.Item, at: int, body: ast.Object) -> Iterator[tuple[ast.Key, list[ast.Key], ast.Object]]:
    """(label, further keys, body) of each instance: the label is a key of the item, or the only level of an object around it."""
    if at < len(item.keys):
        yield item.keys[at], item.keys[at + 1 :], body
        return
    for inner in body.items:
        if isinstance(inner.value, ast.Object):
            yield inner.keys[0], inner.keys[1:], inner.value


def _labelled_body(decoder: _Decoder, section: Section, rest: list[ast.Key], body: ast.Object, depth: int) -> list[ast.Key]:
    if not rest:
        _body(decoder, section, [(i, 0) for i in body.items], depth + 1)
        return []
    first = rest[0]
    if section.path == "keyring":
        _keyring_option(decoder, section, first, body)
        return []
    field = FIELDS.get(f"{section.path}.{first.value.lower()}")
    if field is None or len(rest) > 1:
        return [rest[-1] if field is not None else first]
    _body(decoder, section, [(ast.Item([first], body, False), 0)], depth + 1)
    return []


def _objects(value: ast.Value) -> list[ast.Object] | None:
    if isinstance(value, ast.Object):
        return [value]
    if isinstance(value, ast.List) and all(isinstance(item, ast.Object) for item in value.items):
        return [item for item in value.items if isinstance(item, ast.Object)]
    return None


def _field(decoder: _Decoder, section: Section, field: Field, item: ast.Item, at: int) -> None:
    source, key, value = decoder.source, item.keys[at], item.value
    shown = f"{section.shown}.{field.name}" if section.shown else field.name
    top = section.path.partition(".")[0]
    if top in _WEAK:
        decoded, words = weakly(field, value)
        if words:
            message = words if words.startswith("time:") else f"decoding failed due to the following error(s):\n\n{words}"
            decoder.refuse(PARSE, section, words, value.start, value.end, nomad=f"error parsing '{top}': {message}")
            return
    else:
        decoded, fault = convert(field, value, f"root.{shown}", item.keys[at + 1 :])
        if fault is not None:
            decoder.undecodable(section, fault, value.start, value.end)
            return
    if _is_no_duration(field, decoded):
        message = f"{_duration_name(section, field)} can't parse time duration {decoded}"
        decoder.refuse(DURATIONS, section, message, value.start, value.end)
        return
    parts = _parts(source, value)
    if field.type in ("map", "any") and field.name in section.settings:
        earlier = section.settings[field.name].value
        if isinstance(earlier, dict) and isinstance(decoded, dict):
            decoded = {**earlier, **decoded}
            parts = {**section.settings[field.name].parts, **parts}
    section.settings[field.name] = Setting(decoded, source.span(key.start, key.end), source.span(value.start, value.end), parts)


#: Texts that are parsed as durations when the file is loaded.
_TIMES: Final = ("telemetry.collection_interval", "telemetry.in_memory_collection_interval", "telemetry.in_memory_retention_period")


def _is_no_duration(field: Field, value: Any) -> bool:
    return (field.type == "duration" or field.path in _TIMES) and bool(value) and value != "0" and parse_duration(str(value)) is None


def _duration_name(section: Section, field: Field) -> str:
    """How Nomad calls a duration that it cannot read."""
    match field.path:
        case "client.gc_interval":
            return "gc_interval"
        case "acl.role_ttl":
            return "acl.policy_ttl"
        case "audit.sink.rotate_duration":
            return section.shown.replace("[", ".").replace("]", "")
        case "client.fingerprint.retry_interval":
            return f"client.fingerprint.{section.label}.retry_interval"
    return field.path.replace("vault.", "vaults.") if field.path.startswith("vault.") else field.path


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


def convert(field: Field, value: ast.Value, shown: str, labels: list[ast.Key] | None = None) -> tuple[Any, _Fault | None]:
    """The value of a field by its type, or why it is none. `labels`: keys behind the field's own; it is then a block."""
    if field.type == "strings":
        return _strings(value, shown)
    if field.type in ("map", "any"):
        if not isinstance(value, ast.Object):
            return None, _Fault(f"{shown}: not an object type for map (*ast.{node_name(value)})")
        if field.type == "any":
            return plain(value), None
        if labels:
            return None, _Fault(f"{shown}.{labels[0].value}: unknown type for string *ast.ObjectType")
        return _map(value, shown)
    if isinstance(value, ast.Scalar):
        return _scalar(field, value, shown)
    kind = " for string" if field.type in ("string", "duration") else ""
    if isinstance(value, ast.Object):
        place = labels[0].start if labels else value.items[0].start if value.items else UNKNOWN
        return None, _Fault(f"{shown}: unknown type{kind} *ast.ObjectList", place)
    return None, _Fault(f"{shown}: unknown type{kind} *ast.ListType")


def _strings(value: ast.Value, shown: str) -> tuple[Any, _Fault | None]:
    if isinstance(value, ast.Scalar):
        return None, _Fault("unknown slice type: *ast.LiteralType")
    if isinstance(value, ast.Object):
        if value.items:
            return None, _Fault(f"{shown}[0]: unknown type for string *ast.ObjectItem", value.items[0].start)
        return [], None
    for number, row in enumerate(value.items):
        if not isinstance(row, ast.Scalar):
            return None, _Fault(f"{shown}[{number}]: unknown type for string *ast.{node_name(row)}", row.start)
    return [text_of(row) for row in value.items], None


def _map(value: ast.Object, shown: str) -> tuple[Any, _Fault | None]:
    for item in value.items:
        if not isinstance(item.value, ast.Scalar):
            return None, _Fault(f"{shown}.{item.keys[0].value}: unknown type for string *ast.{node_name(item.value)}", item.value.start)
    return {item.keys[0].value: text_of(item.value) or "" for item in value.items}, None


_TRUE: Final = ("1", "TRUE", "true", "True")
_FALSE: Final = ("0", "FALSE", "false", "False")


def _scalar(field: Field, value: ast.Scalar, shown: str) -> tuple[Any, _Fault | None]:
    text = text_of(value) or ""
    odd = _Fault(f"{shown}: unknown type *ast.LiteralType")
    fractional = value.kind == "number" and isinstance(value.value, float)
    match field.type:
        case "bool":
            if value.kind == "bool":
                return value.value, None
            if fractional:
                return None, odd
            if text in _TRUE or text in _FALSE:
                return text in _TRUE, None
            quoted = f'"{text}"' if value.kind == "string" else text
            return None, _Fault(f"decodeBool: Unknown value for boolean: {quoted}", NOWHERE)
        case "int":
            if value.kind == "bool" or fractional:
                return None, odd
            number = go_int(text)
            return (number, None) if isinstance(number, int) else (None, _Fault(f'strconv.ParseInt: parsing "{text}": {number}', NOWHERE))
        case "float":
            return (float(value.value), None) if value.kind == "number" and len(text) < 300 else (None, odd)
    return text, None


def weakly(field: Field, value: ast.Value) -> tuple[Any, str]:
    """The value of a field of a Consul or Vault block, whose decoder converts what it can; or why it cannot."""
    name = field.name
    kind = "[]map[string]interface {}" if isinstance(value, ast.Object) else "[]interface {}"
    if field.type == "map":
        if isinstance(value, ast.Object):
            return {item.keys[0].value: weak_text(item.value) for item in value.items if isinstance(item.value, ast.Scalar)}, ""
        got = kind if isinstance(value, ast.List) else "string" if isinstance(value, ast.Scalar) and value.kind == "string" else "int"
        return None, f"'{name}' expected type 'map[string]string', got unconvertible type '{got}'"
    if field.type == "strings":
        if isinstance(value, ast.Object):
            return None, f"'{name}[0]' expected type 'string', got unconvertible type 'map[string]interface {{}}'"
        rows = value.items if isinstance(value, ast.List) else [value]
        for number, row in enumerate(rows):
            if not isinstance(row, ast.Scalar):
                got = "[]map[string]interface {}" if isinstance(row, ast.Object) else "[]interface {}"
                return None, f"'{name}[{number}]' expected type 'string', got unconvertible type '{got}'"
        return [weak_text(row) for row in rows if isinstance(row, ast.Scalar)], ""
    if not isinstance(value, ast.Scalar):
        return None, f"'{name}' expected type '{'string' if field.type == 'duration' else field.type}', got unconvertible type '{kind}'"
    text = weak_text(value)
    match field.type:
        case "bool":
            if value.kind != "string":
                return bool(value.value), ""
            wrong = f"'{name}' cannot parse value as 'bool': strconv.ParseBool: invalid syntax"
            return (text in GO_TRUE, "") if text in GO_TRUE or text in GO_FALSE else (None, wrong)
        case "int":
            if value.kind != "string":
                return int(value.value) if isinstance(value.value, int | float) and abs(value.value) < 2**63 else 0, ""
            whole = go_int(text or "0")
            return (whole, "") if isinstance(whole, int) else (None, f"'{name}' cannot parse value as 'int': strconv.ParseInt: {whole}")
        case "duration" if "." not in field.path.partition(".")[2] and text:
            return (text, "") if not duration_fault(text) else (None, duration_fault(text))
    return text, ""


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
