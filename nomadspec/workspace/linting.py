"""What `lint` is, for one jobspec and for a repository.

One jobspec: compile (variables without a value are unknown), what Nomad says (checks), what Nomad never says (rules), then selection and
suppression. A repository: each file by itself, then the rules about all of them, which see only the facts each file left behind
(`rules/job_summary.py`), so that files can be linted in other processes or taken from the cache.
"""

from __future__ import annotations

import os

from nomadspec.source import SEVERITIES, Diagnostic, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any, Final

    from nomadspec.cluster.state import ClusterState
    from nomadspec.evaluation.functions.calling import ExternalRead
    from nomadspec.jobspec.compilation import Compilation
    from nomadspec.rules.rule import Rule
    from nomadspec.rules.selection import Selection
    from nomadspec.workspace.configuration import Configuration


class FileReport:
    """What linting a file gave: its findings, its facts for the rules about the repository (None where it does not compile), and what its functions
    learned from outside (`evaluation/functions/external_reads.py`)."""

    __slots__ = ("facts", "findings", "path", "reads", "suppressed")

    def __init__(self, path: str, findings: list[Diagnostic], facts: dict[str, Any] | None, suppressed: list[Any], reads: Sequence[ExternalRead]) -> None:
        self.path: Final = path
        self.findings: Final = findings
        self.facts: Final = facts
        self.suppressed: Final = suppressed
        self.reads: Final = reads


def lint(source: Any, config: Any = None, state: Any = None, **compile_arguments: Any) -> list[Diagnostic]:
    """All findings of one jobspec: HCL text or a Path.

    `config`: a `Configuration`, plain data with the keys of nomadspec.toml, or None for the defaults; `state`: a ClusterState for the rules
    about a cluster; `compile_arguments` as of `nomadspec.compile`. Variables without a value are carried as unknown: checks and
    rules that need them say nothing. File functions read the working folder's repository unless `fs` says otherwise.
    """
    configuration = as_configuration(config)
    return lint_one(source, configuration, state, compile_arguments).findings


def lint_paths(paths: Sequence[Any], config: Any = None, state: Any = None) -> list[Diagnostic]:
    """All findings of files and folders, with the rules over the whole repository. What is missing or cannot be read is a finding, too."""
    from nomadspec.workspace.discovery import InputError, discover
    from nomadspec.workspace.repository import lint_files

    found: dict[str, None] = {}
    unreadable: list[str] = []
    for path in paths:
        try:
            found.update(dict.fromkeys(discover([str(path)]).files))
        except InputError as error:
            unreadable.append(str(error))
    report = lint_files([], None if config is None else as_configuration(config), state, found=list(found))
    return [*(_unreadable(text) for text in (*unreadable, *report.unreadable)), *report.findings]


def _unreadable(text: str) -> Diagnostic:
    from nomadspec.jobspec.decode_errors import ERRORS

    return Diagnostic(ERRORS["unreadable-file"], "unreadable-file", "error", f"cannot read {text}", None)


def as_configuration(config: Any) -> Configuration:
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
) -> FileReport:
    """Lint one jobspec: compile, check, run the rules about one file, select, suppress. `facts`: gather those for the rules about a repository, too."""
    from nomadspec.jobspec.compilation import compile

    arguments = {"unset": "unknown", **compile_arguments}
    environ: Mapping[str, str] = environment if (environment := arguments.get("environ")) is not None else os.environ
    if configuration.get("variables"):
        arguments["environ"] = configuration.environment(environ)
    if "fs" not in arguments:
        arguments["fs"] = _default_root(source)
    compiled = compile(source, **arguments)
    text = compiled.source
    path = text.path
    selection = configuration.selection(path)
    findings: Sequence[Diagnostic] = compiled.diagnostics
    if not compiled.ok:
        from nomadspec.workspace.foreign import instead_of_errors

        findings = instead_of_errors(findings, text.text, path)
    elif compiled.job is not None:
        findings = [*findings, *check_and_lint(compiled, configuration, selection, state, plugins, path)]
    secretive = any(name.startswith("NOMAD_VAR_") for name in environ)
    if findings and secretive:
        from nomadspec.workspace.masking import masked

        findings = masked(findings, environ, text.text)
    report = _finish(path, text, compiled, findings, selection, configuration, facts, plugins, state)
    if secretive and (report.facts is not None or report.reads):
        from nomadspec.workspace.masking import masked_facts, masked_reads

        facts_left = None if report.facts is None else masked_facts(report.facts, environ, text.text)
        return FileReport(path, report.findings, facts_left, report.suppressed, masked_reads(report.reads, environ, text.text))
    return report


def check_and_lint(
    compiled: Compilation, configuration: Configuration, selection: Selection, state: ClusterState | None, plugins: Sequence[Rule], path: str
) -> list[Diagnostic]:
    """What the checks and the rules about one file say."""
    from nomadspec.checks.validation import validate
    from nomadspec.rules.registry import builtin
    from nomadspec.rules.runner import run
    from nomadspec.rules.subject import JobSubject
    from nomadspec.rules.walk import visits

    assert compiled.job is not None
    settings: Any = state
    if settings is None and configuration.get("server"):
        from nomadspec.workspace.configured_server import settings_from

        settings = settings_from(configuration.get("server"))
    verdict = validate(compiled.job, settings)
    scopes = ("jobspec",) if state is None else ("jobspec", "cluster")
    rules = selection.choose((*builtin(), *plugins), scopes)
    options = configuration.options(path)
    drivers = configuration.get("drivers")
    if drivers:
        options["drivers"] = {name: {**table, "folder": configuration.folder} for name, table in drivers.items()}
    subject = JobSubject(compiled.job, compiled.source, options=options, state=state)
    # What is switched off cannot stand in for a rule that is not.
    said = [d for d in (*verdict.errors, *verdict.warnings) if selection.apply(d) is not None]
    return merge_with_checks(said, run(visits(rules, subject)), {rule.code: rule.same_as for rule in rules if rule.same_as})


