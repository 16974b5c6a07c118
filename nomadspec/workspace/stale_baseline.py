"""Entries of a baseline that no longer occur: the baseline can be pruned of them, or the findings would be accepted when they come back.

An entry is judged only when the run could have found it: its file was linted to the end (or is gone), its rule is selected there and has run. What
rules about a repository or a cluster find is judged when every file that the baseline names was linted, and there was a state.
"""

from __future__ import annotations

import json
import os

from nomadspec.rules.registry import STALE_BASELINE
from nomadspec.source import Diagnostic, Source
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from nomadspec.rules.rule import Rule
    from nomadspec.workspace.configuration import Configurations

#: Entries that a finding names; the rest is counted.
_NAMED = 3


class Run(Record):
    """What a run has looked at: the files that were read, those of them that could not be linted to the end, the rules of plugins, whether there was a
    state of a cluster."""

    linted: Collection[str]
    broken: Collection[str]
    configurations: Configurations
    plugins: Sequence[Rule]
    cluster: bool


def broken_files(findings: Iterable[Diagnostic]) -> set[str]:
    """The files in which an error may have kept rules from running."""
    from nomadspec.jobspec.decode_errors import ERRORS
    from nomadspec.rules.registry import CRASHED, FAULT, FOREIGN_TEMPLATE

    codes = {*ERRORS.values(), FAULT.code, FOREIGN_TEMPLATE.code, CRASHED.code}
    return {d.span.path for d in findings if d.span is not None and (d.code[:3] in ("HCL", "EVA") or d.code in codes)}


def stale_entries(left: dict[str, dict[str, int]], file: str, run: Run) -> dict[str, dict[str, int]]:
    """Those of the entries that are `left` that no longer occur, by file of the baseline `file`."""
    from nomadspec.rules.registry import ENGINE, builtin

    folder = os.path.dirname(os.path.abspath(file))
    linted = {os.path.abspath(path): path for path in run.linted}
    broken = {os.path.abspath(path) for path in run.broken}
    places = {path: os.path.abspath(os.path.join(folder, path)) for path in left if path}
    everything = not broken and all(place in linted or not os.path.lexists(place) for place in places.values())
    scopes = {rule.code: rule.scope for rule in (*builtin(), *ENGINE, *run.plugins)}
    names = {rule.code: rule.name for rule in (*builtin(), *ENGINE, *run.plugins)}

    def judged(place: str, code: str) -> bool:
        if not os.path.lexists(place):
            return True
        if place not in linted or place in broken or not run.configurations.of(linted[place]).selection(linted[place]).reports(code, names.get(code, code)):
            return False
        scope = scopes.get(code, "jobspec")
        return scope == "jobspec" or (everything and (scope != "cluster" or run.cluster))

    found = {path: {what: count for what, count in left[path].items() if judged(place, what.partition(" ")[0])} for path, place in places.items()}
    return {path: rows for path, rows in found.items() if rows}


def findings(stale: dict[str, dict[str, int]], file: str, text: str) -> list[Diagnostic]:
    """A finding for each file of the baseline that has stale entries; `text` is the baseline's."""
    source = Source(text, file)
    found = []
    for path, rows in stale.items():
        names = list(rows)
        named = ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")
        quoted = json.dumps(path, ensure_ascii=False)
        start = max(text.find(quoted), 0)
        message = f"{path}: {named} no longer {'occurs' if len(names) == 1 else 'occur'}"
        if len(names) == 1 and rows[names[0]] > 1:
            message += f" ({rows[names[0]]} times)"
        help = "Remove them with --prune-baseline."
        span = source.span(start, start + len(quoted) if text[start : start + len(quoted)] == quoted else start)
        found.append(Diagnostic(STALE_BASELINE.code, STALE_BASELINE.name, STALE_BASELINE.severity, message, span, help=help, url=STALE_BASELINE.url))
    return found
