"""CNI configuration that the client cannot use.

## What it does
With `--root DIR` reads the network configuration in `cni_config_dir` (`.conflist`, `.conf`, `.json`), checks it against the CNI specification, and looks for the plugins that it names in `cni_path`.

## Why is this bad?
A client does not start when one of these files cannot be read. A network under a wrong name, or one whose plugin is missing, fails when a task starts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.agent.cni import read_networks
from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT253"
NAME = "agent-cni"
SEVERITY = "error"


def check(visit: AgentVisit) -> Iterator[Finding]:
    if visit.config.root is None or not visit.config.get("client.enabled"):
        return
    networks = read_networks(visit.config)
    for problem in networks.problems:
        yield Finding(problem.message, problem.span or "client.cni_config_dir", severity=problem.severity, help=problem.help)
