"""Write `schemas/*.schema.json`, the published JSON Schemas, from the modules that own their subjects: `python -m tools.generate_schemas [--check]`."""

from __future__ import annotations

import sys
from pathlib import Path

from nomadspec.releases import LINES, NEWEST, release
from nomadspec.workspace.schemas import OF_RELEASES, SCHEMAS, file_name, schema_text
from tools.output import deliver

FOLDER = Path(__file__).parent.parent / "schemas"


def files() -> dict[Path, str]:
    """Every schema file with its text."""
    made = {FOLDER / file_name(name): schema_text(name) for name in SCHEMAS}
    older = [release("{}.{}".format(*line)) for line in LINES if line != NEWEST.number[:2]]
    return made | {FOLDER / file_name(name, one): schema_text(name, one) for name in OF_RELEASES for one in older}


if __name__ == "__main__":
    sys.exit(deliver(files()))
