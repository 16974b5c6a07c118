"""`nomadspec lint`: everything Nomad rejects or warns about, and the mistakes it accepts."""

from __future__ import annotations

import os
import sys

from nomadspec.cli.arguments import UnusableInput, UsageError
from nomadspec.cli.config_option import named_configuration, overrides, rule_plugins
from nomadspec.cli.inputs import inputs, own_arguments, standard_input
from nomadspec.cli.reports import counts, report, status
from nomadspec.cli.submission import request
from nomadspec.version import NOMAD_VERSION
from nomadspec.workspace.configuration import ConfigurationError
from nomadspec.workspace.environments import check_names, undeclared, usages, values
from nomadspec.workspace.files import ReadError, read_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.cli.arguments import Arguments
    from nomadspec.cluster.state import ClusterState
    from nomadspec.releases import Release
    from nomadspec.source import Diagnostic
    from nomadspec.workspace.configuration import Configuration, Configurations
    from nomadspec.workspace.report import Report


def run(arguments: Arguments) -> int:
    try:
        return _run(arguments) if not arguments.flag("profile") else _profiled(arguments)
    except ConfigurationError as error:
        raise UnusableInput(str(error)) from None


def _profiled(arguments: Arguments) -> int:
    """Lint, and print the time spent in each step on standard error."""
    import time

    from nomadspec.cli.notes import note
    from nomadspec.workspace.lint_profile import Profile

    profile, began = Profile(), time.perf_counter()
    with profile.taken():
        status = _run(arguments)
    for text in profile.lines(time.perf_counter() - began):
        note(text)
    return status


def _run(arguments: Arguments) -> int:
    from nomadspec.workspace.configuration import Configurations
    from nomadspec.workspace.discovery import is_linted

    plugins, problems = rule_plugins(arguments)

    def check(configuration: Configuration) -> None:
        from nomadspec.workspace.configured_rules import RuleCheck

        RuleCheck(plugins, complete=not problems and not arguments.flag("no_plugins"))(configuration)

    configurations = Configurations(named_configuration(arguments), overrides(arguments, plugins), check)
    given = inputs(arguments, configurations, accept=is_linted)
    agents, paths = _apart(arguments, given.files)
    used = _usages(arguments, configurations, paths)
    state = _state(arguments, used)
    shared = _shared(arguments, paths[0] if paths else ".")
    releases = _releases(arguments, used, state)
    _notes(arguments, used, paths)
    of_agents = [path for agent in agents for path in agent]
    only = _changed(arguments, [*paths, *of_agents], configurations)
    wanted = paths if only is None else [path for path in paths if path in only]
    findings: list[Diagnostic] = list(problems)
    finished = set(paths)
    if arguments.flag("fix") or arguments.flag("unsafe_fixes") or arguments.flag("diff"):
        from nomadspec.cli.fixing import fix_files
        from nomadspec.workspace.file_linter import FileLinter

        if arguments.text("upgrade_to") is not None:
            raise UsageError("--upgrade-to cannot be combined with --fix or --diff")

        found, unreadable = fix_files(arguments, wanted, FileLinter(configurations, state, shared, plugins, environments=arguments.many("environment")))
        if (named := [path for path in paths if path != "-"]) or agents:
            left = _lint(arguments, named, agents, "", configurations, state, shared, plugins, only, searched=given.searched)
            found += left.findings
            finished.update(left.files)
            unreadable += [text for text in left.unreadable if text not in unreadable]
    else:
        text = standard_input() if "-" in paths else ""
        done = _lint(arguments, paths, agents, text, configurations, state, shared, plugins, only, searched=given.searched)
        found, unreadable, finished = done.findings, done.unreadable, set(done.files)
        if arguments.text("upgrade_to") is not None:
            from nomadspec.cli.upgrade import tell_ready, upgrade
            from nomadspec.workspace.upgrade import only_later, out_of_time

            with_state = [(each, state(each) if callable(state) else state) for each in used]
            later, older, newer = upgrade(arguments, configurations, with_state)
            if stopped := out_of_time(found):
                found, finished = stopped, set()
            else:
                after = _lint(arguments, paths, agents, text, later, state, shared, plugins, only, searched=given.searched, upgrading_from=older)
                found, finished = [*only_later(found, after.findings, newer), *out_of_time(after.findings)], set(after.files)
            if not found and not unreadable:
                tell_ready(arguments, older, newer, len(paths) + len(of_agents))
            releases = [newer.shown]
    findings += found
    if unreadable:
        from nomadspec.cli.notes import note

        for text in unreadable:
            note(text)
    if recorded := arguments.text("write_baseline"):
        from nomadspec.cli.baseline_option import write_baseline

        write_baseline(recorded, findings)
        return 2 if unreadable else 0
    configuration = configurations.of(paths[0] if paths else "./x")
    read = [path for path in (*wanted, *of_agents) if path in finished and not any(text.startswith(f"{path}: ") for text in unreadable)]
    hides = ""
    if arguments.text("baseline") or arguments.flag("prune_baseline") or configuration.get("baseline"):
        from nomadspec.cli.baseline_option import without_accepted
        from nomadspec.workspace.stale_baseline import Run, broken_files

        unaccepted = without_accepted(arguments, configuration, findings, Run(read, broken_files(findings), configurations, plugins, state is not None))
        findings, hides = unaccepted.findings, unaccepted.hides
    if arguments.flag("diff"):
        counts(arguments, findings, read, releases, hides)
    else:
        # Where standard input was fixed, standard output has the text.
        fixed = "-" in paths and (arguments.flag("fix") or arguments.flag("unsafe_fixes"))
        report(arguments, findings, read, sys.stderr if fixed else sys.stdout, releases=releases, accepted=hides)
    if any(d.rule == "internal-fault" for d in findings):
        from nomadspec.cli.faults import FAULT

        return FAULT
    if unreadable:
        return 2
    return max((_status(arguments, finding, configurations) for finding in findings), default=0)


