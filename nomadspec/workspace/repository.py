"""Lints many files: the configuration of each, the cache, processes if worthwhile, then the rules about the whole repository.

A file is a unit of work (`workspace/file_linter.py`): text in, findings and facts out. It is done in this process, in another, or was done before
(`workspace/known_findings.py`).
"""

from __future__ import annotations

import os

from nomadspec.source import Diagnostic, Source
from nomadspec.workspace.configuration import Configurations
from nomadspec.workspace.file_linter import FileLinter
from nomadspec.workspace.files import ReadError, read_text
from nomadspec.workspace.finish import placed_in_file
from nomadspec.workspace.report import Report, TimeIsUp

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence, Set
    from pathlib import Path
    from typing import Any, Final

    from nomadspec.cluster.state import ClusterState
    from nomadspec.releases import Release
    from nomadspec.rules.rule import Rule
    from nomadspec.workspace.configuration import Configuration
    from nomadspec.workspace.discovery import Inputs
    from nomadspec.workspace.known_findings import KnownFindings

    Result = tuple[str, list[Diagnostic], list[dict[str, Any]]]
    """A file's path, findings and facts."""

#: The number of files from which processes are worthwhile, and the number of files in each chunk.
PARALLEL_FROM: Final = 120
CHUNK: Final = 10
#: Files that a finding about the time of a run names.
NAMED: Final = 10


def lint_paths(
    paths: Sequence[str | Path],
    config: Configuration | Mapping[str, object] | None = None,
    state: ClusterState | None = None,
    *,
    nomad_version: str | Release | None = None,
    environment: str | Sequence[str] = (),
) -> list[Diagnostic]:
    """All findings of files and folders, including rules about the whole repository. A missing or unreadable file is a finding, too.

    `nomad_version`: the release to check for, which overrides the configuration; `environment`: names of environments to check the files in (empty: all
    that a file belongs to). Raises ReleaseError, a ValueError, for an unknown release.
    """
    from nomadspec.releases import release
    from nomadspec.workspace.configured_rules import RuleCheck
    from nomadspec.workspace.discovery import InputError
    from nomadspec.workspace.linting import as_configuration

    change = {} if nomad_version is None else {"nomad_version": release(nomad_version).text}
    configurations = Configurations(None if config is None else as_configuration(config), change, check=RuleCheck(complete=False))
    found: dict[str, None] = {}
    searched: set[str] = set()
    unreadable: list[str] = []
    for path in paths:
        try:
            inputs = inputs_of(str(path), configurations)
        except InputError as error:
            unreadable.append(str(error))
            continue
        found.update(dict.fromkeys(inputs.files))
        searched |= inputs.searched
    named = [environment] if isinstance(environment, str) else environment
    from nomadspec.workspace.other_kinds import sort

    given = sort(list(found))
    report = lint_files(given.files, configurations, state, agents=given.agents, searched=frozenset(searched), environments=named)
    return [*(_unreadable(text) for text in (*unreadable, *report.unreadable)), *report.findings]


def inputs_of(path: str, configurations: Configurations) -> Inputs:
    """The files that a path means, with what its configuration excludes and includes. Raises `InputError`."""
    from nomadspec.workspace.discovery import discover, is_linted

    configuration = configurations.of(os.path.join(path, "x") if os.path.isdir(path) else path)
    left_out = [*configuration.get("exclude", []), *configuration.get("extend-exclude", [])]
    added = configuration.get("include", [])
    return discover(
        [path],
        excluded=(lambda name: configuration.matches(left_out, name)) if left_out else None,
        included=(lambda name: configuration.matches(added, name)) if added else None,
        accept=is_linted,
    )


def _unreadable(text: str) -> Diagnostic:
    from nomadspec.jobspec.decode_errors import ERRORS

    return Diagnostic(ERRORS["unreadable-file"], "unreadable-file", "error", f"cannot read {text}", None)


