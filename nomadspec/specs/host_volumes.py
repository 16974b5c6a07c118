"""Host volumes, as `nomad volume create` and `nomad volume register` read them."""

from __future__ import annotations

import re

from nomadspec.hcl.v1 import ast
from nomadspec.hcl.v1.conversion import GO_FALSE, GO_TRUE, text_of
from nomadspec.notation import regexp, version_constraints
from nomadspec.notation.go_text import quote
from nomadspec.specs.byte_sizes import byte_size
from nomadspec.specs.repeated_keys import refuse_clashes
from nomadspec.specs.strict_values import blocks_of, unexpected_keys
from nomadspec.specs.weak_values import decode_weakly

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Final

    from nomadspec.specs.spec import Draft

ACCESS_MODES: Final = ("single-node-reader-only", "single-node-writer", "single-node-single-writer", "single-node-multi-writer")
ATTACHMENT_MODES: Final = ("file-system", "block-device")
CAPACITIES: Final = {"capacity": "CapacityBytes", "capacity_min": "RequestedCapacityMinBytes", "capacity_max": "RequestedCapacityMaxBytes"}
CONSTRAINT_KEYS: Final = (
    *("attribute", "distinct_hosts", "distinct_property", "operator", "regexp", "set_contains", "value", "version", "semver"),
    *("set_contains_all", "set_contains_any"),
)
CAPABILITY_KEYS: Final = ("access_mode", "attachment_mode")
_SHORT_FORMS: Final = ("version", "semver", "regexp", "set_contains", "set_contains_all", "set_contains_any")
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
_ONE: Final = "1 error occurred:\n\t* "


def read_host_volume(draft: Draft, items: list[ast.Item], register: bool) -> dict[str, Any] | None:
    """The host volume of a file's items, checked as the command and a server do."""
    draft.prefix = "Error decoding the volume definition: "
    if refuse_clashes(draft, items):
        return None
    capacities = _capacities(draft, items)
    if draft.faults:
        return None
    api = decode_weakly(draft, "HostVolume", items, skip=(*CAPACITIES, "type", "capability", "constraint"), shown_as_written=True)
    if draft.faults:
        return None
    api.update(capacities)
    constraints = _constraints(draft, items)
    capabilities = [] if draft.faults else _capabilities(draft, items)
    if draft.faults:
        return None
    from nomadspec.specs.objects import ordered

    api["RequestedCapabilities"] = capabilities or None
    if constraints:
        api["Constraints"] = constraints
    api = {key: value for key, value in ordered("HostVolume", api).items() if value is not None or key == "RequestedCapabilities"}
    draft.prefix = ""
    if register and not api["NodeID"]:
        draft.invalid("spec-required", "Node ID is required for registering", help="Set node_id to the node that has the volume.")
        return api
    if register and not api["HostPath"]:
        said = "cannot register volume: host path is required"
        draft.invalid("spec-required", said, "host_path", help="Set host_path to the folder of the volume on its node.")
        return api
    _check(draft, api)
    return api


def _capacities(draft: Draft, items: list[ast.Item]) -> dict[str, int]:
    found: dict[str, int] = {}
    for item in items:
        member = CAPACITIES.get(item.keys[0].value)
        if member is None:
            continue
        word = item.keys[0].value
        draft.place(word, item.start, item.end)
        size = byte_size(item.value)
        if isinstance(size, str) and word == "capacity" and size.startswith("invalid type"):
            # Of this one alone the command reads strings and whole numbers, and leaves all else to its decoder.
            if isinstance(item.value, ast.Scalar) and isinstance(item.value.value, float):
                found[member] = int(item.value.value)
            continue
        if isinstance(size, str):
            draft.refuse(
                "spec-value", f"invalid {word}: {size}", item.value.start, item.value.end, help='Write a number of bytes, or a string such as "10GiB".'
            )
        else:
            found[member] = size
    return found


def _capabilities(draft: Draft, items: list[ast.Item]) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for item, body in _bodies(draft, items, "capability", CAPABILITY_KEYS):
        route = f"capability[{len(rows)}]"
        draft.place(route, item.start, item.end)
        values = _texts(draft, body, route)
        rows.append({"AttachmentMode": values.get("attachment_mode", ""), "AccessMode": values.get("access_mode", "")})
    return rows


def _constraints(draft: Draft, items: list[ast.Item]) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for item, body in _bodies(draft, items, "constraint", CONSTRAINT_KEYS):
        route = f"constraint[{len(rows)}]"
        draft.place(route, item.start, item.end)
        values = _texts(draft, body, route)
        row = {"LTarget": values.get("attribute", ""), "RTarget": values.get("value", ""), "Operand": values.get("operator", "=")}
        for word in _SHORT_FORMS:
            if word in values:
                row["Operand"], row["RTarget"] = word, values[word]
        if "distinct_property" in values:
            row["Operand"], row["LTarget"] = "distinct_property", values["distinct_property"]
        if "distinct_hosts" in values:
            if values["distinct_hosts"] not in (*GO_TRUE, *GO_FALSE[:-1]):
                said = f'distinct_hosts should be set to true or false; strconv.ParseBool: parsing "{values["distinct_hosts"]}": invalid syntax'
                draft.refuse("spec-value", f"invalid constraint: {said}", item.start, item.end, block=route)
                return []
            row["Operand"], row["RTarget"] = "distinct_hosts", "true" if values["distinct_hosts"] in GO_TRUE else "false"
        rows.append(row)
    return rows


