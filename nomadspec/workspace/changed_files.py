"""Which jobspecs a branch has changed: by their own text, or by a file that they are compiled with.

    changed_since("origin/main", files, configurations)

The work tree is compared with the commit where the branch left the revision. A jobspec is changed, too, when one of its var files is, its
configuration, or a file whose name it has in its text (what `file()` and its like read).
"""

from __future__ import annotations

import os

from nomadspec.backends import git_objects
from nomadspec.workspace.environments import usages, values
from nomadspec.workspace.files import ReadError, read_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final

    from nomadspec.workspace.configuration import Configurations

#: A file with more changed files beside it than this is not searched for their names.
_MAX_NAMES: Final = 5_000


def changed_since(
    revision: str, files: Sequence[str], configurations: Configurations, *, environments: Sequence[str] = (), var_files: Sequence[str] = ()
) -> set[str]:
    """Those of the files that have changed. `var_files`: those that the run names for all. Raises `git_objects.GitError`."""
    before = git_objects.commit(".", git_objects.merge_base(".", revision))
    changes = _Changes(before)
    if any(changes.changed(path) for path in var_files):
        return set(files)
    names = [name for name in changes.other_names(files) if name]
    return {path for path in files if path == "-" or changes.changed(path) or _depends(path, changes, configurations, environments, names)}


def _depends(path: str, changes: _Changes, configurations: Configurations, environments: Sequence[str], names: Sequence[str]) -> bool:
    """Whether something that the jobspec is compiled with has changed."""
    configuration = configurations.of(path)
    given = {value for each in usages(configuration, path, environments) for value in values(each) if isinstance(value, str)}
    if any(changes.changed(file) for file in (*given, *([configuration.file] if configuration.file else []))):
        return True
    try:
        text = read_text(path) if names else ""
    except ReadError:
        return False
    return any(name in text for name in names)


class _Changes:
    """The work tree against a commit."""

    __slots__ = ("_before", "_known")

    def __init__(self, before: git_objects.Commit) -> None:
        self._before: Final = before
        self._known: Final[dict[str, bool]] = {}

    def changed(self, path: str) -> bool:
        """Whether the file is another one now, or was not there."""
        inner = os.path.relpath(os.path.realpath(path), self._before.top).replace(os.sep, "/")
        if inner not in self._known:
            self._known[inner] = self._blob(inner) != self._before.files.get(inner, ("", 0))[0]
        return self._known[inner]

    def _blob(self, inner: str) -> str | None:
        """The id that git would give to the file, None where it cannot be read."""
        import hashlib

        try:
            data = read_text(os.path.join(self._before.top, inner)).encode("utf-8", "surrogateescape")
        except ReadError:
            return None
        make = hashlib.sha256 if len(self._before.id) == 64 else hashlib.sha1
        return make(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()

    def other_names(self, files: Sequence[str]) -> list[str]:
        """The names of files of the commit, other than those, that have changed or are gone."""
        own = {os.path.realpath(path) for path in files if path != "-"}
        found: dict[str, None] = {}
        for inner in self._before.files:
            full = os.path.join(self._before.top, inner)
            if full not in own and len(found) < _MAX_NAMES and self.changed(full):
                found[os.path.basename(inner)] = None
        return list(found)