def _apart(arguments: Arguments, paths: list[str]) -> tuple[list[list[str]], list[str]]:
    """The files of each agent, and those that are linted one by one. Files that are not Nomad's are left alone, with a note."""
    if all(path.endswith((".nomad", ".nomad.hcl", ".job")) for path in paths):
        return [], paths
    from nomadspec.workspace.other_kinds import sort

    found = sort(paths)
    if found.foreign and not arguments.flag("quiet"):
        from nomadspec.cli.notes import note_foreign

        for path in found.foreign:
            note_foreign(path)
    return found.agents, found.files


def _releases(arguments: Arguments, used: list[Configuration], state: Any) -> list[str]:
    """The Nomad releases that the run checks for, from the configurations of its files, with notes on anything unexpected."""
    if state is None and not any(each.get("nomad-version") for each in used):
        return [NOMAD_VERSION]
    from nomadspec.cli.release_option import tell
    from nomadspec.workspace.checked_release import checked_release

    found: dict[Release, Any] = {}
    for each in used:
        known = state(each) if callable(state) else state
        found.setdefault(checked_release(each, known), known)
    for one, known in found.items():
        tell(arguments, one, known, named=True)
    return [one.shown for one in found]


def _status(arguments: Arguments, finding: Diagnostic, configurations: Configurations) -> int:
    """What the finding makes of the exit status, by the configuration of the file that it is in."""
    threshold = arguments.text("fail_on")
    if threshold is None:
        threshold = configurations.of(finding.span.path if finding.span is not None else "./x").get("fail-on") or "error"
    return status([finding], threshold)


def _shared(arguments: Arguments, path: str) -> dict[str, Any]:
    """Compile arguments that all files share; the root of file functions is each file's own unless it was given."""
    shared: dict[str, Any] = dict(own_arguments(arguments, path))
    shared.pop("filename", None)  # each file's own
    if not arguments.flag("no_fs") and arguments.text("fs_root") is None:
        shared.pop("fs", None)
    for name in shared["var_files"]:
        try:
            read_text(name)
        except ReadError as error:
            raise UnusableInput(f"--var-file {error}") from None
    return shared | request(arguments)


def _state(arguments: Arguments, used: list[Configuration]) -> Any:
    """The state of `--state`, else a function from the configuration in which a file is used to the state that it names, None where none does."""
    if arguments.many("state"):
        from nomadspec.cli.state_option import open_states

        return open_states(arguments)
    opened: dict[tuple[str, str], ClusterState] = {}
    for each in used:
        if each.get("state") and (each.folder, each.get("state")) not in opened:
            from nomadspec.cli.state_option import open_configured

            opened[each.folder, each.get("state")] = open_configured(arguments, each)
    return (lambda used: opened.get((used.folder, used.get("state", "")))) if opened else None


