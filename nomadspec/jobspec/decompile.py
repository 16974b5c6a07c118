"""From a job back to HCL: the text a person would have written, which compiles to an equal job.

Attributes and blocks come in the order of the schema; what decoding fills in or moves is left out or moved back. A field that HCL
cannot say gets a comment at its place and a warning. Nothing here trusts itself: the text is compiled again, and every field that
then differs in meaning is reported too.

    text, diagnostics = decompile({"Job": {...}})
"""

from __future__ import annotations

import re

from nomadspec.jobspec.block import JobBlock
from nomadspec.schema.blocks import BLOCKS, FILLED_IN
from nomadspec.schema.field import OMITTED
from nomadspec.source import Diagnostic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from nomadspec._generated.job_model import Job
    from nomadspec.schema.field import Field

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")
_SEQUENCE = re.compile(r"[$%]+\{")
#: A runtime reference that stands for its own text, with nothing behind it that would be doubled.
_REFERENCE = re.compile(r"\$\{(?!(?:var|local|true|false|null)\b)[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z_][A-Za-z0-9_-]*)*\}(?! *\})")
#: Characters that nobody sees or that reorder text.
_HIDDEN: Final = "\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
_CONTROL = re.compile(f'[\x00-\x1f"\\\\{_HIDDEN}]')
_SHORT: Final = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
_NOT_IN_HEREDOC = re.compile(f"[\x00-\x08\x0b-\x1f{_HIDDEN}]")
_NOT_IN_COMMENT = re.compile(f"[\x00-\x1f{_HIDDEN}]")


def decompile(job: Job | dict[str, Any]) -> tuple[str, tuple[Diagnostic, ...]]:
    """The HCL text of a job (typed, or an API JSON object) and warnings about what it cannot say."""
    from nomadspec.jobspec.json.api import JobJsonError, from_api

    try:
        typed = job if isinstance(job, JobBlock) else from_api(job)
    except JobJsonError as error:
        return "", (Diagnostic("EVA230", "api-json", "error", f"Failed to parse JSON job: {error}", nomad=f"Failed to parse JSON job: {error}"),)
    writer = _Writer()
    writer.job(typed)
    text = _formatted("\n".join(writer.lines) + "\n")
    return _verified(text, typed, writer.warnings)


