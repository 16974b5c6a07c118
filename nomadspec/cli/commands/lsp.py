"""`nomadspec lsp`: the language server over standard input and output."""

from __future__ import annotations

from nomadspec.cli.arguments import UnusableInput

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.cli.arguments import Arguments


def run(arguments: Arguments) -> int:
    import gc

    try:
        from nomadspec.lsp.server import run as serve
    except ModuleNotFoundError as error:
        if error.name not in ("pygls", "lsprotocol"):
            raise
        raise UnusableInput("the language server needs pygls: install it with `pip install 'nomadspec[lsp]'`") from None
    gc.enable()  # off for a command that ends soon; this one does not
    serve()
    return 0
