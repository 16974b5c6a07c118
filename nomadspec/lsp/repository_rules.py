"""Rules about the whole repository, run when a file is saved. They judge the files on disk: what is unsaved is not yet in the repository.

A file is only linted again if it has changed. Each is a step of its own, so that findings about the text being typed do not wait for all of them.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nomadspec.workspace.configuration import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Final

    from nomadspec.lsp.findings import Workbench
    from nomadspec.source import Diagnostic

#: Files that are read.
_MOST: Final = 1_000


class RepositoryRules:
    """What the repository rules need from each file, kept between runs, and what they found last."""

    def __init__(self, bench: Workbench) -> None:
        self.bench: Final = bench
        self.found: dict[str, list[Diagnostic]] = {}
        self._facts: dict[str, tuple[tuple[int, int], list[dict[str, Any]]]] = {}

    def forget(self) -> None:
        """A configuration has changed, on which the facts of files may depend."""
        self._facts.clear()

    def steps(self) -> list[Callable[[], None]]:
        """What to do, in this order; the findings are in `found` after the last step."""
        paths = self._paths()
        gone = self._facts.keys() - set(paths)
        for path in gone:
            del self._facts[path]
        return [*(lambda path=path: self._read(path) for path in paths if self._is_new(path)), self._judge]

    def of(self, path: str, text: str) -> list[Diagnostic]:
        """The findings in a file that are about this text of it; none after the text was changed."""
        return [finding for finding in self.found.get(path, ()) if finding.span is not None and finding.span.source.text == text]

    def _paths(self) -> list[str]:
        if not self.bench.folder:
            return []
        from nomadspec.workspace.discovery import InputError
        from nomadspec.workspace.repository import inputs_of

        try:
            return inputs_of(self.bench.folder, self.bench.configurations).files[:_MOST]
        except (InputError, ConfigurationError):
            return []

    def _is_new(self, path: str) -> bool:
        known = self._facts.get(path)
        return known is None or known[0] != _version(path)

    def _read(self, path: str) -> None:
        from nomadspec.workspace.files import ReadError, read_text

        version = _version(path)
        try:
            facts = self.bench.linter(facts=True).lint(path, read_text(path)).facts
        except (ReadError, ConfigurationError):
            facts = []
        self._facts[path] = (version, facts)

    def _judge(self) -> None:
        from nomadspec.workspace.repository import repository_findings_by_environment

        facts = [fact for _, of_file in sorted(self._facts.items()) for fact in of_file[1]]
        found: dict[str, list[Diagnostic]] = {}
        if len(facts) > 1:
            try:
                for finding in repository_findings_by_environment(facts, self.bench.configurations, ()):
                    if finding.span is not None:
                        found.setdefault(finding.span.path, []).append(finding)
            except ConfigurationError:
                return  # reported in the configuration's own file
        self.found = found


def _version(path: str) -> tuple[int, int]:
    """What changes when a file is written."""
    try:
        about = os.stat(path)
    except OSError:
        return (0, 0)
    return about.st_mtime_ns, about.st_size
