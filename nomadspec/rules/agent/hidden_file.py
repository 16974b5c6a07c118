"""A hidden file is part of the configuration.

## What it does
Reports files in a folder whose names begin with a dot.

## Why is this bad?
Nomad loads them like any other; who lists the folder does not see them. Often they are an editor's or a tool's leftovers.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT217"
NAME = "agent-hidden-file"
SEVERITY = "warning"


def check(visit: AgentVisit) -> Iterator[Finding]:
    for file in visit.config.files:
        if os.path.basename(file.source.path).startswith("."):
            yield Finding("this hidden file is loaded", file.source.span(0, 0), help="Remove it, or give it a visible name.")