def merge_with_checks(checked: list[Diagnostic], advised: list[Diagnostic], also: Mapping[str, str]) -> list[Diagnostic]:
    """Checks and advice together. Where Nomad says the same as a rule (`also`: rule → check) of the same place, its finding stays and takes over the rule's
    fix and help."""
    merged = list(checked)
    open_ = set(range(len(merged)))
    for advice in advised:
        code = also.get(advice.code)
        index = next((i for i in sorted(open_) if merged[i].code == code and _same_place(merged[i], advice)), None) if code else None
        if index is None:
            merged.append(advice)
        else:
            open_.discard(index)
            merged[index] = merged[index].replace(fix=advice.fix or merged[index].fix, help=advice.help or merged[index].help)
    return merged


def _same_place(one: Diagnostic, other: Diagnostic) -> bool:
    """Whether two findings speak of one place: their spans meet, or, in a job without places, one block is in the other."""
    if one.span is not None and other.span is not None:
        return one.span.path == other.span.path and one.span.start_offset < other.span.end_offset and other.span.start_offset < one.span.end_offset
    return other.block == one.block or other.block.startswith((one.block + ".", one.block + "["))


def _finish(
    path: str,
    text: Source,
    compiled: Compilation,
    findings: Iterable[Diagnostic],
    selection: Selection,
    configuration: Configuration,
    want_facts: bool,
    plugins: Sequence[Rule],
    state: ClusterState | None,
) -> FileReport:
    kept = [d for d in (selection.apply(d) for d in findings) if d is not None]
    suppressed: list[Any] = []
    if "nomadspec:" in text.text and compiled.body is not None and compiled.format == "hcl":
        from nomadspec.rules import suppression
        from nomadspec.workspace.code_catalog import known_rules

        suppressed, problems = suppression.collect(text, compiled.body)
        kept = suppression.filter(kept, suppressed)
        full = selection.select == ("ALL",) and not selection.ignore
        problems += suppression.remarks(
            text, suppressed, known_rules(plugins), judge_unused=full and compiled.ok, idle=_rules_not_run(selection, plugins, state)
        )
        kept += [d for d in map(selection.apply, problems) if d is not None and _wanted(d, selection)]
    if configuration.get("suppress"):
        kept = [d for d in kept if not configured_away(d, path, configuration)]
    kept = without_repeats(kept)
    kept.sort(key=_order)
    facts = None
    if want_facts and compiled.ok and compiled.job is not None:
        from nomadspec.rules.job_summary import facts_of

        facts = facts_of(compiled.job, path)
    return FileReport(path, kept, facts, suppressed, compiled.reads)


def without_repeats(findings: list[Diagnostic]) -> list[Diagnostic]:
    """Without those that say the same of the same place: a dynamic block is many blocks, but has to be mended in one place."""
    seen: dict[tuple[Any, ...], Diagnostic] = {}
    for finding in findings:
        span = finding.span
        where = finding.block if span is None else (span.path, span.start_offset, span.end_offset)
        seen.setdefault((finding.code, finding.message, where), finding)
    return list(seen.values())


def _rules_not_run(selection: Selection, plugins: Sequence[Rule], state: ClusterState | None) -> list[tuple[str, str]]:
    """The rules that do not run on a file by itself."""
    from nomadspec.rules.registry import builtin

    scopes = ("jobspec",) if state is None else ("jobspec", "cluster")
    return [(rule.code, rule.name) for rule in (*builtin(), *plugins) if rule.scope not in scopes or not selection.enabled(rule)]


def _wanted(diagnostic: Diagnostic, selection: Selection) -> bool:
    from nomadspec.rules.registry import ENGINE

    return next((selection.enabled(rule) for rule in ENGINE if rule.code == diagnostic.code), True)


def configured_away(diagnostic: Diagnostic, path: str, configuration: Configuration) -> bool:
    from nomadspec.rules.selection import specificity

    for entry in configuration.get("suppress", []):
        block = entry.get("block", "")
        if (
            specificity(entry.get("rules", []), diagnostic.code, diagnostic.rule) >= 0
            and (not entry.get("paths") or configuration.matches(entry["paths"], path))
            and (not block or diagnostic.block == block or diagnostic.block.startswith((block + ".", block + "[")))
            and not diagnostic.code.startswith("HCL")
        ):
            return True
    return False


def _order(diagnostic: Diagnostic) -> tuple[int, int, str]:
    """By place, then severity: the first error first on its line."""
    span = diagnostic.span
    return (span.start_offset if span is not None else -1, SEVERITIES.index(diagnostic.severity), diagnostic.code)


def _default_root(source: Any) -> Any:
    from nomadspec.workspace.discovery import repository_root

    start = "." if isinstance(source, str) else os.path.dirname(os.path.abspath(str(source)))
    return repository_root(start) or os.getcwd()
