"""`nomadspec schema NAME`: a published JSON Schema."""

from __future__ import annotations

from nomadspec.cli.arguments import UsageError, nearest
from nomadspec.reporting.console import write_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.cli.arguments import Arguments


def run(arguments: Arguments) -> int:
    from nomadspec.workspace.schemas import SCHEMAS, schema_text

    name = arguments.positional[0]
    if name not in SCHEMAS:
        raise UsageError(f"no schema {name!r}; there are {', '.join(SCHEMAS)}{nearest(name, list(SCHEMAS))}")
    write_text(schema_text(name))
    return 0
