"""The JSON Schema of the state document, from its shape (`state_document.py`)."""

from __future__ import annotations

from nomadspec.cluster.state_document import STATE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def json_schema() -> dict[str, Any]:
    """The state document as JSON Schema; in a file `format` must be there."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "nomadspec state document",
        **STATE.schema(),
        "required": ["format"],
    }
