"""A JSON file with slips that Nomad passes over.

## What it does
Reports JSON configuration that is not JSON, such as a trailing comma, and is loaded all the same.

## Why is this bad?
What stands behind the slip may be lost without a word, and other tools refuse the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT223"
NAME = "agent-json-slip"
SEVERITY = "warning"


def check(visit: AgentVisit) -> Iterator[Finding]:
    for file in visit.config.files:
        if file.mended:
            yield Finding(
                "this is not valid JSON; Nomad reads it as far as it can", file.source.span(0, 1), help="Look for a trailing comma or a missing bracket."
            )
