"""consul-template's functions of lists: groups of services and keys, folders of keys, split and join.

The groups know what they hold even where it is not known what is there.
"""

from __future__ import annotations

from nomadspec.templates.functions.elements import holding, items_of, merged
from nomadspec.templates.types import LIST, MAP, NIL
from nomadspec.templates.values import (
    Value,
    choice,
    element,
    listing,
    mapping,
    text,
    unknown,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.templates.run import Call


def _grouped(call: Call) -> Value:
    """byTag, byPort, byKey: groups that hold what the list holds."""
    value = call.arguments[-1]
    name = {"byTag": "map of list of any", "byPort": "map by integer of list of any"}[call.name]
    if value.type.kind == NIL:
        return mapping({}, name)
    if value.type.kind != LIST:
        return unknown(name)
    items = items_of(value)
    if items is None or not all(item.known for item in items):
        return holding(holding(element(value) if items is None else choice(items)), name)
    groups: dict[str | int, list[Value]] = {}
    for item in items:
        keys = [item.data["Port"].data] if call.name == "byPort" else [tag.data for tag in item.data["Tags"].data or ()]
        for key in keys:
            groups.setdefault(key, []).append(item)
    return mapping({key: listing(held) for key, held in groups.items()}, name)


def _by_key(call: Call) -> Value:
    value = call.arguments[0]
    items = items_of(value)
    name = "map of map of KeyPair"
    if items is None or not all(item.known for item in items):
        return unknown(name)
    groups: dict[str, dict[str, Value]] = {}
    for item in items:
        top, _, rest = item.data["Key"].data.partition("/")
        if rest:
            groups.setdefault(top, {})[rest] = Value(item.type, {**item.data, "Key": text(rest)})
    return mapping({key: mapping(dict(held), "map of KeyPair") for key, held in groups.items()}, name)


def _by_meta(call: Call) -> Value:
    names, value = call.arguments
    items = items_of(value)
    result = "map of list of HealthService"
    if items is None or not names.known or not all(item.known for item in items):
        return unknown(result)
    groups: dict[str, list[Value]] = {}
    for item in items:
        parts = []
        for wanted in names.data.split(","):
            name, _, form = wanted.partition("|")
            held = item.data["ServiceMeta"].data or {}
            shown = held[name].data if name in held else ""
            if form == "int":
                if not shown.lstrip("+-").isdigit():
                    raise call.error(f"`byMeta` needs a whole number in {name!r}, but it is {shown!r}")
                shown = f"{int(shown):05d}"
            parts.append(shown)
        groups.setdefault("_".join(parts), []).append(item)
    return mapping({key: listing(held, "list of HealthService") for key, held in groups.items()}, result)


def _explode(call: Call) -> Value:
    value = call.arguments[0]
    items = items_of(value)
    if items is None or not all(item.known for item in items):
        return unknown("map of any")
    return _exploded(call, {item.data["Key"].data: item.data["Value"] for item in items})


def _explode_map(call: Call) -> Value:
    value = call.arguments[0]
    if not value.known:
        return unknown("map of any")
    return _exploded(call, value.data or {})


def _exploded(call: Call, pairs: dict[str, Value]) -> Value:
    root: dict[str, Value] = {}
    for key, value in pairs.items():
        *folders, name = key.strip("/").split("/")
        at = root
        for folder in folders:
            held = at.setdefault(folder, mapping({}))
            if held.type.kind != MAP:
                raise call.error(f"`{call.name}`: {folder!r} is both a key and a folder")
            at = held.data
        at[name] = value
    return mapping(root)


def _merge_map(call: Call) -> Value:
    """The left map wins in mergeMap, the right one in mergeMapWithOverride; the maps come in the order `other, piped`."""
    source, target = call.arguments
    if not (source.known and target.known):
        return unknown("map of any")
    return merged(target, source, override=call.name == "mergeMapWithOverride")


def _split(separator: str, whole: str) -> list[str]:
    return list(whole) if not separator else whole.split(separator)


def _consul_split(separator: str, whole: str) -> list[str]:
    whole = whole.strip()
    return _split(separator, whole) if whole else []


def _split_to_map(pairs: str, within: str, whole: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in whole.strip().split(pairs) if whole.strip() else ():
        key, mark, value = part.partition(within)
        if not mark:
            raise ValueError(f"there is no {within!r} in {part!r}")
        found[key.strip()] = value.strip()
    return found


def _join(separator: str, items: list[str] | None) -> str:
    return separator.join(items or ())


VALUES = {
    "byKey": _by_key,
    "byMeta": _by_meta,
    "byPort": _grouped,
    "byTag": _grouped,
    "explode": _explode,
    "explodeMap": _explode_map,
    "mergeMap": _merge_map,
    "mergeMapWithOverride": _merge_map,
}
DATA = {"join": _join, "split": _consul_split, "splitToMap": _split_to_map}