class _Writer:
    """Writes lines. `warnings` are (path, reason) of what could not be said."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.warnings: list[tuple[str, str]] = []

    def put(self, depth: int, text: str) -> None:
        self.lines.append("  " * depth + text if text else "")

    def cannot(self, depth: int, path: str, reason: str) -> None:
        """A comment in place of what cannot be said."""
        self.put(depth, _comment(f"{path.rsplit('.', 1)[-1]}: {reason}"))
        self.warnings.append((path, reason))

    def job(self, job: Any) -> None:
        label = job.get("id") or job.get("name") or ""
        self.put(0, f"job {quote_label(label)} {{")
        for name in ("id", "name"):
            value = job.get(name)
            if value is not None and value != label:
                self.put(1, f"{name} = {string(value)}")
        self.body(job, 1, "job", skip=("id", "name"))
        self.put(0, "}")

    def body(self, block: Any, depth: int, path: str, skip: tuple[str, ...] = ()) -> None:
        """The attributes, then the blocks of a typed block."""
        type_ = block.TYPE
        filled = FILLED_IN.get(type_, {})  # written out it would only be noise
        blocks: list[tuple[Field, Any]] = []
        for field in BLOCKS[type_]:
            value = block.get(field.name)
            if field.name in skip or field.kind == "label" or value is None or value == (None if field.absent == OMITTED else field.absent):
                if field.required and field.name not in skip:
                    self.put(depth, f"{field.name} = {'null' if value is None else expression(value)}")
                continue
            if field.kind == "json":
                self._json_only(field, block, value, depth, f"{path}.{field.name}")
            elif field.kind == "attribute":
                if field.name not in filled or value != filled[field.name]:
                    self.attribute(field, value, depth, path)
            elif value or field.nesting in ("map_block",):
                blocks.append((field, value))
        if type_ == "Task" and block.get("default_identity") is not None and not any(field.name == "identity" for field, _ in blocks):
            blocks.append((next(f for f in BLOCKS["Task"] if f.json == "Identities"), []))
        for field, value in sorted(blocks, key=lambda entry: entry[0].name in ("group", "task")):
            self.nested(field, value, block, depth, path)

    def attribute(self, field: Field, value: Any, depth: int, path: str) -> None:
        if field.type == "duration":
            self.put(depth, f"{field.name} = {quote(duration(value))}")
            return
        text = expression(value, pretty=depth)
        self.lines.extend(f"{'  ' * depth if index == 0 else ''}{line}" for index, line in enumerate(f"{field.name} = {text}".split("\n")))

    def _json_only(self, field: Field, block: Any, value: Any, depth: int, path: str) -> None:
        type_, name = block.TYPE, field.name
        if field.kept_by or field.also_in:  # leaving it out loses nothing
            return
        if (type_, name) == ("PeriodicConfig", "spec_type"):
            if value != "cron" or not (block.get("cron") or block.get("crons")):
                self.cannot(depth, path, f"the schedule's type {value!r} cannot be written in HCL")
            return
        if not value:  # empty: as if it were not there
            return
        self.cannot(depth, path, "cannot be written in HCL")

    def nested(self, field: Field, value: Any, owner: Any, depth: int, path: str) -> None:
        """All blocks of one field."""
        here = f"{path}.{field.name}"
        if field.nesting == "map_block":
            self.free_keys(field, value, depth, here)
        elif field.nesting == "block":
            self.block(field.name, [], value, depth, here)
        elif field.nesting == "labelled_block_map":
            for label in sorted(value):
                self.block(field.name, [label], value[label], depth, here)
        elif owner.TYPE == "NetworkResource":
            self.ports(field, owner, depth, here)
        elif owner.TYPE == "Task" and field.name == "identity":
            own = owner.get("default_identity")
            for identity in ([own] if own is not None else []) + value:
                self.block(field.name, [], identity, depth, here)
        else:
            for index, block in enumerate(value):
                labels = self._labels(field, block)
                self.block(field.name, labels, block, depth, f"{here}[{index}]" if not labels else f'{here}["{labels[0]}"]')

    def _labels(self, field: Field, block: Any) -> list[str]:
        if not field.labels:
            return []
        if block.TYPE == "ScalingPolicy":
            return [block.get("type").removeprefix("vertical_")]
        return [block.get(next(f.name for f in BLOCKS[block.TYPE] if f.kind == "label")) or ""]

    def ports(self, field: Field, network: Any, depth: int, path: str) -> None:
        """Both lists of ports as one: decoding divides them again by their static number."""
        reserved, dynamic = network.get("reserved_ports") or [], network.get("port") or []
        if field.name == "port":
            for port in dynamic:
                self.block("port", [port.label], port, depth, path)
            return
        word = "port" if all(port.static > 0 for port in reserved) else "reserved_ports"
        for port in reserved:
            self.block(word, [port.label], port, depth, path)

    def block(self, word: str, labels: list[str], block: Any, depth: int, path: str) -> None:
        header = " ".join([word, *map(quote_label, labels)])
        if self.lines and not self.lines[-1].endswith("{"):
            self.put(0, "")
        skip = ("type",) if block.TYPE == "ScalingPolicy" and labels else ()
        start = len(self.lines)
        self.put(depth, f"{header} {{")
        self.body(block, depth + 1, path, skip)
        if block.TYPE == "ScalingPolicy" and not labels and block.get("max") is None:
            self.put(depth + 1, "max = null")
        if len(self.lines) == start + 1:
            self.lines[start] = "  " * depth + f"{header} {{}}"
        else:
            self.put(depth, "}")

    def free_keys(self, field: Field, value: dict[str, Any], depth: int, path: str) -> None:
        """A body whose keys are free: as a block where the keys allow it."""
        plain = all(_IDENTIFIER.match(key) for key in value)
        if not plain and field.also_attribute:
            self.attribute(field, value, depth, path)
            return
        if self.lines and not self.lines[-1].endswith("{"):
            self.put(0, "")
        if not value:
            self.put(depth, f"{field.name} {{}}")
            return
        self.put(depth, f"{field.name} {{")
        self.untyped(value, depth + 1, path, typed=field.type != "map(any)")
        self.put(depth, "}")

    def untyped(self, entries: dict[str, Any], depth: int, path: str, *, typed: bool = False) -> None:
        """Entries of a body with free keys: lists of maps as blocks, a map of its own in parentheses (else it would become a list)."""
        blocks: list[tuple[str, list[Any]]] = []
        for key in sorted(entries):
            value = entries[key]
            if not _IDENTIFIER.match(key):
                self.cannot(depth, f"{path}.{key}", f"the key {quote(key)} cannot be written here in HCL")
            elif not typed and _as_blocks(value):
                blocks.append((key, value))
            else:
                text = expression(value, pretty=depth)
                if isinstance(value, dict) and not typed:
                    text = f"({text})"
                first, *rest = f"{key} = {text}".split("\n")
                self.put(depth, first)
                self.lines.extend(rest)
        for key, items in blocks:
            for item in items:
                if self.lines and not self.lines[-1].endswith("{"):
                    self.put(0, "")
                self.put(depth, f"{key} {{")
                self.untyped(item, depth + 1, f"{path}.{key}")
                self.put(depth, "}")


def _as_blocks(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) and all(_IDENTIFIER.match(key) for key in item) for item in value)


# --- values as text


def expression(value: Any, pretty: int = -1) -> str:
    """A JSON value as an HCL expression; with `pretty`, laid out over lines for that depth of indent."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return string(value) if pretty >= 0 else quote(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        from nomadspec.jobspec.json.text import float_text

        return float_text(value)
    deeper = pretty + 1 if pretty >= 0 else -1
    indent, end = "  " * deeper, "  " * pretty
    if isinstance(value, (list, tuple)):
        items = [expression(item, deeper if isinstance(item, (dict, list)) else -1) for item in value]
        flat = f"[{', '.join(items)}]"
        if pretty < 0 or (len(flat) <= 80 and "\n" not in flat):
            return flat
        return "[\n" + "".join(f"{indent}{item},\n" for item in items) + end + "]"
    entries = [f"{key if _IDENTIFIER.match(key) and key != 'for' else quote_label(key)} = {expression(value[key], deeper)}" for key in sorted(value)]
    if not entries:
        return "{}"
    if pretty < 0:
        return f"{{ {', '.join(entries)} }}"
    return "{\n" + "".join(f"{indent}{entry}\n" for entry in entries) + end + "}"


