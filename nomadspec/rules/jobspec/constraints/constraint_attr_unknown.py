"""Unknown node attribute.

## What it does
Compares `${attr.…}` with the attributes that Nomad's clients set, including families such as `driver.<name>`.

## Why is this bad?
Nomad accepts any key. A misspelled key exists on no node, so the job is never placed; an affinity or a spread has no effect.

## Example
```hcl group
constraint {
  attribute = "${attr.kernl.name}"
  value     = "linux"
}
```

## Use instead
```hcl group
constraint {
  attribute = "${attr.kernel.name}"
  value     = "linux"
}
```

## Options
`known`: additional attributes that your own plugins set. A key that ends with `*` matches every key with this prefix.

## Fix safety
Offered if one name is near. Safe where it is the only one.
"""

from __future__ import annotations

from nomadspec.rules.fixes import replace_text
from nomadspec.rules.rule import Finding
from nomadspec.rules.targets import is_target, sides_of
from nomadspec.schema.attributes import ATTR_PREFIX, ATTRIBUTES, elsewhere, exists_in, is_attribute, key_of, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CON002"
NAME = "constraint-attr-unknown"
SEVERITY = "warning"
FIXABLE = "sometimes"
BLOCKS = ("Constraint", "Affinity", "Spread")
OPTIONS: dict[str, list[str]] = {"known": []}


def check(visit: Visit) -> Iterator[Finding]:
    for name in sides_of(visit.block):
        target = getattr(visit.block, name) or ""
        if target.startswith("${attr.") and is_target(target):
            yield from _unknown(visit, name, key_of(target, ATTR_PREFIX))


def _unknown(visit: Visit, name: str, key: str) -> Iterator[Finding]:
    gone = elsewhere(key, visit.release)
    if gone is not None and (is_attribute(key) or f"unique.{key}" not in ATTRIBUTES):
        yield Finding(gone[0], name, help=gone[1])
        return
    if exists_in(key, visit.release):
        return
    if is_attribute(key) or f"unique.{key}" in ATTRIBUTES:
        return
    known = visit.option("known")
    if key in known or any(entry.endswith("*") and key.startswith(entry[:-1]) for entry in known):
        return
    near = nearest(key)
    meant = key if key.startswith(("meta.", "node.", "attr.")) else f"attr.{near}" if near else ""
    yield Finding(
        f"unknown node attribute {key!r}",
        name,
        help=f"Did you mean ${{{meant}}}?" if meant else "Run nomad node status -verbose to list a node's attributes.",
        fix=replace_text(visit.block, name, f"attr.{key}}}", f"{meant}}}", f"Use {meant}", safe=False) if meant else None,
    )
