"""`nomadspec lsp`: the language server over standard input and output."""

from __future__ import annotations

from nomadspec.cli.arguments import UnusableInput

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.cli.arguments import Arguments


def run(arguments: Arguments) -> int:
    import gc
    from importlib.util import find_spec

    if find_spec("pygls") is None:
        raise UnusableInput("the language server needs pygls: install it with `pip install 'nomadspec[lsp]'`")
    from nomadspec.lsp.running import run as serve

    gc.enable()  # off for a command that ends soon; this one does not
    serve()
    return 0
