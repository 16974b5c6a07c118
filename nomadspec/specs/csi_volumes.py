"""CSI volumes, as `nomad volume create` and `nomad volume register` read them."""

from __future__ import annotations

from nomadspec.hcl.v1 import ast
from nomadspec.specs.byte_sizes import byte_size
from nomadspec.specs.objects import empty
from nomadspec.specs.strict_values import blocks_of, body_of, decode_strictly, unexpected_keys
from nomadspec.specs.weak_values import decode_weakly

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from nomadspec.specs.spec import Draft

CAPACITIES: Final = {"capacity_min": "RequestedCapacityMin", "capacity_max": "RequestedCapacityMax"}
CAPABILITY_KEYS: Final = ("access_mode", "attachment_mode")
MOUNT_KEYS: Final = ("fs_type", "mount_flags")
ACCESS_MODES: Final = ("single-node-reader-only", "single-node-writer", "multi-node-reader-only", "multi-node-single-writer", "multi-node-multi-writer")
ATTACHMENT_MODES: Final = ("file-system", "block-device")


def read_csi_volume(draft: Draft, items: list[ast.Item]) -> dict[str, Any] | None:
    """The CSI volume of a file's items, checked as the command and a server do."""
    draft.prefix = "Error decoding the volume definition: "
    capacities: dict[str, int] = {}
    for item in items:
        word = item.keys[0].value
        if word in CAPACITIES:
            draft.place(word, item.start, item.end)
            size = byte_size(item.value)
            if isinstance(size, str):
                draft.refuse(
                    "spec-value", f"invalid {word}: {size}", item.value.start, item.value.end, help='Write a number of bytes, or a string such as "10GiB".'
                )
                return None
            capacities[CAPACITIES[word]] = size
    skip = (*CAPACITIES, "type", "capability", "mount_options", "topology_request")
    api = decode_weakly(draft, "CSIVolume", items, skip=skip)
    if draft.faults:
        return None
    api.update(capacities)
    if not (_capabilities(draft, items, api) and _mount_options(draft, items, api) and _topologies(draft, items, api)):
        return None
    draft.prefix = ""
    _check(draft, api)
    return api


def _capabilities(draft: Draft, items: list[ast.Item], api: dict[str, Any]) -> bool:
    rows: list[dict[str, Any]] = []
    for item in blocks_of(items, "capability"):
        for value in item.value.items if isinstance(item.value, ast.List) else [item.value]:
            if len(item.keys) > 1 or unexpected_keys(draft, value, CAPABILITY_KEYS) or not isinstance(value, ast.Object):
                if not draft.faults:
                    draft.refuse("spec-unexpected-key", f"invalid key: {item.keys[1].value}", item.keys[1].start, item.keys[1].end)
                return False
            route = f"capability[{len(rows)}]"
            draft.place(route, item.start, item.end)
            row = decode_strictly(draft, "CSIVolumeCapability", value, route)
            if row is None:
                return False
            rows.append(row)
    api["RequestedCapabilities"] = rows or None
    return True


def _mount_options(draft: Draft, items: list[ast.Item], api: dict[str, Any]) -> bool:
    for item in blocks_of(items, "mount_options"):
        draft.place("mount_options", item.start, item.end)
        value = item.value.items[0] if isinstance(item.value, ast.List) and item.value.items else item.value
        if unexpected_keys(draft, value, MOUNT_KEYS) or not isinstance(value, ast.Object):
            return False
        api["MountOptions"] = decode_strictly(draft, "CSIMountOptions", value, "mount_options")
        return api["MountOptions"] is not None
    return True


def _topologies(draft: Draft, items: list[ast.Item], api: dict[str, Any]) -> bool:
    for item in blocks_of(items, "topology_request"):
        draft.place("topology_request", item.start, item.end)
        if unexpected_keys(draft, item.value, ("required", "preferred")) or not isinstance(item.value, ast.Object):
            return False
        request = api["RequestedTopologies"] = empty("CSITopologyRequest")
        for word, member in (("required", "Required"), ("preferred", "Preferred")):
            for part in blocks_of(item.value.items, word):
                if unexpected_keys(draft, part.value, ("topology",)):
                    return False
                body = body_of(part)
                rows = _segments(draft, body.items if body is not None else [])
                if rows is None:
                    return False
                request[member] = rows or None
                break
        return True
    return True


def _segments(draft: Draft, items: list[ast.Item]) -> list[dict[str, Any]] | None:
    rows: list[dict[str, Any]] = []
    for item in blocks_of(items, "topology"):
        if unexpected_keys(draft, item.value, ("segments",)) or not isinstance(item.value, ast.Object):
            return None
        row = decode_strictly(draft, "CSITopology", item.value, "topology_request")
        if row is None:
            return None
        if row.get("Segments"):
            rows.append(row)
    return rows


def _check(draft: Draft, api: dict[str, Any]) -> None:
    missing = [
        (not api["ID"], "missing volume id", "id"),
        (not api["PluginID"], "missing plugin id", "plugin_id"),
        (bool(api["SnapshotID"] and api["CloneID"]), "only one of snapshot_id and clone_id is allowed", "clone_id"),
        (not api["RequestedCapabilities"], "must include at least one capability block", "capability"),
    ]
    found = [(said, route) for wrong, said, route in missing if wrong]
    whole = "validation: " + ", ".join(said for said, _ in found)
    for number, (said, route) in enumerate(found):
        draft.invalid("spec-conflict" if route == "clone_id" else "spec-required", said, route, nomad=whole if not number else said)
