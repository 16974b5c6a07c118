"""Applies fixes: edits that do not overlap, file by file, until nothing more can be fixed.

A fix counts only when what comes out still parses, and the finding it cures is gone; else it is dropped and the file stays as it was.
"""

from __future__ import annotations

from collections import Counter

from nomadspec.rules.runner import MAX_FINDINGS
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Final

    from nomadspec.source import Diagnostic, Edit, Fix

#: Fixing one thing can uncover another; after this many rounds the rest is left to the next run.
MAX_ROUNDS: Final = 10
#: Characters that are linted in all rounds but the first: a large file has fewer of them.
MAX_CHARACTERS: Final = 1_000_000


class Fixed(Record):
    """A file after fixing: its text, and the fixed findings as (code, title)."""

    text: str
    cured: list[tuple[str, str]]


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with edits applied; they must not overlap."""
    out, at = [], 0
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        if edit.start < at:
            raise ValueError("edits overlap")
        out += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*out, text[at:]])


def choose(diagnostics: Sequence[Diagnostic], path: str, *, unsafe: bool) -> list[tuple[Diagnostic, Fix]]:
    """The fixes of one round: all in the file `path`, none touching another; the first finding wins."""
    taken: list[tuple[int, int]] = []
    chosen = []
    for diagnostic in diagnostics:
        fix = diagnostic.fix
        if fix is None or not (fix.safe or unsafe) or any(edit.path != path for edit in fix.edits) or not fix.edits:
            continue
        ranges = [(edit.start, edit.end) for edit in fix.edits]
        if any((start < e and s < end) or start == s for start, end in ranges for s, e in taken):
            continue
        taken += ranges
        chosen.append((diagnostic, fix))
    return chosen


def fix_text(text: str, path: str, lint: Callable[[str], Sequence[Diagnostic]], *, unsafe: bool = False) -> Fixed:
    """Fix one file. `lint` gives the findings of a text under the name `path`."""
    cured: list[tuple[str, str]] = []
    refused: set[tuple[str, str, str]] = set()
    findings = lint(text)
    left = MAX_CHARACTERS
    for number in range(MAX_ROUNDS):
        if number and (left := left - len(text)) < 0:
            break
        chosen = [(d, f) for d, f in choose(findings, path, unsafe=unsafe) if _key(d) not in refused]
        if not chosen:
            break
        candidate = apply_edits(text, [edit for _, fix in chosen for edit in fix.edits])
        after = lint(candidate)
        if len(chosen) > 1 and not _better(findings, after, chosen):
            # One of them spoils the others: try the first alone, the rest in later rounds.
            chosen = chosen[:1]
            candidate = apply_edits(text, chosen[0][1].edits)
            after = lint(candidate)
        if not _better(findings, after, chosen):
            refused.update(_key(d) for d, _ in chosen)
            continue
        cured += [(d.code, fix.title) for d, fix in chosen]
        text, findings = candidate, after
    return Fixed(text, cured)


def _key(diagnostic: Diagnostic) -> tuple[str, str, str]:
    return diagnostic.code, diagnostic.block, diagnostic.message


def _better(before: Sequence[Diagnostic], after: Sequence[Diagnostic], chosen: Sequence[tuple[Diagnostic, Fix]]) -> bool:
    """Whether the fixed findings are gone and nothing broke."""
    codes, codes_after = Counter(d.code for d in before), Counter(d.code for d in after)
    keys, keys_after = Counter(map(_key, before)), Counter(map(_key, after))
    for diagnostic, _ in chosen:
        code, key = diagnostic.code, _key(diagnostic)
        # Of a rule that has had all its findings, others take the places of those that are gone.
        stays = keys_after[key] >= keys[key] if codes[code] >= MAX_FINDINGS else codes_after[code] >= codes[code]
        if stays:
            return False
    return sum(d.severity == "error" for d in after) <= sum(d.severity == "error" for d in before)
