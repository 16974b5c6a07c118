"""Where the blocks and fields of a job were written.

Decoding hangs an `Origin` on every block of the model (`JobBlock.origin`); `place(job, path)` follows a ModelPath through the job
and answers with a span and the trail by which the value came there (variables, locals, dynamic blocks). A block that was made up
(a default, an admission change) has no origin: the nearest written block around it stands in.

Nothing is worked out while decoding: an origin only keeps the nodes of the syntax tree and the scope in which they were read.
"""

from __future__ import annotations

from nomadspec.jobspec.block import JobBlock
from nomadspec.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from nomadspec.hcl import ast
    from nomadspec.jobspec.path import ModelPath
    from nomadspec.source import Source

    #: The steps by which a value came to its place, nearest first: ("set by variable `port`", span).
    Trail = tuple[tuple[str, Span | None], ...]


class Origin:
    """Where one block was written: its header (type word to last label), its body, and its attributes by model field name.

    `attributes` maps a field name to the `ast.Attribute` that set it, `maps` the name of a field with free keys (such as `env`)
    to the block or attribute that holds them. `scope` is where expressions were evaluated. `dynamic` is true in a block that a
    `dynamic` block made; `block` is then that one, and `body` its content.
    """

    __slots__ = ("attributes", "block", "dynamic", "maps", "scope", "source")

    def __init__(
        self,
        source: Source,
        block: ast.Block,
        attributes: dict[str, ast.Attribute],
        maps: dict[str, ast.Block | ast.Attribute],
        scope: Any = None,
        *,
        dynamic: bool = False,
    ) -> None:
        self.source: Final = source
        self.block: Final = block
        self.attributes: Final = attributes
        self.maps: Final = maps
        self.scope: Final = scope
        self.dynamic: Final = dynamic

    @property
    def header(self) -> Span:
        """From the type word to the last label."""
        return self.source.span(self.block.start, self.block.header_end)


def place(job: JobBlock, path: ModelPath) -> tuple[Span | None, Trail]:
    """The span of what `path` names, and the trail of its value; (None, ()) for a job that was not written as HCL."""
    raise NotImplementedError
