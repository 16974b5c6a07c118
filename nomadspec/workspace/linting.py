"""The lint of one jobspec: compile it (variables without a value are unknown), run Nomad's checks and our rules, then the final steps of all lints
(`finish.py`). It also gathers facts for the rules about a repository (`rules/job_summary.py`).
"""

from __future__ import annotations

import os

from nomadspec.jobspec.compilation import compile, compile_partly
from nomadspec.source.on_demand import Later
from nomadspec.workspace.checks_and_rules import check_and_lint, scopes_of
from nomadspec.workspace.comments import jobspec as commented
from nomadspec.workspace.discovery import spec_kind
from nomadspec.workspace.environments import usages, values
from nomadspec.workspace.finish import Linted, finish
from nomadspec.workspace.masking import masked_facts, masked_reads, of_secrets, secrets_of
from nomadspec.workspace.report import FileReport

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from typing import Any, Unpack

    from nomadspec.cluster.state import ClusterState
    from nomadspec.jobspec.compilation import CompileArguments
    from nomadspec.releases import Release
    from nomadspec.rules import job_summary
    from nomadspec.rules.rule import Rule
    from nomadspec.source import Diagnostic
    from nomadspec.workspace.configuration import Configuration
    from nomadspec.workspace.masking import Secrets

    class LintArguments(CompileArguments, total=False):
        """The arguments of `compile`, the names of the configuration's environments to judge the file in (empty: all that it belongs to), and namespace and
        region of a job that names none."""

        environment: str | Sequence[str]
        namespace: str
        region: str
else:
    job_summary = Later("nomadspec.rules.job_summary")


def lint(
    source: str | Path,
    config: Configuration | Mapping[str, object] | None = None,
    state: ClusterState | None = None,
    **compile_arguments: Unpack[LintArguments],
) -> list[Diagnostic]:
    """All findings of one jobspec: HCL text or a Path.

    `config`: a `Configuration`, plain data with the keys of nomadspec.toml, or None for the defaults; `state`: a ClusterState for the rules
    about a cluster; `compile_arguments` as of `nomadspec.compile`, and `environment`: names of the
    configuration's environments to check the file in (empty: all that it belongs to); `namespace` and `region`: for a job that sets none. Variables without a
    value are unknown: checks and rules that need them report nothing. File functions only read the repository of the working folder unless `fs` is set.
    """
    path = str(source) if not isinstance(source, str) else compile_arguments.get("filename") or "./x"
    environment = compile_arguments.get("environment", ())
    named = [environment] if isinstance(environment, str) else environment
    used = usages(as_configuration(config), path, named)
    given = {name: value for name, value in compile_arguments.items() if name != "environment"}
    found = lint_usages(source, used, lambda _: state, given).findings
    from nomadspec.workspace.written_rules import rules_of

    return [*found, *(problem for problem in rules_of(used[0]).problems)] if used else found


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


def lint_usages(
    source: Any,
    configurations: Sequence[Configuration],
    state_of: Callable[[Configuration], ClusterState | None],
    compile_arguments: Mapping[str, Any],
    plugins: Sequence[Rule] = (),
    *,
    facts: bool = False,
    named: bool = True,
    upgrading_from: Release | None = None,
    secrets: Secrets | None = None,
) -> FileReport:
    """Lint one jobspec in each way in which it is used. A finding is there once, with the environments where it holds only in some."""
    reports = [
        lint_one(source, each, state_of(each), compile_arguments, plugins, facts=facts, named=named, upgrading_from=upgrading_from, secrets=secrets)
        for each in configurations
    ]
    if len(reports) == 1:
        return reports[0]
    from nomadspec.workspace.in_environments import together

    found = together([(each.environment or "", report.findings) for each, report in zip(configurations, reports, strict=True)])
    path = reports[0].path if reports else ""
    return FileReport(path, found, [fact for report in reports for fact in report.facts], [read for report in reports for read in report.reads])


