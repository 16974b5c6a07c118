"""The data that a template is rendered with, as a user writes it; HCL (attributes) or JSON (one object).

    env             = { NOMAD_PORT_http = "8080" }
    nomad_variables = { "nomad/jobs/web" = { user = "alice" } }
    nomad_services  = { db = [{ Address = "10.0.0.1", Port = 5432 }] }
    consul_keys     = { "app/mode" = "fast" }
    consul_services = { web = [{ Address = "10.0.0.2", Port = 80, Tags = ["blue"] }] }
    vault_secrets   = { "kv/data/app" = { data = { password = "x" } } }
    files           = { "/local/banner.txt" = "hello" }
    answers         = { datacenters = ["dc1"], timestamp = "2026-01-31T12:00:00Z" }

Names are those in the template, with or without `@datacenter`, `?query` and the like. `answers` has, by the name of the function, what any other function gives
whose value comes from outside or from chance. Fields of services and the like have the names of the template; what is left out is empty.
"""

from __future__ import annotations

from nomadspec.source.closest import closest
from nomadspec.templates.signatures import SIGNATURES
from nomadspec.templates.types import BOOL, INTEGER, LIST, MAP, NUMBER, STRUCT, TEXT, UNSIGNED, type_of
from nomadspec.templates.values import NIL_INTERFACE, Value, boolean, listing, mapping, text, zero

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

#: Section → what one of its entries is.
SECTIONS: Final = {
    "env": "text",
    "nomad_variables": "NomadVarItems",
    "nomad_services": "list of NomadService",
    "consul_keys": "text",
    "consul_services": "list of HealthService",
    "vault_secrets": "Vault data",
    "files": "text",
    "answers": "",
}


class DataError(Exception):
    """Data that cannot be used; the message has the place and the reason."""


class Data:
    """`sections`: section → name → value."""

    __slots__ = ("sections",)

    def __init__(self, document: Any = None) -> None:
        """Raises DataError."""
        if not isinstance(document or {}, dict):
            raise DataError("the data must be an object with sections")
        self.sections: Final[dict[str, dict[str, Value]]] = {name: {} for name in SECTIONS}
        for name, entries in (document or {}).items():
            if name not in SECTIONS:
                near = closest(str(name), SECTIONS)
                raise DataError(f"unknown section {name!r}" + (f"; did you mean {near!r}?" if near else f" (sections: {', '.join(SECTIONS)})"))
            if not isinstance(entries, dict):
                raise DataError(f"{name} must be an object of names and values")
            for key, entry in entries.items():
                self.sections[name][str(key)] = _entry(name, str(key), entry)

    def find(self, section: str, name: str) -> Value | None:
        """The entry of that name; of the name without what narrows it (`@dc1`, `?ns=x`, `|passing`, `~near`) otherwise."""
        entries = self.sections[section]
        found = entries.get(name)
        if found is None:
            bare = name
            for mark in "|~@?":
                bare = bare.partition(mark)[0]
            found = entries.get(bare, entries.get(bare.lstrip("/")))
        return found


def _entry(section: str, name: str, data: Any) -> Value:
    where = f"{section}[{name!r}]"
    words = SECTIONS[section]
    if section == "answers":
        if name not in SIGNATURES:
            near = closest(name, SIGNATURES, 0.75)
            raise DataError(f"{where}: unknown function" + (f"; did you mean {near!r}?" if near else ""))
        words = SIGNATURES[name].result.removesuffix(" or nil")
    if section == "nomad_variables":
        return _variable(name, data, where)
    if section in ("nomad_services", "consul_services") and isinstance(data, list):
        data = [{"Name": name.rpartition(".")[2], **item} if isinstance(item, dict) and not _has(item, "Name") else item for item in data]
    return typed(data, words, where)


def _has(item: dict[str, Any], field: str) -> bool:
    return any(str(key).lower() == field.lower() for key in item)


def _variable(path: str, data: Any, where: str) -> Value:
    """A whole Nomad variable: its items, which know the variable they belong to."""
    if not isinstance(data, dict):
        raise DataError(f"{where} must be an object of items")
    meta = zero("NomadVarMeta")
    meta.data.update(Path=text(path), Namespace=text("default"))
    items = {str(key): _item(str(key), typed(item, "text", f"{where}[{key!r}]").data, meta) for key, item in data.items()}
    return mapping(items, "NomadVarItems")


