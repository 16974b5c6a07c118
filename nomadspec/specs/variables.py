"""Variables, as `nomad var put` reads them."""

from __future__ import annotations

import re

from nomadspec.hcl.v1 import ast
from nomadspec.specs.json_objects import decode_json
from nomadspec.specs.older_dialect import items_of
from nomadspec.specs.repeated_keys import refuse_clashes
from nomadspec.specs.strict_values import unexpected_keys
from nomadspec.specs.weak_values import decode_weakly

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from nomadspec.specs.spec import Draft

KEYS: Final = ("namespace", "path", "create_index", "modify_index", "create_time", "modify_time", "items")
_NUMBERS: Final = {"create_index": "uint64", "modify_index": "uint64", "create_time": "int64", "modify_time": "int64"}
PATH: Final = re.compile(r"^[a-zA-Z0-9\-_~/]{1,128}$")
#: Bytes that the keys and values of one variable may have together.
MAX_SIZE: Final = 65_536


def read_variable(draft: Draft, as_json: bool) -> dict[str, Any] | None:
    """The variable of a text, checked as a server does."""
    draft.prefix = "Failed to parse variable data: " + ("error unmarshaling json: " if as_json else "error parsing hcl: ")
    api = decode_json(draft, "Variable", whole=True) if as_json else _decode(draft)
    if api is None or draft.faults:
        return api
    api["Path"] = api["Path"].strip("/")
    api["Items"] = api["Items"] or {}
    _check(draft, api, *(("Path", "Items", "Namespace") if as_json else ("path", "items", "namespace")))
    return api


def _decode(draft: Draft) -> dict[str, Any] | None:
    items = items_of(draft)
    if items is None or unexpected_keys(draft, ast.Object(items, 0, 0), KEYS):
        return None
    for item in items:
        word, value = item.keys[0].value, item.value
        wanted = _NUMBERS.get(word)
        if wanted is not None and not (
            isinstance(value, ast.Scalar) and value.kind == "number" and isinstance(value.value, int) and not isinstance(value.value, bool)
        ):
            got = value.kind if isinstance(value, ast.Scalar) else "list"
            shown = f" {value.value}" if isinstance(value, ast.Scalar) else ""
            draft.refuse("spec-type", f"{word} must be a {wanted}; got a ({got}){shown}", value.start, value.end, block=word)
            return None
    if refuse_clashes(draft, items):
        return None
    api = decode_weakly(draft, "Variable", items)
    for word, wanted in _NUMBERS.items():
        if wanted == "uint64":
            member = word.title().replace("_", "")
            api[member] = (api[member] or 0) % 2**64  # as Go converts a number below zero
    return api


def _check(draft: Draft, api: dict[str, Any], path_at: str, items_at: str, namespace_at: str) -> None:
    path, items = api["Path"], api["Items"]
    if api["Namespace"] == "*":
        draft.invalid("spec-value", 'can not target wildcard ("*")namespace', namespace_at)
    if not path:
        draft.invalid("spec-required", "missing variable path", path_at, help='Add path = "…", or pass the path on the command line.')
    elif PATH.match(path) is None:
        draft.invalid("spec-name", f'invalid path "{path}"', path_at, help="Use letters, digits, dashes, underscores, tildes and slashes, at most 128 of them.")
    elif "//" in path:
        draft.invalid("spec-name", f'the path "{path}" has an empty part', path_at, nomad="Unexpected response code: 307", help="Remove the second slash.")
    elif not path_allowed(path):
        said = 'only paths at "nomad/jobs" or "nomad/job-templates" and below are valid paths under the top-level "nomad" path'
        draft.invalid("spec-name", said, path_at)
    if not items:
        draft.invalid("spec-required", "variable missing required Items object", items_at, help="Give the variable at least one item.")
    elif sum(len(key.encode()) + len(value.encode()) for key, value in items.items()) > MAX_SIZE:
        draft.invalid("spec-size", "variables are limited to 64KiB in total size", items_at)
    if any((api.get("Lock") or {}).values()):
        draft.invalid("spec-conflict", "variable should not contain lock definition", "Lock")


def path_allowed(path: str) -> bool:
    """Whether a path is not reserved by Nomad."""
    parts = path.split("/")
    if parts[0] != "nomad":
        return True
    if len(parts) == 1:
        return False
    if parts[1] == "job-templates":
        return len(parts) == 3 and bool(parts[2])
    return parts[1] in ("jobs", "sentinel")
