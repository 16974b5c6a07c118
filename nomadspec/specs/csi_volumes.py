"""CSI volumes, as `nomad volume create` and `nomad volume register` read them."""

from __future__ import annotations

import re

from nomadspec.hcl.v1 import ast
from nomadspec.notation.go_text import quote
from nomadspec.specs.byte_sizes import byte_size
from nomadspec.specs.objects import empty
from nomadspec.specs.repeated_keys import refuse_clashes
from nomadspec.specs.strict_values import blocks_of, decode_strictly, unexpected_keys, unlabelled
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
    if refuse_clashes(draft, items):
        return None
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
    read_apart = ("capability", "mount_options", "topology_request")
    others = [item for item in items if item.keys[0].value.lower() not in read_apart]
    api = decode_weakly(draft, "CSIVolume", others, skip=(*CAPACITIES, "type"))
    if draft.faults:
        return None
    api.update(capacities)
    if not (_capabilities(draft, items, api) and _mount_options(draft, items, api) and _topologies(draft, items, api)):
        return None
    draft.prefix = ""
    fault = _address_fault(api["ID"])
    if fault:
        draft.invalid("spec-name", fault, "id", help="Use letters, digits, dashes and underscores.")
        return api
    _check(draft, api)
    return api


def _capabilities(draft: Draft, items: list[ast.Item], api: dict[str, Any]) -> bool:
    rows: list[dict[str, Any]] = []
    for item in blocks_of(items, "capability"):
        if len(item.keys) > 1:
            draft.refuse("spec-unexpected-key", f"invalid key: {item.keys[1].value}", item.keys[1].start, item.keys[1].end)
            return False
        if unexpected_keys(draft, item.value, CAPABILITY_KEYS) or not isinstance(item.value, ast.Object):
            return False
        route = f"capability[{len(rows)}]"
        draft.place(route, item.start, item.end)
        row = decode_strictly(draft, "CSIVolumeCapability", item.value, route)
        if row is None:
            return False
        rows.append(row)
    api["RequestedCapabilities"] = rows or None
    return True


def _mount_options(draft: Draft, items: list[ast.Item], api: dict[str, Any]) -> bool:
    for item in unlabelled(items, "mount_options"):
        draft.place("mount_options", item.start, item.end)
        if unexpected_keys(draft, item.value, MOUNT_KEYS) or not isinstance(item.value, ast.Object):
            return False
        api["MountOptions"] = decode_strictly(draft, "CSIMountOptions", item.value, "mount_options")
        return api["MountOptions"] is not None
    return True


def _topologies(draft: Draft, items: list[ast.Item], api: dict[str, Any]) -> bool:
    for item in blocks_of(items, "topology_request"):
        api["RequestedTopologies"] = api["RequestedTopologies"] or empty("CSITopologyRequest")
        draft.place("topology_request", item.start, item.end)
        if len(item.keys) > 1:  # a label makes what is in it vanish
            draft.ignore(item.keys[1].value, item.keys[1].start, item.keys[1].end, ())
            continue
        if unexpected_keys(draft, item.value, ("required", "preferred")) or not isinstance(item.value, ast.Object):
            return False
        request = api["RequestedTopologies"]
        for word, member in (("required", "Required"), ("preferred", "Preferred")):
            part = next(unlabelled(item.value.items, word), None)
            rows = _segments(draft, part) if part is not None else []
            if rows is None:
                return False
            request[member] = rows or None
        return True
    return True


def _segments(draft: Draft, part: ast.Item) -> list[dict[str, Any]] | None:
    """The topologies of `required` or `preferred`; other keys in it, other spellings of topology included, have no effect."""
    if not isinstance(part.value, ast.Object):
        draft.refuse("spec-type", f"{part.keys[0].value} should be a block", part.value.start, part.value.end)
        return None
    rows: list[dict[str, Any]] = []
    for item in part.value.items:
        if item.keys[0].value != "topology":
            draft.ignore(item.keys[0].value, item.keys[0].start, item.keys[0].end, ("topology",))
            continue
        if not isinstance(item.value, ast.Object):
            draft.refuse("spec-type", "topology should be a block", item.value.start, item.value.end)
            return None
        row = decode_strictly(draft, "CSITopology", item.value, "topology_request")
        if row is None:
            return None
        if row.get("Segments"):
            rows.append(row)
    return rows


def _address_fault(name: str) -> str:
    """What keeps a name from being part of the address that the command calls, as Go says it; "" if nothing does."""
    if re.search(r"[\x00-\x1f\x7f]", name):
        return "net/url: invalid control character in URL"
    escape = re.search(r"%(?![0-9a-fA-F]{2})", name)
    return f"invalid URL escape {quote((name + '/')[escape.start() : escape.start() + 3])}" if escape else ""


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
