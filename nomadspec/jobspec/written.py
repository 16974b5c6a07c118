"""Origin: what decoding keeps of where a block was written. `origin.py` turns it into places."""

from __future__ import annotations

from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.hcl import ast
    from nomadspec.source import Source, Span


class Origin(Record, frozen=False):
    """Where one block was written: its header (type word to last label), its body, and its attributes by model field name.

    `attributes` maps a field name to the `ast.Attribute` that set it, `maps` the name of a field with free keys (such as `env`)
    to the block or attribute that holds them. `scope` is where expressions were evaluated. `dynamic` is true in a block that a
    `dynamic` block made; `block` is then that one, and `body` its content.
    """

    source: Source
    block: ast.Block
    attributes: dict[str, ast.Attribute]
    maps: dict[str, ast.Block | ast.Attribute]
    scope: Any = None
    dynamic: bool = False
    indexes: dict[str, dict[str, int]] | None = None
    """Of fields that hold many blocks: the index of the first of each name; made when first needed (`origin.py`)."""
    entries: dict[int, tuple[Any, dict[str, Any]]] | None = None
    """By the id of a node of the syntax tree that node, and what is written in it by name; made when first needed (`origin.py`)."""

    @property
    def header(self) -> Span:
        """From the type word to the last label."""
        return self.source.span(self.block.start, self.block.header_end)
