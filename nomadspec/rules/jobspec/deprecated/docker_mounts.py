"""`mounts` is the old form of `mount` blocks.

## What it does
Looks for `mounts` in the `config` block of docker tasks.

## Why is this bad?
Both work, but the driver's documentation only has `mount`.

## Example
```hcl group
network {}
task "server" {
  driver = "docker"
  config {
    image = "nginx:1.27"
    mounts = [{ type = "tmpfs", target = "/tmp/x" }]
  }
}
```

## Use instead
```hcl group
network {}
task "server" {
  driver = "docker"
  config {
    image = "nginx:1.27"
    mount {
      type   = "tmpfs"
      target = "/tmp/x"
    }
  }
}
```

## Fix safety
Offered where the mounts are written out, on lines of their own. Safe: the driver reads both in the same way.
"""

from __future__ import annotations

from nomadspec.hcl import ast
from nomadspec.rules import docker
from nomadspec.rules.rule import Finding
from nomadspec.source import Edit, Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "DEP014"
NAME = "docker-mounts"
SEVERITY = "warning"
FIXABLE = "sometimes"
BLOCKS = ("Task", "SidecarTask")
IF_WRITTEN = ("config.mounts",)


#: Options of a mount that are blocks themselves.
_BLOCKS = ("bind_options", "tmpfs_options", "volume_options", "driver_config")


def check(visit: Visit) -> Iterator[Finding]:
    if docker.options(visit).get("mounts"):
        yield Finding("mounts is deprecated", "config.mounts", help="Use a mount block for each mount.", fix=_as_blocks(visit))


def _as_blocks(visit: Visit) -> Fix | None:
    origin = visit.block.get("origin")
    config = origin.maps.get("config") if origin is not None and not origin.dynamic else None
    written = [item for item in config.body.attributes if item.name == "mounts"] if isinstance(config, ast.Block) else []
    if origin is None or len(written) != 1:
        return None
    attribute, text = written[0], origin.source.text
    rows = attribute.expr.items if isinstance(attribute.expr, ast.Tuple) else [attribute.expr]
    whole = text[attribute.start : attribute.end]
    indent = text[text.rfind("\n", 0, attribute.start) + 1 : attribute.start]
    if indent.strip() or not all(isinstance(row, ast.Object) for row in rows) or any(mark in whole for mark in ("#", "//", "/*")):
        return None  # a block cannot share its line with others, and comments would be lost
    try:
        blocks = [_block("mount", row, text, indent) for row in rows if isinstance(row, ast.Object)]
    except ValueError:
        return None
    return Fix("Write mount blocks", (Edit(origin.source.path, attribute.start, attribute.end, f"\n{indent}".join(blocks)),), safe=True)


def _block(name: str, row: ast.Object, text: str, indent: str) -> str:
    """A block with the items of an object. Raises ValueError for a key that is not plain."""
    inner = indent + "  "
    arguments, blocks = [], []
    for item in row.items:
        key = item.key.value if isinstance(item.key, ast.Literal) else None
        if not isinstance(key, str) or not key.isidentifier():
            raise ValueError(key)
        value = item.value.items[0] if isinstance(item.value, ast.Tuple) and len(item.value.items) == 1 else item.value
        if key in _BLOCKS and isinstance(value, ast.Object):
            blocks.append(_block(key, value, text, inner))
        else:
            arguments.append((key, text[item.value.start : item.value.end]))
    width = max((len(key) for key, _ in arguments), default=0)
    lines = [f"{key:{width}} = {value}" for key, value in arguments] + blocks
    return f"{name} {{\n" + "".join(f"{inner}{line}\n" for line in lines) + f"{indent}}}"
