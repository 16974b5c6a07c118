"""A file is loaded twice.

## What it does
Reports a file that the given paths name more than once, also through a link.

## Why is this bad?
Lists that later files append to, such as `client.servers`, get their elements twice.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT209"
NAME = "agent-file-twice"
SEVERITY = "warning"


def check(visit: AgentVisit) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for file in visit.config.files:
        path = file.source.path
        real = os.path.realpath(path)
        if real in seen:
            yield Finding(f"this file is loaded already, as {seen[real]}", file.source.span(0, 0), help="Name it, or its folder, once.")
        seen.setdefault(real, path)
