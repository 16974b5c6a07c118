"""Write `docs/references.md`, the table of where `${…}` is replaced, from the block schema: `python -m tools.generate_references [--check]`."""

from __future__ import annotations

import sys
from pathlib import Path

from nomadspec.schema.availability import interpolated
from nomadspec.schema.blocks import BLOCKS
from tools.output import deliver

TARGET = Path(__file__).parent.parent / "docs" / "references.md"

HEADER = """# Where references are replaced

A jobspec is evaluated before a node is chosen. `var.…`, `local.…` and functions get their values then; a reference to anything else, such as `${attr.kernel.name}` or
`${NOMAD_PORT_http}`, is kept as text. Whether it is replaced later depends on the field. This page is generated from `nomadspec/schema/blocks.py`.
"""

#: Who replaces → heading, text.
SECTIONS = {
    "scheduler": (
        "By the scheduler, for each node",
        "The whole string is one reference: `${attr.…}`, `${meta.…}` or one of the node's own fields (`${node.class}`). Task variables (`${NOMAD_…}`) are not available here.",
    ),
    "client": (
        "By the client, as text",
        "`${name}` is replaced anywhere in the string; an unknown name is left as literal text. There are no spaces, brackets or functions in the braces. "
        "Groups see the variables of the allocation, tasks also their own.",
    ),
    "driver": (
        "By the client, as HCL",
        "The strings are evaluated a second time when the task starts, functions included; an unknown name fails the task.",
    ),
    "never": (
        "By nobody",
        "A reference is taken literally. `field-not-interpolated` (REF019) reports it.",
    ),
}


def block_words() -> dict[str, str]:
    """The HCL name of each block type."""
    words = {"Job": "job"}
    for fields in BLOCKS.values():
        for field in fields:
            if field.kind == "block" and field.block and not field.deprecated:
                words.setdefault(field.block, field.name)
    return words


def render() -> str:
    words = block_words()
    parts = [HEADER]
    for by, (heading, text) in SECTIONS.items():
        rows = sorted((words[type_], ", ".join(f"`{name}`" for name in names)) for type_ in BLOCKS if (names := interpolated(type_, by)))
        parts.append(f"\n## {heading}\n\n{text}\n\n| block | fields |\n| --- | --- |\n")
        parts += [f"| `{word}` | {names} |\n" for word, names in rows]
    return "".join(parts)


if __name__ == "__main__":
    sys.exit(deliver({TARGET: render()}))
