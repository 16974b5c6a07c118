"""The unit of work of a run over many files: one jobspec with all that its findings depend on."""

from __future__ import annotations

import os

from nomadspec.source.on_demand import Later
from nomadspec.workspace.configuration import ConfigurationError
from nomadspec.workspace.environments import usages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, Final

    from nomadspec.cluster.state import ClusterState
    from nomadspec.evaluation.functions.calling import ExternalRead
    from nomadspec.releases import Release
    from nomadspec.rules.rule import Rule
    from nomadspec.source import Diagnostic
    from nomadspec.workspace import linting
    from nomadspec.workspace.configuration import Configuration, Configurations
    from nomadspec.workspace.masking import Secrets
    from nomadspec.workspace.report import FileReport
else:
    linting = Later("nomadspec.workspace.linting")


def failed_at(fault: Exception) -> str:
    """The fault and its line in our code."""
    trace, where = fault.__traceback__, ""
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename.replace("\\", "/").rpartition("/nomadspec/")[2]
        where = f"{file}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(fault).__name__} at {where}"


def _fault(fault: Exception) -> Diagnostic:
    from nomadspec.rules.registry import FAULT
    from nomadspec.source import Diagnostic

    help = "The rest of the file was not linted. Please report this."
    return Diagnostic(FAULT.code, FAULT.name, "error", f"internal fault ({failed_at(fault)})", None, help=help)


class FileLinter:
    """The work on one file, and what it needs. `state`: for all files, or a function from the configuration in which one is used; `facts`: gather those
    for the rules about a repository, too; `searched`: the files that a search found and nobody named; `environments`: names of those in which files are
    judged (empty: all); `upgrading_from`: also say what has changed since that release."""

    __slots__ = ("_environ", "_roots", "_secrets", "arguments", "configurations", "environments", "facts", "plugins", "searched", "state", "upgrading_from")

    def __init__(
        self,
        configurations: Configurations,
        state: Any,
        arguments: dict[str, Any],
        plugins: Sequence[Rule],
        *,
        facts: bool = False,
        searched: frozenset[str] = frozenset(),
        upgrading_from: Release | None = None,
        environments: Sequence[str] = (),
    ) -> None:
        self.configurations: Final = configurations
        self.environments: Final = environments
        self.state: Final = state
        self.arguments: Final = arguments
        self.plugins: Final = plugins
        self.facts: Final = facts
        self.searched: Final = searched
        self.upgrading_from: Final = upgrading_from
        self._roots: Final[dict[str, str]] = {}
        # A copy: to go through `os.environ` decodes all of it, each time.
        self._environ: Final[Mapping[str, str]] = dict(os.environ) if arguments.get("environ") is None else arguments["environ"]
        self._secrets: Secrets | None = None

    def lint(self, path: str, text: str) -> FileReport:
        """The result of linting a text. An internal fault is a finding, and the other files are still linted."""
        used = usages(self.configurations.of(path), path, self.environments)
        arguments = {**self.arguments, "environ": self._environ, "filename": path, "fs": self.file_root(path)}
        if self._secrets is None:
            from nomadspec.workspace.masking import secrets_of

            self._secrets = secrets_of(self._environ)
        try:
            return linting.lint_usages(
                text,
                used,
                self.state_of,
                arguments,
                self.plugins,
                facts=self.facts,
                named=path not in self.searched,
                upgrading_from=self.upgrading_from,
                secrets=self._secrets,
            )
        except ConfigurationError:
            raise
        except Exception as fault:
            from nomadspec.workspace.report import FileReport

            return FileReport(path, [_fault(fault)], [], [("", (), "")])

    def state_of(self, configuration: Configuration) -> ClusterState | None:
        """The cluster state for a file, in the configuration in which it is used."""
        found: ClusterState | None = self.state(configuration) if callable(self.state) else self.state
        return found

    def file_root(self, path: str) -> str:
        """What file functions of the jobspec may read: "any", "none" or a folder."""
        given = self.arguments.get("fs")
        if given is not None:
            return str(given)
        folder = os.path.dirname(path)
        root = self._roots.get(folder)
        if root is None:
            from nomadspec.source.regular_file import repository_root

            root = self._roots[folder] = repository_root(folder) or os.getcwd()
        return root

    def still_valid_for(self, path: str, reads: Sequence[ExternalRead]) -> bool:
        """Whether the functions of the jobspec would read the same from outside now."""
        if not reads:
            return True
        from nomadspec.evaluation.functions import FunctionContext
        from nomadspec.evaluation.functions.validity import still_valid

        context = FunctionContext(self.file_root(path), environ=self.arguments.get("environ"), beside=os.path.dirname(path), reads_beside=True)
        return still_valid(reads, context)
