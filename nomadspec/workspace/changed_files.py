"""Finds the jobspecs that a branch has changed: the file itself, or a file that it is compiled with.

    changed_since("origin/main", files, configurations)

The work tree is compared with the commit where the branch left the revision. A jobspec is changed, too, when one of its var files is, its
configuration, or a file whose name it has in its text (what `file()` and its like read).
"""

from __future__ import annotations

import os

from nomadspec.backends import git_objects
from nomadspec.source.relative_path import relative, with_slashes
from nomadspec.workspace.environments import usages, values
from nomadspec.workspace.files import ReadError, read_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final

    from nomadspec.workspace.configuration import Configurations

#: What the name of a file looks like in a text; a name of other characters is searched for as it is.
_WORD: Final = r"[\w.-]+"


def changed_since(
    revision: str, files: Sequence[str], configurations: Configurations, *, environments: Sequence[str] = (), var_files: Sequence[str] = ()
) -> set[str]:
    """Those of the files that have changed. `var_files`: those that the run names for all. Raises `git_objects.GitError`."""
    changes = _Changes(git_objects.commit(".", git_objects.merge_base(".", revision)))
    if any(changes.changed(path) for path in var_files):
        return set(files)
    found = {path for path in files if path == "-" or changes.changed(path) or _given_otherwise(path, changes, configurations, environments)}
    return found | _reading_others([path for path in files if path not in found], changes)


def _given_otherwise(path: str, changes: _Changes, configurations: Configurations, environments: Sequence[str]) -> bool:
    """Whether the configuration of the jobspec or one of its var files has changed."""
    configuration = configurations.of(path)
    given = [value for each in usages(configuration, path, environments) for value in values(each) if isinstance(value, str)]
    return any(changes.changed(file) for file in (*given, *([configuration.file] if configuration.file else [])))


def _reading_others(files: Sequence[str], changes: _Changes) -> set[str]:
    """The jobspecs that name a file that has changed or is gone. Only files that are named somewhere are looked at."""
    import re

    texts: dict[str, str] = {}
    words: dict[str, set[str]] = {}
    for path in files:
        try:
            texts[path] = read_text(path)
        except ReadError:
            continue
        for word in re.findall(_WORD, texts[path]):
            words.setdefault(word, set()).add(path)
    own = {os.path.realpath(path) for path in files}
    found: set[str] = set()
    for inner in changes.before.files:
        name = os.path.basename(inner)
        plain = re.fullmatch(_WORD, name) is not None
        naming = words.get(name, set()) if plain else {path for path, text in texts.items() if name in text}
        full = os.path.join(changes.before.top, inner)
        if naming and full not in own and changes.changed(full):
            found |= naming
    return found


class _Changes:
    """The work tree against the commit `before`."""

    __slots__ = ("_converts", "_known", "before")

    def __init__(self, before: git_objects.Commit) -> None:
        self.before: Final = before
        self._known: Final[dict[str, bool]] = {}
        self._converts: bool | None = None

    def changed(self, path: str) -> bool:
        """Whether the file is another one now, or was not there."""
        inner = with_slashes(relative(os.path.realpath(path), self.before.top))
        if inner not in self._known:
            self._known[inner] = self.before.files.get(inner, ("", 0))[0] not in self._blobs(inner)
        return self._known[inner]

    def _blobs(self, inner: str) -> list[str]:
        """The ids that git may have for the file as it is; none where it cannot be read."""
        try:
            data = read_text(os.path.join(self.before.top, inner)).encode("utf-8", "surrogateescape")
        except ReadError:
            return []
        plain = data.replace(b"\r\n", b"\n")
        return [self._id(data), self._id(plain)] if plain != data and self._line_ends_are_converted() else [self._id(data)]

    def _line_ends_are_converted(self) -> bool:
        """Whether git stores LF for the CRLF of the work tree, as it does by default on Windows."""
        if self._converts is None:
            self._converts = git_objects.setting(self.before.folder, "core.autocrlf").lower() in ("true", "yes", "on", "1", "input")
        return self._converts

    def _id(self, data: bytes) -> str:
        import hashlib

        make = hashlib.sha256 if len(self.before.id) == 64 else hashlib.sha1
        return make(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
