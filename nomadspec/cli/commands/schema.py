"""`nomadspec schema NAME`: a published JSON Schema."""

from __future__ import annotations

from nomadspec.cli.arguments import UsageError, nearest
from nomadspec.reporting.console import write_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.cli.arguments import Arguments


def run(arguments: Arguments) -> int:
    from nomadspec.releases import ReleaseError
    from nomadspec.releases import release as release_named
    from nomadspec.workspace.schemas import SCHEMAS, schema_text

    name = arguments.positional[0]
    if name not in SCHEMAS:
        raise UsageError(f"unknown schema {name!r}; choose one of {', '.join(SCHEMAS)}{nearest(name, list(SCHEMAS))}")
    try:
        release = release_named(arguments.text("nomad_version"))
    except ReleaseError as error:
        raise UsageError(f"--nomad-version: {error}") from None
    write_text(schema_text(name, release))
    return 0
