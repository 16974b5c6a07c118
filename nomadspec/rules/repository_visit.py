"""What a rule about a repository is given: the jobs of all its files, as the facts that each left behind (`rules/job_summary.py`)."""

from __future__ import annotations

from nomadspec.rules.job_summary import Fact

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, Final

    from nomadspec.rules.job_summary import Facts
    from nomadspec.rules.rule import At, Place
    from nomadspec.rules.subject import Subject
    from nomadspec.source import Source


class RepositoryVisit:
    """`jobs`: the facts of each job, in the order of the files, `specs`: those of the other specifications (`workspace/spec_linting.py`). `source_of` reads a file again (None: it cannot be), for the places of findings only."""

    __slots__ = ("_source_of", "jobs", "specs", "subject")

    def __init__(self, subject: Subject, jobs: Sequence[Facts], source_of: Callable[[str], Source | None]) -> None:
        self.subject: Final = subject
        self.jobs: Final = [job for job in jobs if "spec" not in job]
        self.specs: Final = [spec for spec in jobs if "spec" in spec]
        self._source_of: Final = source_of

    def option(self, name: str) -> Any:
        """The value of one of the rule's options."""
        return self.subject.option(name)

    def locate(self, at: At) -> Place:
        """Block, span and trail of what a finding points at: a Fact, or nothing."""
        if at is None:
            return "", None, ()
        if not isinstance(at, Fact):
            raise TypeError(f"the place of a finding about a repository is a Fact, not {type(at).__name__}")
        source = self._source_of(at.job["path"])
        return at.block, source.span(*(at.at or (0, 0))) if source is not None else None, ()

    def refuse_unknown(self, at: str) -> None:
        """A Fact is always somewhere."""
