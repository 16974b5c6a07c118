"""Merging: the defaults, then each file in order, field by field by its merge class; every value remembers the file that it came from.

The result has the shape of Nomad's own configuration: blocks and fields by HCL name, labelled blocks as lists.
"""

from __future__ import annotations

import copy
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from nomadspec.agent.config_schema import BLOCKS, FIELDS, Block, Field
from nomadspec.agent.decoding import Section, Setting

if TYPE_CHECKING:
    from nomadspec.source import Span

_ZERO: Final = {"string": "", "duration": "", "int": 0, "float": 0, "bool": False, "strings": None, "map": None, "any": None}

#: Named blocks start from the defaults of their kind.
DEFAULT_NAME: Final = "default"


class Merged:
    """The merged configuration: `values` nested by name, and `origins`: dotted path (labels in brackets) → where its value was written."""

    def __init__(self, dev: bool = False) -> None:
        self.values: dict[str, Any] = defaults(dev)
        self.origins: dict[str, Span] = {}
        self.lost: list[tuple[str, Setting, Any]] = []
        """Settings without effect: the path, the setting, and the value that stayed."""
        self.replaced: list[tuple[str, Setting, Any]] = []
        """Settings that replaced an earlier value whole: the path, the setting, and what was lost."""
        self.effective: dict[str, Any] = {}
        """Values that count although `values` shows another, by path."""
        self.clusters: dict[str, list[dict[str, Any]]] = {name: [_new(name, DEFAULT_NAME)] for name in ("consul", "vault")}
        self.by_name: dict[tuple[str, str], dict[str, Any]] = {(kind, DEFAULT_NAME): rows[0] for kind, rows in self.clusters.items()}

    def record(self, at: str, setting: Setting, before: int = 0) -> None:
        """Note where a value came from; elements of a list are counted on from `before`, a map's values are noted by key."""
        self.origins[at] = setting.span
        for part, span in setting.parts.items():
            self.origins[f"{at}[{before + part}]" if isinstance(part, int) else f"{at}.{part}"] = span


def defaults(dev: bool = False) -> dict[str, Any]:
    """What merging starts from."""
    out: dict[str, Any] = {}
    for path, block in BLOCKS.items():
        if block.kind == "named" or _inside_repeated(path):
            continue
        empty: Any = {} if block.kind == "once" else [] if path == "client.fingerprint" else None
        if block.optional or any(BLOCKS[above].optional for above in _above(path) if above in BLOCKS):
            if not any(BLOCKS[above].optional for above in _above(path) if above in BLOCKS):
                _put(out, path, None)
            continue
        _put(out, path, empty)
    for path, field in FIELDS.items():
        if _inside_repeated(path) or any(BLOCKS[above].optional for above in _above(path)):
            continue
        value = field.dev if dev and field.dev is not None else field.default
        _put(out, path, copy.deepcopy(value))
    return out


def _above(path: str) -> list[str]:
    parts = path.split(".")
    return [".".join(parts[:i]) for i in range(1, len(parts))]


def _inside_repeated(path: str) -> bool:
    return any(BLOCKS[above].kind != "once" for above in _above(path))


def _put(out: dict[str, Any], path: str, value: Any) -> None:
    *blocks, name = path.split(".")
    for block in blocks:
        out = out.setdefault(block, {})
    out[name] = value


@cache
def _fields(path: str) -> dict[str, Field]:
    prefix = path + "."
    return {full[len(prefix) :]: field for full, field in FIELDS.items() if full.startswith(prefix) and "." not in full[len(prefix) :]}


@cache
def _blocks(path: str) -> dict[str, Block]:
    prefix = path + "."
    return {full[len(prefix) :]: block for full, block in BLOCKS.items() if full.startswith(prefix) and "." not in full[len(prefix) :]}


def _new(path: str, name: str | None = None) -> dict[str, Any]:
    """A new instance of a block: its defaults where the block has some, else zeros; blocks below are null."""
    out: dict[str, Any] = {}
    for field_name, field in _fields(path).items():
        out[field_name] = copy.deepcopy(field.default) if name is not None else None if field.pointer else _ZERO[field.type]
    for inner, block in _blocks(path).items():
        out[inner] = None if block.optional or name is not None or block.kind != "once" else _new(block.path)
    if name is not None:
        out["name"] = name
    return out


def beyond_merged(merged: Merged) -> dict[str, Any]:
    """By path, the values that apply although the merged configuration has another, or none: defaults that Nomad knows only when it reads them."""
    late = {path: field.effective for path, field in FIELDS.items() if field.effective not in ("", "0s")}
    out = dict(merged.effective)
    for path, value in late.items():
        kind, _, name = path.partition(".")
        if kind in merged.clusters:
            out.update({f"{kind}[{row['name']}].{name}": value for row in merged.clusters[kind] if not row.get(name)})
        elif not _inside_repeated(path) and _get(merged.values, path) in ("", None):
            out[path] = value
    return out


