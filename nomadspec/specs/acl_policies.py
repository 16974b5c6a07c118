"""ACL policies, as `nomad acl policy apply` sends them and a server reads them: strictly, as it does on every write."""

from __future__ import annotations

import re

from nomadspec.hcl.v1 import ast
from nomadspec.hcl.v1.conversion import node_name, text_of
from nomadspec.notation.go_text import quote
from nomadspec.source.record import Record
from nomadspec.specs import acl_capabilities as known
from nomadspec.specs.older_dialect import items_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any, Final

    from nomadspec.specs.spec import Draft


class Block(Record):
    """A block that policies may have. `member`: in the API; `said`: in errors; `go`: its type; `name`: the pattern of its label, "" when it has none;
    `required`: its policy has to be written."""

    word: str
    member: str
    said: str
    go: str
    name: str
    policies: tuple[str, ...]
    capabilities: tuple[str, ...]
    required: bool = False


#: How much of a block an error repeats, in characters: each of its errors holds it.
MAX_SHOWN: Final = 10_000

_NAME: Final = r"[a-zA-Z0-9\-*]{1,128}"
BLOCKS: Final = (
    Block("namespace", "Namespaces", "namespace", "NamespacePolicy", _NAME, known.POLICIES, known.NAMESPACE),
    Block("node_pool", "NodePools", "node pool", "NodePoolPolicy", r"[a-zA-Z0-9\-_*]{1,128}", known.POLICIES, known.NODE_POOL),
    Block("host_volume", "HostVolumes", "host volume", "HostVolumePolicy", _NAME, known.POLICIES, known.HOST_VOLUME),
    Block("agent", "Agent", "agent", "AgentPolicy", "", known.POLICIES, (), required=True),
    Block("node", "Node", "node", "NodePolicy", "", known.POLICIES, (), required=True),
    Block("operator", "Operator", "operator", "OperatorPolicy", "", known.POLICIES, known.OPERATOR),
    Block("sentinel", "Sentinel", "sentinel", "SentinelPolicy", "", known.POLICIES, known.SENTINEL),
    Block("quota", "Quota", "quota", "QuotaPolicy", "", known.POLICIES, (), required=True),
    Block("plugin", "Plugin", "plugin", "PluginPolicy", "", known.PLUGIN_POLICIES, (), required=True),
)
_BY_WORD: Final = {block.word: block for block in BLOCKS}


def read_acl_policy(draft: Draft, as_json: bool) -> dict[str, Any] | None:
    """The policy of a text with what it grants, as a server expands it."""
    text = draft.source.text
    items = items_of(draft, "Failed to parse ACL Policy: ")
    if items is None:
        return None
    api: dict[str, Any] = {block.member: None for block in BLOCKS} | {"Raw": text, "ExtraKeysHCL": None}
    strange = _strange_keys(items, as_json)
    for item in items:
        block = _BY_WORD.get(item.keys[0].value.lower())
        if block is None or (not block.name and api[block.member] is not None):
            continue
        for label, body in _instances(draft, block, item):
            row = _row(draft, block, label, body)
            if row is None:
                return None
            if block.name:
                rows = api[block.member] = api[block.member] or []
                rows.append(row)
            else:
                api[block.member] = row
        if draft.faults:
            return None
    if text and not any(api[block.member] for block in BLOCKS):
        key = strange[0] if strange else None
        said = "the policy has no valid block"
        near = _BY_WORD if key is None else [word for word in _BY_WORD if word]
        draft.refuse(
            "spec-value", said, *((key.start, key.end) if key else (0, 1)), nomad=f"Invalid policy: {text}", help="Its blocks are " + ", ".join(near) + "."
        )
        return api
    for number, key in enumerate(strange):
        said = f"{key.value} is a duplicate or unknown block"
        keys = ", ".join(one.value for one in strange)
        nomad = f"Invalid or duplicate policy keys: {keys}" if not number else said
        draft.refuse("spec-unexpected-key", said, key.start, key.end, nomad=nomad, among=(key.value, [word for word in _BY_WORD if word and word != key.value]))
    for block in BLOCKS:
        rows = api[block.member] if block.name else [api[block.member]] if api[block.member] is not None else []
        for number, row in enumerate(rows or ()):
            _check(draft, block, row, f"{block.word}[{number}]" if block.name else block.word)
    return api