def _item(key: str, value: str, meta: Value) -> Value:
    return Value(type_of("NomadVarItem"), {"Key": text(key), "Value": text(value), "Metadata": meta})


def typed(data: Any, words: str, where: str) -> Value:
    """Plain data as a value of the type `words`. Raises DataError where it is of another."""
    plain = words.removesuffix(" or nil")
    if plain != words and data is None:
        return Value(type_of(plain), None)
    if plain == "any":
        return _free(data, vault=False)
    if plain == "Vault data":
        if not isinstance(data, dict):
            raise DataError(f"{where} must be an object: the data of the secret")
        return _free(data, vault=True)
    type = type_of(plain)
    kind = type.kind
    if kind == STRUCT and isinstance(data, dict):
        return _struct(data, plain, where)
    if kind == LIST and isinstance(data, list):
        return Value(type, [typed(item, type.element, f"{where}[{index}]") for index, item in enumerate(data)])
    if kind == MAP and isinstance(data, dict):
        return Value(type, {str(key): typed(item, type.element, f"{where}[{key!r}]") for key, item in data.items()})
    if kind == TEXT and isinstance(data, (str, int, float)) and not isinstance(data, bool):
        return Value(type, str(data))
    if kind in (INTEGER, UNSIGNED) and isinstance(data, (int, float)) and not isinstance(data, bool) and float(data).is_integer():
        return Value(type, int(data))
    if kind == NUMBER and isinstance(data, (int, float)) and not isinstance(data, bool):
        return Value(type, float(data))
    if kind == BOOL and isinstance(data, bool):
        return boolean(data)
    raise DataError(f"{where} must be {type}")


def _struct(data: dict[str, Any], words: str, where: str) -> Value:
    type = type_of(words)
    value = zero(words)
    fields = {field.lower(): field for field in type.fields}
    for key, item in data.items():
        field = fields.get(str(key).replace("_", "").lower())
        if field is None:
            near = closest(str(key), type.fields)
            raise DataError(f"{where}: {words} has no field {key!r}" + (f"; did you mean {near!r}?" if near else f" (fields: {', '.join(type.fields)})"))
        value.data[field] = typed(item, type.fields[field], f"{where}.{field}")
    return value


def _free(data: Any, *, vault: bool) -> Value:
    """JSON as it is; numbers in Vault's are texts of a type of their own."""
    if data is None:
        return NIL_INTERFACE
    if isinstance(data, bool):
        return boolean(data)
    if isinstance(data, str):
        return text(data)
    if isinstance(data, list):
        return listing(_free(item, vault=vault) for item in data)
    if isinstance(data, dict):
        return mapping({str(key): _free(item, vault=vault) for key, item in data.items()})
    if vault:
        return Value(type_of("JSONNumber"), repr(data))
    return Value(type_of("number"), float(data))


def read_data(written: str, path: str) -> Data:
    """The data of a file's text. Raises DataError."""
    if written.lstrip().startswith("{"):
        from nomadspec.source.json_reader import JsonError, read_json

        try:
            return Data(read_json(written))
        except JsonError as error:
            raise DataError(f"{path}: {error}") from None
    return Data(_read_hcl(written, path))


def _read_hcl(written: str, path: str) -> dict[str, Any]:
    import json

    from nomadspec.evaluation.expressions import evaluate
    from nomadspec.evaluation.functions.json_encoding import encode
    from nomadspec.evaluation.scope import Scope, Surroundings
    from nomadspec.evaluation.values import is_known
    from nomadspec.hcl import ast
    from nomadspec.hcl.parser import parse

    file = parse(written, path)
    problems = list(file.diagnostics)
    document: dict[str, Any] = {}
    scope = Scope(Surroundings(file.source, None, runtime_references=False), None)
    for item in file.body.items if not problems else ():
        if isinstance(item, ast.Block):
            raise DataError(f"{path}: sections are attributes, not blocks: write {item.type} = {{ … }}")
        value = evaluate(item.expr, scope, problems)
        if not problems and is_known(value):
            document[item.name] = json.loads(encode(value))
    if problems:
        where = f":{problems[0].span.start.line}" if problems[0].span else ""
        raise DataError(f"{path}{where}: {problems[0].message}")
    return document
