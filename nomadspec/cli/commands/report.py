"""`nomadspec report DIR`: pages of HTML about a repository and a cluster, linked with each other."""

from __future__ import annotations

import os
import sys
from collections import Counter
from typing import TYPE_CHECKING, Final

from nomadspec.cli.arguments import UnusableInput
from nomadspec.cli.config_option import named_configuration, overrides, rule_plugins
from nomadspec.cli.inputs import compile_arguments, compile_path, inputs, own_arguments
from nomadspec.cli.notes import note
from nomadspec.cli.redaction_option import redaction
from nomadspec.cli.specifications import by_kind
from nomadspec.cli.state_option import open_run_states
from nomadspec.reporting.escaping import line
from nomadspec.reporting.formats import Report
from nomadspec.reporting.pages.page import Page, linked, page_html
from nomadspec.reporting.sections import Section, Table
from nomadspec.source import SEVERITIES
from nomadspec.specs.file_kinds import KINDS
from nomadspec.workspace.configuration import ConfigurationError, Configurations
from nomadspec.workspace.configured_rules import RuleCheck
from nomadspec.workspace.discovery import can_be_linted
from nomadspec.workspace.files import WriteError, write_atomically
from nomadspec.workspace.repository import lint_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec._generated.job_model import Job
    from nomadspec.changes import Change
    from nomadspec.cli.arguments import Arguments
    from nomadspec.cluster.state import ClusterState
    from nomadspec.specs.spec import Spec

FOLDER: Final = "nomadspec-report"
JOBSPEC: Final = "jobspec"
#: By what clients are lost together, and the most values of a key that are tried one after another.
LOST: Final = ("node", "class", "dc")
MOST_LOST: Final = 50


def run(arguments: Arguments) -> int:
    try:
        findings, state, jobs, specs = _read(arguments)
    except ConfigurationError as error:
        raise UnusableInput(str(error)) from None
    pages = dict(_pages(arguments, findings, state, jobs, specs))
    links = {name: page.title for name, page in pages.items()}
    folder = arguments.text("output") or FOLDER
    secrets = redaction(arguments, [job for _, job in jobs], always=True)
    try:
        os.makedirs(folder, exist_ok=True)
        for name, page in pages.items():
            write_atomically(os.path.join(folder, name), page_html(linked(page, links), secrets), create=True)
    except (OSError, WriteError) as error:
        raise UnusableInput(f"--output {folder}: {getattr(error, 'strerror', None) or error}") from None
    if not arguments.flag("quiet"):
        print(f"nomadspec: {len(pages)} pages → {line(os.path.join(folder, 'index.html'))}", file=sys.stderr)
    return 0


def _read(arguments: Arguments) -> tuple[Report, ClusterState | None, list[tuple[str, Job]], dict[str, Spec]]:
    """The findings of all files, the state, the jobs of those that compile, and the specifications of other kinds by path."""
    plugins, problems = rule_plugins(arguments)
    check = RuleCheck(plugins, complete=not problems and not arguments.flag("no_plugins"))
    configurations = Configurations(named_configuration(arguments), overrides(arguments, plugins), check)
    given = inputs(arguments, configurations, accept=can_be_linted)
    state = open_run_states(arguments, given.files)
    shared = {**own_arguments(arguments, given.files[0] if given.files else ".")}
    shared.pop("filename", None)
    if not arguments.flag("no_fs") and arguments.text("fs_root") is None:
        shared.pop("fs", None)  # each file's own
    environments = arguments.many("environment")
    done = lint_files(given.files, configurations, state, compile_arguments=shared, plugins=plugins, searched=given.searched, environments=environments)
    for text in done.unreadable:
        note(text)
    jobs = []
    jobspecs, specs = by_kind(given)
    for path in jobspecs:
        compiled = compile_path(arguments, path, compile_arguments(arguments, path, state=state))
        if compiled.ok and compiled.job is not None:
            jobs.append((path, compiled.job))
    return Report([*problems, *done.findings], given.files), state, jobs, specs


