"""Findings of one file in several environments as one list: each once, with the environments where it holds if it does not hold in all.

Rules about a whole repository compare the jobs of one environment (`groups_of`); files that belong to none are there in each, but a finding between
such a file and one of an environment is none: nobody said that they are used together.
"""

from __future__ import annotations

from nomadspec.rules.registry import UNUSED_SUPPRESSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from nomadspec.source import Diagnostic


def together(found: Sequence[tuple[str, Sequence[Diagnostic]]], of_file: Mapping[str, Sequence[str]] | None = None) -> list[Diagnostic]:
    """The findings of each environment (its name first) as one list. `of_file`: the environments that a file is used in, where they are not all of them.

    A suppression that has an effect in one environment is not unused."""
    everywhere = [name for name, _ in found]
    where: dict[tuple[Any, ...], list[str]] = {}
    first: dict[tuple[Any, ...], Diagnostic] = {}
    for name, findings in found:
        for finding in findings:
            key = _key(finding)
            first.setdefault(key, finding)
            holds = where.setdefault(key, [])
            if name not in holds:
                holds.append(name)
    merged = []
    for key, finding in first.items():
        path = finding.span.path if finding.span is not None else ""
        if set(where[key]).issuperset((of_file or {}).get(path, everywhere)):
            merged.append(finding)
        elif finding.code != UNUSED_SUPPRESSION.code:
            merged.append(finding.replace(environments=tuple(where[key])))
    return sorted(merged, key=_place) if of_file is None else merged


def groups_of(facts: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The facts of jobs by environment, those of no environment in each; one group without a name where there are no environments."""
    named = dict.fromkeys(fact["environment"] for fact in facts if fact.get("environment"))
    if not named:
        return {"": list(facts)}
    return {name: [fact for fact in facts if fact.get("environment") in (name, None)] for name in named}


def of_one_environment(finding: Diagnostic, facts: Sequence[dict[str, Any]]) -> bool:
    """Whether all files that a finding of a group points at are of its environment, or all of none."""
    environment = {fact["path"]: fact.get("environment") for fact in facts}
    spans = [finding.span, *(span for _, span in finding.related)]
    return len({environment.get(span.path) for span in spans if span is not None}) <= 1


def _key(finding: Diagnostic) -> tuple[Any, ...]:
    span = finding.span
    where = None if span is None else (span.path, span.start_offset, span.end_offset)
    return finding.code, finding.severity, finding.message, finding.block, where


def _place(finding: Diagnostic) -> tuple[bool, int]:
    """In the order of the file; what has no place, or one in another file, keeps its own."""
    span = finding.span
    return (span is not None, span.start_offset if span is not None else 0)
