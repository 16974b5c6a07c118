"""What `lint` is for one jobspec: compile it (variables without a value are unknown), what Nomad says (checks), what Nomad never says (rules), then
the steps that all lints end with (`finish.py`). It leaves facts behind for the rules about a repository (`rules/job_summary.py`).
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import Any, Unpack

    from nomadspec.cluster.state import ClusterState
    from nomadspec.jobspec.compilation import CompileArguments
    from nomadspec.releases import Release
    from nomadspec.rules.rule import Rule
    from nomadspec.source import Diagnostic
    from nomadspec.workspace.configuration import Configuration
    from nomadspec.workspace.report import FileReport


def lint(
    source: str | Path,
    config: Configuration | Mapping[str, object] | None = None,
    state: ClusterState | None = None,
    **compile_arguments: Unpack[CompileArguments],
) -> list[Diagnostic]:
    """All findings of one jobspec: HCL text or a Path.

    `config`: a `Configuration`, plain data with the keys of nomadspec.toml, or None for the defaults; `state`: a ClusterState for the rules
    about a cluster; `compile_arguments` as of `nomadspec.compile`. Variables without a value are carried as unknown: checks and
    rules that need them say nothing. File functions read the working folder's repository unless `fs` says otherwise.
    """
    configuration = as_configuration(config)
    return lint_one(source, configuration, state, compile_arguments).findings


def as_configuration(config: Configuration | Mapping[str, object] | None) -> Configuration:
    from nomadspec.workspace.configuration import Configuration, from_mapping
    from nomadspec.workspace.configured_rules import RuleCheck

    if config is None:
        return Configuration()
    if isinstance(config, Configuration):
        return config
    configuration = from_mapping(config)
    RuleCheck(complete=True)(configuration)
    return configuration


def lint_one(
    source: Any,
    configuration: Configuration,
    state: ClusterState | None,
    compile_arguments: Mapping[str, Any],
    plugins: Sequence[Rule] = (),
    *,
    facts: bool = False,
    upgrading_from: Release | None = None,
) -> FileReport:
    """Lint one jobspec: compile, check, run the rules about one file, select, suppress. `facts`: gather those for the rules about a repository, too; `upgrading_from`:
    also say what has changed since that release."""
    from nomadspec.jobspec.compilation import compile, compile_partly
    from nomadspec.workspace import comments, masking
    from nomadspec.workspace.checks_and_rules import check_and_lint, scopes_of
    from nomadspec.workspace.finish import Linted, finish
    from nomadspec.workspace.report import FileReport

    arguments = {"unset": "unknown", **compile_arguments}
    if arguments.get("nomad_version") is None and configuration.get("nomad-version") is not None:
        from nomadspec.workspace.spoken_release import spoken_release

        arguments["nomad_version"] = spoken_release(configuration, state)
    environ: Mapping[str, str] = environment if (environment := arguments.get("environ")) is not None else os.environ
    if configuration.get("variables"):
        arguments["environ"] = configuration.environment(environ)
    if "fs" not in arguments:
        arguments["fs"] = _default_root(source)
    compiled = compile_partly(source, **arguments)
    text = compiled.source
    findings: Sequence[Diagnostic] = compiled.diagnostics
    judged = compiled
    if not compiled.ok and upgrading_from is not None:
        from nomadspec.workspace.upgrade import read_by_older

        judged = read_by_older(compiled, compile(source, **{**arguments, "nomad_version": upgrading_from}))
    if not compiled.ok:
        from nomadspec.workspace.foreign import instead_of_errors

        findings = instead_of_errors(findings, text.text, text.path)
    if judged.partial is not None and (judged.ok or findings is compiled.diagnostics):
        findings = [*findings, *check_and_lint(judged, configuration, state, plugins)]
    if judged.job is not None and upgrading_from is not None:
        from nomadspec.workspace.upgrade import changes

        findings = [*findings, *changes(judged.job, upgrading_from, judged.release)]
    linted = Linted(
        [comments.jobspec(text, compiled.body if compiled.format == "hcl" else None)],
        lambda _: configuration,
        plugins,
        scopes_of(state),
        compiled.ok,
        masking.of_environment(environ, text.text),
    )
    left_behind = None
    if facts and compiled.ok and compiled.job is not None:
        from nomadspec.rules.job_summary import facts_of

        left_behind = masking.masked_facts(facts_of(compiled.job, text.path), environ, text.text)
    return FileReport(text.path, finish(findings, linted), left_behind, masking.masked_reads(compiled.reads, environ, text.text))


def _default_root(source: Any) -> Any:
    from nomadspec.workspace.discovery import repository_root

    start = "." if isinstance(source, str) else os.path.dirname(os.path.abspath(str(source)))
    return repository_root(start) or os.getcwd()
