"""Finds the files for a command: named files, folders searched for jobspecs, standard input.

Folders are searched for `*.nomad`, `*.nomad.hcl`, `*.nomad.json`, `*.job`, `*.hcl` / `*.json` with a top-level `job`, and what `include` in the
configuration adds. Hidden folders and those that version control ignores are skipped, links to folders are not followed, and the search is bounded.
"""

from __future__ import annotations

import os
import stat

from nomadspec.source.patterns import MULTILINE, pattern
from nomadspec.source.record import Record
from nomadspec.source.regular_file import repository_root
from nomadspec.workspace.files import head_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any, Final

#: Files looked at in one search, and how deep.
MAX_FILES: Final = 200_000
MAX_DEPTH: Final = 64
#: What begins a jobspec: a text with it is none of the other kinds, and is hardly ever looked at again.
_JOB: Final = pattern(r'^[ \t]*"?[jJ]ob"?[ \t]*["{:]', MULTILINE)
_SUFFIXES = (".nomad", ".nomad.hcl", ".nomad.json", ".job")
_SKIPPED = {"node_modules", "vendor", "__pycache__", ".terraform"}


class InputError(Exception):
    """A named file cannot be read; the message gives the reason."""


class Inputs(Record):
    """What was found: the files in order, those of them that a search found and nobody named, and notes for people (a folder without jobspecs)."""

    files: list[str]
    searched: frozenset[str]
    notes: list[str]


def discover(
    paths: Sequence[str],
    *,
    excluded: Callable[[str], bool] | None = None,
    included: Callable[[str], bool] | None = None,
    force_exclude: bool = False,
    skip_usual: bool = True,
    accept: Callable[[str], bool] | None = None,
    missing: Callable[[str, Iterable[str]], str] | None = None,
) -> Inputs:
    """The files that `paths` mean; `-` stays as it is. Raises `InputError` for a named path that does not exist or cannot be read.

    `excluded` and `included`: files that a search leaves out, and that it takes whatever their names; `force_exclude`: leave named files out, too;
    `skip_usual`: leave out folders such as node_modules; `accept`: what a search takes, by default jobspecs; `missing`: the note about a folder in which
    nothing was found.
    """
    is_wanted = accept or looks_like_jobspec
    files: dict[str, None] = {}
    searched: set[str] = set()
    notes: list[str] = []

    def taken(name: str) -> bool:
        return (is_wanted(name) or (included is not None and included(name))) and not (excluded is not None and excluded(name))

    for path in paths or ["."]:
        if path == "-":
            files["-"] = None
            continue
        try:
            mode = os.stat(path).st_mode
            if stat.S_ISDIR(mode):
                os.scandir(path).close()
        except (OSError, ValueError) as error:
            raise InputError(f"{path}: {_reason(error)}") from None
        if stat.S_ISDIR(mode):
            found = list(_walk(path, taken, skip_usual))
            if not found:
                notes.append((missing or _missing)(path, walk_all(path)))
            searched.update(name for name in found if name not in files)
            files.update(dict.fromkeys(found))
        elif not (force_exclude and excluded is not None and excluded(path)):
            files[path] = None
            searched.discard(path)
    by_place: dict[str, str] = {}
    for name in files:
        by_place.setdefault(name if name == "-" else os.path.abspath(name), name)  # one file may be named in two ways
    return Inputs(list(by_place.values()), frozenset(searched), notes)


def _missing(folder: str, files: Iterable[str]) -> str:
    from nomadspec.workspace.survey import instead_of_jobspecs

    return instead_of_jobspecs(folder, files)


def walk_all(folder: str) -> Iterator[str]:
    """The files of a folder that may be related to Nomad."""
    from nomadspec.workspace.survey import may_be_of_interest

    return _walk(folder, may_be_of_interest, True)


def _reason(error: Exception) -> str:
    return error.strerror or type(error).__name__ if isinstance(error, OSError) else str(error)


def looks_like_jobspec(path: str) -> bool:
    """By its name; a plain .hcl or .json file by a top-level `job`."""
    return path.endswith(_SUFFIXES) or holds_job(path, head_of(path))


def can_be_linted(path: str) -> bool:
    """A jobspec, or what is surely one of the other kinds of specification."""
    if path.endswith(_SUFFIXES):
        return True
    from nomadspec.specs.file_kinds import SPECS, surely

    head = head_of(path)
    return holds_job(path, head) or surely(head) in SPECS


def is_linted(path: str) -> bool:
    """What can be linted, or what is surely configuration of an agent."""
    if path.endswith(_SUFFIXES):
        return True
    from nomadspec.specs.file_kinds import SPECS, surely

    head = head_of(path)
    return holds_job(path, head) or surely(head) in (*SPECS, "agent")


