"""Writes `schemas/state.schema.json` from `nomadspec/cluster/document.py`: `python -m tools.generate_state_schema [--check]`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from nomadspec.cluster.document import STATE

TARGET = Path(__file__).parent.parent / "schemas" / "state.schema.json"


def schema() -> dict[str, Any]:
    """The state document as JSON Schema; in a file `format` must be there."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://nomadspec.dev/schemas/state.schema.json",
        "title": "nomadspec state document",
        **STATE.schema(),
        "required": ["format"],
    }


def render() -> str:
    return json.dumps(schema(), indent=2) + "\n"


def main() -> int:
    text = render()
    if "--check" in sys.argv:
        return 0 if TARGET.read_text(encoding="utf-8") == text else 1
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