def lint_one(
    source: Any,
    configuration: Configuration,
    state: ClusterState | None,
    compile_arguments: Mapping[str, Any],
    plugins: Sequence[Rule] = (),
    *,
    facts: bool = False,
    named: bool = True,
    upgrading_from: Release | None = None,
    secrets: Secrets | None = None,
) -> FileReport:
    """Lint one jobspec: compile, check, run the rules about one file, select, suppress. `facts`: gather those for the rules about a repository, too; `named`:
    whether the file was named, and not only found in a folder; `upgrading_from`: also say what has changed since that release; `secrets`: those of the
    environment, where they are known already."""
    if configuration.values:
        from nomadspec.workspace.written_rules import rules_of

        plugins = (*plugins, *rules_of(configuration).rules)
    if isinstance(source, str) and not compile_arguments.get("json"):
        kind = spec_kind(source)
        if kind:
            from nomadspec.workspace.spec_linting import lint_spec

            of = _release(compile_arguments, configuration, state)
            return lint_spec(source, compile_arguments.get("filename") or "", kind, configuration, plugins, named=named, nomad_version=of, state=state)
    arguments = {"unset": "unknown", "configured": values(configuration), **compile_arguments}
    if configuration.get("hcl2-strict") is False:
        arguments["strict"] = False
    if (of := _release(arguments, configuration, state)) is not None:
        arguments["nomad_version"] = of
    environ: Mapping[str, str] = environment if (environment := arguments.get("environ")) is not None else os.environ
    if "fs" not in arguments:
        arguments["fs"] = _default_root(source)
    request = {name: arguments.pop(name) for name in ("namespace", "region") if name in arguments}
    compiled = compile_partly(source, **arguments)
    if request:
        compiled = compiled.submitted(**request)
    text = compiled.source
    findings: Sequence[Diagnostic] = compiled.diagnostics
    judged = compiled
    if not compiled.ok and upgrading_from is not None:
        from nomadspec.workspace.upgrade import read_by_older

        judged = read_by_older(compiled, compile(source, **{**arguments, "nomad_version": upgrading_from}))
    if judged.partial is not None:
        findings = [*findings, *check_and_lint(judged, configuration, state, plugins)]
    if judged.job is not None and upgrading_from is not None:
        from nomadspec.workspace.upgrade import changes

        findings = [*findings, *changes(judged.job, upgrading_from, judged.release)]
    if any(finding.severity == "error" for finding in findings):
        from nomadspec.workspace.foreign import instead_of_errors

        findings = instead_of_errors(findings, text.text, text.path, named=named)
    reads = compiled.reads
    if "${" in text.text and arguments["fs"] != "none" and any(finding.severity == "error" or finding.code == "REF015" for finding in findings):
        from nomadspec.evaluation.functions import FunctionContext
        from nomadspec.workspace.terraform import without_placeholders

        context = FunctionContext(str(arguments["fs"]), environ=environ)
        findings = without_placeholders(findings, text.text, text.path, context, named=named)
        reads = [*reads, *context.reads]
    if secrets is None:
        secrets = secrets_of(environ)
    linted = Linted(
        [commented(text, compiled.body if compiled.format == "hcl" else None)],
        lambda _: configuration,
        plugins,
        scopes_of(state),
        compiled.ok,
        of_secrets(secrets, text.text),
    )
    left_behind = []
    if facts and compiled.ok and compiled.job is not None:
        left_behind = [{**masked_facts(job_summary.facts_of(compiled.job, text.path), secrets, text.text), "environment": configuration.environment}]
    return FileReport(text.path, finish(findings, linted), left_behind, masked_reads(reads, secrets, text.text))


def _release(given: Mapping[str, Any], configuration: Configuration, state: ClusterState | None) -> Any:
    """The release to judge by: the one that was given, else the configuration's; None where none is named."""
    if given.get("nomad_version") is not None or configuration.get("nomad-version") is None:
        return given.get("nomad_version")
    from nomadspec.workspace.checked_release import checked_release

    return checked_release(configuration, state)


def _default_root(source: Any) -> Any:
    from nomadspec.source.regular_file import repository_root

    start = "." if isinstance(source, str) else os.path.dirname(os.path.abspath(str(source)))
    return repository_root(start) or os.getcwd()
