"""Checks and rules for one compiled jobspec. If Nomad's check and a rule report the same problem, it is reported once."""

from __future__ import annotations

from nomadspec.checks.validation import validate
from nomadspec.rules.runner import run
from nomadspec.rules.subject import JobSubject
from nomadspec.rules.walk import visits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Final

    from nomadspec.cluster.state import ClusterState
    from nomadspec.jobspec.compilation import Compilation
    from nomadspec.jobspec.server_settings import ServerSettings
    from nomadspec.rules.rule import Rule
    from nomadspec.source import Diagnostic
    from nomadspec.workspace.configuration import Configuration


_undescribed: dict[str, ServerSettings] = {}
_MOST_REGIONS: Final = 32


def scopes_of(state: ClusterState | None) -> tuple[str, ...]:
    """The scopes whose rules look at one jobspec: those about a cluster need its state."""
    return ("jobspec",) if state is None else ("jobspec", "cluster")


def check_and_lint(compiled: Compilation, configuration: Configuration, state: ClusterState | None, plugins: Sequence[Rule]) -> list[Diagnostic]:
    """The findings of the checks and of the rules about one file."""
    job = compiled.partial
    assert job is not None
    verdict = validate(job, _servers(configuration, job.get("region") or "global") if state is None else state)
    path = compiled.source.path
    selection = configuration.selection(path)
    rules = selection.choose(tuple(plugins), scopes_of(state), compiled.release)
    options = configuration.options(path)
    drivers = configuration.get("drivers")
    if drivers:
        options["drivers"] = {name: {**table, "folder": configuration.folder} for name, table in drivers.items()}
    subject = JobSubject(job, compiled.source, body=compiled.body if compiled.format == "hcl" else None, options=options, state=state)
    # What is switched off cannot stand in for a rule that is not.
    said = [d for d in (*verdict.errors, *verdict.warnings) if selection.apply(d) is not None]
    return merge_with_checks(said, run(visits(rules, subject)), rules.same_as)


def _servers(configuration: Configuration, region: str) -> ServerSettings:
    """What is known about the servers of a region without a state."""
    table = configuration.get("server")
    if not table:
        return _undescribed.get(region) or _servers_of(region)
    from nomadspec.workspace.configured_server import described_by

    return described_by(table, region)


def _servers_of(region: str) -> ServerSettings:
    """What is known about the servers of a region that nobody has described. Kept, for most files are for one region."""
    from nomadspec.jobspec.server_settings import partly_known

    if len(_undescribed) > _MOST_REGIONS:
        _undescribed.clear()
    settings = _undescribed[region] = partly_known(region=region)
    return settings


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
    """Whether two findings are about one place: their spans overlap, or, in a job without places, one block is in the other."""
    if one.span is not None and other.span is not None:
        return one.span.path == other.span.path and one.span.start_offset < other.span.end_offset and other.span.start_offset < one.span.end_offset
    return other.block == one.block or other.block.startswith((one.block + ".", one.block + "["))
