"""All findings of one open text, by its kind. `workspace` defines each lint; unsaved texts are used instead of the files on disk."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from nomadspec.source import Diagnostic, Source
from nomadspec.specs.file_kinds import SPECS
from nomadspec.workspace.configuration import ConfigurationError, Configurations
from nomadspec.workspace.configured_rules import RuleCheck

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, Final

    from nomadspec.cluster.state import ClusterState
    from nomadspec.jobspec.compilation import Compilation
    from nomadspec.lsp.documents import Document
    from nomadspec.planner.explanation import GroupExplanation
    from nomadspec.workspace.file_linter import FileLinter

    Read = Callable[["Document", "Workbench"], list[Diagnostic]]


class Workbench:
    """What findings depend on beside the text: the configurations of files, the user's state, and what else is open. Rules of plugins are not run:
    a repository could name one."""

    def __init__(self, folder: str = "", state: ClusterState | None = None, node: str = "") -> None:
        self.folder: Final = folder
        self.state: Final = state
        self.node: Final = node
        """The name, or the beginning of the id, of the node that the user has chosen; "" for none."""
        self.explained: tuple[Document, dict[str, tuple[GroupExplanation, int | None]]] | None = None
        """What was planned for the lenses of a document."""
        self.configurations = Configurations(check=RuleCheck(complete=False))
        self.unsaved: Mapping[str, str] = {}
        self._compiled: tuple[Document, Compilation] | None = None

    def forget(self) -> None:
        """Read the configurations again."""
        self.configurations = Configurations(check=RuleCheck(complete=False))
        self._compiled = None

    def compiled(self, document: Document) -> Compilation:
        """The jobspec, compiled as far as that goes, in the first way in which it is used. Raises `ConfigurationError`."""
        if self._compiled is not None and self._compiled[0] is document:
            return self._compiled[1]
        from nomadspec.jobspec.compilation import compile_partly
        from nomadspec.workspace.checked_release import checked_release
        from nomadspec.workspace.environments import usages, values

        used = usages(self.configurations.of(document.path), document.path)[0]
        given: Any = {
            **self.arguments(),
            "filename": document.path or "job.nomad.hcl",
            "unset": "unknown",
            "configured": values(used),
            "fs": self.linter().file_root(document.path),
            "strict": used.get("hcl2-strict") is not False,
            "nomad_version": checked_release(used, self.state),
        }
        found = compile_partly(document.text, **given)
        self._compiled = (document, found)
        return found

    def linter(self, *, facts: bool = False) -> FileLinter:
        """The lint of one file. `facts`: of a file on disk, for the rules about a repository."""
        from nomadspec.workspace.file_linter import FileLinter

        return FileLinter(self.configurations, self.state, {"directory": self.folder} if facts else self.arguments(), (), facts=facts)

    def arguments(self) -> dict[str, Any]:
        """How jobspecs are compiled here."""
        return {"unsaved": self.unsaved, "directory": self.folder}


def findings_of(document: Document, bench: Workbench) -> list[Diagnostic]:
    """All findings of a text, those in other files that it reads included."""
    read = _READERS.get(document.kind, _specification)
    try:
        return read(document, bench)
    except ConfigurationError as error:
        return [_configuration_finding(error, document)]


def _jobspec(document: Document, bench: Workbench) -> list[Diagnostic]:
    return bench.linter().lint(document.path or "job.nomad.hcl", document.text).findings


def _agent(document: Document, bench: Workbench) -> list[Diagnostic]:
    """An agent loads its files of the folder together. Findings in the others are shown there."""
    from nomadspec.agent.config import load
    from nomadspec.workspace.agents import files_beside, lint_agent, said_once, side_by_side

    if not os.path.exists(document.path):
        return []
    paths = files_beside(document.path)
    texts = {path: text for path in paths if (text := bench.unsaved.get(os.path.realpath(path))) is not None}
    texts[document.path] = document.text
    agents = [agent for agent in side_by_side(paths, texts) if document.path in agent]
    found = said_once([finding for agent in agents for finding in lint_agent(load(agent, texts=texts), bench.configurations)])
    return [finding for finding in found if finding.span is None or finding.span.path == document.path]


def _values(document: Document, bench: Workbench) -> list[Diagnostic]:
    return list(document.file.diagnostics)


def _configuration(document: Document, bench: Workbench) -> list[Diagnostic]:
    from nomadspec.workspace.configuration import Configuration, parse

    values = parse(document.text, document.path)
    RuleCheck(complete=False)(Configuration(values, document.path, os.path.dirname(document.path)))
    return []


def _test(document: Document, bench: Workbench) -> list[Diagnostic]:
    from nomadspec.workspace.placement_tests.reading import read

    file = read(document.text, document.path)
    return [*file.faults, *(fault for case in file.cases for fault in case.faults)]


def _specification(document: Document, bench: Workbench) -> list[Diagnostic]:
    return bench.linter().lint(document.path, document.text).findings if document.kind in SPECS else []


_READERS: Final[dict[str, Read]] = {"jobspec": _jobspec, "agent": _agent, "values": _values, "configuration": _configuration, "test": _test}


def _configuration_finding(error: ConfigurationError, document: Document) -> Diagnostic:
    """What is wrong with a configuration: on its line, where the text is that file."""
    said = str(error)
    source = Source(document.text, document.path)
    line = re.match(re.escape(document.path) + r":(?:(\d+):)? (.*)", said, re.S) if document.path else None
    if line is None:
        return Diagnostic("", "configuration", "error", said, source.span(0, 0))
    number = int(line[1]) if line[1] else int(at[1]) if (at := re.search(r"at line (\d+)", said)) else 1
    starts = source.line_starts
    start = starts[min(number, len(starts)) - 1]
    return Diagnostic("", "configuration", "error", line[2], source.span(start, start + len(source.line(number))))