def _usages(arguments: Arguments, configurations: Configurations, paths: list[str]) -> list[Configuration]:
    """The configurations in which the files are used, each once."""
    named = arguments.many("environment")
    if named:
        check_names(configurations.of(paths[0] if paths and paths[0] != "-" else "./x"), named)
    found: dict[int, Configuration] = {}
    for path in paths:
        found.update((id(each), each) for each in usages(configurations.of("./x" if path == "-" else path), path, named))
    return list(found.values()) or [configurations.of("./x")]


def _notes(arguments: Arguments, used: list[Configuration], paths: list[str]) -> None:
    """Report configured values that no jobspec declares, if the whole folder of the configuration was linted."""
    folders = [os.path.abspath(path) for path in arguments.positional or ["."]]
    whole = [each for each in used if any(_holds(folder, each.folder) for folder in folders)]
    if arguments.flag("quiet") or not any(values(each) for each in whole):
        return
    texts = {}
    for path in paths:
        try:
            texts[path] = read_text(path) if path != "-" else ""
        except ReadError:
            return
    from nomadspec.cli.notes import note

    for text in undeclared(whole, texts):
        note(text)


def _progress(arguments: Arguments, total: int) -> Any:
    if total < 200:
        return None
    from nomadspec.cli.progress import progress

    return progress(arguments, total)


def _holds(folder: str, inner: str) -> bool:
    return os.path.join(os.path.abspath(inner), "").startswith(os.path.join(folder, ""))


def _lint(
    arguments: Arguments,
    paths: list[str],
    agents: list[list[str]],
    text: str,
    configurations: Configurations,
    state: Any,
    shared: dict[str, Any],
    plugins: list[Any],
    only: set[str] | None,
    *,
    searched: frozenset[str] = frozenset(),
    upgrading_from: Release | None = None,
) -> Report:
    """The result of linting the files; `text` is that of standard input."""
    from nomadspec.workspace.file_linter import FileLinter
    from nomadspec.workspace.finish import placed_in_file
    from nomadspec.workspace.report import Report, TimeIsUp
    from nomadspec.workspace.repository import lint_files, unfinished

    environments = arguments.many("environment")
    findings: list[Diagnostic] = []
    read_input = "-" in paths
    if read_input:
        name = arguments.text("stdin_filename") or "stdin"
        linter = FileLinter(configurations, state, shared, plugins, environments=environments, upgrading_from=upgrading_from)
        try:
            findings += placed_in_file(linter.lint(name, text).findings, name)
        except TimeIsUp as up:
            return Report([*findings, unfinished(up, [name, *(path for path in paths if path != "-"), *(path for agent in agents for path in agent)])], [], [])
        paths = [path for path in paths if path != "-"]
        if not paths and not agents:
            return Report(findings, ["-"], [])
    done = lint_files(
        paths,
        configurations,
        state,
        agents=agents,
        compile_arguments=shared,
        cache_folder=_cache_folder(arguments, len(paths)) if upgrading_from is None else None,
        jobs=1 if arguments.flag("profile") else arguments.number("jobs", 0),
        plugins=plugins,
        searched=searched,
        progress=_progress(arguments, len(paths)),
        upgrading_from=upgrading_from,
        environments=environments,
        only=only,
    )
    return Report(findings + done.findings, [*(["-"] if read_input else []), *done.files], done.unreadable)


def _changed(arguments: Arguments, paths: list[str], configurations: Configurations) -> set[str] | None:
    """The files that `--changed-since` leaves; None for all."""
    revision = arguments.text("changed_since")
    if revision is None:
        return None
    from nomadspec.backends.git_objects import GitError
    from nomadspec.workspace.changed_files import changed_since

    try:
        return changed_since(revision, paths, configurations, environments=arguments.many("environment"), var_files=arguments.many("var_file"))
    except GitError as error:
        raise UnusableInput(f"--changed-since {revision}: {error}") from None


def _cache_folder(arguments: Arguments, files: int) -> str | None:
    """The folder of the cache. Unless one is named, a few files are linted without it, which is faster."""
    if arguments.flag("no_cache") or arguments.flag("profile"):
        return None
    named = arguments.text("cache_dir")
    if named is None and files < 20:
        return None
    from nomadspec.workspace.cache import default_folder

    return named or default_folder()
