"""`nomadspec capacity`: how many more of each group fit, and why no more; without a jobspec, the free resources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nomadspec.cli.arguments import UsageError
from nomadspec.cli.inputs import files
from nomadspec.cli.jobs import jobs
from nomadspec.cli.redaction_option import redaction
from nomadspec.cli.section_reports import cluster_data, report
from nomadspec.cli.state_option import open_run_states
from nomadspec.reporting.capacity_report import capacity_sections, room_sections
from nomadspec.simulation.group_capacity import MOST, Capacity, capacity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.cli.arguments import Arguments
    from nomadspec.reporting.sections import Section


def run(arguments: Arguments) -> int:
    state = open_run_states(arguments, files(arguments) if arguments.positional else [])
    if state is None:
        raise UsageError("capacity needs a cluster: --state FILE (of `nomadspec state capture`) or the address of an agent")
    verbose = arguments.flag("verbose")
    if not arguments.positional:
        left = capacity(None, state)
        report(arguments, lambda: room_sections(left, verbose=verbose), left.to_dict, title="Capacity", cluster=lambda: cluster_data(state))
        return 0
    most, group, now = arguments.number("most", MOST), arguments.text("group"), arguments.text("now")
    found: list[tuple[str, Capacity, dict[str, int]]] = []
    asked = jobs(arguments, state)
    secrets = redaction(arguments, [job for _, job in asked], always=True)  # only names and errors of a job are printed, and none is a place of a secret
    for path, job in asked:
        needs = _needs(arguments, [one.name or "" for one in job.group or ()])
        found.append((path, capacity(job, state, group, now=now, most=max(most, *needs.values(), 1), need=needs), needs))

    def sections() -> Iterator[Section]:
        for path, answer, needs in found:
            yield from capacity_sections(path, answer, needs, verbose=verbose)

    def document() -> Any:
        documents = [{"path": path, **answer.to_dict()} for path, answer, _ in found]
        return documents[0] if len(documents) == 1 else documents

    report(arguments, sections, document, secrets, title="Capacity", cluster=lambda: cluster_data(state))
    if any(not answer.ok for _, answer, _ in found):
        return 2
    return int(any(group.applied < needs.get(name, 0) for _, answer, needs in found for name, group in answer.groups.items()))


def _needs(arguments: Arguments, groups: list[str]) -> dict[str, int]:
    """By group, how many must fit: `--need N` for all groups, `--need GROUP=N` for one."""
    needs: dict[str, int] = {}
    for text in arguments.many("need"):
        name, _, number = text.rpartition("=")
        if not number.isascii() or not number.isdigit() or len(number) > 9:
            raise UsageError(f"--need takes N or GROUP=N, not {text!r}")
        needs.update(dict.fromkeys([name] if name else groups, int(number)))
    return needs
