"""The credentials that a command line names: in `--token`, in the file of `--token-file`, in addresses."""

from __future__ import annotations

from nomadspec.cli.arguments import UnusableInput

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.cli.arguments import Arguments


def token_of_file(arguments: Arguments) -> str | None:
    """The token in the file of `--token-file`. Raises `UnusableInput`."""
    file = arguments.text("token_file")
    if file is None:
        return None
    from nomadspec.workspace.files import ReadError, read_text

    try:
        return read_text(file)[:4096].strip()
    except ReadError as error:
        raise UnusableInput(f"--token-file {error}") from None


def named_credentials(arguments: Arguments) -> list[str]:
    """All of them. A file of a token that cannot be read has none: a run that needs it has ended."""
    try:
        token = token_of_file(arguments)
    except UnusableInput:
        token = None
    addresses = (*arguments.many("state"), arguments.text("address") or "", *arguments.many("from_state"), *arguments.positional)
    passwords = [address.partition("://")[2].rpartition("@")[0].partition(":")[2] for address in addresses]
    return [found for found in (arguments.text("token"), token, *passwords) if found]
