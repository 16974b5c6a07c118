"""How deep and how long a text may be. Trees are walked by recursion, so no tree may be deeper than recursion goes."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

MAX_DEPTH: Final = 100  # brackets, blocks, templates and conditionals inside each other
MAX_SIZE: Final = 64 * 1024 * 1024  # characters of one text
MAX_TOKENS: Final = 2_000_000  # of one text: up to 250 bytes of memory each, with the tree that is made of them
MAX_FILE: Final = 2_000_000  # bytes of one file, twice what servers keep of a source: each takes about 60 bytes of memory, up to 240 in the densest jobs
MAX_TREE: Final = 150  # nodes above each other in one expression
# What the fast lexer leaves to the exact parser to judge, well inside both.
FAST_DEPTH: Final = 40
FAST_CHAIN: Final = 40  # operators, signs, conditionals and index steps of one argument
