"""`nomadspec lint`: all that Nomad would reject or warn about, and the mistakes that it accepts."""

from __future__ import annotations

import sys

from nomadspec.cli.arguments import UnusableInput, UsageError
from nomadspec.cli.baseline_option import without_accepted, write_baseline
from nomadspec.cli.config_option import named_configuration, overrides, rule_plugins
from nomadspec.cli.faults import FAULT
from nomadspec.cli.inputs import compile_arguments, files, standard_input
from nomadspec.cli.notes import note
from nomadspec.cli.progress import progress
from nomadspec.cli.reports import counts, report, status
from nomadspec.workspace.configuration import ConfigurationError
from nomadspec.workspace.files import ReadError, read_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.cli.arguments import Arguments
    from nomadspec.releases import Release
    from nomadspec.source import Diagnostic
    from nomadspec.workspace.configuration import Configurations


def run(arguments: Arguments) -> int:
    try:
        return _run(arguments)
    except ConfigurationError as error:
        raise UnusableInput(str(error)) from None


def _run(arguments: Arguments) -> int:
    from nomadspec.workspace.configuration import Configurations
    from nomadspec.workspace.configured_rules import RuleCheck
    from nomadspec.workspace.file_linter import FileLinter
    from nomadspec.workspace.stale_baseline import Run, broken_files

    plugins, problems = rule_plugins(arguments)
    check = RuleCheck(plugins, complete=not problems and not arguments.flag("no_plugins"))
    configurations = Configurations(named_configuration(arguments), overrides(arguments, plugins), check)
    paths = files(arguments, configurations)
    state = _state(arguments, configurations)
    shared = _shared(arguments, paths[0] if paths else ".", state)
    releases = _releases(arguments, configurations, paths, state)
    findings: list[Diagnostic] = list(problems)
    if arguments.flag("fix") or arguments.flag("unsafe_fixes") or arguments.flag("diff"):
        from nomadspec.cli.fixing import fix_files

        if arguments.text("upgrade_to") is not None:
            raise UsageError("--upgrade-to only reports: use it without --fix and --diff")

        found, unreadable = fix_files(arguments, paths, FileLinter(configurations, state, shared, plugins))
        if named := [path for path in paths if path != "-"]:
            left, unread = _lint(arguments, named, "", configurations, state, shared, plugins)
            found += left
            unreadable += [text for text in unread if text not in unreadable]
    else:
        text = standard_input() if "-" in paths else ""
        found, unreadable = _lint(arguments, paths, text, configurations, state, shared, plugins)
        if arguments.text("upgrade_to") is not None:
            from nomadspec.cli.upgrade import tell_ready, upgrade
            from nomadspec.workspace.upgrade import only_later

            later, older, newer = upgrade(arguments, configurations, paths, state)
            found = only_later(found, _lint(arguments, paths, text, later, state, shared, plugins, upgrading_from=older)[0], newer)
            if not found and not unreadable:
                tell_ready(arguments, older, newer, len(paths))
            releases = [newer.shown]
    findings += found
    for text in unreadable:
        note(text)
    if recorded := arguments.text("write_baseline"):
        write_baseline(recorded, findings)
        return 2 if unreadable else 0
    configuration = configurations.of(paths[0] if paths else "./x")
    read = [path for path in paths if not any(text.startswith(f"{path}: ") for text in unreadable)]
    seen = Run(read, broken_files(findings), configurations, plugins, state is not None)
    unaccepted = without_accepted(arguments, configuration, findings, seen)
    findings = unaccepted.findings
    if arguments.flag("diff"):
        counts(arguments, findings, read, releases, unaccepted.hides)
    else:
        # Where standard input was fixed, standard output has the text.
        fixed = "-" in paths and (arguments.flag("fix") or arguments.flag("unsafe_fixes"))
        report(arguments, findings, read, sys.stderr if fixed else sys.stdout, releases=releases, accepted=unaccepted.hides)
    if any(d.rule == "internal-fault" for d in findings):
        return FAULT
    if unreadable:
        return 2
    return max((_status(arguments, finding, configurations) for finding in findings), default=0)


def _releases(arguments: Arguments, configurations: Configurations, paths: list[str], state: Any) -> list[str]:
    """The releases of Nomad that the run speaks for, by the configurations of its files. What is not plain about them is told."""
    from nomadspec.cli.release_option import tell
    from nomadspec.workspace.spoken_release import spoken_release

    found = {spoken_release(configurations.of("./x" if path == "-" else path), state): None for path in paths or ["-"]}
    for one in found:
        tell(arguments, one, state, named=True)
    return [one.shown for one in found]


def _status(arguments: Arguments, finding: Diagnostic, configurations: Configurations) -> int:
    """What the finding makes of the exit status, by the configuration of the file that it is in."""
    threshold = arguments.text("fail_on")
    if threshold is None:
        threshold = configurations.of(finding.span.path if finding.span is not None else "./x").get("fail-on") or "error"
    return status([finding], threshold)


def _shared(arguments: Arguments, path: str, state: Any) -> dict[str, Any]:
    """Compile arguments that all files share; the root of file functions is each file's own unless it was given."""
    shared: dict[str, Any] = dict(compile_arguments(arguments, path, state=state))
    for name in ("filename", "nomad_version"):  # each file's own
        shared.pop(name, None)
    if not arguments.flag("no_fs") and arguments.text("fs_root") is None:
        shared.pop("fs", None)
    for name in shared["var_files"]:
        try:
            read_text(name)
        except ReadError as error:
            raise UnusableInput(f"--var-file {error}") from None
    return shared


def _state(arguments: Arguments, configurations: Configurations) -> Any:
    if arguments.many("state"):
        from nomadspec.cli.state_option import open_states

        return open_states(arguments)
    configuration = configurations.of("./x")
    if configuration.get("state"):
        from nomadspec.cli.state_option import open_configured

        return open_configured(configuration)
    return None


def _lint(
    arguments: Arguments,
    paths: list[str],
    text: str,
    configurations: Configurations,
    state: Any,
    shared: dict[str, Any],
    plugins: list[Any],
    *,
    upgrading_from: Release | None = None,
) -> tuple[list[Diagnostic], list[str]]:
    """The findings of the files (`text` is that of standard input), and why some could not be read."""
    from nomadspec.workspace.file_linter import FileLinter
    from nomadspec.workspace.repository import lint_files, placed_in_file

    findings: list[Diagnostic] = []
    if "-" in paths:
        name = arguments.text("stdin_filename") or "stdin"
        findings += placed_in_file(FileLinter(configurations, state, shared, plugins, upgrading_from=upgrading_from).lint(name, text).findings, name)
        paths = [path for path in paths if path != "-"]
        if not paths:
            return findings, []
    done = lint_files(
        paths,
        configurations,
        state,
        compile_arguments=shared,
        cache_folder=_cache_folder(arguments, len(paths)) if upgrading_from is None else None,
        jobs=arguments.number("jobs", 0),
        plugins=plugins,
        progress=progress(arguments, len(paths)),
        upgrading_from=upgrading_from,
    )
    return findings + done.findings, done.unreadable


def _cache_folder(arguments: Arguments, files: int) -> str | None:
    """Where the cache is; a few files are linted faster than a cache is opened, unless one was named."""
    if arguments.flag("no_cache"):
        return None
    named = arguments.text("cache_dir")
    if named is None and files < 20:
        return None
    from nomadspec.workspace.cache import default_folder

    return named or default_folder()
