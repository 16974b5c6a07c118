"""A file in the folder is not loaded.

## What it does
Reports what looks like configuration in a folder that is loaded, and is passed over: endings in capitals, editors' copies, folders below it.

## Why is this bad?
Of a folder Nomad loads only the files directly in it whose names end in `.hcl` or `.json`, in small letters.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nomadspec.rules.rule import Finding
from nomadspec.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT215"
NAME = "agent-file-passed-over"
SEVERITY = "warning"


def check(visit: AgentVisit) -> Iterator[Finding]:
    for path in visit.config.passed_over:
        what = "folders below a configuration folder are not loaded" if os.path.isdir(path) else "by its name, this file is not loaded"
        yield Finding(what, Source("", path).span(0, 0), help="Name it on the command line, or rename it to end in .hcl or .json.")
