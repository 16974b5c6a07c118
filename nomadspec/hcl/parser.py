"""From a text to its syntax tree: `parse` never raises, and answers with everything it could read and everything wrong."""

from __future__ import annotations

from nomadspec.hcl import ast
from nomadspec.hcl.careful import parse_body
from nomadspec.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.source import Diagnostic


def parse(text: str, path: str = "") -> ast.File:
    """The tree of an HCL text in native syntax; `path` is the name its diagnostics show."""
    source = Source(text, path)
    body, diagnostics = parse_body(source)
    return ast.File(source, body, tuple(diagnostics))


def parse_expression(text: str, path: str = "") -> tuple[ast.Expression | None, tuple[Diagnostic, ...]]:
    """A text that is one expression, such as the value of a variable given on a command line."""
    from nomadspec.hcl.careful import parse_expression as careful

    expression, diagnostics = careful(Source(text, path))
    return expression, tuple(diagnostics)


def parse_template(text: str, path: str = "", offset: int = 0) -> tuple[ast.Expression | None, tuple[Diagnostic, ...]]:
    """A text that is one template: what stands between the quotes. Places in it are counted from `offset`."""
    from nomadspec.hcl.careful import parse_template as careful

    expression, diagnostics = careful(Source(text, path), text, offset, "quoted")
    return expression, tuple(diagnostics)
