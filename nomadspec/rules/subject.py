"""What a run of rules is about: one job with its source, the options of rules, what is known of the cluster."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Final

    from nomadspec._generated.job_model import Job
    from nomadspec.cluster.state import ClusterState
    from nomadspec.source import Source


class Subject:
    """One job under inspection.

    `job` as it was written (defaults not filled in), `canonical` as a server would store it, `source` its text (None for a job that
    was made otherwise), `state` the cluster it is for, `options` by rule name; `memo` holds what several rules work out together
    (one analysis, many readers), keyed by the analysis.
    """

    __slots__ = ("_canonical", "job", "memo", "options", "source", "state")

    def __init__(
        self, job: Job, source: Source | None = None, *, options: Mapping[str, Mapping[str, Any]] | None = None, state: ClusterState | None = None
    ) -> None:
        self.job: Final = job
        self.source: Final = source
        self.state: Final = state
        self.options: Final = options or {}
        self.memo: Final[dict[Any, Any]] = {}
        self._canonical: Job | None = None

    @property
    def canonical(self) -> Job:
        """The job with defaults and admission changes."""
        if self._canonical is None:
            from nomadspec.jobspec.canonicalize import canonicalize

            self._canonical = canonicalize(self.job)
        return self._canonical

    def option(self, rule: str, name: str, default: Any) -> Any:
        """The configured value of a rule's option, else `default`."""
        return self.options.get(rule, {}).get(name, default)
