"""Namespaces, as `nomad namespace apply` reads them: attributes by the weak decoder, blocks by the dialect's own. Its errors mention quotas."""

from __future__ import annotations

import re

from nomadspec.hcl.v1 import ast
from nomadspec.hcl.v1.conversion import node_name
from nomadspec.specs.json_objects import decode_json
from nomadspec.specs.older_dialect import items_of
from nomadspec.specs.repeated_keys import refuse_clashes
from nomadspec.specs.strict_values import blocks_of, body_of, decode_strictly, unlabelled
from nomadspec.specs.weak_values import FAILED, decode_weakly, weak_map

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from nomadspec.specs.spec import Draft

NAME: Final = re.compile(r"^[a-zA-Z0-9-]{1,128}$")
MAX_DESCRIPTION: Final = 256

#: Blocks that are decoded by themselves.
BLOCKS: Final = {
    "capabilities": ("Capabilities", "NamespaceCapabilities"),
    "node_pool_config": ("NodePoolConfiguration", "NamespaceNodePoolConfiguration"),
    "vault": ("VaultConfiguration", "NamespaceVaultConfiguration"),
    "consul": ("ConsulConfiguration", "NamespaceConsulConfiguration"),
}
MAPS: Final = {"meta": "Meta", "required_extra_claims": "RequiredExtraClaims", "optional_extra_claims": "OptionalExtraClaims"}


def read_namespace(draft: Draft, as_json: bool) -> dict[str, Any] | None:
    """The namespace of a text, checked as a server does."""
    draft.prefix = "Failed to parse quota: " if as_json else "Error parsing quota specification: "
    api = decode_json(draft, "Namespace", whole=False) if as_json else _decode(draft)
    if api is None or draft.faults:
        return api
    where = ("Name", "Description") if as_json else ("name", "description")
    name = api["Name"]
    if NAME.match(name) is None:
        said = f'invalid name "{name}". Must match regex ^[a-zA-Z0-9-]{{1,128}}$'
        draft.invalid("spec-name", said, where[0], help="Use letters, digits and dashes, at most 128 of them.")
    if len(api["Description"].encode()) > MAX_DESCRIPTION:
        draft.invalid("spec-size", f"description longer than {MAX_DESCRIPTION}", where[1], help="Shorten the description.")
    return api


def _decode(draft: Draft) -> dict[str, Any] | None:
    items = items_of(draft)
    if items is None or refuse_clashes(draft, items):
        return None
    api = decode_weakly(draft, "Namespace", items, skip=(*BLOCKS, *MAPS))
    if draft.faults:
        return None
    for word, (member, name) in BLOCKS.items():
        for item in (*blocks_of(items, word), *(blocks_of(items, member.lower()) if member.lower() != word else ())):
            draft.place(word, item.start, item.end)
            if item.keys[0].value != word:
                kind = "slice" if isinstance(item.value, (ast.Object, ast.List)) else "string"
                said = f"'{member}' expected a map or struct, got \"{kind}\""
                draft.refuse("spec-type", said, item.keys[0].start, item.keys[0].end, nomad=FAILED + said, help=f"Write {word}.")
                return None
            body = body_of(item)
            if body is None:  # a label, a string or a list makes it vanish
                draft.ignore(item.keys[-1].value, item.keys[-1].start, item.keys[-1].end, ())
            else:
                decoded = decode_strictly(draft, name, body, word)
                if decoded is None:
                    return None
                api[member] = decoded
            break
    for word, member in MAPS.items():
        rows = list(unlabelled(items, word))
        if rows and isinstance(rows[-1].value, ast.List):
            value = rows[-1].value
            said = f"root: not an object type for map (*ast.{node_name(value)})"
            draft.refuse("spec-type", said, value.start, value.end, nomad=f"At {draft.source.span(value.start, value.start).start}: {said}", block=word)
            return None
        if rows:
            mapped, fault = weak_map(rows, "", numbered=False)
            draft.place(word, rows[-1].start, rows[-1].end)
            if fault:
                draft.refuse("spec-type", fault, rows[-1].value.start, rows[-1].value.end, nomad=FAILED + fault, block=word)
                return None
            api[member] = mapped
    return api