def _strange_keys(items: Sequence[ast.Item], as_json: bool) -> list[ast.Key]:
    """The keys that a strict reading refuses: unknown and repeated blocks, labels too many, and blocks whose names are spelled in different ways."""
    found: list[ast.Key] = []
    seen: set[str] = set()
    spelled = {item.keys[0].value for item in items}
    for item in items:
        key = item.keys[0]
        block = _BY_WORD.get(key.value.lower())
        again = block is not None and block.word in seen
        if block is None or (again and not (block.name and key.value == block.word)) or (key.value != block.word and block.word in spelled):
            found.append(key)
        if block is not None:
            seen.add(block.word)
            labels = item.keys[1 + bool(block.name) :]
            found += labels if not (as_json and block.name) else ()
    return sorted(found, key=lambda key: key.value)


def _instances(draft: Draft, block: Block, item: ast.Item) -> Iterator[tuple[ast.Key | None, ast.Object]]:
    """(label, body) of each instance that an item is."""
    for value in item.value.items if isinstance(item.value, ast.List) else [item.value]:
        if not isinstance(value, ast.Object):
            kind = "unknown slice type: *ast.LiteralType" if block.name else f"not an object type for struct (*ast.{node_name(value)})"
            place = draft.source.span(value.start, value.end).start
            draft.refuse("spec-type", f"{block.word} should be a block", value.start, value.end, nomad=f"Failed to parse ACL Policy: At {place}: {kind}")
            return
        label = item.keys[1] if len(item.keys) > 1 else None
        if label is None and block.name and value.items and all(isinstance(row.value, ast.Object) and len(row.keys) == 1 for row in value.items):
            inner = [row for row in value.items if row.keys[0].value.lower() not in ("variables",)]
            for row in inner:
                if isinstance(row.value, ast.Object):
                    yield row.keys[0], row.value
            if inner:
                continue
        yield label, value


def _row(draft: Draft, block: Block, label: ast.Key | None, body: ast.Object) -> dict[str, Any] | None:
    row: dict[str, Any] = {"Name": label.value if label is not None else ""} if block.name else {}
    row["Policy"] = ""
    if block.capabilities:
        row["Capabilities"] = None
    if block.word == "namespace":
        row["Variables"] = None
    row["#at"] = label or body
    for item in body.items:
        word, value = item.keys[0].value.lower(), item.value
        if word == "policy":
            text = text_of(value)
            if text is None:
                _undecodable(draft, f"unknown type for string *ast.{node_name(value)}", value)
                return None
            row["Policy"], row["#policy"] = text, value
        elif word == "capabilities" and block.capabilities:
            texts = _texts(draft, value)
            if texts is None:
                return None
            row["Capabilities"] = [text for text, _ in texts] if texts else row["Capabilities"]
            row["#capabilities"] = [*row.get("#capabilities", ()), *texts]
        elif word == "variables" and block.word == "namespace":
            paths = _paths(draft, item)
            if paths is None:
                return None
            row["Variables"] = {"Paths": paths or None}
            row["#variables"] = item
        else:
            known = ("policy", *(("capabilities",) if block.capabilities else ()), *(("variables",) if block.word == "namespace" else ()))
            draft.ignore(item.keys[0].value, item.keys[0].start, item.keys[0].end, known)
    return row


def _undecodable(draft: Draft, said: str, value: ast.Value) -> None:
    place = draft.source.span(value.start, value.end).start
    draft.refuse("spec-type", said, value.start, value.end, nomad=f"Failed to parse ACL Policy: At {place}: {said}")


def _texts(draft: Draft, value: ast.Value) -> list[tuple[str, ast.Value]] | None:
    if not isinstance(value, ast.List):
        _undecodable(draft, f"unknown slice type: *ast.{node_name(value)}", value)
        return None
    rows: list[tuple[str, ast.Value]] = []
    for row in value.items:
        text = text_of(row)
        if text is None:
            _undecodable(draft, f"unknown type for string *ast.{node_name(row)}", row)
            return None
        rows.append((text, row))
    return rows


def _paths(draft: Draft, item: ast.Item) -> list[dict[str, Any]] | None:
    rows: list[dict[str, Any]] = []
    if not isinstance(item.value, ast.Object):
        _undecodable(draft, f"not an object type for struct (*ast.{node_name(item.value)})", item.value)
        return None
    paths = [(row.keys[1:], row.value) for row in item.value.items if row.keys[0].value.lower() == "path"]
    if len(item.keys) > 2 and item.keys[1].value == "path":  # JSON
        paths = [(item.keys[2:], item.value)]
    elif len(item.keys) > 1:  # a label makes the paths vanish
        paths = []
    for keys, value in paths:
        inner: Sequence[tuple[ast.Key, ast.Value]] = [(keys[0], value)] if keys else []
        if not keys and isinstance(value, ast.Object):
            inner = [(row.keys[0], row.value) for row in value.items if isinstance(row.value, ast.Object)]
        if not inner:
            _undecodable(draft, "path needs a label", value)
            return None
        for key, body in inner:
            row: dict[str, Any] = {"PathSpec": key.value, "Capabilities": None, "#at": key, "#capabilities": []}
            for one in body.items if isinstance(body, ast.Object) else []:
                if one.keys[0].value.lower() == "capabilities":
                    texts = _texts(draft, one.value)
                    if texts is None:
                        return None
                    row["Capabilities"] = [text for text, _ in texts] or None
                    row["#capabilities"] = texts
            rows.append(row)
    return rows


