"""Output formats of findings: one file each, and one row in the table.

A module of this package has `render(report: Report) -> str`. One whose output people read on a terminal has `lines(report) -> list[Line]`, too, which is
printed in colour where that is possible; `render` is the same without colour.
"""

from __future__ import annotations

from nomadspec.source.record import Record
from nomadspec.version import NOMAD_VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Final

    from nomadspec.source import Diagnostic
    from nomadspec.source.styled_text import Line

#: Name, as after `-o`, → module.
FORMATS: Final = {
    "text": "nomadspec.reporting.formats.text",
    "concise": "nomadspec.reporting.formats.concise",
    "json": "nomadspec.reporting.formats.json_document",
    "jsonl": "nomadspec.reporting.formats.json_lines",
    "sarif": "nomadspec.reporting.formats.sarif",
    "github": "nomadspec.reporting.formats.github",
    "gitlab": "nomadspec.reporting.formats.gitlab",
    "junit": "nomadspec.reporting.formats.junit",
    "checkstyle": "nomadspec.reporting.formats.checkstyle",
    "rdjson": "nomadspec.reporting.formats.rdjson",
    "markdown": "nomadspec.reporting.formats.markdown",
    "html": "nomadspec.reporting.formats.html",
}


class Report(Record):
    """What a format renders: the findings in order, the paths of all files that were read, those without a finding too, and the releases of Nomad that
    they were checked for (as strings; nearly always one)."""

    findings: Sequence[Diagnostic]
    paths: Sequence[str] = ()
    releases: Sequence[str] = (NOMAD_VERSION,)

    def named_releases(self) -> Sequence[str]:
        """The releases to mention: none if everything was checked for the newest."""
        return () if list(self.releases) == [NOMAD_VERSION] else self.releases

    def by_path(self) -> dict[str, list[Diagnostic]]:
        """The findings of each file; those of no file are under ""."""
        files: dict[str, list[Diagnostic]] = {path: [] for path in self.paths}
        for finding in self.findings:
            files.setdefault(finding.span.path if finding.span is not None else "", []).append(finding)
        return files


def render(form: str, report: Report) -> str:
    """The report in a format, without colour."""
    made: Callable[[Report], str] = _module(form).render
    return made(report)


def lines(form: str, report: Report) -> list[Line] | None:
    """The report in styled lines; None for a format that programs read."""
    made: Callable[[Report], list[Line]] | None = getattr(_module(form), "lines", None)
    return None if made is None else made(report)


def _module(form: str):  # type: ignore[no-untyped-def]
    return __import__(FORMATS[form], fromlist=["render"])
