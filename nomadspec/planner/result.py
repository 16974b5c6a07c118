"""Plan: the answer to "what would happen if this job were run now", with several views."""

from __future__ import annotations

from nomadspec.planner.dry_run import DryRun, Preempted
from nomadspec.planner.plan_document import outcome_document
from nomadspec.planner.plan_text import plan_lines
from nomadspec.planner.refusal import REFUSED, Refused
from nomadspec.planner.response import outcome_response
from nomadspec.source.styled_text import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nomadspec._generated.job_model import Job
    from nomadspec.cluster.resources import AllocatedResources
    from nomadspec.cluster.state import Allocation, ClusterState
    from nomadspec.jobdiff.result import JobDiff
    from nomadspec.scheduler.metric import AllocMetric
    from nomadspec.scheduler.outcome import CreatedEval, Outcome, Placement
    from nomadspec.scheduler.reconciler_model import Counts, Stop, Update
    from nomadspec.scheduler.trace import Trace
    from nomadspec.source import Diagnostic
    from nomadspec.source.json_types import JsonObject
    from nomadspec.source.styled_text import Line


class Plan:
    """A plan. If it is refused, `ok` is False, `error` gives the reason, and everything else is empty."""

    def __init__(
        self,
        *,
        state: ClusterState,
        job: Job | None = None,
        diff: JobDiff | None = None,
        outcome: Outcome | None = None,
        warnings: tuple[Diagnostic, ...] = (),
        warnings_text: str = "",
        job_modify_index: int = 0,
        next_periodic_launch: str | None = None,
        eval_id: str = "",
        drawn: bool = False,
        now: int = 0,
        spec_changed: bool = False,
        refused_by_run: str = "",
        refused: Refused | None = None,
    ) -> None:
        self.state = state
        self.job = job
        """The job as it would be stored."""
        self.diff = diff
        """Annotated with what the scheduler would do."""
        self.outcome = outcome
        """What the scheduler decided."""
        self.warnings = warnings
        self.warnings_text = warnings_text
        """All warnings as Nomad prints them; empty without any."""
        self.job_modify_index = job_modify_index
        """Of the stored job, 0 when there is none: what `nomad job run -check-index` takes."""
        self.next_periodic_launch = next_periodic_launch
        self.eval_id = eval_id
        self.drawn = drawn
        """Whether the evaluation's id was drawn here: a server's own will shuffle the nodes otherwise, and `Placement.certain` tells where that matters."""
        self.now = now
        """Nanoseconds since 1970."""
        self.spec_changed = spec_changed
        self.refused_by_run = refused_by_run
        """Why `nomad job run` will refuse the change although `nomad job plan` does not, in Nomad's words; empty when it will not."""
        self._refused = refused
        self._trace: Trace | None = None

    # --- the verdict -------------------------------------------------------------------------------------------------------------

    @property
    def ok(self) -> bool:
        """Whether the plan could be made."""
        return self._refused is None

    @property
    def error(self) -> str | None:
        """Why not."""
        return self._refused.message if self._refused is not None else None

    @property
    def error_stage(self) -> str | None:
        """Where it was refused: parse, unknown, admission, state, order (of several jobs) or internal."""
        return self._refused.stage if self._refused is not None else None

    @property
    def exit_code(self) -> int:
        """As `nomad job plan`: 0 nothing is created or destroyed, 1 something is, 255 the plan is refused."""
        if self._refused is not None or self.diff is None:
            return REFUSED
        if self.diff.type == "None":
            return 0
        # Nomad adds unsigned 64-bit numbers, so a counter that went below zero can cancel another.
        total = (c.stop + c.place + c.migrate + c.destructive + c.canary for c in self.desired.values())
        return int(any(number & 0xFFFF_FFFF_FFFF_FFFF for number in total))

    # --- what would happen -------------------------------------------------------------------------------------------------------

    @property
    def desired(self) -> Mapping[str, Counts]:
        """Counters per group."""
        return self.outcome.counts if self.outcome is not None else {}

    @property
    def placements(self) -> tuple[Placement, ...]:
        """New allocations, in the order in which they were placed."""
        return tuple(self.outcome.placements) if self.outcome is not None else ()

    @property
    def is_system(self) -> bool:
        """Whether the job runs on every node that fits: then no evaluation id decides what depends on chance, but the order in which Nomad takes the nodes."""
        return self.job is not None and self.job.type in ("system", "sysbatch")

    @property
    def uncertain(self) -> tuple[Placement, ...]:
        """The placements that depend on chance."""
        return tuple(placement for placement in self.placements if not placement.certain) if self.drawn or self.is_system else ()

    @property
    def stops(self) -> tuple[Stop, ...]:
        """Allocations that would be stopped."""
        return tuple(self.outcome.stops) if self.outcome is not None else ()

    @property
    def updates(self) -> tuple[Update, ...]:
        """Allocations that would be updated in place, reconnected, marked unknown or linked to a later evaluation."""
        return tuple(self.outcome.updates) if self.outcome is not None else ()

    @property
    def updated_resources(self) -> Mapping[str, AllocatedResources]:
        """What allocations updated in place would hold, by their id."""
        return self.outcome.resources if self.outcome is not None else {}

    @property
    def preempted(self) -> tuple[Allocation, ...]:
        """Allocations of other jobs that would be preempted."""
        return tuple(self.outcome.preempted) if self.outcome is not None else ()

    @property
    def failures(self) -> Mapping[str, AllocMetric]:
        """Groups for which no node was found, with what the search saw."""
        return self.outcome.failed if self.outcome is not None else {}

    @property
    def created_evals(self) -> tuple[CreatedEval, ...]:
        """Evaluations that would follow."""
        return tuple(self.outcome.evals) if self.outcome is not None else ()

    @property
    def dry_run(self) -> DryRun:
        """What the dry run found, as far as `nomad job plan` prints it."""
        job = self.job
        return DryRun(
            job_type=(job.type if job is not None else None) or "service",
            failed={name: metric.to_dict() for name, metric in self.failures.items()},
            preempted=tuple(
                [
                    Preempted(alloc.id, alloc.job_id, alloc.namespace, (alloc.job.type if alloc.job is not None else None) or "service", alloc.group)
                    for alloc in self.preempted
                ]
            ),
            warnings=self.warnings_text,
            next_launch=None if job is None or job.parameterized is not None else self.next_periodic_launch,
            now=self.now,
            job_modify_index=self.job_modify_index,
        )

    # --- other forms -------------------------------------------------------------------------------------------------------------

    def to_dict(self, trace: bool = False) -> JsonObject:
        """The plan document; with `trace` also the table of nodes per group."""
        if self._refused is not None or self.outcome is None or self.diff is None:
            stage, message = (self._refused.stage, self._refused.message) if self._refused is not None else ("internal", "")
            return {"error": {"stage": stage, "message": message}, "exit_code": REFUSED}
        out = {
            "diff": self.diff.to_api(),
            **outcome_document(self.outcome, self.state, drawn=self.drawn or self.is_system),
            "job_modify_index": self.job_modify_index,
            "warnings": self.warnings_text,
            "exit_code": self.exit_code,
        }
        if self.refused_by_run:
            out["refused_by_run"] = self.refused_by_run
        if self.next_periodic_launch is not None:
            out["next_periodic_launch"] = self.next_periodic_launch
        if trace:
            out["node_table"] = self.trace.node_table() if self.trace is not None else {}
            out["node_reasons"] = self.trace.node_reasons() if self.trace is not None else {}
        return out

    def to_api(self) -> JsonObject:
        """The API's response to a plan request; of a refused plan only `error`."""
        if self._refused is not None or self.outcome is None or self.diff is None or self.job is None:
            return {"error": self.error or ""}
        return {
            **outcome_response(self.outcome, self.job, eval_id=self.eval_id, now=self.now),
            "Diff": self.diff.to_api(),
            "Index": 0,
            "JobModifyIndex": self.job_modify_index,
            "NextPeriodicLaunch": self.next_periodic_launch,
            "Warnings": self.warnings_text,
        }

    def to_text(self, verbose: bool = False, filename: str = "job.nomad.hcl", flags: Sequence[tuple[str, str]] = ()) -> str:
        """What `nomad job plan -no-color` prints (`verbose`: as with `-verbose`). Of a refused plan the line on standard error.

        `flags` are the variables of the command line, such as `("var", "a=b")`, which the text repeats.
        """
        if self._refused is not None or self.diff is None:
            return f"Error during plan: Unexpected response code: 500 ({(self.error or '').rstrip()})\n"
        lines = () if self.job is None else plan_lines(self.diff, self.dry_run, filename=filename, flags=flags, verbose=verbose)
        return plain(lines).strip() + "\n"

    def lines(
        self, *, verbose: bool = False, filename: str = "job.nomad.hcl", flags: Sequence[tuple[str, str]] = (), long_texts: bool = False, diff: bool = True
    ) -> list[Line]:
        """The text as lines of styled spans, for renderers; empty for a refused plan. `long_texts`: edited texts of several lines as line diffs; `diff`:
        whether the difference is shown."""
        if self.diff is None or self.job is None:
            return []
        return list(plan_lines(self.diff if diff else None, self.dry_run, filename=filename, flags=flags, verbose=verbose, long_texts=long_texts))

    @property
    def trace(self) -> Trace | None:
        """Why each node was or was not chosen, by group; computed on first use. None for a refused plan."""
        if self._trace is None and self.job is not None:
            from nomadspec.scheduler.trace import trace_job

            self._trace = trace_job(self.state, self.job)
        return self._trace

    def __repr__(self) -> str:
        return f"<Plan exit_code={self.exit_code}>"
