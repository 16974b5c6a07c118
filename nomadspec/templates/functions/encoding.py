"""Base 64 and 32, sums, JSON, YAML, TOML, URLs."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json

from nomadspec.templates.functions.conversion import from_data
from nomadspec.templates.types import CHANNEL, COMPLEX, LIST, MAP, NIL, NUMBER, STRUCT, TEXT
from nomadspec.templates.values import JSON, NIL_INTERFACE, Value, mapping, text, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from nomadspec.templates.run import Call

#: Levels of nesting, and parts of a document, that are read.
_DEEPEST = 200
_MOST_EVENTS = 200_000


def _decoder(decode: Callable[[bytes], bytes]) -> Callable[[str], str]:
    def decoded(given: str) -> str:
        try:
            return decode(given.replace("\n", "").replace("\r", "").encode()).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            raise ValueError(f"{given[:60]!r} is not valid base64") from None

    return decoded


def _quiet(decode: Callable[[bytes], bytes]) -> Callable[[str], str]:
    """Sprig's: what cannot be decoded gives the error as text."""

    def decoded(given: str) -> str:
        try:
            return _decoder(decode)(given)
        except ValueError as error:
            return str(error)

    return decoded


def _standard(data: bytes) -> bytes:
    return base64.b64decode(data, validate=True)


def _for_urls(data: bytes) -> bytes:
    if b"+" in data or b"/" in data:
        raise ValueError
    return base64.b64decode(data.translate(bytes.maketrans(b"-_", b"+/")), validate=True)


