"""The files of a lint that are no jobspecs and no specifications: those of agents, which are linted a folder at a time, and those that are not Nomad's.

Only plain `.hcl` and `.json` files are looked at: what is called `*.nomad` is meant to be a jobspec, whatever is in it.
"""

from __future__ import annotations

import os

from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Final

    from nomadspec.cluster.state import ClusterState
    from nomadspec.rules.rule import Rule
    from nomadspec.source import Diagnostic
    from nomadspec.workspace.configuration import Configuration, Configurations

#: Blocks at the top level of what is still a jobspec, with or without its job.
_OF_JOBSPECS: Final = frozenset(["job", "variable", "variables", "locals"])
#: Blocks within a job, should its own name be misspelled.
_IN_JOBS: Final = frozenset(["group", "task", "datacenters"])


class Sorted(Record):
    """The files to lint one by one, those of agents by folder, and those that are not Nomad's."""

    files: list[str]
    agents: list[list[str]]
    foreign: list[str]


def sort(paths: Sequence[str]) -> Sorted:
    """The paths by what is in their files. What cannot be read stays with the files."""
    if not any(_is_plain(path) for path in paths):
        return Sorted(list(paths), [], [])
    files: list[str] = []
    agents: dict[str, list[str]] = {}
    foreign: list[str] = []
    for path in paths:
        kind = _kind(path) if _is_plain(path) else "jobspec"
        if kind == "agent":
            agents.setdefault(os.path.dirname(path), []).append(path)
        else:
            (files if kind else foreign).append(path)
    return Sorted(files, list(agents.values()), foreign)


def _is_plain(path: str) -> bool:
    return path.endswith((".hcl", ".json")) and not path.endswith((".nomad.hcl", ".nomad.json"))


def _kind(path: str) -> str:
    """The kind of a file: a name of `file_kinds.KINDS`, "" for a file that is not Nomad's."""
    from nomadspec.workspace.discovery import holds_job
    from nomadspec.workspace.files import head_of

    text = head_of(path)
    if holds_job(path, text):
        return "jobspec"
    from nomadspec.specs.file_kinds import kind_of, top_level

    kind = kind_of(text)
    if kind:
        return kind
    from nomadspec.source.closest import closest

    top = top_level(text)
    names = top.names if top.json else top.blocks
    mistaken = not top.names or top.names & _OF_JOBSPECS or top.inner & _IN_JOBS or any(closest(name, ("job",), 0.6) for name in names)
    return "jobspec" if mistaken else ""


def lint_files_of_agent(
    paths: Sequence[str],
    configurations: Configurations,
    state_of: Callable[[Configuration], ClusterState | None],
    plugins: Sequence[Rule] = (),
    *,
    searched: frozenset[str] = frozenset(),
) -> list[Diagnostic]:
    """All findings of the agent with these files, for the release that the configuration of the first one names (for `auto` without a state: the newest).
    Files that a search found may be of several agents, and have others beside them that no search takes by themselves."""
    from nomadspec.agent import load
    from nomadspec.workspace.agents import files_beside, lint_agent, said_once, side_by_side
    from nomadspec.workspace.checked_release import AUTO, checked_release

    configuration = configurations.of(paths[0])
    state = state_of(configuration)
    unknown = state is None and configuration.get("nomad-version") == AUTO
    release = None if unknown else checked_release(configuration, state)
    found = searched.issuperset(paths)
    agents = side_by_side(sorted({*paths, *files_beside(paths[0])})) if found else [paths]
    configs = [load(agent, nomad_version=release) for agent in agents]
    findings = said_once([finding for config in configs for finding in lint_agent(config, configurations, plugins, searched=searched, maybe_part=found)])
    return [finding for finding in findings if finding.span is None or finding.span.path in paths]