def lint_files(
    files: Sequence[str],
    configurations: Configurations,
    state: Any = None,
    *,
    agents: Sequence[Sequence[str]] = (),
    compile_arguments: Mapping[str, Any] | None = None,
    cache_folder: str | None = None,
    jobs: int = 1,
    plugins: Sequence[Rule] = (),
    progress: Callable[[int, int], None] | None = None,
    searched: frozenset[str] = frozenset(),
    upgrading_from: Release | None = None,
    environments: Sequence[str] = (),
    only: Set[str] | None = None,
) -> Report:
    """Lint files, of which those `searched` were found and not named. `state`: for all, or a function from the configuration in which a file is used;
    `agents`: the files of each agent; `cache_folder`: use the cache there; `jobs`: processes, 0 for as many as pay; `progress` is called with files done and files in all; `upgrading_from`:
    also say what has changed since that release; `environments`: names (empty: all of a file); `only`: the files that findings are reported of."""
    linter = FileLinter(
        configurations,
        state,
        dict(compile_arguments or {}),
        plugins,
        facts=len(files) > 1,
        searched=searched,
        environments=environments,
        upgrading_from=upgrading_from,
    )
    reports: list[Result] = []
    unreadable: list[str] = []
    agents = [paths for paths in agents if only is None or not only.isdisjoint(paths)]
    of_agents: list[list[Diagnostic]] = []
    up: TimeIsUp | None = None
    try:
        for number, result in enumerate(_results(linter, files, cache_folder, jobs)):
            if isinstance(result, str):
                unreadable.append(result)
            else:
                reports.append(result)
            if progress is not None:
                progress(number + 1, len(files))
        for paths in agents:
            from nomadspec.workspace.other_kinds import lint_files_of_agent

            of_agents.append(lint_files_of_agent(paths, configurations, linter.state_of, plugins, searched=searched))
    except TimeIsUp as over:
        up = over
    findings = [finding for path, rows, _ in reports if only is None or path in only for finding in placed_in_file(rows, path)]
    about_agents = [finding for rows in of_agents for finding in rows]
    if up is not None:
        done = len(reports) + len(unreadable)
        left = [*files[done:], *(path for paths in agents[len(of_agents) :] for path in paths)]
        finished = [*files[:done], *(path for paths in agents[: len(of_agents)] for path in paths)]
        return Report([*findings, *about_agents, unfinished(up, left)], finished, unreadable)
    facts = [fact for _, _, facts in reports for fact in facts]
    try:
        if len(facts) > 1:
            about = repository_findings_by_environment(facts, configurations, plugins)
            findings += [finding for finding in about if only is None or (finding.span is not None and finding.span.path in only)]
        findings += _of_rule_files(files, configurations, linter)
    except TimeIsUp as over:
        findings.append(unfinished(over, ()))
    checked = [path for path in files if only is None or path in only]
    return Report([*findings, *about_agents], [*checked, *(path for paths in agents for path in paths)], unreadable)


def unfinished(up: TimeIsUp, files: Sequence[str]) -> Diagnostic:
    """The files that a run did not finish in time."""
    from nomadspec.rules.registry import TIME_LIMIT

    named = ", ".join(files[:NAMED]) + (f" and {len(files) - NAMED} more" if len(files) > NAMED else "")
    what = f"{len(files)} {'file was' if len(files) == 1 else 'files were'} not checked: {named}" if files else "rules over all files did not finish"
    span = Source("", files[0]).span(0, 0) if files else None
    return Diagnostic(TIME_LIMIT.code, TIME_LIMIT.name, "error", f"{up}: {what}", span, help="Give the run more time, or see with --profile what takes it.")


def _of_rule_files(files: Sequence[str], configurations: Configurations, linter: FileLinter) -> list[Diagnostic]:
    """Errors in rule files, and findings of rules about nodes of the state."""
    used = {id(one): one for one in map(configurations.of, files) if one.values}
    if not used:
        return []
    from nomadspec.workspace.written_rules import rules_of

    found: list[Diagnostic] = []
    seen: set[int] = set()
    for configuration in used.values():
        rules = rules_of(configuration)
        if id(rules) in seen:
            continue
        seen.add(id(rules))
        found += rules.problems
        if any(rule.scope == "node" for rule in rules.rules) and (state := linter.state_of(configuration)) is not None:
            from nomadspec.rules.hcl.checking import node_findings

            selection = configuration.selection("./x")
            found += node_findings([rule for rule in rules.rules if selection.enabled(rule)], [node.raw for node in state.nodes.values()])
    return found


def repository_findings_by_environment(facts: list[dict[str, Any]], configurations: Configurations, plugins: Sequence[Rule]) -> list[Diagnostic]:
    """The findings of the rules about a repository, separately for each environment."""
    from nomadspec.workspace.in_environments import groups_of, of_one_environment, together

    groups = groups_of(facts)
    if len(groups) == 1 and not any(fact.get("environment") for fact in facts):
        return repository_findings(facts, configurations, plugins)
    found = []
    of_file: dict[str, list[str]] = {}
    for name, group in groups.items():
        found.append((name, [d for d in repository_findings(group, configurations, plugins) if of_one_environment(d, group)]))
        for fact in group:
            of_file.setdefault(fact["path"], []).append(name)
    return together(found, of_file)


