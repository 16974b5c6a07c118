"""Lists and maps: index, len, slice, the groupings of services and keys, and Sprig's lists and dictionaries.

These know something of a value even where its content is not known: what its elements are.
"""

from __future__ import annotations

from nomadspec.templates.failures import ARGUMENT, FIRST_PASS, VALUE
from nomadspec.templates.types import ANY, CHANNEL, CHOICE, INTEGER, LIST, MAP, NIL, TEXT, UNSIGNED, type_of
from nomadspec.templates.values import (
    ANYTHING,
    NIL_INTERFACE,
    Unknown,
    Value,
    alternatives,
    boolean,
    choice,
    element,
    integer,
    lift,
    listing,
    mapping,
    text,
    truth,
    unknown,
    zero,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.templates.calls import Call

_LIST = "list of any"


def _open(items: Value | None, name: str = _LIST) -> Value:
    """A list or map of unknown size that holds `items`."""
    return Value(type_of(name), Unknown(items))


def _items(value: Value) -> list[Value] | None:
    """The elements where they are known, one by one."""
    return None if isinstance(value.data, Unknown) else list(value.data or ())


def _any_element(value: Value) -> Value:
    """Some element of a list."""
    if value.type.kind != LIST:
        return ANYTHING
    items = _items(value)
    if items is None:
        return element(value)
    return choice(items) if items else NIL_INTERFACE


# --- Go's own: index, len, slice, call


def _len(call: Call) -> Value:
    def one(value: Value) -> Value:
        if value.type.kind not in (TEXT, LIST, MAP, CHANNEL):
            shown = "nil" if value.type.kind == NIL else value.type
            raise call.error(f"`len` takes text, a list or a map, not {shown}", ARGUMENT)
        if isinstance(value.data, Unknown):
            return unknown("integer")
        return integer(len(value.data.encode()) if isinstance(value.data, str) else len(value.data or ()))

    return lift(call.arguments[0], one)


def _position(call: Call, value: Value) -> int | None:
    """The number of an index, None where it is not known."""
    options = alternatives(value)
    if options is None:
        return None
    if all(option.type.kind not in (INTEGER, UNSIGNED) for option in options):
        shown = "nil" if options[0].type.kind == NIL else options[0].type
        raise call.error(f"`{call.name}` takes the number of an element, not {shown}", ARGUMENT)
    number = value.data
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def _index(call: Call) -> Value:
    value, *keys = call.arguments
    for key in keys:
        value = lift(value, lambda one, key=key: _index_one(call, one, key))  # type: ignore[misc]
    return value


def _index_one(call: Call, value: Value, key: Value) -> Value:
    kind = value.type.kind
    if kind == MAP:
        return _entry(call, value, key)
    if kind not in (LIST, TEXT):
        if kind == NIL:
            raise call.error("`index` of nothing: there is no value", FIRST_PASS, help="Put it into `{{ with … }}`, which is left out while there is nothing.")
        raise call.error(f"`index` takes a list, a map or text, not {value.type}", ARGUMENT)
    at = _position(call, key)
    if at is not None and at < 0:
        raise call.error(f"`index` counts from 0, not from {at}", VALUE)
    if isinstance(value.data, Unknown):
        return element(value) if kind == LIST else unknown("integer")
    items: list[Value] = [integer(byte) for byte in value.data.encode()] if isinstance(value.data, str) else value.data or []
    if not items:
        raise call.error("`index` of a list that is empty", FIRST_PASS, help="Put it into `{{ with … }}` or `{{ range … }}`.")
    if at is None:
        return choice(items)
    if at >= len(items):
        raise call.error(f"`index` {at} of a list that has {len(items)} element{'s' if len(items) > 1 else ''}, counted from 0", VALUE)
    return items[at]


def _entry(call: Call, value: Value, key: Value) -> Value:
    wanted = value.type.key
    options = alternatives(key)
    if options is not None:
        kinds = {"text": (TEXT,), "integer": (INTEGER, UNSIGNED)}.get(wanted)
        if kinds is not None and all(option.type.kind not in kinds or option.type.name == "JSONNumber" for option in options):
            shown = "nil" if options[0].type.kind == NIL else options[0].type
            raise call.error(f"`index` takes {type_of(wanted)} for this map, not {shown}", ARGUMENT)
    if isinstance(value.data, Unknown):
        named = value.data.entry(key.data) if isinstance(key.data, str) else None
        return named if named is not None else element(value)
    if key.known and key.type.kind in (TEXT, INTEGER, UNSIGNED):
        found = (value.data or {}).get(key.data)
        return found if found is not None else zero(value.type.element)
    return choice([*(value.data or {}).values(), zero(value.type.element)])


def _slice(call: Call) -> Value:
    bounds = call.arguments[1:]

    def one(value: Value) -> Value:
        kind = value.type.kind
        if kind not in (LIST, TEXT):
            raise call.error(f"`slice` takes text or a list, not {'nil' if kind == NIL else value.type}", ARGUMENT)
        if kind == TEXT and len(bounds) > 2:
            raise call.error("`slice` of text takes two numbers at most", ARGUMENT)
        ends = [_position(call, bound) for bound in bounds]
        if isinstance(value.data, Unknown) or None in ends:
            return Value(value.type, Unknown(value.data.element if isinstance(value.data, Unknown) else None))
        whole = value.data.encode() if isinstance(value.data, str) else value.data or []
        numbers = [end for end in ends if end is not None]
        first, last = (numbers + [0])[0], numbers[1] if len(numbers) > 1 else len(whole)
        if not 0 <= first <= last <= len(whole):
            said = f"`slice` to {last} of text that has {len(whole)} bytes" if kind == TEXT else f"`slice` to {last} of a list that has {len(whole)} elements"
            raise call.error(
                said, VALUE if whole else FIRST_PASS, help="" if whole else "Put it into `{{ with … }}`, which is left out while there is nothing."
            )
        part = whole[first:last]
        return text(part.decode(errors="replace")) if isinstance(part, bytes) else Value(value.type, part)

    return lift(call.arguments[0], one)


def _call(call: Call) -> Value:
    options = alternatives(call.arguments[0])
    if options is None:
        return ANYTHING
    raise call.error(f"`call` takes a function, and no value of a template is one, not {options[0].type}", ARGUMENT)


# --- consul-template's


def _grouped(call: Call) -> Value:
    """byTag, byPort, byKey: groups that hold what the list holds."""
    value = call.arguments[-1]
    name = {"byTag": "map of list of any", "byPort": "map by integer of list of any"}[call.name]
    if value.type.kind == NIL:
        return mapping({}, name)
    if value.type.kind != LIST:
        return unknown(name)
    items = _items(value)
    if items is None or not all(item.known for item in items):
        return _open(_open(element(value) if items is None else choice(items)), name)
    groups: dict[str | int, list[Value]] = {}
    for item in items:
        keys = [item.data["Port"].data] if call.name == "byPort" else [tag.data for tag in item.data["Tags"].data or ()]
        for key in keys:
            groups.setdefault(key, []).append(item)
    return mapping({key: listing(held) for key, held in groups.items()}, name)


def _by_key(call: Call) -> Value:
    value = call.arguments[0]
    items = _items(value) if value.type.kind == LIST else None
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
    items = _items(value) if value.type.kind == LIST else None
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
                    raise call.error(f"`byMeta` reads {name!r} as a whole number, and it is {shown!r}")
                shown = f"{int(shown):05d}"
            parts.append(shown)
        groups.setdefault("_".join(parts), []).append(item)
    return mapping({key: listing(held, "list of HealthService") for key, held in groups.items()}, result)


def _explode(call: Call) -> Value:
    value = call.arguments[0]
    items = _items(value) if value.type.kind == LIST else None
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
    return _merged(target, source, override=call.name == "mergeMapWithOverride")


def _merged(target: Value, source: Value, *, override: bool) -> Value:
    found = dict(target.data or {})
    for key, value in (source.data or {}).items():
        held = found.get(key)
        if held is not None and held.type.kind == MAP and value.type.kind == MAP:
            found[key] = _merged(held, value, override=override)
        elif held is None or override or truth(held) is False:
            found[key] = value
    return mapping(found)


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


# --- Sprig's lists


def _new_list(call: Call) -> Value:
    return listing(NIL_INTERFACE if argument.type.kind == NIL else argument for argument in call.arguments)


def _ends(call: Call) -> Value:
    """first, last."""
    value = call.arguments[0]
    items = _items(value) if value.type.kind == LIST else None
    if items is None:
        return _any_element(value)
    if not items:
        return NIL_INTERFACE
    return items[-1 if call.name.lower().endswith("last") else 0]


def _remade(call: Call) -> Value:
    """Lists of the same elements, or some of them: a list of any whatever went in."""
    name = call.name.removeprefix("sprig_").removeprefix("must").lower()
    value = call.arguments[0]
    items = _items(value) if value.type.kind == LIST else None
    if items is None or not all(item.known for item in items):
        return _open(_any_element(value) if value.type.kind == LIST else ANYTHING)
    if name == "rest":
        items = items[1:]
    elif name == "initial":
        items = items[:-1]
    elif name == "reverse":
        items = items[::-1]
    elif name == "compact":
        items = [item for item in items if truth(item) is not False]
    elif name == "uniq":
        items = _unique(items)
    elif name == "without":
        if not all(argument.known for argument in call.arguments):
            return _open(_any_element(value))
        dropped = [(argument.type.name, _plain(argument)) for argument in call.arguments[1:]]
        items = [item for item in items if (item.type.name, _plain(item)) not in dropped]
    return listing(items)


def _plain(value: Value) -> object:
    from nomadspec.templates.functions.conversion import to_data

    return to_data(value)


def _unique(items: list[Value]) -> list[Value]:
    found: list[Value] = []
    seen: list[tuple[str, object]] = []
    for item in items:
        key = (item.type.name, _plain(item))
        if key not in seen:
            seen.append(key)
            found.append(item)
    return found


def _added(call: Call) -> Value:
    """append, push, prepend."""
    value, item = call.arguments
    items = _items(value) if value.type.kind == LIST else None
    if items is None:
        return _open(choice([_any_element(value), item]) if value.type.kind == LIST else ANYTHING)
    return listing([item, *items] if call.name.lower().endswith("prepend") else [*items, item])


def _concat(call: Call) -> Value:
    found: list[Value] = []
    for value in call.arguments:
        items = _items(value) if value.type.kind == LIST else None
        if items is None:
            return _open(ANYTHING)
        found.extend(items)
    return listing(found)


def _chunk(call: Call) -> Value:
    size, value = call.arguments
    items = _items(value) if value.type.kind == LIST else None
    if items is None or not size.known:
        return unknown("list of list of any")
    if size.data <= 0:
        return listing([], "list of list of any")
    return listing([listing(items[at : at + size.data]) for at in range(0, len(items), size.data)], "list of list of any")


def _sprig_slice(call: Call) -> Value:
    value, *bounds = call.arguments
    items = _items(value) if value.type.kind == LIST else None
    if items is None or not all(bound.known for bound in bounds):
        return _open(_any_element(value))
    from nomadspec.templates.functions.conversion import to_integer

    numbers = [to_integer(bound) for bound in bounds[:2]]
    first = numbers[0] if numbers else 0
    last = numbers[1] if len(numbers) > 1 else len(items)
    if not items:
        return _open(ANYTHING)  # the engine's empty lists have room for more
    if not 0 <= first <= last <= len(items):
        raise call.error(f"`{call.name}` from {first} to {last} of a list that has {len(items)} elements")
    return listing(items[first:last])


# --- Sprig's dictionaries and choices


def _dict(call: Call) -> Value:
    from nomadspec.templates.printing import printed

    found: dict[str, Value] = {}
    for at in range(0, len(call.arguments), 2):
        key = call.arguments[at]
        value = call.arguments[at + 1] if at + 1 < len(call.arguments) else text("")
        if not key.known:
            return _open(ANYTHING, "map of any")
        found[printed(key)] = NIL_INTERFACE if value.type.kind == NIL else value
    return mapping(found)


def _get(call: Call) -> Value:
    held, key = call.arguments
    if held.type.kind != MAP or isinstance(held.data, Unknown):
        return element(held) if held.type.kind == MAP else ANYTHING
    if not key.known:
        return choice([*(held.data or {}).values(), text("")])
    found = (held.data or {}).get(key.data)
    return found if found is not None else text("")


def _has_key(call: Call) -> Value:
    held, key = call.arguments
    if held.type.kind != MAP or isinstance(held.data, Unknown) or not key.known:
        return unknown("bool")
    return boolean(key.data in (held.data or {}))


def _set(call: Call) -> Value:
    """set, unset: the map itself is changed, wherever it is used."""
    held, key, *value = call.arguments
    if held.type.kind == NIL or held.data is None:
        raise call.error(f"`{call.name}` of no map")
    if held.type.kind in (ANY, CHOICE):
        return ANYTHING
    if isinstance(held.data, Unknown):
        held.data = Unknown() if held.data.element is not None else held.data
        return held
    if not key.known or call.run.doubt:
        held.data = Unknown()
    elif value:
        held.data[key.data] = value[0]
    else:
        held.data.pop(key.data, None)
    return held


def _keys(call: Call) -> Value:
    if not all(held.type.kind == MAP and not isinstance(held.data, Unknown) for held in call.arguments):
        return unknown("list of text")
    return listing([text(key) for held in call.arguments for key in sorted(held.data or {})], "list of text")


def _values(call: Call) -> Value:
    held = call.arguments[0]
    if held.type.kind != MAP or isinstance(held.data, Unknown):
        return _open(element(held) if held.type.kind == MAP else ANYTHING)
    return listing([held.data[key] for key in sorted(held.data or {})])


def _picked(call: Call) -> Value:
    """pick, omit."""
    held, *keys = call.arguments
    if held.type.kind != MAP or isinstance(held.data, Unknown) or not all(key.known for key in keys):
        return _open(ANYTHING, "map of any")
    names = {key.data for key in keys}
    return mapping({key: value for key, value in (held.data or {}).items() if (key in names) is (call.name == "sprig_pick")})


def _pluck(call: Call) -> Value:
    key, *maps = call.arguments
    if not key.known or not all(held.type.kind == MAP and not isinstance(held.data, Unknown) for held in maps):
        return _open(ANYTHING)
    return listing([held.data[key.data] for held in maps if key.data in (held.data or {})])


def _merge(call: Call) -> Value:
    """The first map takes what the others have, and is what the call gives."""
    target, *sources = call.arguments
    if target.type.kind != MAP:
        return ANYTHING
    if isinstance(target.data, Unknown) or not all(source.known for source in sources) or call.run.doubt:
        target.data = Unknown()
        return target
    for source in sources:
        target.data = _merged(target, source, override=call.name.endswith("Overwrite")).data
    return target


def _dig(call: Call) -> Value:
    *keys, default, held = call.arguments
    for key in keys:
        options = alternatives(key)
        if options is not None and all(option.type.name != "text" for option in options):
            raise call.error(f"`sprig_dig` takes keys that are text, not {options[0].type}", ARGUMENT)
    for key in keys:
        if held.type.kind == MAP and held.type.name == "map of any":
            if isinstance(held.data, Unknown) or not key.known:
                return ANYTHING
            found = (held.data or {}).get(key.data)
            if found is None:
                return default
            held = found
        elif held.type.kind in (ANY, CHOICE):
            return ANYTHING
        else:
            raise call.error(f"`sprig_dig` goes through maps of any, not {'nil' if held.type.kind == NIL else held.type}", ARGUMENT)
    return held


def _ternary(call: Call) -> Value:
    yes, no, condition = call.arguments
    verdict = truth(condition)
    return choice([yes, no]) if verdict is None else yes if verdict else no


def _empty(value: Value) -> bool | None:
    """As Sprig sees it: structs are empty only where they are nil."""
    verdict = truth(value)
    return None if verdict is None else not verdict


def _default(call: Call) -> Value:
    default, *given = call.arguments
    if not given:
        return default
    verdict = _empty(given[0])
    if verdict is None:
        return choice([default, given[0]])
    return default if verdict else given[0]


def _coalesce(call: Call) -> Value:
    found: list[Value] = []
    for value in call.arguments:
        verdict = _empty(value)
        if verdict is False:
            return choice([*found, value])
        if verdict is None:
            found.append(value)
    return choice([*found, NIL_INTERFACE])


def _all(call: Call) -> Value:
    found = [truth(argument) for argument in call.arguments]
    if call.name == "sprig_any":
        return boolean(True) if True in found else unknown("bool") if None in found else boolean(False)
    return boolean(False) if False in found else unknown("bool") if None in found else boolean(True)


def _is_empty(call: Call) -> Value:
    verdict = _empty(call.arguments[0])
    return unknown("bool") if verdict is None else boolean(verdict)


def _scratch(call: Call) -> Value:
    return Value(type_of("Scratch"), {})


def _copied(call: Call) -> Value:
    def copy(value: Value) -> Value:
        if isinstance(value.data, list):
            return Value(value.type, [copy(item) for item in value.data])
        if isinstance(value.data, dict):
            return Value(value.type, {key: copy(item) for key, item in value.data.items()})
        return value

    return copy(call.arguments[0])


_REMADE = ("compact", "initial", "rest", "reverse", "uniq", "without")
VALUES = {
    "byKey": _by_key,
    "byMeta": _by_meta,
    "byPort": _grouped,
    "byTag": _grouped,
    "call": _call,
    "explode": _explode,
    "explodeMap": _explode_map,
    "index": _index,
    "len": _len,
    "mergeMap": _merge_map,
    "mergeMapWithOverride": _merge_map,
    "scratch": _scratch,
    "slice": _slice,
    "sprig_all": _all,
    "sprig_any": _all,
    "sprig_coalesce": _coalesce,
    "sprig_concat": _concat,
    "sprig_deepCopy": _copied,
    "sprig_default": _default,
    "sprig_dict": _dict,
    "sprig_dig": _dig,
    "sprig_empty": _is_empty,
    "sprig_get": _get,
    "sprig_hasKey": _has_key,
    "sprig_keys": _keys,
    "sprig_list": _new_list,
    "sprig_merge": _merge,
    "sprig_mergeOverwrite": _merge,
    "sprig_mustDeepCopy": _copied,
    "sprig_mustMerge": _merge,
    "sprig_mustMergeOverwrite": _merge,
    "sprig_omit": _picked,
    "sprig_pick": _picked,
    "sprig_pluck": _pluck,
    "sprig_set": _set,
    "sprig_ternary": _ternary,
    "sprig_tuple": _new_list,
    "sprig_unset": _set,
    "sprig_values": _values,
    **{f"sprig_{name}": _remade for name in _REMADE},
    **{f"sprig_must{name.capitalize()}": _remade for name in _REMADE},
    **dict.fromkeys(("sprig_first", "sprig_last", "sprig_mustFirst", "sprig_mustLast"), _ends),
    **dict.fromkeys(("sprig_append", "sprig_push", "sprig_prepend", "sprig_mustAppend", "sprig_mustPush", "sprig_mustPrepend"), _added),
    **dict.fromkeys(("sprig_chunk", "sprig_mustChunk"), _chunk),
    **dict.fromkeys(("sprig_slice", "sprig_mustSlice"), _sprig_slice),
}
DATA = {"join": _join, "split": _consul_split, "splitToMap": _split_to_map}