def _check(draft: Draft, block: Block, row: dict[str, Any], route: str) -> None:
    """What a server refuses in a block; then its capabilities are what they stand for."""
    at = row.pop("#at")
    policy_at, written = row.pop("#policy", at), row.pop("#capabilities", [])
    variables = row.pop("#variables", None)
    draft.place(route, at.start, at.end)
    shown = _shown(block, row)
    if block.name and re.fullmatch(block.name, row["Name"]) is None:
        nomad = f"Invalid node pool name '{row['Name']}'" if block.word == "node_pool" else f"Invalid {block.said} name: {shown}"
        draft.refuse("spec-name", f"invalid {block.said} name {quote(row['Name'])}", at.start, at.end, nomad=nomad, block=route)
    if row["Policy"] not in block.policies and (row["Policy"] or block.required):
        said = f"invalid {block.said} policy {quote(row['Policy'])}"
        allowed = "Use one of " + ", ".join(block.policies) + "."
        draft.refuse(
            "spec-value",
            said,
            policy_at.start,
            policy_at.end,
            nomad=f"Invalid {block.said} policy: {shown}",
            help=allowed,
            block=route,
            among=(row["Policy"], block.policies),
        )
    for text, value in written:
        if text not in block.capabilities:
            draft.refuse("spec-value", f"invalid {block.said} capability '{text}'", value.start, value.end, nomad=f"Invalid {block.said} capability '{text}': {shown}",
                         help="Use one of " + ", ".join(block.capabilities) + ".", block=route, among=(text, block.capabilities))  # fmt: skip
    if block.capabilities:
        row["Capabilities"] = known.granted(block.word, row["Policy"], row["Capabilities"] or []) or None
    if variables is not None:
        _check_variables(draft, row, variables, route)


def _check_variables(draft: Draft, row: dict[str, Any], item: ast.Item, route: str) -> None:
    name, paths = row["Name"], row["Variables"]["Paths"]
    if not paths:
        said = f"no variable paths in namespace {name}"
        draft.refuse("spec-required", said, item.start, item.keys[-1].end, nomad=f"Invalid variable policy: {said}", help='Write path "…" { … }.', block=route)
    for path in paths or ():
        at, written = path.pop("#at"), path.pop("#capabilities")
        spec = path["PathSpec"]
        draft.place(f"{route}.variables.{spec}", at.start, at.end)
        if not spec or spec.startswith("/"):
            reason = "empty path" if not spec else "path may not begin with a slash"
            draft.refuse(
                "spec-name", f"{reason} in namespace {name}", at.start, at.end, nomad=f'Invalid variable policy: "{spec}" in namespace {name}', block=route
            )
        for text, value in written:
            if text not in known.VARIABLE:
                said = f"invalid variable capability '{text}' in namespace {name}"
                draft.refuse(
                    "spec-value",
                    said,
                    value.start,
                    value.end,
                    nomad=f"I{said[1:]}",
                    help="Use one of " + ", ".join(known.VARIABLE) + ".",
                    block=route,
                    among=(text, known.VARIABLE),
                )
        if "deny" in (path["Capabilities"] or ()):
            path["Capabilities"] = ["deny"]


def _shown(block: Block, row: dict[str, Any]) -> str:
    """The block as Go prints it with its errors."""
    parts = [f"Name:{quote(row['Name'])}"] if block.name else []
    parts.append(f"Policy:{quote(row['Policy'])}")
    if block.capabilities:
        rows = row["Capabilities"]
        parts.append("Capabilities:[]string" + ("(nil)" if rows is None else "{" + ", ".join(quote(one) for one in rows) + "}"))
    if block.word == "namespace":
        parts.append("Variables:(*acl.VariablesPolicy)(" + ("nil" if row["Variables"] is None else "0xPTR") + ")")
    text = f"&acl.{block.go}{{{', '.join(parts)}}}"
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"
