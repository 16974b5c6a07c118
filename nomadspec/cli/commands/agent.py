"""`nomadspec agent lint|merge PATH…`: configuration of Nomad agents. All paths together are one agent's, as in `nomad agent -config=… -config=…`;
`lint` takes folders of several agents, too, and looks at them one by one."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

from nomadspec.agent import load
from nomadspec.cli.arguments import UsageError
from nomadspec.cli.config_option import named_configuration, overrides, rule_plugins
from nomadspec.cli.notes import note
from nomadspec.cli.release_option import checked_release, tell
from nomadspec.cli.reports import report, status
from nomadspec.reporting.console import write_text
from nomadspec.reporting.documents import numbered
from nomadspec.workspace.configuration import ConfigurationError, Configurations

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Protocol

    from nomadspec.agent import AgentConfig
    from nomadspec.cli.arguments import Arguments
    from nomadspec.releases import Release
    from nomadspec.source import Diagnostic

    class Loader(Protocol):
        """Loads the configuration of an agent, with the texts of some files instead of the files on disk, and for another release."""

        def __call__(self, texts: Mapping[str, str], release: Release = ...) -> AgentConfig: ...


def lint(arguments: Arguments) -> int:
    """`agent lint PATH…`."""
    from nomadspec.workspace.agents import agents_of

    paths = arguments.positional or ["."]
    try:
        several = agents_of(paths, _excluded(arguments))
    except OSError as error:
        raise UsageError(f"{error.filename}: {error.strerror}") from None
    if len(several) > 1:
        note(f"{len(several)} agents, one per folder")
    return _run(arguments, _lint, several)


def merge(arguments: Arguments) -> int:
    """`agent merge PATH…`."""
    return _run(arguments, lambda arguments, loaders: _merge(arguments, loaders[0]({})), [arguments.positional or ["."]])


def _run(arguments: Arguments, action: Callable[[Arguments, Sequence[Loader]], int], agents: Sequence[Sequence[str]]) -> int:
    """Run an action on agents, each given by the paths that it loads."""
    root = arguments.text("root")
    if root is not None and not os.path.isdir(root):
        raise UsageError(f"--root: no folder {root!r}")
    dev, skip = arguments.flag("dev"), _excluded(arguments)

    checked = checked_release(arguments, agents[0][0])
    tell(arguments, checked, named=True)

    def loader(paths: Sequence[str]) -> Loader:
        def load_with(texts: Mapping[str, str], release: Release = checked) -> AgentConfig:
            return load(paths, dev=dev, root=root, skip=skip, texts=texts, nomad_version=release)

        return load_with

    try:
        return action(arguments, [loader(paths) for paths in agents])
    except ConfigurationError as error:
        raise UsageError(str(error)) from None


def _excluded(arguments: Arguments) -> Callable[[str], bool] | None:
    patterns = arguments.many("exclude")
    if not patterns:
        return None
    from nomadspec.workspace.discovery import InputError, matcher

    try:
        return matcher(patterns)
    except InputError as error:
        raise UsageError(f"--exclude {error}") from None


def _lint(arguments: Arguments, loaders: Sequence[Loader]) -> int:
    from nomadspec.workspace.agents import lint_agent, said_once
    from nomadspec.workspace.configured_rules import RuleCheck

    plugins, problems = rule_plugins(arguments)
    check = RuleCheck(plugins, complete=not problems and not arguments.flag("no_plugins"))
    configurations = Configurations(named_configuration(arguments), overrides(arguments, plugins), check)
    unwritten: list[str] = []
    configs = []
    findings = list(problems)
    later: list[Diagnostic] = []
    newer = None
    if arguments.text("upgrade_to") is not None and arguments.flag("fix"):
        raise UsageError("--upgrade-to cannot be combined with --fix")
    for load_with in loaders:
        config = load_with({})
        searched = frozenset(file.source.path for file in config.files) - set(arguments.positional)

        def linted(candidate: AgentConfig, searched: frozenset[str] = searched) -> list[Diagnostic]:
            return lint_agent(candidate, configurations, plugins, searched=searched)

        if arguments.flag("fix"):
            config = _fix(config, load_with, linted, unwritten)
        configs.append(config)
        findings += linted(config)
        if arguments.text("upgrade_to") is not None:
            from nomadspec.cli.upgrade import newer_than

            newer = newer_than(arguments, config.release)
            later += linted(load_with({}, newer))
    findings, later = said_once(findings), said_once(later)
    release = configs[0].release
    paths = list(dict.fromkeys(file.source.path for config in configs for file in config.files))
    if newer is not None:
        from nomadspec.cli.upgrade import tell_ready
        from nomadspec.workspace.upgrade import only_later

        findings = only_later(findings, later, newer)
        if not findings:
            tell_ready(arguments, release, newer, len(paths))
        release = newer
    for text in unwritten:
        note(text)
    report(arguments, findings, paths, releases=[release.shown])
    if unwritten or any(d.code == "AGT002" for config in configs for d in config.diagnostics):
        return 2
    fail_on = arguments.text("fail_on") or configurations.of(paths[0] if paths else "./x").get("fail-on") or "error"
    return status(findings, fail_on)


def _fix(config: AgentConfig, load_with: Loader, lint: Callable[[AgentConfig], list[Diagnostic]], unwritten: list[str]) -> AgentConfig:
    """Fix each file as part of the whole; the configuration as it is then. `unwritten` gets why files could not be written."""
    from nomadspec.workspace.files import WriteError, write_atomically
    from nomadspec.workspace.fixing import fix_text

    texts: dict[str, str] = {}
    for file in config.files:
        path, text = file.source.path, file.source.text
        fixed = fix_text(text, path, lambda candidate, path=path: lint(load_with({**texts, path: candidate})))  # type: ignore[misc]
        if fixed.text == text:
            continue
        try:
            write_atomically(path, fixed.text, [path])
        except WriteError as error:
            unwritten.append(str(error))
            continue
        texts[path] = fixed.text
    return load_with(texts)


def _merge(arguments: Arguments, config: AgentConfig) -> int:
    from nomadspec.agent.effective import effective
    from nomadspec.reporting.agent_merge import merged_document, merged_text
    from nomadspec.workspace.finish import of_agent

    form = arguments.text("output_format") or "text"
    if config.diagnostics and not (config.ok and arguments.flag("quiet")):
        from nomadspec.reporting.console import colored, write
        from nomadspec.reporting.findings import text_report

        write(text_report(of_agent(config)), color=colored(arguments.text("color"), arguments.flag("no_color"), sys.stderr), stream=sys.stderr)
    if not config.ok:
        return 2
    root = effective(config, everything=arguments.flag("verbose"))
    if form == "json":
        text = json.dumps(numbered("agent-merge", {"files": [file.source.path for file in config.files], "values": merged_document(root)}), indent=2) + "\n"
    else:
        text = merged_text(root)
    if arguments.flag("redact"):
        from nomadspec.agent.secrets import Masking

        text = Masking(config).text(text)
    write_text(text)
    return 0
