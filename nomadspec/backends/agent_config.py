"""`agent-config:DIR`: a cluster that does not exist yet, with the nodes that clients' configurations would make.

How a folder is read:

- Each folder in it that has configuration files is an agent of its own; files beside those folders are common to all, and come first.
- Without such folders, each file that sets a `name` is an agent of its own, if there are several; files without one are common to all, and come first.
- Else all files are one agent. A single file is one agent, too.

`node-profile.toml` in DIR, or in an agent's folder (which takes precedence), describes the machine: `nomadspec.agent.profile`. Another file, TOML or JSON,
is set with `agent-config:DIR?profile=FILE`. Servers add no node; the `default_scheduler_config` of the first server applies.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Final

    from nomadspec.agent import AgentConfig
    from nomadspec.agent.profile import NodeProfile
    from nomadspec.backends.opening import OpenOptions
    from nomadspec.cluster.state import ClusterState

PROFILE: Final = "node-profile.toml"
MAX_AGENTS: Final = 2_000
MAX_NODES: Final = 20_000
MAX_CORES: Final = 1_000_000


class Agent:
    """One agent: what it is called by its place, the files or folders it loads in order, and the folders whose profiles count for it, nearest last."""

    __slots__ = ("folders", "name", "paths")

    def __init__(self, name: str, paths: Sequence[str], folders: Sequence[str]) -> None:
        self.name: Final = name
        self.paths: Final = tuple(paths)
        self.folders: Final = tuple(folders)


def open_state(rest: str, options: OpenOptions) -> ClusterState:
    """The state with the nodes of all clients under DIR. Raises `BackendError` for a configuration that cannot be loaded, or whose agent would not start."""
    from nomadspec.backends.opening import BackendError
    from nomadspec.cluster.state import ClusterState

    folder, mark, query = rest.partition("?")
    given = query.removeprefix("profile=")
    if mark and (given == query or not given):
        raise BackendError(f"agent-config:{rest}: only ?profile=FILE is allowed after the folder")
    folder = os.path.normpath(os.path.join(options.folder, folder or "."))
    nodes: list[dict[str, Any]] = []
    cores = 0
    scheduler: dict[str, Any] = {}
    regions: dict[str, None] = {}
    for agent in agents(folder):
        profile = _profile(agent, os.path.join(options.folder, given) if given else "")
        config = _load(agent, str(profile.facts["root"]))
        regions[config.get("region") or "global"] = None
        if config.get("server.enabled") and not scheduler:
            scheduler = _scheduler_config(config)
        count = int(profile.facts["count"])
        cores += count * int(profile.facts["cores"])
        if len(nodes) + count > MAX_NODES or cores > MAX_CORES:
            raise BackendError(f"agent-config:{rest}: more than {MAX_NODES:,} nodes, or more than {MAX_CORES:,} cores in total")
        nodes += _nodes(config, profile, agent)
    if not nodes:
        raise BackendError(f"agent-config:{rest}: no client configuration found (`client {{ enabled = true }}`)")
    state = ClusterState.from_dict(document(nodes, list(regions), scheduler, source=f"agent-config:{rest}"))
    state.nodes_alone = True
    return state


def document(nodes: Sequence[dict[str, Any]], regions: Sequence[str], scheduler: dict[str, Any], source: str) -> dict[str, Any]:
    """The state document of a new cluster with these nodes: their pools, one namespace, and nothing running."""
    from nomadspec.jobspec.server_settings import NODE_POOLS

    pools = dict.fromkeys((*NODE_POOLS, *(str(node["NodePool"]) for node in nodes)))
    for index, node in enumerate(nodes):
        node["CreateIndex"] = node["ModifyIndex"] = 10 + index
    return {
        "format": "nomadspec-state/1",
        "source": source,
        "latest_index": 10 + len(nodes),
        "region": regions[0] if regions else "global",
        "regions": list(regions) or ["global"],
        "scheduler_config": scheduler,
        "nodes": list(nodes),
        "node_pools": [{"Name": name} for name in pools],
        "namespaces": [{"Name": "default", "Description": "Default shared namespace"}],
    }


def agents(path: str) -> list[Agent]:
    """The agents whose configuration lies at a path. Raises `BackendError` where there is none."""
    from nomadspec.agent.config_files import wanted
    from nomadspec.backends.opening import BackendError

    if os.path.isfile(path):
        return [Agent(os.path.basename(path).partition(".")[0], [path], [os.path.dirname(path)])]
    try:
        files = [entry.path for entry in sorted(os.scandir(path), key=lambda entry: entry.name) if wanted(entry.name) and entry.is_file()]
        found = subfolder_agents(path)
    except OSError as error:
        raise BackendError(f"{path}: {error.strerror}") from None
    if not found:
        named = [file for file in files if _has_name(file)]
        common = [file for file in files if file not in named]
        several = [Agent(os.path.basename(file).partition(".")[0], [*common, file], [path]) for file in named]
        found = several if len(named) > 1 else [Agent(os.path.basename(os.path.abspath(path)), files, [path])] if files else []
    if len(found) > MAX_AGENTS:
        raise BackendError(f"{path}: more than {MAX_AGENTS:,} agents")
    return found


def subfolder_agents(path: str) -> list[Agent]:
    """The agents that have a folder each in a folder: they load the files beside those folders first, then their own. Raises OSError."""
    from nomadspec.agent.config_files import wanted

    entries = sorted(os.scandir(path), key=lambda entry: entry.name)
    files = [entry.path for entry in entries if wanted(entry.name) and entry.is_file()]
    folders = [entry.path for entry in entries if not entry.name.startswith(".") and entry.is_dir() and _has_configuration(entry.path)]
    return [Agent(os.path.basename(folder), [*files, folder], [path, folder]) for folder in folders]


def _has_configuration(folder: str) -> bool:
    """Whether a folder has a file that configures an agent (a folder of CNI networks has not)."""
    from nomadspec.agent.config_files import wanted

    try:
        files = [entry.path for entry in os.scandir(folder) if wanted(entry.name) and entry.is_file()]
    except OSError:
        return False
    return any(file.endswith(".hcl") or _configures(file) for file in files)


def _configures(file: str) -> bool:
    from nomadspec.agent import load

    loaded = load([file])
    return loaded.ok and bool(loaded.merged.origins)


def _has_name(file: str) -> bool:
    from nomadspec.agent import load

    return bool(load([file]).get("name"))


def _load(agent: Agent, root: str) -> AgentConfig:
    """The configuration of an agent that starts on the machine below `root` ("": wherever). Raises `BackendError`."""
    from nomadspec.agent import load, validate
    from nomadspec.backends.opening import BackendError
    from nomadspec.rules.agent_visit import AgentVisit
    from nomadspec.rules.registry import builtin
    from nomadspec.rules.runner import run
    from nomadspec.rules.subject import Subject

    config = load(agent.paths, root=root or None)
    problems = [problem for problem in config.diagnostics if problem.severity == "error"]
    if config.ok and config.get("client.enabled"):
        verdict = validate(config)
        problems += verdict.errors
        problems += run([(AgentVisit(Subject(), config), [rule for rule in builtin("agent") if rule.stops_agent])])
    fatal = [problem for problem in problems if problem.severity == "error"]
    if fatal:
        first = fatal[0]
        place = f"{first.span.source.path}:{first.span.start}: " if first.span is not None else f"{agent.name}: "
        raise BackendError(f"{place}{first.message}; this agent does not start" + (f" ({len(fatal) - 1} more)" if len(fatal) > 1 else ""))
    return config


def _profile(agent: Agent, given: str) -> NodeProfile:
    """The agent's profile: those of its folders, the nearest first, or the one that was named, over what they say. Raises `BackendError`."""
    from nomadspec.agent.profile import NodeProfile, read_profile
    from nomadspec.backends.opening import BackendError

    profile = NodeProfile()
    paths = [os.path.join(folder, PROFILE) for folder in agent.folders]
    for path in [*(path for path in paths if os.path.isfile(path)), *([given] if given else [])]:
        read = read_profile(path)
        if not read.ok:
            problem = read.diagnostics[0]
            place = f"{path}:{problem.span.start}" if problem.span is not None else path
            raise BackendError(f"{place}: {problem.message}")
        root = read.given.get("root")
        if root:
            read.given["root"] = os.path.join(os.path.dirname(path), root)
        profile = NodeProfile(read.given).over(profile)
    return profile


