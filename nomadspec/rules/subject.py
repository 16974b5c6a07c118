"""What a run of rules is about: one job with its source, the options of rules, what is known of the cluster."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Final, Protocol

    from nomadspec._generated.job_model import Job
    from nomadspec.cluster.state import ClusterState
    from nomadspec.hcl.ast import Body
    from nomadspec.source import Source

    Options = Mapping[str, Mapping[str, Any]]
    """Configured options of rules, by the name of the rule."""

    class Asked(Protocol):
        """What is needed of a rule to read its options."""

        @property
        def name(self) -> str: ...
        @property
        def options(self) -> Mapping[str, Any]: ...


#: Units of work (`evaluation/scope.py`) that the rules written in HCL may take together, for a subject of up to a million characters.
WORK: Final = 4_000_000


class Subject:
    """What all rules of a run share, whatever they look at: the configured options, and `work`, the units that rules written in HCL may still take. `asked`
    is the rule whose turn it is; the runner sets it."""

    __slots__ = ("asked", "options", "work")

    def __init__(self, options: Options | None = None) -> None:
        self.options: Final = options or {}
        self.asked: Asked | None = None
        self.work = WORK

    def option(self, name: str) -> Any:
        """The configured value of an option of the rule whose turn it is, else its default. Raises KeyError for one that the rule does not declare."""
        rule = self.asked
        assert rule is not None, "options can only be read while a rule runs"
        default = rule.options[name]
        return self.options.get(rule.name, {}).get(name, default)


class JobSubject(Subject):
    """One job under inspection.

    `job` as it was written (defaults not filled in), `canonical` as a server would store it, `source` its text (None for a job that
    was made otherwise), `body` the syntax tree of that where it is at hand, `state` the cluster it is for; `memo` holds what several rules work out together (one analysis, many readers),
    keyed by the analysis.
    """

    __slots__ = ("_canonical", "body", "job", "memo", "source", "state")

    def __init__(
        self, job: Job, source: Source | None = None, *, body: Body | None = None, options: Options | None = None, state: ClusterState | None = None
    ) -> None:
        super().__init__(options)
        if source is not None:
            self.work = max(WORK, 4 * len(source.text))
        self.job: Final = job
        self.source: Final = source
        self.body: Final = body
        self.state: Final = state
        self.memo: Final[dict[Any, Any]] = {}
        self._canonical: Job | None = None

    @property
    def canonical(self) -> Job:
        """The job with defaults and admission changes."""
        if self._canonical is None:
            from nomadspec.jobspec.canonicalize import canonicalize

            self._canonical = canonicalize(self.job)
        return self._canonical