def _pages(
    arguments: Arguments, findings: Report, state: ClusterState | None, jobs: list[tuple[str, Job]], specs: dict[str, Spec]
) -> Iterator[tuple[str, Page]]:
    """Names of files and their pages, the overview first."""
    from nomadspec.graph.dependencies import dependencies
    from nomadspec.graph.specifications import with_specifications
    from nomadspec.reporting.formats.html import findings_page
    from nomadspec.reporting.pages.cluster_columns import cluster_document
    from nomadspec.reporting.pages.graph_page import graph_page

    compiled, paths = [job for _, job in jobs], [path for path, _ in jobs]
    found = findings_page(findings)
    yield "index.html", Page("Overview", found.summary, _files(findings, paths, specs), cluster=cluster_document(state) if state is not None else None)
    yield "findings.html", found
    if state is not None:
        yield from _of_cluster(arguments, state, compiled, paths)
    yield "dependencies.html", graph_page(with_specifications(dependencies(compiled, state), compiled, [one for one in specs.items() if one[1].api]), paths)


def _files(findings: Report, compiled: list[str], specs: dict[str, Spec]) -> list[Section]:
    """How many files of each kind there are, and each file with the number of its findings by severity."""
    kinds = {path: KINDS[specs[path].kind].name.partition(" ")[2] if path in specs else JOBSPEC for path in findings.paths}
    rows = [
        (
            path or "-",
            kinds.get(path, ""),
            ("yes" if path in compiled else "no") if kinds.get(path) == JOBSPEC else "",
            *(str(sum(one.severity == severity for one in found)) for severity in SEVERITIES),
        )
        for path, found in findings.by_path().items()
    ]
    counts = [(kind, str(count)) for kind, count in Counter(kinds.values()).most_common()]
    return [
        Section("Kinds of files", table=Table(("kind", "#files"), counts)),
        Section("Files", table=Table(("file", "kind", "compiles", *(f"#{severity}" for severity in SEVERITIES)), rows)),
    ]


def _of_cluster(arguments: Arguments, state: ClusterState, jobs: list[Job], paths: list[str]) -> Iterator[tuple[str, Page]]:
    from nomadspec.cluster.allocation_limit import too_many_of
    from nomadspec.planner.sequence import plan_together
    from nomadspec.reporting.capacity_report import groups_section, room_sections
    from nomadspec.reporting.drift_report import drift_sections
    from nomadspec.reporting.pages.plan_page import plan_page
    from nomadspec.simulation.group_capacity import capacity
    from nomadspec.simulation.job_drift import drift

    now = arguments.text("now")
    fitting, left_out = [], []
    for path, job in zip(paths, jobs, strict=True):
        if reason := too_many_of(job):
            left_out.append(Section(f"{path}: left out", "error", [reason]))
        else:
            fitting.append((path, job))
    plans = plan_together([job for _, job in fitting], state, now=now)
    page = plan_page([(path, plan) for (path, _), plan in zip(fitting, plans, strict=True)], state)
    yield "plan.html", Page(page.title, sections=[*left_out, *page.sections], cluster=page.cluster)
    yield "drift.html", Page("Drift", sections=list(drift_sections(drift(jobs, state, paths=paths), redact=True)))
    groups = [groups_section((path, capacity(job, state, now=now)) for path, job in fitting)] if fitting else []
    yield "capacity.html", Page("Capacity", sections=[*left_out, *groups, *room_sections(capacity(None, state), verbose=True)])
    yield "what-if.html", Page("What if", sections=list(_losses(state, now)))


def _losses(state: ClusterState, now: str | None) -> Iterator[Section]:
    """What the loss of each client, class and datacenter would do."""
    from nomadspec.changes import Lose
    from nomadspec.reporting.simulation_report import scenario_sections
    from nomadspec.simulation.node_selection import values_of
    from nomadspec.simulation.scenarios import EACH, sweep

    for key in LOST:
        values = values_of(state, key)
        change = f"{EACH}{key}"
        if len(values) > MOST_LOST:
            yield Section(f"The loss of any one {key}", sentences=[f"{len(values):,} scenarios; run `nomadspec what-if --lose {change}` for them."])
        elif len(values) > 1:
            changes: list[Change] = [Lose([change])]
            yield from scenario_sections(key, changes, sweep(state, changes, now=now), verbose=True)
