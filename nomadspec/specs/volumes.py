"""Volumes: `type` determines whether it is a host or a CSI volume; `create` and `register` have different requirements."""

from __future__ import annotations

from nomadspec.hcl.v1 import ast
from nomadspec.hcl.v1.conversion import text_of
from nomadspec.specs.csi_volumes import read_csi_volume
from nomadspec.specs.host_volumes import read_host_volume
from nomadspec.specs.older_dialect import items_of
from nomadspec.specs.spec import Draft

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def read_created_volume(draft: Draft, as_json: bool) -> dict[str, Any] | None:
    """The volume of a text as `nomad volume create` takes it."""
    return _read(draft, register=False)


def read_registered_volume(draft: Draft, as_json: bool) -> dict[str, Any] | None:
    """The volume of a text as `nomad volume register` takes it."""
    return _read(draft, register=True)


def read_volume(draft: Draft, as_json: bool) -> dict[str, Any] | None:
    """The volume of a text that one of the two commands takes; what `create` refuses when none does."""
    api = read_created_volume(draft, as_json)
    if draft.faults:
        other = Draft(draft.source)
        registered = read_registered_volume(other, as_json)
        if not other.faults:
            draft.faults.clear()
            draft.places, draft.ignored = other.places, other.ignored
            return registered
    return api


def _read(draft: Draft, *, register: bool) -> dict[str, Any] | None:
    items = items_of(draft, "Error parsing the volume type: parse error: ")
    if items is None:
        return None
    kind = ""
    for item in items:
        if item.keys[0].value.lower() == "type" and len(item.keys) == 1:
            kind = text_of(item.value) or ""
            draft.place("type", item.start, item.end)
            if not isinstance(item.value, ast.Scalar):
                draft.refuse("spec-type", "type should be a string", item.value.start, item.value.end)
                return None
    match kind.lower():
        case "host":
            return read_host_volume(draft, items, register)
        case "csi":
            return read_csi_volume(draft, items)
    draft.invalid("spec-value", f"unknown volume type: {kind}", "type", nomad=f"Error unknown volume type: {kind}", help='Use type = "host" or type = "csi".')
    return None
