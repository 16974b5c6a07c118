"""What `on` may say: the words of blocks, and what is no block."""

from __future__ import annotations

from nomadspec.schema.blocks import BLOCKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

#: What rules may be about besides blocks of a job.
REPOSITORY, NODE = "repository", "node"
ABOUT: Final = (REPOSITORY, NODE)

#: Words whose fields in the model have other names.
_FIELDS: Final = {"port": ("reserved_ports", "port")}


def fields_of(word: str) -> tuple[str, ...]:
    """The fields of the model in which the blocks of a word are."""
    return _FIELDS.get(word, (word,))


def types_of(word: str) -> tuple[str, ...]:
    """The types of the model that a block of this word may have; none for what is no block."""
    if word == "job":
        return ("Job",)
    names = fields_of(word)
    return tuple(dict.fromkeys(field.block for fields in BLOCKS.values() for field in fields if field.block and field.name in names and field.kind == "block"))


def words() -> list[str]:
    """All words of blocks."""
    return ["job", *dict.fromkeys(field.name for fields in BLOCKS.values() for field in fields if field.block and field.kind == "block")]
