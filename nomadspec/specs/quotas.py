"""Quotas, as `nomad quota apply` reads them: keys are checked on every level."""

from __future__ import annotations

from nomadspec.hcl.v1 import ast
from nomadspec.specs.byte_sizes import byte_size
from nomadspec.specs.json_objects import decode_json
from nomadspec.specs.objects import empty
from nomadspec.specs.older_dialect import items_of
from nomadspec.specs.repeated_keys import refuse_clashes
from nomadspec.specs.strict_values import bodies, unexpected_keys, unlabelled
from nomadspec.specs.weak_values import FAILED, decode_weakly

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Final

    from nomadspec.specs.spec import Draft

KEYS: Final = ("name", "description", "limit")
LIMIT_KEYS: Final = ("region", "region_limit", "variables_limit")
RESOURCE_KEYS: Final = ("cores", "cpu", "memory", "memory_max", "device", "storage", "node_pool", "secrets")
POOL_KEYS: Final = ("cores", "cpu", "memory", "memory_max", "device", "storage")
DEVICE_KEYS: Final = ("name", "count")
STORAGE_KEYS: Final = ("variables", "host_volumes")
_MIB: Final = 1024 * 1024
_AT: Final = "limit -> region_limit -> "


def read_quota(draft: Draft, as_json: bool) -> dict[str, Any] | None:
    """The quota of a text. Only Nomad Enterprise has quotas; of a name the server alone decides."""
    if as_json:
        draft.prefix = "Failed to parse quota: "
        return decode_json(draft, "QuotaSpec", whole=False)
    draft.prefix = "Error parsing quota specification: "
    items = items_of(draft)
    if items is None or unexpected_keys(draft, ast.Object(items, 0, 0), KEYS) or refuse_clashes(draft, items):
        return None
    api = decode_weakly(draft, "QuotaSpec", items, skip=("limit",))
    limits = [] if draft.faults else [_limit(draft, item) for item in unlabelled(items, "limit")]
    if draft.faults:
        return None
    api["Limits"] = limits or None
    return api


def _limit(draft: Draft, item: ast.Item) -> dict[str, Any]:
    """The limits of one region; worth nothing if a fault was noted."""
    value = item.value
    draft.place("limit", item.start, item.end)
    if unexpected_keys(draft, value, LIMIT_KEYS, "limit -> ") or not isinstance(value, ast.Object):
        return {}
    limit = decode_weakly(draft, "QuotaLimit", value.items, skip=("region_limit",))
    regions = [row for row in value.items if row.keys[0].value == "region_limit"]
    if len(regions) > 1:
        draft.refuse("spec-conflict", "only one region_limit block is allowed in a limit", regions[1].start, regions[1].end,
                     nomad="limit -> region_limit -> only one 'region_limit' block allowed per limit")  # fmt: skip
    elif regions and len(regions[0].keys) > 1:  # a label makes what is in it vanish
        draft.ignore(regions[0].keys[1].value, regions[0].keys[1].start, regions[0].keys[1].end, ())
        limit["RegionLimit"] = empty("QuotaResources")
    elif regions:
        body = regions[0].value
        if isinstance(body, ast.Object):
            limit["RegionLimit"] = _resources(draft, body)
        else:
            draft.refuse("spec-type", "region_limit should be an object", body.start, body.end, nomad="limit -> region_limit -> resource: should be an object")
    return limit


def _resources(draft: Draft, body: ast.Object) -> dict[str, Any]:
    if unexpected_keys(draft, body, RESOURCE_KEYS, f"{_AT}resources -> "):
        return {}
    values = _numbers(draft, "QuotaResources", body, ("device", "storage", "node_pool"))
    values["Devices"] = _named(draft, body, "device", _device)
    storages = [item for item in body.items if item.keys[0].value == "storage"]
    if len(storages) > 1:
        said = "only one storage block is allowed"
        draft.refuse("spec-conflict", said, storages[1].start, storages[1].end, nomad=f"{_AT}storage -> {said}")
    elif storages:
        values["Storage"] = _storage(draft, storages[0])
    values["NodePools"] = _named(draft, body, "node_pool", _pool)
    return values


def _numbers(draft: Draft, name: str, body: ast.Object, skip: tuple[str, ...]) -> dict[str, Any]:
    prefix, draft.prefix = draft.prefix, f"{draft.prefix}limit -> region_limit -> "
    values = decode_weakly(draft, name, body.items, skip=skip, shown_as_written=True)
    draft.prefix = prefix
    return values


#: Block → what errors call it, and several of it.
_SAID: Final = {"device": ("device", "devices"), "node_pool": ("node pool", "node pool")}


def _named(draft: Draft, body: ast.Object, word: str, read: Callable[[Draft, ast.Item], dict[str, Any]]) -> list[dict[str, Any]] | None:
    """The blocks of a name that have exactly one label."""
    rows: list[dict[str, Any]] = []
    one, several = _SAID[word]
    for number, item in enumerate(row for row in body.items if row.keys[0].value == word):
        if len(item.keys) != 2:
            said = f"missing {one} name" if len(item.keys) < 2 else "only one name may be specified"
            where, help = f"{_AT}{several} -> resources, {one}[{number}]-> ", 'Write device "vendor/type".' if word == "device" else 'Write node_pool "name".'
            draft.refuse("spec-required", said, item.start, item.keys[-1].end, nomad=where + said, help=help)
            return None
        rows.append(read(draft, item))
    return rows or None


def _device(draft: Draft, item: ast.Item) -> dict[str, Any]:
    device = empty("RequestedDevice")
    for body in bodies(item):
        if not unexpected_keys(draft, body, DEVICE_KEYS, f"{_AT}devices -> "):
            device = _numbers(draft, "RequestedDevice", body, ())
    return device | {"Name": device["Name"] or item.keys[1].value}


def _storage(draft: Draft, item: ast.Item) -> dict[str, Any]:
    values = empty("QuotaStorageResources")
    if unexpected_keys(draft, item.value, STORAGE_KEYS, f"{_AT}storage -> ") or not isinstance(item.value, ast.Object):
        return values
    for row in item.value.items:
        word, value = row.keys[0].value, row.value
        size = byte_size(value)
        if isinstance(size, str):
            said = f"invalid {word} limit: {size}"
            draft.refuse(
                "spec-value", said, value.start, value.end, nomad=f"{_AT}storage -> {said}", help='Write a number of MiB, or a string such as "10GiB".'
            )
            break
        number = size if isinstance(value, ast.Scalar) and value.kind == "number" else size // _MIB
        values["VariablesMB" if word == "variables" else "HostVolumesMB"] = number
    return values


def _pool(draft: Draft, item: ast.Item) -> dict[str, Any]:
    pool = empty("NodePoolLimit")
    for body in bodies(item):
        if not unexpected_keys(draft, body, POOL_KEYS, f"{_AT}node_pool -> "):
            pool = _numbers(draft, "NodePoolLimit", body, ("device", "storage"))
            storage = next(unlabelled(body.items, "storage"), None)
            if storage is not None and isinstance(storage.value, ast.Object):
                said = "'storage' expected a map or struct, got \"slice\""
                draft.refuse("spec-type", "a node pool has no storage limit", storage.start, storage.end, nomad=f"{_AT}node pool -> {FAILED}{said}")
    return pool | {"NodePool": item.keys[1].value}