def _nodes(config: AgentConfig, profile: NodeProfile, agent: Agent) -> list[dict[str, Any]]:
    from nomadspec.agent.prediction import predict

    count = int(profile.facts["count"])
    if count == 1:
        node = predict(config, profile, name=agent.name)
        return [] if node is None else [node]
    found = (predict(config, profile, name=agent.name, number=number) for number in range(1, count + 1))
    return [node for node in found if node is not None]


#: The scheduler's configuration as the API names it.
_SCHEDULER: Final = {
    "scheduler_algorithm": "SchedulerAlgorithm",
    "memory_oversubscription_enabled": "MemoryOversubscriptionEnabled",
    "reject_job_registration": "RejectJobRegistration",
    "pause_eval_broker": "PauseEvalBroker",
}
_PREEMPTION: Final = {
    "system_scheduler_enabled": "SystemSchedulerEnabled",
    "sysbatch_scheduler_enabled": "SysBatchSchedulerEnabled",
    "batch_scheduler_enabled": "BatchSchedulerEnabled",
    "service_scheduler_enabled": "ServiceSchedulerEnabled",
}


def _scheduler_config(config: AgentConfig) -> dict[str, Any]:
    """What a server writes as the scheduler's configuration of a new cluster."""
    written = config.get("server.default_scheduler_config")
    if not isinstance(written, dict):
        return {}
    found = {api: written[hcl] for hcl, api in _SCHEDULER.items() if written.get(hcl)}
    preemption = written.get("preemption_config")
    if isinstance(preemption, dict):
        found["PreemptionConfig"] = {api: bool(preemption.get(hcl)) for hcl, api in _PREEMPTION.items()}
    return found
