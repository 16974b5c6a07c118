"""Baselines: findings that are accepted for now, so that only new ones are reported.

A JSON file: for each file, findings as code and block (or the message, where there is no block) with a count. Lines may move; a finding that
appears once more than recorded is new.
"""

from __future__ import annotations

import json
import os

from nomadspec.source.json_reader import read_json
from nomadspec.source.record import Record
from nomadspec.source.regular_file import read_regular
from nomadspec.source.relative_path import relative, with_slashes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Final

    from nomadspec.source import Diagnostic

FORMAT: Final = "nomadspec-baseline/1"
MAX_BYTES: Final = 64 * 1024 * 1024


class BaselineError(Exception):
    """The baseline cannot be read; the message gives the reason."""


def _key(diagnostic: Diagnostic, folder: str) -> tuple[str, str]:
    path = diagnostic.span.path if diagnostic.span is not None else ""
    if path:
        path = with_slashes(relative(path, folder))
    return path, f"{diagnostic.code} {diagnostic.block or diagnostic.message}"


def text_of(diagnostics: Iterable[Diagnostic], file: str) -> str:
    """The baseline that accepts these findings; paths are from the folder of `file`."""
    folder = os.path.dirname(os.path.abspath(file))
    counts: dict[str, dict[str, int]] = {}
    for diagnostic in diagnostics:
        path, what = _key(diagnostic, folder)
        rows = counts.setdefault(path, {})
        rows[what] = rows.get(what, 0) + 1
    files = {path: dict(sorted(rows.items())) for path, rows in sorted(counts.items())}
    return _text(files)


def _text(files: dict[str, dict[str, int]]) -> str:
    return json.dumps({"format": FORMAT, "files": files}, indent=2, ensure_ascii=False) + "\n"


def read(file: str) -> dict[str, dict[str, int]]:
    """The counts of a baseline. Raises `BaselineError`."""
    try:
        document = read_json(read_regular(file, MAX_BYTES), max_bytes=MAX_BYTES)
    except (OSError, ValueError) as error:
        raise BaselineError(f"{file}: {getattr(error, 'strerror', None) or error}") from None
    files = document.get("files") if isinstance(document, dict) and document.get("format") == FORMAT else None
    if not isinstance(files, dict) or not all(isinstance(rows, dict) and all(isinstance(count, int) for count in rows.values()) for rows in files.values()):
        raise BaselineError(f"{file}: not a baseline of this version; write it again with --write-baseline")
    return files


class Comparison(Record):
    """Findings against a baseline: the `fresh` ones that it does not have, how many it `hides`, and what is `left`: entries (by file of the baseline, with
    their counts) that no finding matched."""

    fresh: list[Diagnostic]
    hides: int
    left: dict[str, dict[str, int]]


def compare(diagnostics: Iterable[Diagnostic], file: str) -> Comparison:
    """Tell new findings from those that the baseline has. Raises `BaselineError`."""
    left = {path: dict(rows) for path, rows in read(file).items()}
    folder = os.path.dirname(os.path.abspath(file))
    fresh: list[Diagnostic] = []
    hides = 0
    for diagnostic in diagnostics:
        path, what = _key(diagnostic, folder)
        rows = left.get(path, {})
        if rows.get(what, 0) > 0:
            rows[what] -= 1
            hides += 1
        else:
            fresh.append(diagnostic)
    return Comparison(fresh, hides, {path: rest for path, rows in left.items() if (rest := {what: count for what, count in rows.items() if count > 0})})


def pruned(file: str, stale: dict[str, dict[str, int]]) -> str:
    """The text of the baseline without its `stale` entries. Raises `BaselineError`."""
    files = {}
    for path, rows in read(file).items():
        gone = stale.get(path, {})
        if kept := {what: count - gone.get(what, 0) for what, count in rows.items() if count > gone.get(what, 0)}:
            files[path] = kept
    return _text(files)