def repository_findings(facts: list[dict[str, Any]], configurations: Configurations, plugins: Sequence[Rule]) -> list[Diagnostic]:
    """What the rules about a repository find; the configuration and the comments of the file that a finding is in decide about it."""
    from nomadspec.rules.registry import builtin
    from nomadspec.rules.repository_visit import RepositoryVisit
    from nomadspec.rules.runner import run
    from nomadspec.rules.subject import Subject
    from nomadspec.workspace import comments
    from nomadspec.workspace.finish import Linted, finish
    from nomadspec.workspace.written_rules import rules_of

    sources: dict[str, Source | None] = {}

    def source_of(path: str) -> Source | None:
        if path not in sources:
            try:
                sources[path] = Source(read_text(path), path)
            except ReadError:
                sources[path] = None
        return sources[path]

    first = facts[0]["path"]
    plugins = (*plugins, *rules_of(configurations.of(first)).rules)
    visit = RepositoryVisit(Subject(configurations.of(first).options(first)), facts, source_of)
    found = run([(visit, [*builtin("repository"), *(rule for rule in plugins if rule.scope == "repository")])])
    # Comments are judged with the file that they are in; the facts hold no values that have to be masked.
    places = {finding.span.path for finding in found if finding.span is not None}
    files = [
        comments.specification(source) if "spec" in fact else comments.unparsed_jobspec(source)
        for fact in facts
        if fact["path"] in places and (source := source_of(fact["path"])) is not None
    ]
    return finish(found, Linted(files, configurations.of, plugins))


def _results(linter: FileLinter, files: Sequence[str], cache_folder: str | None, jobs: int) -> Iterator[Result | str]:
    """The result of each file, in order; a text where it cannot be read."""
    known_findings = _known_findings(linter, cache_folder)
    try:
        if jobs != 1 and len(files) >= PARALLEL_FROM and linter.state is None and hasattr(os, "fork"):
            yield from _in_processes(linter, files, known_findings, jobs or os.cpu_count() or 1)
        else:
            for path in files:
                yield _one(linter, path, known_findings)
    finally:  # also when the time is up: the next run goes on from there
        if known_findings is not None:
            known_findings.save()


def _known_findings(linter: FileLinter, cache_folder: str | None) -> KnownFindings | None:
    if cache_folder is None:
        return None
    from nomadspec.workspace.known_findings import known_findings

    return known_findings(linter, cache_folder)


def _one(linter: FileLinter, path: str, known_findings: KnownFindings | None) -> Result | str:
    try:
        text = read_text(path, found=path in linter.searched)
    except ReadError as error:
        return str(error)
    if known_findings is not None and (known := known_findings.find(path, text)) is not None:
        return known
    report = linter.lint(path, text)
    if known_findings is not None:
        known_findings.keep(path, text, report)
    return path, report.findings, report.facts


def _in_processes(linter: FileLinter, files: Sequence[str], known_findings: KnownFindings | None, jobs: int) -> Iterator[Result | str]:
    """Files in chunks over forked processes; what the cache has is not sent."""
    from nomadspec.workspace.cache import decoded, encoded

    known: dict[str, Result | str] = {}
    texts: dict[str, str] = {}
    for path in files:
        try:
            text = read_text(path, found=path in linter.searched)
        except ReadError as error:
            known[path] = str(error)
            continue
        result = known_findings.find(path, text) if known_findings is not None else None
        if result is None:
            texts[path] = text
        else:
            known[path] = result
    todo = list(texts)
    if len(todo) < PARALLEL_FROM:
        entries: Iterator[Any] = (encoded(linter.lint(path, texts[path])) for path in todo)
    else:
        from nomadspec.workspace.processes import in_processes

        chunks = [todo[i : i + CHUNK] for i in range(0, len(todo), CHUNK)]
        done = in_processes(lambda chunk: [encoded(linter.lint(path, texts[path])) for path in chunk], chunks, min(jobs, 16))
        entries = (entry for rows in done for entry in rows)
    for path in files:
        if path in known:
            yield known.pop(path)
            continue
        entry, text = next(entries), texts.pop(path)
        if known_findings is not None:
            known_findings.keep_entry(path, text, entry)
        findings, facts = decoded(entry, path, text)
        yield path, findings, facts