def merge(merged: Merged, file: Section) -> None:
    """Add one file."""
    for path, empty in _MADE_BY_MERGING:
        if _get(merged.values, path) is None:
            _put(merged.values, path, _new("server.client_introduction") if empty is None else copy.copy(empty))
            introduced = empty is None
            if introduced and "client_introduction" in (file.blocks["server"].blocks if "server" in file.blocks else {}):
                _take_whole(merged, file.blocks["server"].blocks["client_introduction"])
    _merge(merged, merged.values, file, "")
    for name in ("consul", "vault"):
        for section in file.repeated.get(name, ()):
            _named(merged, name, section)


#: What is null until the first file is merged.
_MADE_BY_MERGING: Final[tuple[tuple[str, Any], ...]] = (
    ("client.chroot_env", {}),
    ("client.meta", {}),
    ("client.options", {}),
    ("server.retry_join", []),
    ("server.client_introduction", None),
)


def _get(values: dict[str, Any], path: str) -> Any:
    for name in path.split("."):
        values = values[name]
    return values


def _take_whole(merged: Merged, section: Section) -> None:
    """The first block of a kind is taken as it is written, hidden texts included."""
    into = _get(merged.values, section.path)
    for name, setting in section.settings.items():
        into[name] = setting.value


def _merge(merged: Merged, into: dict[str, Any], section: Section, at: str) -> None:
    """Merge the settings and blocks of a section into values of the same block; `at` is its path with labels."""
    fields = _fields(section.path) if section.path else {path: field for path, field in FIELDS.items() if "." not in path}
    for name, setting in section.settings.items():
        _set(merged, into, fields[name], setting, f"{at}.{name}" if at else name)
    if section.path == "ui" and "enabled" not in section.settings:
        into["enabled"] = False
        merged.origins["ui.enabled"] = section.span
    for name, inner in section.blocks.items():
        here = f"{at}.{name}" if at else name
        block = BLOCKS[inner.path]
        whole = any(field.merge == "whole" for field in _fields(inner.path).values())
        if whole or (block.optional and into.get(name) is None):
            into[name] = _new(inner.path)
        if not isinstance(into.get(name), dict):
            into[name] = _new(inner.path)
        _merge(merged, into[name], inner, here)
    for name, sections in section.repeated.items():
        if BLOCKS[f"{section.path}.{name}" if section.path else name].kind == "labelled":
            into[name] = _labelled(merged, into.get(name) or [], sections, f"{at}.{name}" if at else name)


def _set(merged: Merged, into: dict[str, Any], field: Field, setting: Setting, at: str) -> None:
    """One value by its merge class."""
    value, old = setting.value, into.get(field.name)
    empty = value in ("", 0, None) or value == [] or value is False
    match field.merge:
        case "nonzero" if empty:
            counts = False
        case "sticky" if value is False:
            counts = False
        case "replace" if not value:
            counts = False
        case "kept":
            counts = False
        case "hidden":
            if value:
                merged.effective[at] = value
                merged.origins[at] = setting.span
            return
        case _:
            counts = True
    if not counts:
        if value != old:
            merged.lost.append((at, setting, old))
        return
    before = 0
    if field.merge == "append":
        before = len(old or [])
        value = [*(old or []), *(value or [])] or old
    elif field.merge == "map":
        value = {**(old or {}), **(value or {})}
    into[field.name] = value
    merged.record(at, setting, before)


#: Labelled blocks whose later instance of a label replaces the earlier one whole; the others are merged into it.
_REPLACED: Final = ("client.host_volume", "audit.sink", "audit.filter")
#: Labelled blocks that are always added.
_APPENDED: Final = ("client.host_network", "sentinel.import")


def _labelled(merged: Merged, old: list[dict[str, Any]], sections: list[Section], at: str) -> list[dict[str, Any]]:
    """The instances of a labelled block: those there were, and those of one file. Instances of one file never replace each other."""
    out = [dict(row) for row in old]
    before = {row["#Name"]: index for index, row in enumerate(out)}
    for section in sections:
        here = f"{at}[{section.label}]"
        index = before.get(section.label)
        if index is None or section.path in _APPENDED:
            row = {"#Name": section.label, **_new(section.path)}
            if section.path == "keyring":
                row.pop("#Name")
                row = {"#Name": section.label, **row}
            out.append(row)
        elif section.path in _REPLACED:
            row = out[index] = {"#Name": section.label, **_new(section.path)}
        else:
            row = out[index]
        for name, setting in section.settings.items():
            if section.path not in _REPLACED and section.path not in _APPENDED and name == "config" and row.get(name):
                merged.replaced.append((f"{here}.{name}", setting, row[name]))
            row[name] = setting.value
            merged.record(f"{here}.{name}", setting)
    return out


def _named(merged: Merged, kind: str, section: Section) -> None:
    """A consul or vault block: merged into the cluster of its name, which starts from the defaults."""
    setting = section.settings.get("name")
    name = str(setting.value) if setting is not None and setting.value else DEFAULT_NAME
    cluster = merged.by_name.get((kind, name))
    if cluster is None:
        cluster = merged.by_name[kind, name] = _new(kind, name)
        merged.clusters[kind].append(cluster)
    _merge(merged, cluster, section, f"{kind}[{name}]")