def _bodies(draft: Draft, items: list[ast.Item], word: str, keys: tuple[str, ...]) -> list[tuple[ast.Item, ast.Object]]:
    rows: list[tuple[ast.Item, ast.Object]] = []
    prefix, draft.prefix = draft.prefix, f"{draft.prefix}invalid {word}: "
    for item in blocks_of(items, word):
        if len(item.keys) > 1:
            draft.ignore(item.keys[1].value, item.keys[1].start, item.keys[1].end, ())
        elif not unexpected_keys(draft, item.value, keys) and isinstance(item.value, ast.Object):
            rows.append((item, item.value))
    draft.prefix = prefix
    return rows


def _texts(draft: Draft, body: ast.Object, route: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for item in body.items:
        word = item.keys[0].value
        draft.place(f"{route}.{word}", item.start, item.end)
        text = text_of(item.value)
        if text is None:
            draft.refuse("spec-type", f"{word} should be a string", item.value.start, item.value.end, block=f"{route}.{word}")
        else:
            values[word] = text
    return values


def _check(draft: Draft, api: dict[str, Any]) -> None:
    """What a server refuses, one thing after another."""
    failed = "volume validation failed: "
    if api["ID"] and _UUID.fullmatch(api["ID"]) is None:
        draft.invalid("spec-value", f'invalid ID "{api["ID"]}"', "id", nomad=f'{failed}invalid ID "{api["ID"]}"', help="Remove id: Nomad chooses it.")
    if not api["Name"]:
        draft.invalid("spec-required", "missing name", "name", nomad=f"{failed}missing name", help='Add name = "…".')
    least, most = api["RequestedCapacityMinBytes"], api["RequestedCapacityMaxBytes"]
    if most < least:
        said = f"capacity_max ({most}) must be larger than capacity_min ({least})"
        draft.invalid("spec-conflict", said, "capacity_max" if most else "capacity_min", nomad=failed + said, help="Set capacity_max to at least capacity_min.")
    for number, row in enumerate(api["RequestedCapabilities"] or ()):
        for member, word, allowed in (("AttachmentMode", "attachment_mode", ATTACHMENT_MODES), ("AccessMode", "access_mode", ACCESS_MODES)):
            if row[member] not in allowed:
                said = f"invalid {word.replace('_', ' ')}: {quote(row[member])}"
                draft.invalid("spec-value", said, f"capability[{number}].{word}", nomad=failed + said, help="Use one of " + ", ".join(allowed) + ".")
    for number, row in enumerate(api.get("Constraints") or ()):
        fault = constraint_fault(row)
        if fault:
            draft.invalid("spec-constraint", f"invalid constraint: {fault}", f"constraint[{number}]", nomad=f"{failed}invalid constraint: {_ONE}{fault}")
        elif row["Operand"] in ("distinct_hosts", "distinct_property"):
            said = f"invalid constraint {row['Operand']}: host volumes with the same name are always on distinct hosts"
            draft.invalid("spec-constraint", said, f"constraint[{number}]", nomad=failed + said)
    node = api["NodeID"]
    if node and (len(node) != 36 or re.fullmatch(r"[0-9a-fA-F-]{36}", node) is None):
        said = "UUID must be 36 characters" if len(node) != 36 else "invalid UUID"
        whole = f'validating volume "{api["Name"]}" against state failed: node lookup failed: index error: {said}'
        draft.invalid("spec-value", f"node_id is not a full node ID: {said}", "node_id", nomad=whole)


_COMPARISONS: Final = ("=", "==", "is", "!=", "not", "<", "<=", ">", ">=")
_SETS: Final = ("set_contains", "set_contains_all", "set_contains_any")
_PRESENCE: Final = ("is_set", "is_not_set")


def constraint_fault(row: dict[str, str]) -> str:
    """What a server says of a constraint, "" when nothing."""
    operand, left, right = row["Operand"], row["LTarget"], row["RTarget"]
    reader: Callable[[str], object] | None = _READERS.get(operand)
    if not operand:
        return "Missing constraint operand"
    if operand in _COMPARISONS and not right:
        return f'Operator "{operand}" requires an RTarget'
    if operand in _SETS and not right:
        return "Set contains constraint requires an RTarget"
    if operand in _PRESENCE and right:
        return f'Operator "{operand}" does not support an RTarget'
    if reader is not None:
        try:
            reader(right)
        except regexp.RegexpError as error:
            return f"Regular expression failed to compile: {error}"
        except version_constraints.VersionError as error:
            if operand == "version":
                return f"Version constraint is invalid: {error}"
            return "Semver constraint is invalid: " + str(error).replace("malformed constraint", "Malformed constraint", 1)
    elif operand not in (*_COMPARISONS, *_SETS, *_PRESENCE, "distinct_hosts", "distinct_property"):
        return f'Unknown constraint type "{operand}"'
    if operand != "distinct_hosts" and not left:
        return "no attribute provided but is required by operator"
    return ""


_READERS: Final[dict[str, Callable[[str], object]]] = {
    "regexp": regexp.compile,
    "version": version_constraints.parse_constraints,
    "semver": version_constraints.parse_semver_constraints,
}
