"""How deep and how long a text may be. Trees are walked by recursion, so no tree may be deeper than recursion goes."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

MAX_DEPTH: Final = 100  # brackets, blocks, templates and conditionals inside each other
MAX_SIZE: Final = 64 * 1024 * 1024  # characters of one text
MAX_TOKENS: Final = 1_500_000  # of one text: up to 250 bytes of memory each, with the tree that is made of them
BRACES: Final = "blocks and objects"
MAX_BRACES: Final = 160_000  # blocks and objects of one text: up to 3 kB of memory each, with what is made of them
MAX_PARTS: Final = 500_000  # `${` and `%{` of one text: up to 600 bytes each
MAX_VALUES: Final = 1_000_000  # of one text in JSON
MAX_FILE: Final = 4_000_000  # bytes of one file: each takes about 60 bytes of memory, up to 120 in the densest texts
MAX_TREE: Final = 150  # nodes above each other in one expression
# What the fast lexer leaves to the exact parser to judge, well inside both.
FAST_DEPTH: Final = 40
FAST_CHAIN: Final = 40  # operators, signs, conditionals and index steps of one argument
