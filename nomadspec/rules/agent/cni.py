"""CNI configuration that the client cannot use.

## What it does
With `--root DIR` reads the network configuration in `cni_config_dir` (`.conflist`, `.conf`, `.json`), checks it against the CNI specification, and looks for the plugins that it names in `cni_path`.

## Why is this bad?
A client does not start when one of these files cannot be read. A network under a wrong name, or one whose plugin is missing, fails when a task starts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.agent.cni import read_networks
from nomadspec.rules.agent_finding import AgentFinding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.agent import AgentConfig

CODE = "AGT253"
NAME = "agent-cni"
SEVERITY = "error"


def check_agent(config: AgentConfig) -> Iterator[AgentFinding]:
    if config.root is None or not config.get("client.enabled"):
        return
    networks = read_networks(config)
    for problem in networks.problems:
        yield AgentFinding(problem.message, problem.span or "client.cni_config_dir", severity=problem.severity, help=problem.help)
