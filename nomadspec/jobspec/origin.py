"""Where the blocks and fields of a job were written.

Decoding hangs an `Origin` on every block of the model (`JobBlock.origin`); `place(job, path)` follows a ModelPath through the job
and answers with a span and the trail by which the value came there (variables, locals, dynamic blocks). A block that was made up
(a default, an admission change) has no origin: the nearest written block around it stands in.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Final

    from nomadspec.hcl import ast
    from nomadspec.jobspec.block import JobBlock
    from nomadspec.jobspec.path import ModelPath
    from nomadspec.source import Source, Span

    #: From an expression to the steps by which its value came there, nearest first: ("set by variable `port`", span).
    Trail = Callable[[ast.Expression], tuple[tuple[str, Span | None], ...]]


class Origin:
    """Where one block was written: its header (type word to last label), its body, and its attributes by model field name.

    `attributes` maps a field name to the `ast.Attribute` that set it (for free-key maps such as `env`, the keys too, in the origin
    of the map: `maps[field]`). `trail` explains an expression on demand. `dynamic` is true in a block that a `dynamic` block made.
    """

    __slots__ = ("attributes", "block", "dynamic", "maps", "source", "trail")

    def __init__(
        self,
        source: Source,
        block: ast.Block,
        attributes: dict[str, ast.Attribute],
        maps: dict[str, ast.Block | ast.Attribute],
        trail: Trail | None = None,
        *,
        dynamic: bool = False,
    ) -> None:
        self.source: Final = source
        self.block: Final = block
        self.attributes: Final = attributes
        self.maps: Final = maps
        self.trail: Final = trail
        self.dynamic: Final = dynamic

    @property
    def header(self) -> Span:
        """From the type word to the last label."""
        return self.source.span(self.block.start, self.block.header_end)


def place(job: JobBlock, path: ModelPath) -> tuple[Span | None, tuple[tuple[str, Span | None], ...]]:
    """The span of what `path` names, and the trail of its value; (None, ()) for a job that was not written as HCL."""
    raise NotImplementedError
