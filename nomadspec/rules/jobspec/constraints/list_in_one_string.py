"""A list whose items are written in one string.

## What it does
Looks for commas and white space in the names of datacenters, in `node_pool` and `namespace`, the servers of a `dns` block, the meta keys of a `parameterized` block, and the docker options `dns_servers` and `group_add`; and for commas in search domains.

## Why is this bad?
`["dc1,dc2"]` is one datacenter of that name, which no client has: the job is never placed. A job has one node pool and one namespace. The other fields are handed over as they are, and nothing takes them apart. A datacenter may have a space in its name, so that is a warning. What another tool has yet to replace, such as `[[ .dc ]]`, is left alone.

## Example
```hcl job
datacenters = ["dc1,dc2"]
```

## Use instead
```hcl job
datacenters = ["dc1", "dc2"]
```

## Fix safety
Safe: the items become strings of their own.
"""

from __future__ import annotations

from nomadspec.jobspec.block import known_items
from nomadspec.rules.fixes import literal, respell
from nomadspec.rules.rule import Finding
from nomadspec.source.patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nomadspec.jobspec.path import ModelPath
    from nomadspec.rules.rule import Visit

CODE = "CON022"
NAME = "list-in-one-string"
SEVERITY = "error"
BLOCKS = ("Job", "MultiregionRegion", "DNSConfig", "ParameterizedJobConfig", "Task")
IF_WRITTEN = (
    "datacenters",
    "node_pool",
    "namespace",
    "servers",
    "searches",
    "meta_required",
    "meta_optional",
    "config.dns_servers",
    "config.dns_search_domains",
    "config.group_add",
)
FIXABLE = "sometimes"

#: Block type → its lists of names in which neither commas nor spaces can stand.
_LISTS = {
    "Job": ("datacenters",),
    "MultiregionRegion": ("datacenters",),
    "DNSConfig": ("servers", "searches"),
    "ParameterizedJobConfig": ("meta_required", "meta_optional"),
    "Task": ("dns_servers", "dns_search_domains", "group_add"),
}
#: Fields of the job that are one name.
_NAMES = ("node_pool", "namespace")
_SEPARATORS = pattern(r"[\s,;]+")
#: Of domains, which may stand side by side.
_COMMAS = pattern(r"\s*[,;]\s*")
#: What is replaced before a server sees it.
_PLACEHOLDER = pattern(r"\$\{|\[\[|\{\{|<")
_DOMAINS = ("searches", "dns_search_domains")


def check(visit: Visit) -> Iterator[Finding]:
    block, type = visit.block, visit.block.TYPE
    if type == "Task" and visit.driver not in ("docker", "podman"):
        return
    values: Any = block.config or {} if type == "Task" else block
    for name in _NAMES if type == "Job" else ():
        text = block.get(name)
        if isinstance(text, str) and _SEPARATORS.search(text) and _PLACEHOLDER.search(text) is None:
            yield Finding(f"{text!r} is one {name.replace('_', ' ')} of that name", name, help="A job has only one.")
    for name in _LISTS[type]:
        items = values.get(name)
        if isinstance(items, list):
            separators = _COMMAS if name in _DOMAINS else _SEPARATORS
            for index, item in known_items(items):
                if isinstance(item, str) and separators.search(item) and _PLACEHOLDER.search(item) is None:
                    at = (visit.path / "config" if type == "Task" else visit.path).item(name, index)
                    yield _finding(visit, at, name, item, [word for word in separators.split(item) if word])


def _finding(visit: Visit, at: ModelPath, name: str, item: str, words: list[str]) -> Finding:
    written = ", ".join(map(literal, words))
    what = "datacenter" if name == "datacenters" else "item"
    return Finding(
        f"{item!r} in {name} is one {what} of that name" + ("" if len(words) > 1 else ", with the white space"),
        at,
        help=f"Write [{written}].",
        fix=respell(visit, at, literal(item), written) if words else None,
        severity="warning" if name == "datacenters" and len(words) > 1 and "," not in item and ";" not in item else None,
    )
