"""The cache of findings: keys of files in, findings, facts and answers from outside out (`workspace/known_findings.py` says when they count).

One JSON file per version and configuration in the user's cache folder; never below a folder under version control, where a pull request
could plant one. A broken, foreign or oversized file is ignored. Written atomically at the end of a run, also of an interrupted one,
with what it finished. Files that no run has written to for a long time are deleted by the next run that writes.
"""

from __future__ import annotations

import os
import sys

from nomadspec.source import SEVERITIES, Diagnostic, Edit, Fix, Source, Span
from nomadspec.version import __version__
from nomadspec.workspace.files import ReadError, WriteError, read_text, write_atomically

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Final

    from nomadspec.workspace.report import FileReport

    Entry = list[Any]
    """Findings, facts and answers of a file, as JSON."""

FORMAT: Final = 7
MAX_BYTES: Final = 64 * 1024 * 1024
MAX_ENTRIES: Final = 20_000
MAX_AGE: Final = 100 * 24 * 3600  # seconds
#: The cache's files, and the temporary ones of runs that were killed while they wrote (`workspace/files.py` names them).
_OURS: Final = r"lint-[0-9a-f]{24}\.json|\.lint-[0-9a-f]{24}\.json\.nomadspec-\w+\.tmp"


def default_folder() -> str:
    """`$XDG_CACHE_HOME/nomadspec`; else `~/.cache/nomadspec`, on macOS and Windows the folder that the system has for caches."""
    base = os.environ.get("XDG_CACHE_HOME")
    if not base and sys.platform in ("darwin", "win32"):  # elsewhere its answer is the one below, which takes a tenth of a lint less to find
        from platformdirs import user_cache_dir

        return user_cache_dir("nomadspec", appauthor=False)
    return os.path.join(base or os.path.join(os.path.expanduser("~"), ".cache"), "nomadspec")


class Cache:
    """Findings by key. `key` of a file is its content's hash together with its path; `salt` all else that counts."""

    __slots__ = ("_changed", "_entries", "_file", "_fresh")

    def __init__(self, folder: str, salt: str) -> None:
        from hashlib import blake2b

        name = blake2b(f"{__version__}\0{FORMAT}\0{salt}".encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
        self._file: Final = os.path.join(folder, f"lint-{name}.json")
        self._entries: dict[str, Any] = {}
        self._fresh: dict[str, Any] = {}
        self._changed = False
        self._load()

    def _load(self) -> None:
        import json

        try:
            with open(self._file, "rb") as file:
                data = file.read(MAX_BYTES + 1)
            document = json.loads(data) if len(data) <= MAX_BYTES else None
        except (OSError, ValueError, RecursionError):
            return
        if isinstance(document, dict) and document.get("format") == FORMAT and isinstance(document.get("entries"), dict):
            self._entries = document["entries"]

    def get(self, key: str) -> Any:
        """The stored findings and facts of the key, or None."""
        entry = self._entries.get(key)
        if entry is not None:
            self._fresh[key] = entry
        return entry

    def put(self, key: str, entry: Any) -> None:
        self._fresh[key] = entry
        self._changed = True

    def save(self) -> None:
        """Write what this run used or made; entries of files that are no longer there fall out when there are too many."""
        if not self._changed:
            return
        import json

        entries = {**self._entries, **self._fresh}
        if len(entries) > MAX_ENTRIES:
            entries = self._fresh
        folder = os.path.dirname(self._file)
        text = json.dumps({"format": FORMAT, "entries": entries}, separators=(",", ":")).encode("utf-8", "surrogatepass")
        try:
            os.makedirs(folder, mode=0o700, exist_ok=True)
            write_atomically(self._file, text, [folder], create=True, mode=0o600)
            _take_away_old(folder)
        except (OSError, WriteError):
            return  # A cache that cannot be written is only slower.


def _take_away_old(folder: str) -> None:
    """Delete the cache's files (and no others) that were not written to for long: those of other versions and configurations, and what killed runs left."""
    import re
    import time

    oldest = time.time() - MAX_AGE
    with os.scandir(folder) as entries:
        for entry in entries:
            if re.fullmatch(_OURS, entry.name) and entry.is_file(follow_symlinks=False) and entry.stat().st_mtime < oldest:
                os.unlink(entry.path)


def content_key(path: str, data: bytes) -> str:
    """The key of a file: its path and content."""
    from hashlib import blake2b

    digest = blake2b(data, digest_size=16)
    digest.update(b"\0" + path.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def encoded(report: FileReport) -> Entry:
    """What a file gave, as JSON."""
    return [[encode(diagnostic) for diagnostic in report.findings], report.facts, report.reads]


def decoded(entry: Entry, path: str, text: str) -> tuple[list[Diagnostic], list[dict[str, Any]]]:
    """Findings and facts of the file `path` with this text. Raises ValueError, TypeError, IndexError or KeyError for what `encoded` did not write."""
    own = Source(text, path)

    def source_of(name: str) -> Source | None:
        if name == path:
            return own
        try:
            return Source(read_text(name), name)
        except ReadError:
            return None

    rows, facts, _ = entry
    return [decode(row, source_of) for row in rows], facts


def encode(diagnostic: Diagnostic) -> list[Any]:
    """A diagnostic as JSON: places as path and offsets."""
    fix = diagnostic.fix
    return [
        diagnostic.code,
        diagnostic.rule,
        diagnostic.severity,
        diagnostic.message,
        _encode_span(diagnostic.span),
        diagnostic.block,
        diagnostic.help,
        None if fix is None else [fix.title, fix.safe, [[e.path, e.start, e.end, e.text] for e in fix.edits]],
        diagnostic.url,
        diagnostic.nomad,
        [[text, _encode_span(span)] for text, span in diagnostic.trail],
        [[text, _encode_span(span)] for text, span in diagnostic.related],
        diagnostic.secret,
        list(diagnostic.environments),
    ]


def _encode_span(span: Span | None) -> list[Any] | None:
    return None if span is None else [span.path, span.start_offset, span.end_offset]


def decode(row: list[Any], source_of: Callable[[str], Source | None]) -> Diagnostic:
    """The diagnostic again; `source_of` gives the text of a path."""

    def span(place: Any) -> Span | None:
        if place is None:
            return None
        source = source_of(place[0])
        return source.span(int(place[1]), int(place[2])) if source is not None else None

    code, rule, severity, message, where, block, help, fix, url, nomad, trail, related, secret, environments = row
    return Diagnostic(
        str(code),
        str(rule),
        severity if severity in SEVERITIES else "error",
        str(message),
        span(where),
        block=str(block),
        help=help,
        fix=None if fix is None else Fix(fix[0], tuple(Edit(*edit) for edit in fix[2]), safe=bool(fix[1])),
        url=url,
        nomad=nomad,
        trail=tuple((text, span(place)) for text, place in trail),
        related=tuple((text, span(place)) for text, place in related),
        secret=bool(secret),
        environments=tuple(map(str, environments)),
    )