def quote(text: str) -> str:
    """A quoted string that evaluates to `text`."""
    return f'"{_CONTROL.sub(_escape, _templated(text))}"'


def quote_label(text: str) -> str:
    """A quoted string where nothing is evaluated (a label), or should not be (a key)."""
    return f'"{_CONTROL.sub(_escape, _SEQUENCE.sub(_doubled, text))}"'


def _doubled(match: re.Match[str]) -> str:
    return match[0][:-1] + match[0][-2:]


def string(text: str) -> str:
    """A string in its best form: a heredoc for lines, quotes otherwise."""
    if text.endswith("\n") and text.count("\n") > 1 and not _NOT_IN_HEREDOC.search(text):
        marker = next((name for name in ("EOF", "EOT", "END", "TEXT", "EOF_TEXT") if not re.search(rf"^\s*{name}\s*$", text, re.M)), None)
        if marker is not None:
            return f"<<{marker}\n{_templated(text)}{marker}"
    return quote(text)


def _templated(text: str) -> str:
    """`text` with everything escaped that a template would take for a sequence, but for references that stand for themselves."""
    if "{" not in text:
        return text
    out: list[str] = []
    at = 0
    for match in _SEQUENCE.finditer(text):
        start, marks = match.start(), match[0][:-1]
        last = match.end() - 2
        reference = _REFERENCE.match(text, last)
        if reference is not None and len(marks) == 1:
            continue
        out.append(text[at:start] + marks + marks[-1] + "{")
        at = match.end()
    return "".join(out) + text[at:]


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return _SHORT.get(match[0]) or (f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")


def _comment(text: str) -> str:
    """One line, whatever names are in it."""
    return f"# {_NOT_IN_COMMENT.sub(_escape, text)}"


def duration(nanoseconds: int) -> str:
    """The shortest usual form: `5m` rather than `5m0s`."""
    from nomadspec.notation.duration import text

    full = text(nanoseconds)
    if full.endswith("m0s"):
        full = full[:-2]
        if full.endswith("h0m"):
            full = full[:-2]
    return full


# --- the last look


def _formatted(text: str) -> str:
    from nomadspec.hcl.errors import SyntaxError
    from nomadspec.hcl.fmt import canonical

    try:
        return canonical(text)
    except SyntaxError:  # `_verified` will say so
        return text


def _verified(text: str, job: Any, warnings: list[tuple[str, str]]) -> tuple[str, tuple[Diagnostic, ...]]:
    """Compiles the text again and reports what came out with another meaning."""
    from nomadspec.jobspec.compilation import compile
    from nomadspec.jobspec.json.api import to_api

    said = [Diagnostic("EVA260", "decompile-loss", "warning", f"{path}: {reason}", block=path) for path, reason in warnings]
    again = compile(text, filename="job.nomad.hcl", environ={}, json=False, fs="none")
    if again.job is None:
        return text, (*said, *again.diagnostics)
    lost: list[str] = []
    meant = _meaning("Job", to_api(job))
    if meant["name"] is None:
        meant["name"] = meant["id"]  # which is what a server makes of it
    _differences(meant, _meaning("Job", to_api(again.job)), "job", lost)
    unsaid = [path for path in lost if not any(path.startswith(known) or known.startswith(path) for known, _ in warnings)]
    if unsaid:
        text = "".join(_comment(f"{path} cannot be written in HCL as it is.") + "\n" for path in unsaid) + "\n" + text
    return text, (*said, *(Diagnostic("EVA260", "decompile-loss", "warning", f"{path}: cannot be written in HCL as it is", block=path) for path in unsaid))


def _meaning(type_: str, api: dict[str, Any]) -> dict[str, Any]:
    """A block's API JSON by model names, without what makes no difference: empty lists, and what the server or decoding fills in."""
    filled = FILLED_IN.get(type_, {})
    result: dict[str, Any] = {}
    for field in BLOCKS[type_]:
        value = api.get(field.json)
        if field.kept_by or (type_ == "Job" and field.name == "stop" and not value):
            continue
        if field.block and value:
            if field.nesting == "block":
                value = _meaning(field.block, value)
            elif field.nesting == "repeated_block":
                value = [_meaning(field.block, item) for item in value]
            else:
                value = {key: _meaning(field.block, item) for key, item in value.items()}
        elif field.block:
            value = None
        if field.kind == "json" and not value:
            value = None
        if value is None or (value == "" and field.name in filled):
            value = filled.get(field.name)
        if value != [] and not (field.nesting == "map_block" and value == {}):
            result[field.name] = value
        else:
            result[field.name] = None
    return result


def _differences(a: Any, b: Any, path: str, found: list[str]) -> None:
    if isinstance(a, dict) and isinstance(b, dict):
        for key in {**a, **b}:
            _differences(a.get(key), b.get(key), f"{path}.{key}", found)
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for index, (x, y) in enumerate(zip(a, b, strict=True)):
            _differences(x, y, f"{path}[{index}]", found)
    elif a != b and len(found) < 100:
        found.append(path)