def holds_job(path: str, head: str) -> bool:
    """Whether a plain .hcl or .json file that begins so has a top-level `job`."""
    import re

    if path.endswith(".json"):
        return re.search(r'"(?:job|Job)"\s*:\s*[{\[]', head) is not None
    return re.search(r'^[ \t]*job[ \t]+("|[A-Za-z_])[^\n=]*\{', head, re.M) is not None


def spec_kind(text: str) -> str:
    """The kind of specification that a text is, "" for a jobspec and for all else."""
    # A variable may hold a job: those of `nomad/job-templates` do.
    if _JOB.search(text) and "items" not in text and "Items" not in text:
        return ""
    from nomadspec.specs.file_kinds import SPECS, kind_of

    kind = kind_of(text)
    return kind if kind in SPECS else ""


def _walk(root: str, wanted: Callable[[str], bool], skip_usual: bool) -> Iterator[str]:
    """Files below `root` in order of name, hidden and ignored ones left out."""
    seen = 0
    here = os.path.join(os.curdir, "")
    home = os.path.realpath(repository_root(root) or root)
    above = _rules_above(root)
    if above is None:
        return
    stack: list[tuple[str, int, list[Any]]] = [(root, 0, above)]
    while stack:
        folder, depth, rules = stack.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda e: e.name)
        except OSError:
            continue
        rules = _with_rules(folder, rules, entries)
        below: list[tuple[str, int, list[Any]]] = []
        for entry in entries:
            seen += 1
            if seen > MAX_FILES:
                raise InputError(f"{root}: more than {MAX_FILES:,} files; name the folders to search")
            path = entry.path.removeprefix(here)
            try:
                if entry.is_dir(follow_symlinks=False):
                    if depth < MAX_DEPTH and not entry.name.startswith(".") and not (skip_usual and entry.name in _SKIPPED) and not _ignored(rules, path, True):
                        below.append((path, depth + 1, rules))
                elif not _ignored(rules, path, False) and wanted(path) and entry.is_file() and (not entry.is_symlink() or _is_below(path, home)):
                    yield path
            except OSError:
                continue
        stack += reversed(below)


def _is_below(path: str, home: str) -> bool:
    """Whether a link leads to a file in the repository: a report must not show other files that a stranger links to."""
    return os.path.realpath(path).startswith(os.path.join(home, ""))


def _rules_above(root: str) -> list[Any] | None:
    """The .gitignore files of the folders above `root`, up to the repository's own; None where they leave `root` out."""
    repository = repository_root(root)
    if repository is None:
        return []
    rules: list[Any] = []
    folder = os.path.abspath(root)
    way = [folder]
    while folder != repository and len(folder) > len(repository):
        folder = os.path.dirname(folder)
        way.append(folder)
    for folder in reversed(way):
        if _ignored(rules, folder, True):
            return None
        if folder != way[0]:
            rules = _read_rules(folder, rules)
    return rules


def _with_rules(folder: str, rules: list[Any], entries: Iterable[os.DirEntry[str]]) -> list[Any]:
    return _read_rules(folder, rules) if any(entry.name == ".gitignore" for entry in entries) else rules


def _read_rules(folder: str, rules: list[Any]) -> list[Any]:
    from nomadspec.workspace.files import ReadError, read_text
    from nomadspec.workspace.gitignore import patterns

    try:
        lines = read_text(os.path.join(folder, ".gitignore"))[:1_000_000].splitlines()
    except ReadError:
        return rules
    return [*rules, (os.path.abspath(folder), patterns(lines)[0])]


def _ignored(rules: list[Any], path: str, folder: bool) -> bool:
    if not rules:
        return False
    from nomadspec.workspace.gitignore import verdict

    absolute = os.path.abspath(path)
    for base, of_folder in reversed(rules):
        left_out = verdict(of_folder, os.path.relpath(absolute, base).replace(os.sep, "/"), folder=folder)
        if left_out is not None:
            return left_out
    return False


def matcher(patterns: Sequence[str]) -> Callable[[str], bool]:
    """Whether a path matches one of the patterns (of .gitignore, from the working folder). Raises `InputError` for one that is none."""
    from nomadspec.source.relative_path import relative, with_slashes
    from nomadspec.workspace import gitignore

    rules, bad = gitignore.patterns(patterns)
    if bad:
        raise InputError(f"{bad[0]!r} is not a valid file pattern")
    return lambda path: gitignore.matches(rules, with_slashes(relative(path)))
