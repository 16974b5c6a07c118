"""Write `docs/configuration.md`, the keys of a configuration, from the schema: `python -m tools.generate_configuration [--check]`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nomadspec.workspace.schemas import schema
from tools.output import deliver

TARGET = Path(__file__).parent.parent / "docs" / "configuration.md"

HEADER = """# Configuration

The configuration is in `nomadspec.toml` or `.nomadspec.toml`, or in the table `[tool.nomadspec]` of `pyproject.toml`. The nearest one above a file applies. `nomadspec init` writes a starter file, and
`nomadspec schema config` prints the JSON Schema from which this page is generated. An unknown key is an error.
"""


def render() -> str:
    return HEADER + "".join(_table("Keys", schema("config"), ""))


def _table(heading: str, node: Any, prefix: str) -> Iterator[str]:
    """A section with the keys of a table, then one for each table below it."""
    rows = sorted(node["properties"].items())
    yield f"\n## {heading}\n\n| key | value | meaning |\n| --- | --- | --- |\n"
    for key, value in rows:
        yield f"| `{prefix}{key}` | {_kind(value)} | {value.get('description', '').replace('|', chr(92) + '|')} |\n"
    for key, value in rows:
        below = value.get("items", value)
        if "properties" in below:
            name = f"{prefix}{key}"
            yield from _table(f"`[[{name}]]`" if "items" in value else f"`[{name}]`", below, f"{name}.")


def _kind(value: Any) -> str:
    """The type of a value in words."""
    if "enum" in value:
        return ", ".join(f"`{choice}`" for choice in value["enum"])
    kind = value.get("type", "any")
    if kind == "array":
        return "tables" if "properties" in value["items"] else f"list of {_kind(value['items'])}"
    if kind == "object":
        of = value.get("additionalProperties")
        return f"table of {_kind(of)}" if isinstance(of, dict) and of else "table"
    return kind if isinstance(kind, str) else " or ".join(kind)


if __name__ == "__main__":
    sys.exit(deliver({TARGET: render()}))