def _hash(name: str) -> Callable[[str], str]:
    return lambda given: hashlib.new(name, given.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


def _hmac(key: str, given: str) -> str:
    import hmac

    return hmac.new(key.encode(), given.encode(), "sha256").hexdigest()


def _adler(given: str) -> str:
    import zlib

    return str(zlib.adler32(given.encode()))


# --- reading


def _parse_json(call: Call) -> Value:
    given = call.arguments[0]
    if not given.known:
        return JSON
    if call.name == "parseJSON" and not given.data:
        return mapping({})
    try:
        data = json.loads(given.data, parse_int=float, parse_constant=_refuse)
        return _checked(from_data(data), _DEEPEST)
    except (ValueError, RecursionError) as error:
        if call.name == "sprig_fromJson":
            return NIL_INTERFACE
        from nomadspec.templates.failures import FIRST_PASS, VALUE

        raise call.error(f"invalid JSON in `{call.name}`: {_short(error)}", VALUE if given.data else FIRST_PASS) from None


def _refuse(name: str) -> float:
    raise ValueError(f"{name} is not valid JSON")


def _checked(value: Value, depth: int) -> Value:
    if depth < 0:
        raise RecursionError
    items = value.data if isinstance(value.data, list) else value.data.values() if isinstance(value.data, dict) else ()
    for item in items:
        _checked(item, depth - 1)
    return value


def _short(error: Exception) -> str:
    return str(error).split("\n", 1)[0][:120] or "it is nested too deeply"


def _parse_yaml(call: Call) -> Value:
    given = call.arguments[0]
    if not given.known:
        return unknown("any")
    if not given.data:
        return mapping({}, "map of any")
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        if not _is_modest(yaml.parse(given.data, Loader=loader)):
            return unknown("any")
        return _yaml_value(yaml.load(given.data, loader))
    except (yaml.YAMLError, ValueError, TypeError) as error:
        raise call.error(f"invalid YAML in `parseYAML`: {_short(error)}") from None


def _is_modest(events: Any) -> bool:
    """Whether a document neither nests deeply nor is large nor has aliases (short texts of vast content)."""
    depth = 0
    for count, event in enumerate(events):
        name = type(event).__name__
        depth += name.endswith("StartEvent") - name.endswith("EndEvent")
        if depth > _DEEPEST or count > _MOST_EVENTS or name == "AliasEvent":
            return False
    return True


def _yaml_value(data: Any) -> Value:
    if isinstance(data, dict):
        return mapping({key: _yaml_value(item) for key, item in data.items()}, "map by any of any")
    if isinstance(data, list):
        return from_data([_yaml_value(item) for item in data])
    if data is None or isinstance(data, (bool, int, float, str)):
        return from_data(data)
    return unknown("any")


# --- writing


def encode_json(value: Value, *, indent: int | None = None, escape: bool = True) -> str:
    """As Go's encoding/json: keys sorted, no spaces, and with `escape` what HTML would take for markup."""
    shown = json.dumps(_json_data(value), indent=indent, separators=(",", ": " if indent else ":"), ensure_ascii=False, allow_nan=False)
    shown = shown.replace("\\b", "\\u0008").replace("\\f", "\\u000c") if "\\b" in shown or "\\f" in shown else shown
    shown = shown.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return shown.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026") if escape else shown


def _json_data(value: Value) -> Any:
    type, data = value.type, value.data
    if type.kind == NUMBER:
        return int(data) if float(data).is_integer() and abs(data) < 1e21 else data
    if type.name == "JSONNumber":
        return json.loads(data)
    if type.name == "NomadVarItem":
        return data["Value"].data
    if type.kind == LIST:
        return [_json_data(item) for item in data] if data is not None else None
    if type.kind == MAP:
        if type.name == "map by any of any":
            raise ValueError("a map from YAML cannot be encoded as JSON")
        return {str(key): _json_data(data[key]) for key in sorted(data)} if data is not None else None
    if type.kind == STRUCT:
        return {field: _json_data(data[field]) for field in type.fields} if data is not None else None
    if type.kind in (COMPLEX, CHANNEL):
        raise ValueError(f"{type} cannot be encoded as JSON")
    return None if type.kind == NIL else data


def _writer(*, indent: int | None = None, escape: bool = True, quiet: bool = False) -> Callable[[Call], Value]:
    def write(call: Call) -> Value:
        try:
            return text(encode_json(call.arguments[0], indent=indent, escape=escape))
        except ValueError:
            if quiet:
                return text("")
            raise

    return write


def _to_yaml(call: Call) -> Value:
    import yaml

    shown = yaml.safe_dump(_yaml_data(call.arguments[0]), default_flow_style=False, allow_unicode=True, sort_keys=True, indent=2, width=10**9)
    return text(shown.removesuffix("\n...\n").removesuffix("\n"))


def _yaml_data(value: Value) -> Any:
    type, data = value.type, value.data
    if type.kind == NUMBER:
        return int(data) if float(data).is_integer() and abs(data) < 1e15 else data
    if type.kind == LIST:
        return [_yaml_data(item) for item in data or ()]
    if type.kind == MAP:
        return {key: _yaml_data(item) for key, item in (data or {}).items()}
    if type.kind == STRUCT:
        return {field.lower(): _yaml_data(data[field]) for field in type.fields} if data is not None else None
    if type.kind in (COMPLEX, CHANNEL):
        raise ValueError(f"{type} cannot be encoded as YAML")
    return data


def _to_toml(call: Call) -> Value:
    value = call.arguments[0]
    if value.type.kind != MAP:
        from nomadspec.templates.functions import NotComputed

        raise NotComputed("toTOML")
    return text("\n".join(_toml_lines(value, ())).strip("\n"))


def _toml_lines(table: Value, path: tuple[str, ...]) -> list[str]:
    plain: list[str] = []
    tables: list[str] = []
    for key in sorted(table.data or {}):
        value = table.data[key]
        name = key if key.replace("_", "a").replace("-", "a").isalnum() and key.isascii() else json.dumps(key)
        if value.type.kind == MAP:
            tables += ["", f"{'  ' * len(path)}[{'.'.join((*path, name))}]", *_toml_lines(value, (*path, name))]
        elif value.type.kind != NIL:
            plain.append(f"{'  ' * len(path)}{name} = {_toml_value(value)}")
    return plain + tables


def _toml_value(value: Value) -> str:
    kind, data = value.type.kind, value.data
    if kind == TEXT:
        return json.dumps(data, ensure_ascii=False)
    if kind == LIST:
        return "[" + ", ".join(map(_toml_value, data or ())) + "]"
    if kind == NUMBER:
        from nomadspec.templates.printing import number

        shown = number(data)
        return shown if "." in shown or "e" in shown else f"{shown}.0"
    return str(data).lower() if isinstance(data, bool) else str(data)


# --- URLs


def _url_parse(given: str) -> dict[str, Any]:
    from urllib.parse import urlsplit

    if given.startswith(":"):
        raise ValueError(f"{given!r} has no scheme")
    if any(ord(character) < 32 or ord(character) == 127 for character in given):
        raise ValueError("a URL must not contain control characters")
    scheme, host, path, query, fragment = urlsplit(given)
    user, mark, host = host.rpartition("@") if "@" in host else ("", "", host)
    name = host.partition("]")[0].removeprefix("[") if host.startswith("[") else host.partition(":")[0]
    return {
        "scheme": scheme,
        "host": host,
        "hostname": name,
        "path": path,
        "query": query,
        "opaque": "",
        "fragment": fragment,
        "userinfo": user if mark else "",
    }


def _url_join(parts: dict[str, Any] | None) -> str:
    from urllib.parse import urlunsplit

    parts = parts or {}
    host = str(parts.get("host", ""))
    user = str(parts.get("userinfo", ""))
    return urlunsplit((str(parts.get("scheme", "")), f"{user}@{host}" if user else host, *(str(parts.get(part, "")) for part in ("path", "query", "fragment"))))


VALUES = {"parseJSON": _parse_json, "parseYAML": _parse_yaml, "sprig_fromJson": _parse_json, "sprig_mustFromJson": _parse_json}
KNOWN = {
    "sprig_mustToJson": _writer(),
    "sprig_mustToPrettyJson": _writer(indent=2),
    "sprig_mustToRawJson": _writer(escape=False),
    "sprig_toJson": _writer(quiet=True),
    "sprig_toPrettyJson": _writer(indent=2, quiet=True),
    "sprig_toRawJson": _writer(escape=False),
    "toJSON": _writer(),
    "toJSONPretty": _writer(indent=2),
    "toTOML": _to_toml,
    "toUnescapedJSON": _writer(escape=False),
    "toUnescapedJSONPretty": _writer(indent=2, escape=False),
    "toYAML": _to_yaml,
}
DATA = {
    "base64Decode": _decoder(_standard),
    "base64Encode": lambda given: base64.b64encode(given.encode()).decode(),
    "base64URLDecode": _decoder(_for_urls),
    "base64URLEncode": lambda given: base64.urlsafe_b64encode(given.encode()).decode(),
    "hmacSHA256Hex": _hmac,
    "md5sum": _hash("md5"),
    "sha256Hex": _hash("sha256"),
    "sprig_adler32sum": _adler,
    "sprig_b32dec": _quiet(base64.b32decode),
    "sprig_b32enc": lambda given: base64.b32encode(given.encode()).decode(),
    "sprig_b64dec": _quiet(_standard),
    "sprig_b64enc": lambda given: base64.b64encode(given.encode()).decode(),
    "sprig_sha1sum": _hash("sha1"),
    "sprig_sha256sum": _hash("sha256"),
    "sprig_sha512sum": _hash("sha512"),
    "sprig_urlJoin": _url_join,
    "sprig_urlParse": _url_parse,
}
