"""The names of a node that fields on the client may refer to, flat as the client looks them up and as the tree that HCL expressions see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nomadspec.schema.attributes import NODE_FIELDS


def node_names(node: Mapping[str, Any], region: str) -> dict[str, str]:
    """Name → value: the node's own fields, `attr.…` and `meta.…`; `node.region` where the client has a region."""
    names = {name: str(node.get(field) or "") for name, field in NODE_FIELDS.items()}
    if region:
        names["node.region"] = region
    names |= {f"attr.{key}": str(value) for key, value in (node.get("Attributes") or {}).items()}
    return names | {f"meta.{key}": str(value) for key, value in (node.get("Meta") or {}).items()}


def as_tree(*tables: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """The names as nested objects, split at their dots, and the names that cannot be: "a..b: invalid object path".

    Where one name is both a value and a prefix, the object wins. The first table is also there whole, as `env`; `attr` and `meta` are under `node` too.
    """
    tree: dict[str, Any] = {}
    invalid: list[str] = []
    for names in tables:
        for name in sorted(names):
            segments = name.split(".")
            if "" in segments:
                invalid.append(f"{name}: invalid object path")
            else:
                _put(tree, segments, names[name])
    tree["env"] = dict(tables[0])
    node = tree.get("node")
    if isinstance(node, dict):
        node |= {key: tree[key] for key in ("attr", "meta") if key in tree}
    return tree, sorted(invalid)


def _put(tree: dict[str, Any], segments: list[str], value: str) -> None:
    for segment in segments[:-1]:
        inner = tree.get(segment)
        if not isinstance(inner, dict):
            inner = tree[segment] = {}
        tree = inner
    if not isinstance(tree.get(segments[-1]), dict):
        tree[segments[-1]] = value
