"""A hidden file is part of the configuration.

## What it does
Reports files in a folder whose names begin with a dot.

## Why is this bad?
Nomad loads them like any other; who lists the folder does not see them. Often they are an editor's or a tool's leftovers.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nomadspec.rules.agent_finding import AgentFinding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.agent import AgentConfig

CODE = "AGT217"
NAME = "agent-hidden-file"
SEVERITY = "warning"


def check_agent(config: AgentConfig) -> Iterator[AgentFinding]:
    for file in config.files:
        if os.path.basename(file.source.path).startswith("."):
            yield AgentFinding("this hidden file is loaded", file.source.span(0, 0), help="Remove it, or give it a visible name.")
