"""The lint of agent configuration: the verdict of `nomad config validate`, then the rules about agents, then the final steps of all lints.

All paths together are one agent's configuration, unless they are folders of several: `agents_of`. Every finding has the secrets of the files masked, its excerpt included.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nomadspec.agent import load, validate
from nomadspec.agent.config_files import wanted
from nomadspec.backends.agent_config import subfolder_agents
from nomadspec.rules.agent_visit import AgentVisit
from nomadspec.rules.registry import builtin
from nomadspec.rules.runner import run
from nomadspec.rules.subject import Subject
from nomadspec.specs.file_kinds import kind_of
from nomadspec.workspace import comments, masking
from nomadspec.workspace.files import ReadError, read_text
from nomadspec.workspace.finish import Linted, finish

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Final

    from nomadspec.agent import AgentConfig
    from nomadspec.rules.rule import Rule
    from nomadspec.source import Diagnostic
    from nomadspec.workspace.configuration import Configuration, Configurations

#: Files of a folder that are looked into.
_MOST_BESIDE: Final = 200
#: What an agent sets once. Two files of a folder that both do are of two agents.
_ONCE: Final = ("data_dir", "name", "server.enabled", "client.enabled")
#: What Nomad says of a configuration to which something is missing, of what it leaves to its default, and of the files of the agent's own machine.
_OF_PARTS: Final = ("agent-mode", "agent-data-dir")
_OF_WHOLES: Final = ("agent-mutual-tls",)
_OF_THE_MACHINE: Final = ("agent-tls-file",)


def agents_of(paths: Sequence[str], excluded: Callable[[str], bool] | None = None) -> list[list[str]]:
    """The paths that each agent loads: of a folder whose subfolders are agents one list for each, of several folders that each make a server or a client
    one for each, else the paths as they are."""
    if not all(os.path.isdir(path) for path in paths):
        return [list(paths)]
    found = [agent for path in paths for agent in subfolder_agents(path) if not (excluded and excluded(agent.paths[-1]))]
    several = [list(agent.paths) for agent in found if _is_of_an_agent(agent.paths[-1])]
    if several:
        return several
    if len(paths) > 1 and all(_has_role(path) for path in paths):
        return [[path] for path in paths]
    return [list(paths)]


def files_beside(path: str) -> list[str]:
    """The files of an agent's configuration in the folder of one of them, which is among them, in the order in which an agent loads them."""
    folder = os.path.dirname(path)
    try:
        names = sorted(filter(wanted, os.listdir(folder or ".")))
    except OSError:
        return [path]
    others = [os.path.join(folder, name) for name in names if name != os.path.basename(path)][:_MOST_BESIDE]
    return sorted([path, *filter(_is_agent_file, others)])


def side_by_side(paths: Sequence[str], texts: Mapping[str, str] | None = None) -> list[list[str]]:
    """The agents whose files a search found in one folder, each with the files that all of them share. It is one, unless several files set what an agent
    sets once: people keep the configurations of different machines beside each other. `texts`: by path, what counts instead of a file's content."""
    once: dict[str, list[str]] = {}
    for path in paths:
        config = load([path], texts=texts)
        once[path] = [name for name in _ONCE if any(config.written(name))]
    names = [name for path in paths for name in once[path]]
    if len(names) == len(set(names)):
        return [list(paths)]
    return [[path for path in paths if path == agent or not once[path]] for agent in paths if once[agent]]


def said_once(findings: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The findings without those that a file of several agents has again for each."""
    return list({(finding.code, repr(finding.span), finding.message): finding for finding in findings}.values())


def _is_agent_file(path: str) -> bool:
    try:
        return kind_of(read_text(path)) == "agent"
    except ReadError:
        return False


def _is_of_an_agent(folder: str) -> bool:
    """Whether a folder has a file of an agent, and not only jobspecs or other files that happen to be HCL."""
    with os.scandir(folder) as entries:
        paths = [entry.path for entry in entries if wanted(entry.name) and entry.is_file()]
    return any(map(_is_agent_file, paths))


def _has_role(folder: str) -> bool:
    config = load([folder])
    return bool(config.get("server.enabled") or config.get("client.enabled"))


def lint_agent(
    config: AgentConfig,
    configurations: Configurations,
    plugins: Sequence[Rule] = (),
    *,
    searched: frozenset[str] = frozenset(),
    maybe_part: bool = False,
) -> list[Diagnostic]:
    """All findings of one agent's configuration, in the order of the files. Rules run only when everything could be loaded. `searched`: files that were not
    named, but found in a folder; `maybe_part`: the agent may have other files, or options on its command line, that set what these lack."""

    def configuration_of(path: str) -> Configuration:
        return configurations.of(path or "./x")

    verdict = validate(config)
    said = [*verdict.errors, *verdict.warnings]
    whole = not (maybe_part and any(d.rule in _OF_PARTS for d in said))
    if maybe_part:
        said = [d for d in said if d.rule not in _OF_THE_MACHINE]
    findings = _without_templates(said if whole else _of_a_part(said), config, searched)
    if config.ok:
        first = config.files[0].source.path if config.files else ""
        visit = AgentVisit(Subject(configuration_of(first).options(first)), config, whole)
        findings += run([(visit, [rule for rule in (*builtin("agent"), *plugins) if rule.scope == "agent" and config.release.has(rule.since, rule.until)])])
    files = [comments.agent_file(file) for file in config.files]
    return finish(findings, Linted(files, configuration_of, plugins, ("agent",), config.ok, masking.of_agent(config)))


def _of_a_part(said: Sequence[Diagnostic]) -> list[Diagnostic]:
    """What Nomad says, where others may set what is missing."""
    help = "Ignore this if other files, or options of `nomad agent`, set the rest."
    return [d.replace(severity="info", help=help) if d.rule in _OF_PARTS else d for d in said if d.rule not in _OF_WHOLES]


def _without_templates(findings: list[Diagnostic], config: AgentConfig, searched: frozenset[str]) -> list[Diagnostic]:
    """The findings, with one in their place for each file that another tool has to render first."""
    if config.ok:
        return findings
    from nomadspec.workspace.foreign import instead_of_errors

    left = [d for d in findings if d.span is None]
    for file in config.files:
        path = file.source.path
        own = [d for d in findings if d.span is not None and d.span.path == path]
        left += instead_of_errors(own, file.source.text, path, named=path not in searched, thing="agent configuration")
    known = {file.source.path for file in config.files}
    return [*left, *(d for d in findings if d.span is not None and d.span.path not in known)]
